"""Tokens: what the site signs is believed, and nothing that merely looks like it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from adapters.channel_settings import TokenKey
from adapters.settings import Secret, SettingsError
from adapters.tokens import (
    KeysUnavailable,
    TokenExpired,
    TokenMalformed,
    TokenNotFromSite,
    TokenRefused,
    TokenVerifier,
    sign_token,
)

SECRET = Secret("a-secret-of-at-least-thirty-two-bytes")
ISSUER = "https://site.example"
NOW = 1_800_000_000


def verifier(key: TokenKey | None = None, *, now: float = NOW) -> TokenVerifier:
    return TokenVerifier(key or TokenKey(secret=SECRET), issuer=ISSUER, clock=lambda: now)


def claims(**changes: Any) -> dict[str, Any]:
    whole = {"iss": ISSUER, "aud": "folio", "sub": "C-1", "iat": NOW, "exp": NOW + 600, **changes}
    return {name: value for name, value in whole.items() if value is not ...}


def signed(key: Any = None, algorithm: str = "HS256", headers: Any = None, **changes: Any) -> str:
    return jwt.encode(claims(**changes), SECRET.reveal() if key is None else key, algorithm, headers=headers)


def pem(key: Any) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return str(key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode())


RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
KEYS = [(RSA, "RS256"), (EC, "ES256"), (ED, "EdDSA")]


def test_a_customer_s_token_names_the_customer() -> None:
    identity = verifier().verify(sign_token(SECRET, issuer=ISSUER, customer_id="C-1", session="s-1", now=NOW))
    assert (identity.customer_id, identity.visitor_id, identity.session) == ("C-1", None, "s-1")
    assert identity.expires_at == NOW + 600


def test_a_visitor_s_token_names_a_visitor_and_never_a_customer_of_that_name() -> None:
    visitor = verifier().verify(sign_token(SECRET, issuer=ISSUER, visitor_id="C-1", now=NOW))
    customer = verifier().verify(sign_token(SECRET, issuer=ISSUER, customer_id="C-1", now=NOW))
    assert (visitor.customer_id, visitor.visitor_id) == (None, "C-1") and visitor.name != customer.name


@pytest.mark.parametrize(("key", "algorithm"), KEYS, ids=[algorithm for _, algorithm in KEYS])
def test_public_keys_of_three_kinds_are_used_as_their_kind_says(key: Any, algorithm: str) -> None:
    here = verifier(TokenKey(public_key=pem(key)))
    assert here.verify(signed(key, algorithm)).customer_id == "C-1"
    for other, other_algorithm in KEYS:
        if other is not key:
            with pytest.raises(TokenRefused):
                here.verify(signed(other, other_algorithm))


def test_the_public_key_is_no_secret_to_sign_with() -> None:
    """The classic confusion: HS256 with the public key's text."""
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=")
    body = base64.urlsafe_b64encode(json.dumps(claims()).encode()).rstrip(b"=")
    digest = hmac.new(pem(RSA).encode(), header + b"." + body, hashlib.sha256).digest()
    forged = (header + b"." + body + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()
    with pytest.raises(TokenNotFromSite):
        verifier(TokenKey(public_key=pem(RSA))).verify(forged)


def test_a_token_without_signature_is_refused() -> None:
    with pytest.raises(TokenNotFromSite):
        verifier().verify(jwt.encode(claims(), None, "none"))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_the_algorithm_is_pinned(algorithm: str) -> None:
    with pytest.raises(TokenNotFromSite):
        verifier().verify(signed("x" * 64, algorithm))
    with pytest.raises(TokenNotFromSite):
        verifier().verify(signed(SECRET.reveal() * 2, algorithm))


REFUSED = [
    ({"iss": "https://evil.example"}, TokenNotFromSite),
    ({"iss": ...}, TokenMalformed),
    ({"aud": "other"}, TokenNotFromSite),
    ({"aud": ["folio", "other"]}, TokenNotFromSite),
    ({"aud": ["other"]}, TokenNotFromSite),
    ({"aud": "Folio"}, TokenNotFromSite),
    ({"aud": []}, TokenMalformed),
    ({"aud": {"folio": 1}}, TokenRefused),
    ({"aud": ...}, TokenMalformed),
    ({"iat": ...}, TokenMalformed),
    ({"exp": ...}, TokenMalformed),
    ({"sub": ...}, TokenMalformed),
    ({"sub": ""}, TokenMalformed),
    ({"sub": " "}, TokenMalformed),
    ({"sub": ..., "sid": " "}, TokenMalformed),
    ({"sub": "", "sid": "v-1"}, TokenMalformed),
    ({"sub": None, "sid": "v-1"}, TokenMalformed),
    ({"sub": 7}, TokenMalformed),
    ({"sub": ["C-1"]}, TokenMalformed),
    ({"sub": "C-1\0"}, TokenMalformed),
    ({"sub": "C-1\ud800"}, TokenMalformed),
    ({"sub": "x" * 201}, TokenMalformed),
    ({"exp": NOW + 901}, TokenMalformed),
    ({"exp": NOW, "iat": NOW - 600}, TokenExpired),
    ({"exp": NOW + 10, "iat": NOW + 20}, TokenMalformed),
    ({"exp": NOW + 10, "iat": NOW + 10}, TokenMalformed),
    ({"iat": NOW + 31}, TokenMalformed),
    ({"nbf": NOW + 31}, TokenMalformed),
    ({"exp": "soon"}, TokenMalformed),
    ({"exp": True}, TokenMalformed),
    ({"iat": str(NOW)}, TokenMalformed),
    ({"exp": 10**400}, TokenMalformed),
    ({"exp": 1e308}, TokenMalformed),
    ({"iat": -1}, TokenMalformed),
    ({"nbf": None}, TokenMalformed),
    ({"ses": 1}, TokenMalformed),
]


@pytest.mark.parametrize(("changes", "kind"), REFUSED, ids=[str(changes)[:40] for changes, _ in REFUSED])
def test_claims_that_are_not_as_agreed_are_refused(changes: dict[str, Any], kind: type[TokenRefused]) -> None:
    with pytest.raises(kind):
        verifier().verify(signed(**changes))


def test_the_site_s_clock_may_be_thirty_seconds_ahead() -> None:
    assert verifier().verify(signed(iat=NOW + 30, nbf=NOW + 30, exp=NOW + 900)).customer_id == "C-1"


def test_a_token_is_good_until_the_second_it_expires_in() -> None:
    ending = signed(iat=NOW - 600, exp=NOW + 1)
    identity = verifier(now=NOW + 0.9).verify(ending)
    assert not identity.is_over(NOW + 0.9) and identity.is_over(NOW + 1)
    with pytest.raises(TokenExpired):
        verifier(now=NOW + 1).verify(ending)


def test_an_audience_may_stand_in_a_list_of_its_own() -> None:
    assert verifier().verify(signed(aud=["folio"])).customer_id == "C-1"


def test_another_secret_s_token_is_refused() -> None:
    with pytest.raises(TokenNotFromSite):
        verifier().verify(signed("another-secret-of-at-least-32-bytes!!"))


@given(st.text(max_size=300) | st.binary(max_size=100).map(lambda raw: base64.b64encode(raw).decode()))
def test_no_text_makes_anything_but_a_refusal(text: str) -> None:
    with pytest.raises(TokenRefused):
        verifier().verify(text)
    with pytest.raises(TokenRefused):
        verifier().verify(signed()[: len(text)] + text)


def test_refusals_repeat_nothing_of_the_token() -> None:
    for changes, _ in REFUSED:
        bad = signed(**{**changes, "more": "my-words"})
        with pytest.raises(TokenRefused) as refused:
            verifier().verify(bad)
        assert "my-words" not in str(refused.value) and "C-1" not in str(refused.value)


@pytest.mark.parametrize(
    "public_key",
    [
        "no key",
        pem(rsa.generate_private_key(65537, 1024)),
        pem(ec.generate_private_key(ec.SECP384R1())),
        SECRET.reveal(),
    ],
    ids=["no key", "a short one", "another curve", "a secret"],
)
def test_a_public_key_that_can_t_be_used_stops_the_start(public_key: str) -> None:
    with pytest.raises(SettingsError, match="FOLIO_TOKEN_PUBLIC_KEY"):
        verifier(TokenKey(public_key=public_key))


@pytest.mark.parametrize(("who", "lifetime"), [({}, 600), ({"customer_id": "C", "visitor_id": "v"}, 600)])
def test_a_token_is_somebody_s_and_one_s_only(who: dict[str, str], lifetime: int) -> None:
    with pytest.raises(ValueError, match="one of them"):
        sign_token(SECRET, issuer=ISSUER, lifetime=lifetime, **who)  # type: ignore[arg-type]


def test_a_token_lives_no_longer_than_a_quarter_of_an_hour() -> None:
    with pytest.raises(ValueError, match="900"):
        sign_token(SECRET, issuer=ISSUER, customer_id="C-1", lifetime=901)


class Site:
    """Publishes keys, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.path = ""
        self.up = True
        self.keys: list[dict[str, Any]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                site.path = self.path
                self.send_response(200 if site.up else 500)
                self.end_headers()
                self.wfile.write(json.dumps({"keys": site.keys}).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, key: Any, key_id: str) -> None:
        kinds = {"RS256": jwt.algorithms.RSAAlgorithm, "ES256": jwt.algorithms.ECAlgorithm}
        algorithm = next(name for known, name in KEYS if known is key)
        kind = kinds.get(algorithm, jwt.algorithms.OKPAlgorithm)
        self.keys.append({**kind.to_jwk(key.public_key(), as_dict=True), "kid": key_id})


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()
    yield here
    here.server.shutdown()
    here.server.server_close()


def test_published_keys_are_fetched_once_and_used_by_their_id(site: Site) -> None:
    for number, (key, _) in enumerate(KEYS):
        site.publish(key, f"k-{number}")
    here = verifier(TokenKey(jwks_url=site.url))
    for number, (key, algorithm) in enumerate(KEYS):
        assert here.verify(signed(key, algorithm, {"kid": f"k-{number}"})).customer_id == "C-1"
    assert site.asked == 1
    for key_id in ("k-1", "made-up", None):
        with pytest.raises(TokenNotFromSite):
            here.verify(signed(RSA, "RS256", {"kid": key_id} if key_id else None))
    assert site.asked == 1  # made-up ids are no load on the site


def test_published_keys_are_asked_for_with_the_query_of_their_address(site: Site) -> None:
    site.publish(RSA, "k")
    here = verifier(TokenKey(jwks_url=f"{site.url}?tenant=folio&version=2"))
    assert here.verify(signed(RSA, "RS256", {"kid": "k"})).customer_id == "C-1"
    assert site.path == "/keys?tenant=folio&version=2"


def test_a_new_key_is_found_when_it_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.jwks._BETWEEN_FETCHES", 0.0)
    site.publish(RSA, "old")
    here = verifier(TokenKey(jwks_url=site.url))
    here.verify(signed(RSA, "RS256", {"kid": "old"}))
    site.publish(EC, "new")
    assert here.verify(signed(EC, "ES256", {"kid": "new"})).customer_id == "C-1"


def test_a_published_shared_secret_is_no_key(site: Site) -> None:
    secret = base64.urlsafe_b64encode(SECRET.reveal().encode()).rstrip(b"=").decode()
    site.keys.append({"kty": "oct", "k": secret, "kid": "s", "alg": "HS256"})
    site.publish(RSA, "k")
    with pytest.raises(TokenNotFromSite):
        verifier(TokenKey(jwks_url=site.url)).verify(signed(headers={"kid": "s"}))


def test_keys_stay_good_while_the_site_is_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.publish(RSA, "k")
    here = verifier(TokenKey(jwks_url=site.url))
    mine = signed(RSA, "RS256", {"kid": "k"})
    here.verify(mine)
    monkeypatch.setattr("adapters.jwks._KEPT", 0.0)
    monkeypatch.setattr("adapters.jwks._BETWEEN_FETCHES", 0.0)
    site.up = False
    time.sleep(0.01)
    assert here.verify(mine).customer_id == "C-1" and site.asked == 2


def test_without_keys_nobody_is_let_in_and_nobody_is_to_blame(site: Site) -> None:
    site.up = False
    with pytest.raises(KeysUnavailable):
        verifier(TokenKey(jwks_url=site.url)).verify(signed(RSA, "RS256", {"kid": "k"}))
