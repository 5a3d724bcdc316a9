"""Whether the portfolio database answers, for the health check: told in a fixed time, however it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger(__name__)

NAME = "portfolio database"
PATIENCE = 2.0  # seconds; the channel waits 3 for the action server's whole answer


class Probe:
    """`ask` blocks, and raises where the database doesn't answer.

    It runs in one thread of its own. A database that hangs then holds up neither customers' answers nor the next check:
    whoever asks meanwhile waits in line behind it, and gives up in time.
    """

    def __init__(self, ask: Callable[[], object], *, patience: float = PATIENCE) -> None:
        self._ask = ask
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="probe")

    async def failing(self) -> list[str]:
        """The names of what doesn't answer; empty where all is well."""
        asked = asyncio.get_running_loop().run_in_executor(self._thread, self._ask)
        try:
            await asyncio.wait_for(asked, self._patience)
        except asyncio.TimeoutError:
            log.error("the %s gives no answer within %g s", NAME, self._patience)
            return [NAME]
        except Exception as error:
            # Without its words, which may repeat the address and what is in it.
            log.error("the %s doesn't answer (%s)", NAME, type(error).__name__)
            return [NAME]
        return []
