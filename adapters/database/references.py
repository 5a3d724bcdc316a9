"""Short references that can be told on the phone: no 0 beside O, no 1 beside I."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 5  # 33 million of each kind


def new_reference(prefix: str) -> str:
    """ "REQ-7F3K2", by chance: who knows one knows nothing of the others. The database holds it to be the only one."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(_LENGTH))}"
