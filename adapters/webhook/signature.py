"""The signature of an event: HMAC-SHA256 over its id, the time of sending and the body, as Standard Webhooks has it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from adapters.settings import Secret

ID_HEADER = "webhook-id"
TIME_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"
_VERSION = "v1"


def sign(secret: Secret, event_id: str, timestamp: int, body: bytes) -> str:
    """ "v1,<base64>" over `event_id.timestamp.body`; the timestamp counts seconds since 1970."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret.reveal().encode(), signed, hashlib.sha256).digest()
    return f"{_VERSION},{base64.b64encode(digest).decode()}"


def is_genuine(secret: Secret, event_id: str, timestamp: int, body: bytes, signature: str) -> bool:
    """What a receiver does: compare in constant time, beside a look at how old the timestamp is."""
    return hmac.compare_digest(sign(secret, event_id, timestamp, body).encode(), signature.encode())
