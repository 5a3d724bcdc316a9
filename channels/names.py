"""Names that say nothing: of conversations, and of the buttons in them. Both are keyed digests, the same every time."""

from __future__ import annotations

import base64
import hashlib
import hmac

from adapters.settings import Secret
from adapters.tokens import Identity


class Names:
    def __init__(self, secret: Secret) -> None:
        self._secret = secret.reveal().encode()

    def conversation(self, identity: Identity) -> str:
        """One for each person, whatever the device and whenever: customers' and visitors' never meet."""
        return self._digest("conversation", identity.name)

    def button(self, conversation_id: str, payload: str) -> str:
        """What a client sends back for a button; worth nothing in another conversation."""
        return self._digest("button", conversation_id, payload)

    def _digest(self, *parts: str) -> str:
        message = "\0".join(parts).encode("utf-8", "surrogatepass")
        digest = hmac.new(self._secret, message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:24]).decode("ascii")
