"""Requests: one form for each kind, carried by Rasa and led by `advisor/requests/`.

Rasa runs `validate_<kind>_form` once for each run of the form: when it is activated, at each message while it is
active, and when it comes back after something else was answered. That action takes the message, records what was
confirmed, and says what comes next; a message that is about something else is rejected, so that the rules answer it.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.catalogue import NOT_UNDERSTOOD, answering_action, catalogue
from actions.digression import DIGRESSION
from actions.draft import Kept, draft_set, kept_of, no_draft
from actions.identity import ask_to_log_in, customer_of
from actions.portfolio import (
    Domain,
    mentions_of,
    repository_once,
    request_store_once,
    say_unavailable,
    settings_once,
    utter,
)
from actions.topic import live_topic
from adapters.settings import Settings
from advisor.dialogue import Topic
from advisor.follow_ups.follow_up import follow_up
from advisor.requests.dialogue import begin, go_on, is_expired
from advisor.requests.interruption import after_a_digression, back_to_it, dropped, not_understood, set_aside
from advisor.requests.kinds import REQUEST_KINDS
from advisor.requests.recording import record, recorded_before
from advisor.requests.records import CONFIRM, Asks, Confirmed, Draft, Heard, Left, NotForMe, Said, Step, World
from advisor.requests.store import SlotTaken
from advisor.requests.waiting import still_waits, take_up
from advisor.requests.world import world_of

REPEAT = "repeat"
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Outcome:
    """What a run of the form says, and the draft that is kept; `open` while a question waits, `done` once recorded."""

    said: Said
    draft: Draft | None = None
    open: bool = False
    done: bool = False


class RequestAction(Action, ABC):  # type: ignore[misc]
    """Leads one kind of request; subclasses only name the kind. Abstract, so that Rasa leaves it out."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """The intent."""

    @property
    def form(self) -> str:
        return f"{self.kind}_form"

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        settings = settings_once()
        customer_id = customer_of(tracker, settings)
        if customer_id is None:
            ask_to_log_in(dispatcher, tracker, self.kind)
            return [no_draft(), ActiveLoop(None)]
        kept = kept_of(tracker, customer_id)
        begins = _begins(tracker.events, self.form)
        if not begins and not self._is_open(kept, settings):
            return self._over(dispatcher, tracker, domain, kept, customer_id)
        returns = not begins and _answered_else(tracker.events, self.form)
        try:
            heard = heard_of(tracker)
            topic = live_topic(tracker, customer_id)
            outcome = await asyncio.to_thread(self._take, kept, heard, topic, begins, returns, customer_id, settings)
        except Exception:
            say_unavailable(dispatcher, self.kind)
            draft = None if begins else kept.draft
            keeps = draft_set(draft, customer_id, waiting=kept.left() if begins else kept.waiting)
            return [keeps] if draft is not None else [keeps, ActiveLoop(None)]
        if outcome is None:
            raise ActionExecutionRejection(self.form, DIGRESSION)
        utter(dispatcher, outcome.said, facts=tracker.get_latest_input_channel() != "cmdline")
        keeps = draft_set(outcome.draft, customer_id, done=outcome.done, waiting=kept.left(outcome.draft))
        return [keeps] if outcome.open else [keeps, ActiveLoop(None)]

    def _is_open(self, kept: Kept, settings: Settings) -> bool:
        """Whether there is anything to go on with. Somebody else's draft counts as none."""
        if kept.done or kept.draft is None or kept.draft.kind != self.kind:
            return False
        return not is_expired(kept.draft, settings.now())

    def _over(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain, kept: Kept, customer_id: str
    ) -> list[EventType]:
        """The form ends, with a word where an hour has ended it, and the message is answered as it would be without."""
        intent = heard_of(tracker).intent
        over = [draft_set(None, customer_id, waiting=kept.left()), ActiveLoop(None)]
        if kept.draft is not None and not kept.done:
            dispatcher.utter_message(text=dropped(kept.draft))
            if intent == REPEAT:  # the question that is dropped, with a Yes that nothing waits for
                return over
        action = answering_action(intent, domain)
        return over if action is None else [*over, FollowupAction(action)]

    def _take(
        self,
        kept: Kept,
        heard: Heard,
        topic: Topic | None,
        begins: bool,
        returns: bool,
        customer_id: str,
        settings: Settings,
    ) -> Outcome | None:
        """None where the message is about something else; `topic` is what was answered in between."""
        with repository_once().reading() as view:

            def world() -> World:
                today, now = settings.today(), settings.now()
                found = world_of(customer_id, view, request_store_once(), today=today, now=now)
                if found is None:
                    raise LookupError("the token names a customer whom the portfolio doesn't have")
                return found

            here = world()
            if begins or kept.draft is None:
                return self._begun(kept, heard, here)
            draft = kept.draft
            if returns and heard.intent == OUT_OF_SCOPE:
                return self._outcome(draft, heard, back_to_it(draft, here), here)
            if returns:
                return Outcome(after_a_digression(draft, here), replace(draft, heard_at=here.now), open=True)
            again = recorded_before(draft, request_store_once(), here) if draft.asked == CONFIRM else None
            if again is not None:
                return Outcome(again, draft, done=True)
            try:
                step = self._step(draft, heard, here)
                if not isinstance(step, NotForMe):
                    return self._outcome(draft, heard, step, here)
            except SlotTaken:
                here = world()
                return self._outcome(draft, heard, self._step(draft, heard, here), here)
            if heard.intent == self.kind:  # its rule would lead here again, and Rasa forget the message
                return self._outcome(draft, heard, back_to_it(draft, here), here)
            if heard.intent not in (NOT_UNDERSTOOD, ""):
                return None
            # "and last year?" is understood only by who knows what was answered in the middle of the request.
            if topic is not None and follow_up(
                topic, heard.text, view, customer_id=customer_id, today=settings.today()
            ):
                return None
            return self._outcome(draft, heard, not_understood(draft, here), here)

    def _begun(self, kept: Kept, heard: Heard, world: World) -> Outcome | None:
        earlier = kept.left()
        if earlier is not None and earlier.kind == self.kind and still_waits(earlier, world.now):
            return self._outcome(earlier, heard, take_up(earlier, world), world)
        if heard.intent != self.kind:  # a yes to "did you mean": what was said before isn't repeated
            heard = Heard(f"/{self.kind}", self.kind, button=True)
        outcome = self._outcome(None, heard, begin(self.kind, heard, world, secrets.token_hex(16)), world)
        if outcome is None or kept.draft is None or kept.done:
            return outcome
        told = dropped(kept.draft) if is_expired(kept.draft, world.now) else set_aside(kept.draft)
        return replace(outcome, said=replace(outcome.said, text=f"{told} {outcome.said.text}"))

    def _step(self, draft: Draft, heard: Heard, world: World) -> Step:
        if heard.intent == REPEAT:
            return Asks(draft, after_a_digression(draft, world))
        return go_on(draft, heard, world)

    def _outcome(self, draft: Draft | None, heard: Heard, step: Step, world: World) -> Outcome | None:
        if isinstance(step, Asks):
            return Outcome(step.said, step.draft, open=True)
        if isinstance(step, Confirmed):
            said = record(step, request_store_once(), world)
            return Outcome(said, step.draft, done=True)
        return Outcome(step.said) if isinstance(step, Left) else None


def heard_of(tracker: Tracker) -> Heard:
    """The latest message, as the domain takes it."""
    message = tracker.latest_message or {}
    intent = message.get("intent") or {}
    text = message.get("text") or ""
    return Heard(
        text=text,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        mentions=mentions_of(tracker),
        button=text.startswith("/"),
    )


def since_last_message(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What happened since the customer's last message, newest first."""
    return list(itertools.takewhile(lambda event: event.get("event") != "user", reversed(events)))


def _begins(events: Sequence[Mapping[str, Any]], form: str) -> bool:
    """Whether Rasa has activated the form for the present message."""
    return any(
        event.get("event") == "active_loop" and event.get("name") == form for event in since_last_message(events)
    )


def _answered_else(events: Sequence[Mapping[str, Any]], form: str) -> bool:
    """Whether something else has answered the present message already."""
    ran = {event.get("name") for event in since_last_message(events) if event.get("event") == "action"}
    return bool(ran - {form, "action_listen"})


def _action_for(kind: str) -> type[RequestAction]:
    return type(f"Validate_{kind}_form", (RequestAction,), {"kind": kind, "__module__": __name__})


# Rasa's action server finds every subclass of Action that exists once this module is imported.
FORMS = {
    entry.intent: _action_for(entry.intent)
    for entry in catalogue().values()
    if entry.kind == "request" and entry.intent in REQUEST_KINDS
}
