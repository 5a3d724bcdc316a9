"""Whether the assistant can answer: model, conversations' database, lock store, action server, each asked for real.

The action server tells what it needs itself, the portfolio database: nobody else knows where that is.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from rasa.core.agent import Agent

from channels.problems import Problem
from channels.transcript import Transcript

log = logging.getLogger(__name__)

_PATIENCE = 3.0  # seconds for each
_KEPT = 1.0  # seconds that a result is told again, so that asking is no load


class Health:
    def __init__(self, *, agent: Callable[[], Agent], transcript: Callable[[], Transcript]) -> None:
        self._agent = agent
        self._transcript = transcript
        self._failing: list[str] = []
        self._checked = -_KEPT
        self._asking = asyncio.Lock()

    async def check(self) -> dict[str, Any]:
        """The answer where all is well.

        Raises:
            Problem: 503 with what doesn't answer.
        """
        async with self._asking:
            if time.monotonic() - self._checked > _KEPT:
                self._failing = await self._look()
                self._checked = time.monotonic()
        if self._failing:
            failing = " and ".join(self._failing)
            problem = Problem(503, f"Not answering: {failing}.", failing=self._failing)
            log.error("not ready: %s, reference %s", failing, problem.reference)
            raise problem
        return {"status": "ok", "model": str(self._agent().model_id or self._agent().model_name)}

    async def _look(self) -> list[str]:
        agent = self._agent()
        probes: dict[str, Callable[[], Awaitable[list[str] | None]]] = {
            "database": lambda: self._transcript().probe(),
            "lock store": lambda: asyncio.to_thread(_look_at_lock, agent),
            "action server": lambda: _ask_actions(agent),
        }
        answers = await asyncio.gather(
            *(asyncio.wait_for(probe(), _PATIENCE) for probe in probes.values()), return_exceptions=True
        )
        failing = [] if agent.is_ready() else ["model"]
        for name, answer in zip(probes, answers, strict=True):
            failing += [name] if isinstance(answer, BaseException) else answer or []
        return failing


def _look_at_lock(agent: Agent) -> None:
    agent.lock_store.get_lock("health")


async def _ask_actions(agent: Agent) -> list[str]:
    """What it says doesn't answer. It must know our secret, too: with another, health is refused.

    Raises whatever keeps it from answering.
    """
    endpoint = agent.action_endpoint
    if endpoint is None:
        raise LookupError("no action endpoint is configured")
    url = endpoint.url.removesuffix("/webhook").rstrip("/") + "/health"
    async with aiohttp.ClientSession(headers=endpoint.headers) as session, session.get(url) as answer:
        if answer.status != 503:
            answer.raise_for_status()
            return []
        return [str(name) for name in (await answer.json())["failing"]]
