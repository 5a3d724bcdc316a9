"""What a client may send: one message or one click on a button, with an id of the client's own making.

A text has 1 to 1,000 characters, blanks around it not counted in the 1, is valid UTF-8 and has no control characters:
none at all, so line breaks and tabs are for the client to make into blanks.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from channels import strict_json
from channels.problems import Problem

LARGEST_BODY = 16 * 1024  # bytes; a body is smaller than this
LONGEST_MESSAGE = 1000  # characters
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_LONGEST_PAYLOAD = 64


@dataclass(frozen=True)
class Incoming:
    """Either `message` or `payload`; the other is None. `id` tells a client's messages apart."""

    id: str
    message: str | None
    payload: str | None

    @property
    def digest(self) -> str:
        """The same for the same body, whichever way it comes."""
        kind, words = ("payload", self.payload) if self.message is None else ("message", self.message)
        return hashlib.sha256(f"{kind}:{words}".encode()).hexdigest()[:32]


def read_body(body: bytes) -> Incoming:
    """The message in the body of a request.

    Raises:
        Problem: 413, 400 or 422.
    """
    if len(body) >= LARGEST_BODY:
        raise too_large()
    try:
        document = strict_json.loads(body)
    except ValueError:
        raise Problem(400, "The body is no JSON in UTF-8.") from None
    return read_document(document)


def read_document(document: Any) -> Incoming:
    """The message in a JSON document; members that the contract doesn't name are ignored.

    Raises:
        Problem: 400 or 422.
    """
    if not isinstance(document, dict):
        raise Problem(400, "The body is no JSON object.")
    client_id = document.get("id")
    if not isinstance(client_id, str) or not _ID.fullmatch(client_id):
        raise Problem(400, "The member id is missing or isn't 1 to 64 of A-Z, a-z, 0-9, _ and -.")
    message, payload = document.get("message"), document.get("payload")
    if (message is None) == (payload is None):
        raise Problem(400, "Give either message or payload.")
    if message is not None:
        return Incoming(client_id, _text(message), None)
    if not isinstance(payload, str):
        raise Problem(400, "The member payload is no text.")
    if not 0 < len(payload) <= _LONGEST_PAYLOAD or not payload.isascii():
        raise not_issued()
    return Incoming(client_id, None, payload)


def not_issued() -> Problem:
    return Problem(422, "This button was not offered in this conversation.")


def too_large() -> Problem:
    return Problem(413, "The body has to be smaller than 16 KB.")


def _text(message: Any) -> str:
    if not isinstance(message, str):
        raise Problem(400, "The member message is no text.")
    if len(message) > LONGEST_MESSAGE:
        raise Problem(422, f"The message is longer than {LONGEST_MESSAGE} characters.")
    if not message.strip():
        raise Problem(422, "The message is empty.")
    kinds = {unicodedata.category(character) for character in message}
    if "Cs" in kinds:
        raise Problem(422, "The message holds half a character (a lone surrogate).")
    if "Cc" in kinds:
        raise Problem(422, "The message holds control characters; line breaks and tabs count as such.")
    return message
