"""A customer who asks for something: says lines, clicks, and looks at what came out. For the tests of requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from advisor.dialogue import Mention, ReplyButton
from advisor.requests.dialogue import ask_again, begin, go_on
from advisor.requests.recording import record
from advisor.requests.records import Asks, Confirmed, Draft, Heard, Left, NotForMe, Step, World
from advisor.requests.world import world_of
from tests.fakes.portfolio import FakeRepository, account, customer, day, deposit
from tests.fakes.requests import FakeRequestStore

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=timezone.utc)  # a Friday, 10 a.m. in Chicago
TODAY = day("2026-11-20")
TWO_ACCOUNTS = (account("A-1"), account("A-2", name="Roth IRA", type="roth_ira"))
PAID_IN = (deposit("2026-01-02", "10000"), deposit("2026-01-02", "2000", "A-2"))


def firm(**changes: Any) -> FakeRepository:
    rows: dict[str, Any] = {"customers": [customer()], "all_accounts": TWO_ACCOUNTS, "all_transactions": PAID_IN}
    return FakeRepository(**{**rows, **changes})


def clicked(button: ReplyButton) -> Heard:
    """A click as Rasa hands it on."""
    entities = json.dumps(dict(button.entities)) if button.entities else ""
    mentions = tuple(Mention(entity, value, value) for entity, value in button.entities.items())
    return Heard(f"/{button.intent}{entities}", button.intent, 1.0, mentions, button=True)


@dataclass
class Talk:
    """`says` goes through begin or go_on as a conversation would; `draft` is what is open."""

    kind: str
    repository: FakeRepository = field(default_factory=firm)
    store: FakeRequestStore = field(default_factory=FakeRequestStore)
    now: datetime = NOW
    draft: Draft | None = None
    step: Step | None = None
    text: str = ""

    def world(self) -> World:
        found = world_of("C-1", self.repository, self.store, today=self.now.date(), now=self.now)
        assert found is not None
        return found

    def says(self, text: str, intent: str | None = None, confidence: float = 0.9, **marked: str) -> Talk:
        """`marked` are entity → words of the message, as understanding marked them."""
        mentions = tuple(Mention(entity, words, words) for entity, words in marked.items())
        default = self.kind if self.draft is None else "nlu_fallback"
        return self.hears(Heard(text, intent or default, confidence, mentions))

    def clicks(self, title: str) -> Talk:
        """One of the buttons that the open question shows."""
        assert isinstance(self.step, Asks)
        button = next(button for button in self.step.said.buttons if button.title == title)
        if button.says is not None:
            return self.says(button.says)
        return self.hears(clicked(button))

    def hears(self, heard: Heard) -> Talk:
        self.now += timedelta(seconds=20)
        world = self.world()
        self.step = begin(self.kind, heard, world, "D-1") if self.draft is None else go_on(self.draft, heard, world)
        if isinstance(self.step, Asks):
            # What Rasa keeps between two turns is JSON.
            self.draft = Draft.from_json(self.step.draft.to_json())
            assert self.draft == self.step.draft
            self.text = self.step.said.text
        elif isinstance(self.step, Confirmed):
            self.text = record(self.step, self.store, world).text
        elif isinstance(self.step, Left):
            self.text = self.step.said.text
        return self

    @property
    def asked_again(self) -> str:
        assert self.draft is not None
        return ask_again(self.draft, self.world()).text

    @property
    def fields(self) -> dict[str, str]:
        assert isinstance(self.step, Asks), self.step
        return dict(self.step.draft.fields)

    @property
    def asked(self) -> str | None:
        assert isinstance(self.step, Asks), self.step
        return self.step.draft.asked

    @property
    def is_confirmed(self) -> bool:
        return isinstance(self.step, Confirmed)

    @property
    def is_left(self) -> bool:
        return isinstance(self.step, Left)

    @property
    def is_aside(self) -> bool:
        return isinstance(self.step, NotForMe)
