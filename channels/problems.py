"""Errors as clients get them: application/problem+json (RFC 9457) with a reference that the log has, too."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Malformed request",
    401: "No valid token",
    403: "Origin not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Id used before",
    413: "Too large",
    422: "Not acceptable",
    429: "Too fast",
    503: "Not ready",
}


class Problem(Exception):
    """What is wrong with a request, or with us; `detail` is one sentence for the client's developer or the customer.

    `retry_after` is in seconds. It never holds what the client sent.
    """

    def __init__(self, status: int, detail: str, *, retry_after: int | None = None, **more: Any) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.retry_after = retry_after
        self.more = more
        self.reference = new_reference()

    def as_dict(self) -> dict[str, Any]:
        return {
            "title": TITLES.get(self.status) or HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "reference": self.reference,
            **({} if self.retry_after is None else {"retry_after": self.retry_after}),
            **self.more,
        }


def new_reference() -> str:
    """Short enough to be read out on the phone."""
    return secrets.token_hex(4).upper()
