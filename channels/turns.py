"""Turns under way: one at a time in a conversation, in the order in which they came, each id once.

A turn belongs to nobody: who asked may be gone long before it is over, and it still goes on to its end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from channels.problems import Problem

MOST_WAITING = 8  # turns of one conversation

Messages = list[dict[str, Any]]


@dataclass
class Turn:
    """`accepted` is resolved once the turn will run or has an answer already; `messages` when it is over."""

    digest: str
    previous: Turn | None
    accepted: asyncio.Future[None]
    messages: asyncio.Future[Messages]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    repeat: bool = False  # answered before, maybe by another process, so that nothing was run

    async def my_turn(self) -> None:
        """Waits until the turns before are over, however they ended: one that was refused did not wait itself."""
        while (before := self.still_before()) is not None:
            await before.over.wait()

    def still_before(self) -> Turn | None:
        """The last of the turns before that is not over."""
        while self.previous is not None and self.previous.over.is_set():
            self.previous = self.previous.previous
        return self.previous

    def accept(self, *, repeat: bool = False) -> None:
        self.repeat = repeat
        if not self.accepted.done():
            self.accepted.set_result(None)


class Turns:
    def __init__(self) -> None:
        self._under_way: dict[tuple[str, str], Turn] = {}
        self._last: dict[str, Turn] = {}
        self._waiting: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(
        self, conversation_id: str, client_id: str, digest: str, run: Callable[[Turn], Awaitable[Messages]]
    ) -> Turn:
        """The turn with this id: the one under way, or else a new one, which `run` carries out.

        Raises:
            Problem: 409 where the one under way has another body, 429 where too many wait.
        """
        key = conversation_id, client_id
        turn = self._under_way.get(key)
        if turn is not None:
            if turn.digest != digest:
                raise reused()
            return turn
        if self._waiting.get(conversation_id, 0) >= MOST_WAITING:
            raise Problem(429, "Too many messages wait for an answer; try again in 2 s.", retry_after=2)
        loop = asyncio.get_running_loop()
        turn = Turn(digest, self._last.get(conversation_id), loop.create_future(), loop.create_future())
        self._under_way[key] = self._last[conversation_id] = turn
        self._waiting[conversation_id] = self._waiting.get(conversation_id, 0) + 1
        task = asyncio.create_task(self._carry_out(key, turn, run))
        self._tasks.add(task)  # the loop alone would let it be collected
        task.add_done_callback(self._tasks.discard)
        return turn

    async def _carry_out(self, key: tuple[str, str], turn: Turn, run: Callable[[Turn], Awaitable[Messages]]) -> None:
        try:
            messages = await run(turn)
        except asyncio.CancelledError:  # the server stops
            self._end(key, turn)
            turn.accepted.cancel()
            turn.messages.cancel()
            raise
        except Exception as error:
            self._end(key, turn)
            for future in (turn.accepted, turn.messages):
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # seen, also where nobody waits any more
        else:
            self._end(key, turn)
            turn.accept(repeat=turn.repeat)
            turn.messages.set_result(messages)

    def _end(self, key: tuple[str, str], turn: Turn) -> None:
        conversation_id = key[0]
        del self._under_way[key]
        if self._last.get(conversation_id) is turn:
            # A repeat or a refusal is over before those that came before it; the next one still waits for them.
            before = turn.still_before()
            if before is None:
                del self._last[conversation_id]
            else:
                self._last[conversation_id] = before
        self._waiting[conversation_id] -= 1
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id]
        turn.over.set()


def reused() -> Problem:
    return Problem(409, "This id was used for another message of this conversation; take a new one.")
