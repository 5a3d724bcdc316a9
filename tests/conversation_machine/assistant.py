"""The assistant in one process: Rasa's real policies, the real channel and actions, and a database with the demo firm.

Only three things are given instead of worked out: how a text is understood, the time, and the wire between Rasa and its
action server, over which the same JSON goes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema.validators import validator_for
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import SQLTrackerStore
from rasa.model_training import train_core
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUtteranceReverted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils import common
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions import identity, portfolio
from adapters.channel_settings import ChannelSettings
from adapters.database.engine import open_engine
from adapters.database.request_schema import cases, requests, webhook_events
from adapters.database.writer import replace_portfolio
from adapters.portfolio_files.dataset import read_dataset
from adapters.settings import Secret, Settings
from adapters.tokens import Identity
from adapters.wiring import prepare_requests
from channels.conversation import Conversations
from channels.incoming import Incoming, read_document
from channels.transcript import transcript_of
from tests.conversation_machine.lines import Line

PROJECT = Path(__file__).resolve().parents[2]
FIRST_MOMENT = datetime(2026, 11, 20, 15, 0, tzinfo=timezone.utc)  # a Friday morning in New York
_ONCE = (identity.secret_once, portfolio.settings_once, portfolio.repository_once, portfolio.request_store_once)

Messages = list[dict[str, Any]]


def train_policies(folder: Path) -> Path:
    """A model of the real domain, rules and policies that understands nothing by itself; takes seconds."""
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    del config["pipeline"]
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    rules = str(PROJECT / "data" / "rules")
    model = train_core(str(PROJECT / "domain.yml"), str(folder / "config.yml"), rules, str(folder), "policies")
    assert model is not None
    return Path(model)


class ActionsHere(EndpointConfig):  # type: ignore[misc]
    """Rasa's action endpoint, answered by the real executor without a wire; `failed` has what was raised."""

    def __init__(self) -> None:
        super().__init__(url="http://127.0.0.1/webhook")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")
        self.failed: list[BaseException] = []

    async def request(self, *_: Any, **call: Any) -> Any:
        try:
            return json.loads(json.dumps(await self.executor.run(json.loads(json.dumps(call["json"])))))
        except ActionExecutionRejection as rejection:
            refused = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", refused) from rejection
        except Exception as error:
            self.failed.append(error)
            raise ClientResponseError(500, "the action failed", "{}") from error


@dataclass
class Clock:
    now: datetime = FIRST_MOMENT

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Books:
    """All rows that requests leave behind, by reference; `events` as (kind, reference)."""

    requests: dict[str, dict[str, Any]]
    cases: dict[str, dict[str, Any]]
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class State:
    """Of a conversation: the form that waits for an answer, whether the last turn has come to its end, its length, and
    whether Rasa has ever taken a message back, as its own fallback does."""

    form: str | None = None
    waits: bool = True
    events: int = 0
    takes_back: bool = False


class Assistant:
    """`new_conversations` begins anew: nothing said, nothing recorded. The portfolio and the model stay."""

    def __init__(self, model: Path, database: Engine, settings: ChannelSettings, trackers: str, clock: Clock) -> None:
        self.clock = clock
        self.actions = ActionsHere()
        self.loop = asyncio.new_event_loop()
        self._database = database
        self._settings = settings
        self.loses_a_turn = False  # whether the next one is carried out and then can't be saved
        self._begun = 0
        self._read: Line | None = None
        store = SQLTrackerStore(Domain.empty(), host=trackers)
        self._agent = Agent.load(str(model), tracker_store=store, action_endpoint=self.actions)
        self._transcript = transcript_of(self._agent.tracker_store, asyncio.to_thread)
        self._states: dict[str, State] = {}
        self._rasa_saves = self._agent.tracker_store.save
        self._agent.tracker_store.save = self._save
        self._rasa_parses = self._agent.processor.parse_message
        self._agent.processor.parse_message = self._parse
        self.new_conversations()

    def new_conversations(self) -> None:
        self._begun += 1
        secret = Secret(f"{self._begun:032d}")
        self._channel = Conversations(
            replace(self._settings, conversation_secret=secret),
            agent=lambda: self._agent,
            transcript=lambda: self._transcript,
            replied=_nobody_else,
        )
        self.clock.now = FIRST_MOMENT
        with self._database.begin() as connection:
            for table in (webhook_events, requests, cases):
                connection.execute(table.delete())

    def hears(self, who: Identity, *documents: Mapping[str, str], reads: Line | None = None) -> list[Messages]:
        """What is answered to each of these messages of the contract, sent at the same moment.

        Texts among them, and what a button says, are understood as `reads`.
        """
        return self.loop.run_until_complete(self._hears(who, [read_document(dict(one)) for one in documents], reads))

    async def _hears(self, who: Identity, incoming: list[Incoming], reads: Line | None) -> list[Messages]:
        self._read = reads
        turns = [self._channel.receive(who, one) for one in incoming]
        return [await turn.messages for turn in turns]

    async def _parse(self, message: UserMessage, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Commands are Rasa's own to read; a text is understood as the test says."""
        if message.text.startswith("/"):
            parsed: dict[str, Any] = await self._rasa_parses(message, *arguments, **options)
            return parsed
        assert self._read is not None, f"nobody said how {message.text!r} is understood"
        return {**self._read.parsed(), "text": message.text}

    def state_of(self, who: Identity) -> State:
        return self._states.get(self._channel.names.conversation(who), State())

    async def _save(self, tracker: DialogueStateTracker) -> None:
        """Rasa's own way to keep a turn; what it has come to is noted, since reading it back replays everything."""
        if self.loses_a_turn:
            self.loses_a_turn = False
            raise ConnectionError("the database of conversations is away")
        await self._rasa_saves(tracker)
        waits = tracker.latest_action_name == "action_listen"
        takes_back = any(isinstance(event, UserUtteranceReverted) for event in tracker.events)
        self._states[tracker.sender_id] = State(tracker.active_loop_name, waits, len(tracker.events), takes_back)

    def books(self) -> Books:
        with self._database.connect() as connection:
            told = connection.execute(select(webhook_events.c.type, webhook_events.c.reference))
            return Books(
                {row["reference"]: dict(row) for row in connection.execute(select(requests)).mappings()},
                {row["reference"]: dict(row) for row in connection.execute(select(cases)).mappings()},
                tuple((row.type, row.reference) for row in told),
            )


async def _nobody_else(conversation_id: str, client_id: str, messages: Messages) -> None:
    pass


def _validate(answer: Any, schema: dict[str, Any]) -> None:
    """Rasa's check of what an action answers, without that of the schema itself."""
    validator_for(schema)(schema).validate(answer)


@contextmanager
def assistant_in(folder: Path) -> Iterator[Assistant]:
    """With the settings of this process put back afterwards."""
    clock, url = Clock(), f"sqlite:///{folder / 'folio.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        for key, value in {
            "ENV": "demo",
            "TODAY": FIRST_MOMENT.date().isoformat(),
            "DATABASE_URL": url,
            "ACTION_SECRET": "the-action-server-s-secret-of-32-bytes",
            "TOKEN_SECRET": "the-site-s-secret-of-at-least-32-bytes",
        }.items():
            patch.setenv(f"FOLIO_{key}", value)
        for key in ("SHELL_CUSTOMER", "PORTFOLIO_API", "PRICE_API", "WEBHOOK_URL", "WEBHOOK_SECRET"):
            patch.delenv(f"FOLIO_{key}", raising=False)
        patch.setattr(Settings, "now", lambda _: clock.now)
        # Both find the same every time, and take half of each turn.
        patch.setattr(jsonschema, "validate", _validate)
        patch.setattr(common, "all_subclasses", lru_cache(maxsize=None)(common.all_subclasses))
        for once in _ONCE:
            once.cache_clear()
        engine = open_engine(url)
        try:
            replace_portfolio(engine, read_dataset(PROJECT / "data" / "demo" / "portfolio.xlsx").rows())
            prepare_requests(Settings.from_environment())
            settings = ChannelSettings.from_environment(secrets_folder=folder)
            trackers = f"sqlite:///{folder / 'tracker.sqlite'}"
            assistant = Assistant(train_policies(folder), engine, settings, trackers, clock)
            yield assistant
            assistant.loop.close()
        finally:
            engine.dispose()
            for once in _ONCE:
                once.cache_clear()
