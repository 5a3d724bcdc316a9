"""The questionnaire as a request: one question after the other, one step back, the result, and a yes to hand it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from advisor.charts.model_portfolio import model_portfolio_chart
from advisor.dialogue import ReplyButton
from advisor.questionnaire.model_portfolio import fitting_model
from advisor.questionnaire.questions import BY_NAME, QUESTIONS, RiskQuestion
from advisor.questionnaire.reading import answer_meant
from advisor.questionnaire.result import result_facts, word_result
from advisor.questionnaire.score import score
from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.form import Form
from advisor.requests.hearing import is_of_another_kind, is_question
from advisor.requests.records import CONFIRM, Asks, Draft, Heard, Left, NotForMe, Offer, Said, Step, World
from advisor.requests.store import NewRequest, Recorded

_KIND = "risk_questionnaire"
_SURE = 0.6  # confidence from which on a question of the customer's own isn't an answer
_MOST_TRIES = 3
_INTRO = (
    f"{len(QUESTIONS)} short questions; nothing in your portfolio changes by them, and you can go back at any time."
)
PATIENCE = timedelta(days=30)  # in which answers wait, from the last one; older ones may no longer be meant
_WAITS = f"Your answers wait for {PATIENCE.days} days: say “questionnaire” and we go on from here."
_BACK = ReplyButton("Back", "", {}, says="back")
_ANEW = ReplyButton("Begin with question 1", "", {}, says="begin with question 1")
_ADVISER = ReplyButton("Talk to an adviser", "schedule_call", {})
_PERSON = ReplyButton("Talk to a person", "human_handoff", {})
_GOES_BACK = re.compile(
    r"^\W*(?:(?:no|ok|okay|wait|oh|sorry|please|can i|can we|could i|let me|let's|i want to|i'd like to)\W+)*"
    r"(?:(?:go|take me|one|a|step)\W+)*back(?: (?:one|a)(?: (?:step|question))?| please| again)*\W*$"
    r"|^\W*(?:(?:the|go to the|to the)\W+)*(?:previous|last"
    r"|prior)(?: (?:question|one|step))\W*(?:again|please)?\W*$"
    r"|^\W*(?:undo|(?:change|correct) (?:my|the) last answer)\W*$"
)
_BEGINS_ANEW = re.compile(
    r"^\W*(?:(?:no|ok|okay|please|sorry|can i|can we|could i|let me|let's|i want to|i'd like to|i'd rather)\W+)*"
    r"(?:begin|start|go|do it|redo it)(?: again| anew| over| back)?\W+(?:with|from|at|to)\W+"
    r"(?:(?:the )?first(?: question| one)?|(?:question |number )?(?:1|one))\W*(?:again|please)?\W*$"
)
# "11 to 20 years" where the answers are other spans: it is an answer, whatever understanding takes it for.
_LENGTH = re.compile(
    r"^\W*(?:(?:about|around|maybe|probably|roughly|like|for|in|over|under|between|at least|up to)\W+)*\d+"
    r"(?:\W+(?:to|and|or|-|–)?\W*\d+)?\W*(?:years?|yrs?|months?|decades?)?\W*(?:or (?:so|more|less)|maybe)?\W*$"
)
_UNSURE = re.compile(
    r"^\W*(?:(?:hm+|um+|uh|well|i'?m|i am|honestly|oh|ok|sorry|really)\W+)*"
    r"(?:not (?:really |so |quite |too )?sure|unsure|no idea"
    r"|(?:i )?(?:really )?(?:don'?t|do not) (?:really )?(?:know|understand)"
    r"|dunno|idk|hard to say|can'?t say|what do you mean"
    r"|what does (?:that|this|it) mean|why (?:do you|are you)? ?ask(?:ing)?"
    r"|explain|why (?:is that|does (?:that|it|this)) (?:important|matter)|why|huh|what|it depends|depends|help)"
    r"(?: (?:that|this|it|yet|me|what (?:that|this) means|the question|what you mean|please))*\W*$"
)


@dataclass(frozen=True)
class AnswerField:
    """The answer to one question, as its place from 0 on. It is heard only while it is asked for."""

    question: RiskQuestion

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def called(self) -> tuple[str, ...]:
        number = QUESTIONS.index(self.question) + 1
        return (f"question {number}", f"answer {number}", f"number {number}", self.question.name)

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        if mode != "asked" or heard.button or heard.text.startswith("/"):
            return None
        if is_question(heard.text) and is_of_another_kind(heard, _KIND) and heard.confidence >= _SURE:
            return None
        place = answer_meant(self.question, heard.text, world.today)
        return None if place is None else Reading(str(place), words=(heard.text,))

    def default(self, known: Known, world: World) -> str | None:
        return None

    def check(self, known: Known, world: World) -> Question | None:
        place = known[self.name]
        return None if place.isdigit() and int(place) < len(self.question.answers) else self.ask(known, world)

    def ask(self, known: Known, world: World) -> Question:
        number = QUESTIONS.index(self.question) + 1
        offers = tuple(Offer(answer.title, str(place)) for place, answer in enumerate(self.question.answers))
        back = (_BACK,) if number > 1 else ()
        return Question(f"{number} of {len(QUESTIONS)}: {self.question.text}", offers, back)


def _places(known: Known) -> dict[str, int]:
    return {question.name: int(known[question.name]) for question in QUESTIONS}


def _summary(known: Known, world: World) -> str:
    found = score(_places(known))
    return word_result(found, fitting_model(found.level, world), world.customer.risk_level)


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    found = score(_places(known))
    model = fitting_model(found.level, world)
    details: Mapping[str, str] = {
        **{q.name: q.answers[int(known[q.name])].title for q in QUESTIONS},
        "score": str(found.level),
        "capacity": str(found.capacity),
        "attitude": str(found.attitude),
        "risk_level_before": str(world.customer.risk_level),
        **({} if model is None else {"model": model.name}),
    }
    return replace(request, details=details)


def _done(recorded: Recorded, world: World) -> str:
    level = int(recorded.details["score"])
    if level == world.customer.risk_level:
        return "Our team has it on file. It fits the level you have, so there is nothing else to do."
    return (
        "Our team has it on file; your portfolio stays as it is. If you want the level to change, ask for it here, or "
        "talk it over with an adviser first."
    )


_FORM = Form(
    kind=_KIND,
    fields=tuple(AnswerField(question) for question in QUESTIONS),
    summary=_summary,
    request=_request,
    done=_done,
    question="Shall I hand this result in to our team? Nothing in your portfolio changes by it.",
)


class RiskQuestionnaire:
    """Says no more than the level that fits; whether it becomes the customer's is a request of its own."""

    def begin(self, heard: Heard, world: World, draft_id: str) -> Step:
        step = _FORM.begin(heard, world, draft_id)
        return (
            replace(step, said=replace(step.said, text=f"{_INTRO} {step.said.text}"))
            if isinstance(step, Asks)
            else step
        )

    def go_on(self, draft: Draft, heard: Heard, world: World) -> Step:
        said = " ".join(heard.text.casefold().replace("’", "'").split())
        if not heard.button and _GOES_BACK.match(said):
            return self._back(replace(draft, heard_at=world.now), world)
        if not heard.button and _BEGINS_ANEW.match(said):
            return self.begin(Heard("", _KIND), world, draft.draft_id)
        question = BY_NAME.get(draft.asked or "")
        if question is not None and not heard.button and _UNSURE.match(said):
            return self._explained(replace(draft, heard_at=world.now), question, world)
        step = _with_result(_FORM.go_on(draft, heard, world), world)
        if isinstance(step, NotForMe) and question is not None and not heard.button and _LENGTH.match(said):
            return self._explained(replace(draft, heard_at=world.now), question, world)
        if isinstance(step, Left) and not step.said.buttons:
            return Left(self._left(draft))
        return step

    def ask_again(self, draft: Draft, world: World) -> Said:
        said = _FORM.ask_again(draft, world)
        if draft.asked in BY_NAME and QUESTIONS[0].name != draft.asked and _BACK not in said.buttons:
            said = replace(said, buttons=(*said.buttons, _BACK))
        return _result_beside(said, draft, world) if draft.asked == CONFIRM else said

    def told(self, recorded: Recorded, world: World) -> Said:
        level = recorded.details["score"]
        same = int(level) == world.customer.risk_level
        change = () if same else (ReplyButton(f"Ask for level {level}", "change_risk_level", {"risk_level": level}),)
        return Said(_FORM.told(recorded, world), (*change, _ADVISER))

    def taken_up(self, draft: Draft, world: World) -> Said:
        """The open question, led back to after a break."""
        said = self.ask_again(draft, world)
        if draft.asked == CONFIRM:
            return replace(said, text=f"Welcome back: all {len(QUESTIONS)} are answered. {said.text}")
        done = len(draft.fields)
        text = f"Welcome back: {done} of {len(QUESTIONS)} {'is' if done == 1 else 'are'} answered already. {said.text}"
        return replace(said, text=text, buttons=(*said.buttons, _ANEW))

    def _left(self, draft: Draft) -> Said:
        """Left on the customer's word; the answers wait (`advisor/requests/waiting.py`)."""
        if draft.asked == CONFIRM:
            return Said(f"All right, nothing was handed in. {_WAITS}", (_ADVISER,))
        return Said(f"All right, let's stop here; nothing was handed in.{f' {_WAITS}' if draft.fields else ''}")

    def _back(self, draft: Draft, world: World) -> Step:
        """The question before the open one; its answer is forgotten, those before it stay."""
        names = [question.name for question in QUESTIONS]
        at = names.index(draft.asked) if draft.asked in names else len(names)
        if at == 0:
            said = self.ask_again(draft, world)
            return Asks(draft, replace(said, text=f"This is the first question. {said.text}"))
        fields = {name: place for name, place in draft.fields.items() if name != names[at - 1]}
        earlier = AnswerField(QUESTIONS[at - 1]).ask(fields, world)
        draft = replace(draft, fields=fields, asked=names[at - 1], offered=earlier.offers, tries=0)
        return Asks(draft, self.ask_again(draft, world))

    def _explained(self, draft: Draft, question: RiskQuestion, world: World) -> Step:
        if draft.tries + 1 >= _MOST_TRIES:
            return Left(
                Said(
                    "Then let's leave it here; nothing was handed in. An adviser can go through them with you.",
                    (_ADVISER, _PERSON),
                )
            )
        said = self.ask_again(draft, world)
        nearest = "If you aren't sure, take the more careful of two answers."
        text = f"{question.explained} {nearest} {said.text}"
        return Asks(replace(draft, tries=draft.tries + 1), replace(said, text=text))


def _with_result(step: Step, world: World) -> Step:
    if isinstance(step, Asks) and step.draft.asked == CONFIRM:
        return replace(step, said=_result_beside(step.said, step.draft, world))
    return step


def _result_beside(said: Said, draft: Draft, world: World) -> Said:
    places = _places(draft.fields)
    found = score(places)
    model = fitting_model(found.level, world)
    facts = result_facts(found, model, places, world.customer.risk_level)
    return replace(said, facts=facts, chart=None if model is None else model_portfolio_chart(model))


RISK_QUESTIONNAIRE = RiskQuestionnaire()
