"""What is said around a request that something comes between: other questions, another request, an hour of silence."""

from __future__ import annotations

from dataclasses import replace

from advisor.requests.dialogue import ask_again
from advisor.requests.form import AGAIN, LOST, MOST_TRIES, PERSON
from advisor.requests.records import CONFIRM, Asks, Draft, Left, Said, World
from advisor.requests.waiting import PATIENCE, waits

_GO_ON = "say “questionnaire” and we go on where we stopped"
_CALLED = {
    "deposit": "deposit",
    "recurring_deposit": "automatic deposit",
    "withdraw": "withdrawal",
    "cancel_transfer": "cancellation",
    "change_risk_level": "change of the risk level",
    "open_goal": "new goal",
    "schedule_call": "call",
    "statement_request": "statement",
    "risk_questionnaire": "questionnaire",
}


def after_a_digression(draft: Draft, world: World) -> Said:
    """The open question, led back to: "Now, which account should the $500.00 go to?" """
    said = ask_again(draft, world)
    if draft.asked == CONFIRM:
        return replace(said, text=f"Now, back to your {called(draft.kind)}: {said.text}")
    return replace(said, text=f"Now, {_in_a_sentence(said.text)}")


def not_understood(draft: Draft, world: World) -> Asks | Left:
    """The open question again after a message that nobody understands; a person after the third in a row."""
    tries = draft.tries + 1
    if tries >= MOST_TRIES:
        return Left(Said(LOST, (PERSON,)))
    said = ask_again(draft, world)
    return Asks(replace(draft, tries=tries, heard_at=world.now), replace(said, text=f"{AGAIN} {said.text}"))


def back_to_it(draft: Draft, world: World) -> Asks | Left:
    """The open question after a message that nothing else goes on from; a person after the third in a row.

    Such as a question about the request itself, or something that isn't ours to answer: an answer that is taken for one
    would otherwise be asked for without an end.
    """
    tries = draft.tries + 1
    if tries >= MOST_TRIES:
        return Left(Said(LOST, (PERSON,)))
    return Asks(replace(draft, tries=tries, heard_at=world.now), after_a_digression(draft, world))


def set_aside(draft: Draft) -> str:
    """What becomes of an unfinished request where the customer begins another."""
    if waits(draft):
        return f"The {called(draft.kind)} can wait: {_GO_ON}."
    return f"I've dropped the {called(draft.kind)} that we were at; nothing of it was passed on."


def dropped(draft: Draft) -> str:
    """What becomes of an unfinished request after an hour of silence."""
    if waits(draft):
        return (
            f"By the way, the {called(draft.kind)} we had begun is put aside, because it was quiet for an hour. Your "
            f"answers are kept for {PATIENCE.days} days: {_GO_ON}."
        )
    return (
        f"By the way, the {called(draft.kind)} we had begun is dropped, because it was quiet for an hour; nothing was "
        "passed on. Just ask again if you still want it."
    )


def called(kind: str) -> str:
    """The request in the middle of a sentence."""
    return _CALLED.get(kind, "request")


def _in_a_sentence(text: str) -> str:
    first, _, _ = text.partition(" ")
    return text[0].lower() + text[1:] if first.isalpha() and first[1:].islower() else text
