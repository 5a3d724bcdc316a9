"""The site's parts as the settings say: portfolio data, secrets of this deployment, the channel over HTTP."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable

import httpx

from adapters.channel_settings import ChannelSettings
from adapters.demo_secrets import demo_secret
from adapters.settings import Secret, Settings, SettingsError
from adapters.tokens import sign_token
from adapters.wiring import list_customers, open_repository
from web.site.parts import TOKEN_LIFE, Parts, Sign

logger = logging.getLogger(__name__)

_CHANNEL_SECONDS = 3.0  # what a log-out waits for the channel at most


def real_parts(settings: Settings, *, chat_server: str) -> Parts:
    """Connects at the first request. Raises `SettingsError` where tokens can't be signed with what is set."""
    channel = ChannelSettings.from_environment()
    if channel.token_key.secret is None:
        raise SettingsError(["FOLIO_TOKEN_SECRET: the demo site signs its chat tokens with it; unset the other keys"])
    secret = demo_secret("site-secret")
    return Parts(
        repository=open_repository(settings),
        people=lambda: list_customers(settings),
        sign=_signing(channel.token_key.secret, channel.issuer),
        end_chat=ending_chat(chat_server),
        secret=secret,
        password=_password(secret),
        today=settings.today,
        chat_server=chat_server,
        visitors=channel.visitors,
    )


def _signing(secret: Secret, issuer: str) -> Sign:
    def sign(*, customer_id: str | None = None, visitor_id: str | None = None, session: str | None = None) -> str:
        return sign_token(
            secret,
            issuer=issuer,
            customer_id=customer_id,
            visitor_id=visitor_id,
            session=session,
            lifetime=int(TOKEN_LIFE.total_seconds()),
        )

    return sign


def ending_chat(chat_server: str) -> Callable[[str], None]:
    """Tells the channel to refuse a session's tokens from now on and to close its sockets.

    A channel that doesn't answer must not keep anybody logged in here: its sockets are closed, too, then, and what
    tokens there are end by themselves within ten minutes.
    """

    def end_chat(token: str) -> None:
        try:
            httpx.post(
                f"{chat_server}/webhooks/folio/logout",
                headers={"Authorization": f"Bearer {token}"},
                timeout=_CHANNEL_SECONDS,
            ).raise_for_status()
        except httpx.HTTPError as error:
            logger.warning("the chat was not told of a log-out: %s", type(error).__name__)

    return end_chat


def _password(secret: Secret) -> Secret:
    """One that can be typed, made from the secret: it stays the same, and the repository holds none."""
    return Secret("demo-" + hmac.new(secret.reveal().encode(), b"password", hashlib.sha256).hexdigest()[:6])
