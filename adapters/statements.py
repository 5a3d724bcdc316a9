"""What the channel tells the action server about who asks: signed, for one conversation, for a short while.

Everything else in a conversation (sender, metadata, slots, words) can be said by anybody. The key is derived from the
secret of the deployment that Rasa and its action server share.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass

import jwt

from adapters.settings import Secret

KEY = "folio_statement"  # where it lies in a message's metadata
LIFETIME = 600  # seconds; longer than the longest turn
_AUDIENCE = "folio-actions"


@dataclass(frozen=True)
class Statement:
    """`customer_id` is None for a visitor."""

    customer_id: str | None
    conversation_id: str


def sign_statement(secret: Secret, statement: Statement, *, now: float | None = None) -> str:
    """The statement as a text that `read_statement` believes for ten minutes."""
    moment = int(time.time() if now is None else now)
    claims = {"aud": _AUDIENCE, "cid": statement.conversation_id, "exp": moment + LIFETIME}
    if statement.customer_id is not None:
        claims["sub"] = statement.customer_id
    return jwt.encode(claims, _key(secret), algorithm="HS256")


def read_statement(secret: Secret, signed: object, *, conversation_id: str) -> Statement | None:
    """What the channel stated about this conversation; None where it did not, whatever the reason."""
    if not isinstance(signed, str):
        return None
    try:
        claims = jwt.decode(
            signed,
            _key(secret),
            algorithms=["HS256"],
            audience=_AUDIENCE,
            options={"require": ["exp", "aud", "cid"]},
        )
    except Exception:  # a forged one may hold anything
        return None
    if claims["cid"] != conversation_id:
        return None
    return Statement(claims.get("sub"), conversation_id)


def _key(secret: Secret) -> bytes:
    return hmac.new(secret.reveal().encode(), b"folio identity statement", hashlib.sha256).digest()
