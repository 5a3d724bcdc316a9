"""A request as a list of fields: reads what a message says about each, asks for what is missing, shows the summary.

One question at a time. Whatever is said beside the answer counts, too: several fields at once, and corrections of those
before. Only a yes to the summary, with nothing in the message that changes it, confirms.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from advisor.dialogue import ReplyButton
from advisor.requests.field import Field, Known, Mode, Question, Reading
from advisor.requests.hearing import corrects, gives_up, is_no, is_of_another_kind, is_question, is_yes, left_over
from advisor.requests.records import CONFIRM, Asks, Confirmed, Draft, Heard, Left, NotForMe, Offer, Said, Step, World
from advisor.requests.store import NewRequest, Recorded

MOST_TRIES = 3
_SURE = 0.6  # confidence from which on another reading of a message beats what it seems to answer
AGAIN = "Sorry, I didn't get that."
AS_IT_IS = "That is how I have it."
_DROPPED = "All right, nothing was passed on. If you change your mind, just tell me."
PERSON = ReplyButton("Talk to a person", "human_handoff", {})
LOST = (
    "I don't seem to get this right, so I leave it here; nothing was passed on. Our team can do it with you, or you "
    "start over whenever you like."
)
SUMMARY = "summary"  # the entity with which a click on Yes says which summary it belongs to
_SUMMARY_CLICKED = re.compile(rf'"{SUMMARY}": "(\w*)"')
_WRONG = re.compile(r"\b(?:change|different|wrong|another|other|not right|incorrect|fix|edit|correct|update)\b")


@dataclass(frozen=True)
class Form:
    """`refused` says why there is nothing to be done, where there isn't; `summary` is a sentence without a question.

    `request` adds what is recorded beside the fields; `done` says what happens next, after the reference.
    `question` is what the yes is asked with. `own_words`, a pattern, say the request itself: in "yes, cancel it" of a
    cancelled transfer, nothing is given up.
    """

    kind: str
    fields: tuple[Field, ...]
    summary: Callable[[Known, World], str]
    request: Callable[[NewRequest, Known, World], NewRequest]
    done: Callable[[Recorded, World], str]
    refused: Callable[[World], Said | None] = lambda _: None
    withdraws: Callable[[Known], str | None] = lambda _: None
    question: str = "Shall I pass it on?"
    own_words: str = ""

    def begin(self, heard: Heard, world: World, draft_id: str) -> Step:
        refused = self.refused(world)
        if refused is not None:
            return Left(refused)
        draft = Draft(self.kind, draft_id, world.now)
        readings = self._read(draft, heard, world)
        return self._next(draft, _values(readings), _problems(readings), world)

    def go_on(self, draft: Draft, heard: Heard, world: World) -> Step:
        refused = self.refused(world)
        if refused is not None:
            return Left(refused)
        draft = replace(draft, heard_at=world.now)
        if heard.button and heard.intent not in ("affirm", "deny", self.kind):
            return NotForMe()
        readings = self._read(draft, heard, world)
        changes = {name: value for name, value in _values(readings).items() if draft.fields.get(name) != value}
        words = [word for reading in readings.values() for word in reading.words]
        if not readings or not self._is_for_me(heard, words):
            return self._without_answer(draft, heard, world)
        problems = _problems(readings)
        if draft.asked == CONFIRM and not changes and not problems:
            if is_yes(heard, words):
                return self._confirmed(draft, world)
            return self._again(draft, heard, world, lead=AS_IT_IS)
        return self._next(draft, changes, problems, world)

    def ask_again(self, draft: Draft, world: World) -> Said:
        """The open question as it was, for after something else was answered."""
        if draft.asked == CONFIRM or draft.asked is None:
            return self._summary(draft, world)
        field = self._field(draft.asked)
        if field is None:
            return self._summary(draft, world)
        question = field.ask(draft.fields, world)
        return _said(Question(question.text, question.offers or draft.offered))

    def told(self, recorded: Recorded, world: World) -> str:
        return self.done(recorded, world)

    def _read(self, draft: Draft, heard: Heard, world: World) -> dict[str, Reading]:
        """Field name → what the message says about it, each with what is known by the fields before it."""
        offer = _offered(draft, heard)
        if offer is not None and draft.asked is not None:  # exactly that, whatever else its words could mean
            return {draft.asked: Reading(offer.value, words=(heard.text,))}
        readings: dict[str, Reading] = {}
        known = dict(draft.fields)
        if heard.button and heard.intent in ("affirm", "deny"):
            return {}
        # Twice, because a field may be needed only by what is read behind it.
        for field in (*self.fields, *self.fields):
            if field.name in readings or not field.is_needed(known):
                continue
            reading = self._reading(field, draft, heard, known, world)
            if reading is not None:
                readings[field.name] = reading
            value = None if reading is None else reading.value
            if value is None and field.name not in known and reading is None:
                value = field.default(known, world)  # what the fields behind it may depend on
            if value is not None:
                known[field.name] = value
        return readings

    def _reading(self, field: Field, draft: Draft, heard: Heard, known: Known, world: World) -> Reading | None:
        mode: Mode = "aside"
        if draft.asked is None:
            mode = "first"
        elif draft.asked == field.name:
            mode = "asked"
        elif draft.asked == CONFIRM:
            mode = "correcting"
        return field.read(heard, known, world, mode=mode)

    def _is_for_me(self, heard: Heard, words: list[str]) -> bool:
        """Whether what was read is what the message is about: "how much is in my Roth?" names an account, too."""
        rest = left_over(heard.text, words)
        if not rest or heard.intent == self.kind:
            return True
        if is_question(heard.text):
            return False
        if corrects(heard.text):
            return True
        return not is_of_another_kind(heard, self.kind) or heard.confidence < _SURE

    def _without_answer(self, draft: Draft, heard: Heard, world: World) -> Step:
        own = [match[0] for match in re.finditer(self.own_words, heard.text.casefold())] if self.own_words else []
        if gives_up(heard, own) or (draft.asked == CONFIRM and is_no(heard, own)):
            return Left(Said(_DROPPED))
        if draft.asked == CONFIRM and is_yes(heard, own):
            return (
                self._again(draft, heard, world)
                if _is_of_another_summary(heard, draft)
                else self._confirmed(draft, world)
            )
        named = self._named(heard)
        if named is not None and not is_question(heard.text):
            fields = {name: value for name, value in draft.fields.items() if name != named.name}
            question = named.ask(fields, world)
            return Asks(
                replace(draft, fields=fields, asked=named.name, offered=question.offers, tries=0), _said(question)
            )
        nothing = not heard.button and heard.intent != "thank" and not left_over(heard.text, ())  # "no wait", "hmm"
        if nothing or is_yes(heard) or is_no(heard) or heard.intent in ("affirm", "deny"):
            return self._again(draft, heard, world)
        if heard.intent == self.kind and not is_question(heard.text):
            return self._again(draft, heard, world)
        return NotForMe()

    def _named(self, heard: Heard) -> Field | None:
        """The field that is to be changed, where the message says no more than that."""
        said = heard.text.casefold()
        if heard.button or not _WRONG.search(said):
            return None
        found = [field for field in self.fields if any(re.search(rf"\b{word}\b", said) for word in field.called)]
        return found[0] if len(found) == 1 else None

    def _next(self, draft: Draft, changes: Mapping[str, str], problems: Mapping[str, Question], world: World) -> Step:
        """The first question that is open, or else the summary."""
        known = {**draft.fields, **changes}
        for field in self.fields:
            if not field.is_needed(known):
                known.pop(field.name, None)
            elif field.name not in known and field.name not in problems:
                default = field.default(known, world)
                if default is not None:
                    known[field.name] = default
        asked: tuple[Field, Question] | None = None
        for field in self.fields:
            if not field.is_needed(known):
                continue
            problem = problems.get(field.name)
            if problem is None and field.name in known:
                problem = field.check(known, world)
                if problem is None:
                    continue
                known.pop(field.name)
            if asked is None:
                asked = (field, problem or field.ask(known, world))
        if asked is None:
            draft = replace(draft, fields=known, asked=CONFIRM, offered=(), tries=0)
            return Asks(draft, self._summary(draft, world))
        field, question = asked
        got_on = field.name != draft.asked or bool(changes)
        tries = 0 if got_on else draft.tries + 1
        if tries >= MOST_TRIES:
            return Left(Said(LOST, (PERSON,)))
        return Asks(
            replace(draft, fields=known, asked=field.name, offered=question.offers, tries=tries), _said(question)
        )

    def _again(self, draft: Draft, heard: Heard, world: World, *, lead: str = AGAIN) -> Step:
        if draft.tries + 1 >= MOST_TRIES:
            return Left(Said(LOST, (PERSON,)))
        if is_no(heard):  # to what was offered
            lead, draft = "All right.", replace(draft, offered=())
        elif _is_of_another_summary(heard, draft):
            lead = "That was for something else; this is what is open now:"
        said = self.ask_again(draft, world)
        return Asks(replace(draft, tries=draft.tries + 1), replace(said, text=f"{lead} {said.text}"))

    def _confirmed(self, draft: Draft, world: World) -> Step:
        """What is true by now counts: a balance, a limit or a day may have changed since the summary."""
        step = self._next(draft, {}, {}, world)
        if not isinstance(step, Asks) or step.draft.asked != CONFIRM or step.draft.fields != draft.fields:
            return step
        request = NewRequest(
            draft_id=draft.draft_id,
            customer_id=world.customer.customer_id,
            kind=self.kind,
            summary=self.summary(draft.fields, world),
            requested_at=world.now,
            currency=world.customer.currency,
            details={name: value for name, value in draft.fields.items() if value},
        )
        return Confirmed(draft, self.request(request, draft.fields, world), self.withdraws(draft.fields))

    def _summary(self, draft: Draft, world: World) -> Said:
        yes = ReplyButton("Yes", "affirm", {SUMMARY: _digest(draft)})
        return Said(f"{self.summary(draft.fields, world)} {self.question}", (yes, ReplyButton("No", "deny", {})))

    def _field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


def _values(readings: Mapping[str, Reading]) -> dict[str, str]:
    return {name: reading.value for name, reading in readings.items() if reading.value is not None}


def _problems(readings: Mapping[str, Reading]) -> dict[str, Question]:
    return {name: reading.problem for name, reading in readings.items() if reading.problem is not None}


def _said(question: Question) -> Said:
    """A click says the choice's title, as if it had been typed: the form takes it for exactly that choice."""
    offers = tuple(ReplyButton(offer.title, "", {}, says=offer.title) for offer in question.offers)
    return Said(question.text, (*offers, *question.buttons))


def _digest(draft: Draft) -> str:
    """What tells one summary from another."""
    shown = json.dumps([draft.draft_id, sorted(draft.fields.items())], ensure_ascii=False)
    return hashlib.blake2b(shown.encode(), digest_size=6).hexdigest()


def _is_of_another_summary(heard: Heard, draft: Draft) -> bool:
    """Whether a click means a summary that isn't the open one: a button further up, from before a correction.

    Read from the command itself, because Rasa leaves out entities that its domain doesn't have.
    """
    found = _SUMMARY_CLICKED.search(heard.text) if heard.button else None
    return found is not None and found[1] != _digest(draft)


def _offered(draft: Draft, heard: Heard) -> Offer | None:
    """The choice that the message takes by its title, or the only one by a yes."""
    said = _plain(heard.text)
    by_title = next((offer for offer in draft.offered if _plain(offer.title) == said), None)
    if by_title is None and len(draft.offered) == 1 and is_yes(heard):
        return draft.offered[0]
    return by_title


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")
