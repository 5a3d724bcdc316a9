"""Log-outs: a token is good until it expires, unless its log-in was ended before.

Remembered for as long as a token can live, in this process; after a restart a token that was logged out is good again
for the minutes it has left, and so it is in other processes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from adapters.tokens import LEEWAY, LONGEST_LIFE, Identity

_REMEMBERED = LONGEST_LIFE + LEEWAY


class Revocations:
    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._ended: dict[tuple[str, str | None], float] = {}

    def end(self, identity: Identity) -> None:
        """Ends the log-in that the token names; where it names none, all there are of this person until now."""
        now = self._clock()
        self._ended = {key: at for key, at in self._ended.items() if now - at < _REMEMBERED}
        self._ended[identity.name, identity.session] = now

    def is_ended(self, identity: Identity) -> bool:
        if identity.session is not None and (identity.name, identity.session) in self._ended:
            return True
        everywhere = self._ended.get((identity.name, None))
        return everywhere is not None and identity.issued_at <= everywhere
