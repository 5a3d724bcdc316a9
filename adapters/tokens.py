"""Who is speaking: tokens (JWT) that the advisor's site signs and the channel checks.

A token holds `iss`, `aud` = folio, `sub` (the customer id) or else `sid` (a visitor's), `iat`, `exp` at most 15 minutes
after it, optionally `nbf`, and `ses`, the log-in at the site that a log-out ends. Times are seconds since 1970 (UTC).
From the second that `exp` says a token is no good; `iat` and `nbf` may be 30 s ahead, as the site's clock may be. The
algorithm follows from the key that is configured, never from the token.

    TokenRefused
    ├── TokenMalformed     not a token, or a claim is missing or of the wrong kind
    ├── TokenExpired       was good once
    ├── TokenNotFromSite   signature, algorithm, issuer, audience
    └── KeysUnavailable    the site's published keys can't be had now: nobody's fault who holds a token
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt

from adapters.channel_settings import ChannelSettings, TokenKey
from adapters.jwks import JwksKeys, KeysUnreachable, UnknownKey
from adapters.public_keys import UnusableKey, read_public_key
from adapters.settings import Secret, SettingsError

AUDIENCE = "folio"
LONGEST_LIFE = 15 * 60  # seconds from `iat` to `exp`
LEEWAY = 30  # seconds that `iat` and `nbf` may be ahead of our clock
_LONGEST_TOKEN = 4096  # characters
_LONGEST_NAME = 200


class TokenRefused(Exception):
    """The sentence is for whoever called; it holds nothing of the token."""


class TokenMalformed(TokenRefused):
    pass


class TokenExpired(TokenRefused):
    pass


class TokenNotFromSite(TokenRefused):
    pass


class KeysUnavailable(TokenRefused):
    pass


@dataclass(frozen=True)
class Identity:
    """Either a customer or a visitor, never both; `expires_at` and `issued_at` in seconds since 1970."""

    customer_id: str | None
    visitor_id: str | None
    session: str | None
    issued_at: float
    expires_at: float

    @property
    def name(self) -> str:
        """Customers and visitors apart, even where their ids are the same."""
        return f"visitor:{self.visitor_id}" if self.customer_id is None else f"customer:{self.customer_id}"

    def is_over(self, now: float) -> bool:
        """Whether the token's time is up: it is so in the second that `exp` says."""
        return now >= self.expires_at


class TokenVerifier:
    """Checks tokens against one key source and one issuer."""

    def __init__(self, key: TokenKey, *, issuer: str, clock: Callable[[], float] = time.time) -> None:
        """Raises `SettingsError` where the configured key can't be used."""
        self._issuer = issuer
        self._clock = clock
        self._jwks: JwksKeys | None = None
        self._key: Any = None
        self._algorithm = ""
        if key.secret is not None:
            self._key, self._algorithm = key.secret.reveal(), "HS256"
        elif key.public_key is not None:
            try:
                self._key, self._algorithm = read_public_key(key.public_key)
            except UnusableKey as error:
                raise SettingsError([f"FOLIO_TOKEN_PUBLIC_KEY: {error}"]) from error
        elif key.jwks_url is not None:
            self._jwks = JwksKeys(key.jwks_url)
        else:
            raise SettingsError(["no key to check tokens with is set"])

    @classmethod
    def of(cls, settings: ChannelSettings, *, clock: Callable[[], float] = time.time) -> TokenVerifier:
        return cls(settings.token_key, issuer=settings.issuer, clock=clock)

    @property
    def may_wait(self) -> bool:
        """Whether `verify` may fetch something: don't call it on an event loop then."""
        return self._jwks is not None

    def verify(self, token: str) -> Identity:
        """Who the site says is speaking.

        Raises:
            TokenRefused: one of its kinds, for whatever reason; nothing else.
        """
        if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
            raise TokenMalformed("it is no token")
        claims = self._claims(token)
        issued_at, expires_at = _seconds(claims, "iat"), _seconds(claims, "exp")
        if not 0 < expires_at - issued_at <= LONGEST_LIFE:
            raise TokenMalformed("the token lives longer than 15 minutes, or not at all")
        if "sub" in claims:  # also where it is empty: nobody becomes a visitor by mistake
            customer_id, visitor_id = _name(claims, "sub"), None
        else:
            customer_id, visitor_id = None, _name(claims, "sid")
        session = _name(claims, "ses") if "ses" in claims else None
        return Identity(customer_id, visitor_id, session, issued_at, expires_at)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            key, algorithm = self._key_for(token)
            # Times are checked below, against our clock and as what they are.
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=AUDIENCE,
                issuer=self._issuer,
                options={
                    "require": ["iss", "aud", "iat", "exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_sub": False,
                },
            )
        except KeysUnreachable as error:
            raise KeysUnavailable("tokens can't be checked now") from error
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
            raise TokenNotFromSite("the token is from or for somebody else") from error
        except jwt.MissingRequiredClaimError as error:
            raise TokenMalformed("the token lacks iss, aud, iat or exp") from error
        except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError, UnknownKey) as error:
            raise TokenNotFromSite("the token's signature is not the site's") from error
        except Exception as error:  # whatever a token can hold that its decoder did not think of
            raise TokenMalformed("it is no token") from error
        if claims["aud"] not in (AUDIENCE, [AUDIENCE]):  # not for others besides, who could use it here
            raise TokenNotFromSite("the token is from or for somebody else")
        now = self._clock()
        if now >= _seconds(claims, "exp"):
            raise TokenExpired("the token has expired")
        if _seconds(claims, "iat") > now + LEEWAY or ("nbf" in claims and _seconds(claims, "nbf") > now + LEEWAY):
            raise TokenMalformed("the token is from the future")
        return claims

    def _key_for(self, token: str) -> tuple[Any, str]:
        if self._jwks is None:
            return self._key, self._algorithm
        key_id = jwt.get_unverified_header(token).get("kid")
        return self._jwks.key(key_id if isinstance(key_id, str) else None)


def sign_token(
    secret: Secret,
    *,
    issuer: str,
    customer_id: str | None = None,
    visitor_id: str | None = None,
    session: str | None = None,
    lifetime: int = 600,
    now: float | None = None,
) -> str:
    """A token for a customer or a visitor, good for `lifetime` seconds; for sites that share a secret with Folio.

    Raises:
        ValueError: both or neither is named, or the lifetime is not 1 to 900 seconds.
    """
    if (customer_id is None) == (visitor_id is None):
        raise ValueError("a token is a customer's or a visitor's; name one of them")
    if not 0 < lifetime <= LONGEST_LIFE:
        raise ValueError(f"a token lives 1 to {LONGEST_LIFE} seconds, not {lifetime}")
    issued_at = int(time.time() if now is None else now)
    claims: dict[str, Any] = {"iss": issuer, "aud": AUDIENCE, "iat": issued_at, "exp": issued_at + lifetime}
    claims |= {"sid": visitor_id} if customer_id is None else {"sub": customer_id}
    if session is not None:
        claims["ses"] = session
    return jwt.encode(claims, secret.reveal(), algorithm="HS256")


def _seconds(claims: dict[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise TokenMalformed(f"the token's {name} is no time")
    return float(value)


def _name(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_NAME or not value.isprintable():
        raise TokenMalformed(f"the token's {name} is missing or no name")
    return value
