"""Drafts to content: names, fallbacks, answers, stories."""

from __future__ import annotations

from typing import Final

from content.counting import counted
from content.foreign.cleaning import same_form
from content.foreign.contexts import Turn, stories_of
from content.foreign.drafts import Draft, draft_intents, settle_shared
from content.foreign.names import RESERVED, Slugs, is_fallback, slug
from content.foreign.notes import Notes, quoted
from content.foreign.raw import Raw
from content.problems import ContentError, Problem
from content.records import Button, Content, Example, Intent, Response

FALLBACK_RESPONSE: Final = "utter_default"


def assemble(raws: list[Raw], place: str, *, keep_first: bool, notes: Notes) -> tuple[Content, dict[str, str]]:
    """The content and the renames; raises ContentError where no intent is left."""
    drafts = draft_intents(raws, keep_first=keep_first, notes=notes)
    settle_shared(drafts, keep_first=keep_first, notes=notes)
    fallbacks = [draft for draft in drafts if not draft.patterns and draft.answers and is_fallback(draft.title)]
    caught = set(map(id, fallbacks))
    for draft in drafts:
        if id(draft) in caught:
            notes.tell(draft.place, f"{quoted(draft.title)} has no examples; its answers became the fallback answer")
        elif not draft.patterns:
            notes.tell(draft.place, f"{quoted(_called(draft))} is unreachable: no usable example is left; left out")
    reachable = [draft for draft in drafts if draft.patterns]
    _refuse_nothing(reachable, drafts, fallbacks, place)
    names = _names(reachable)
    _tell_unanswered(reachable, place, notes)
    content = Content(
        intents=tuple(_intent(draft, name) for draft, name in zip(reachable, names, strict=True)),
        responses=(*_responses(reachable, names, notes), *_fallback(fallbacks)),
        stories=stories_of(_turns(reachable, names), notes),
    )
    renames = {
        draft.name: name for draft, name in zip(reachable, names, strict=True) if draft.name and draft.name != name
    }
    return content, renames


def _called(draft: Draft) -> str:
    return draft.title or next((text.text for text in draft.answers.values()), "")


def _refuse_nothing(reachable: list[Draft], drafts: list[Draft], fallbacks: list[Draft], place: str) -> None:
    what = mend = ""
    if not reachable and any(draft.answers for draft in drafts):
        what = "no intent has an example of its own"
        mend = "add examples; where all stand under two intents, '--on-conflict first' keeps them under the first"
    elif not reachable:
        what, mend = "holds nothing to convert: no example questions were found", "add example questions"
    elif len(reachable) == 1 and not reachable[0].answers and not fallbacks:
        what = "holds one list of words without answers, so there is nothing to tell apart"
        mend = "add an answer or a second intent"
    if what:
        raise ContentError([Problem(place, what, mend)])


def _names(drafts: list[Draft]) -> list[str]:
    """A slug each: names that are one already keep it, the others follow in order, named-from-question ones last."""
    slugs = Slugs(RESERVED)
    taken: dict[int, str] = {}
    ranked = sorted(range(len(drafts)), key=lambda index: _rank(drafts[index]))
    for index in ranked:
        taken[index] = slugs.take(drafts[index].title)
    return [taken[index] for index in range(len(drafts))]


def _rank(draft: Draft) -> int:
    if draft.name is None:
        return 2
    return 0 if slug(draft.name) == draft.name else 1


def _tell_unanswered(drafts: list[Draft], place: str, notes: Notes) -> None:
    silent = [draft.title for draft in drafts if not draft.answers]
    if silent and len(silent) == len(drafts):
        notes.tell(place, "holds no answers; converted for understanding only")
    elif silent:
        listed = ", ".join(quoted(title, limit=40) for title in silent)
        have = "has no answer and is" if len(silent) == 1 else "have no answer and are"
        notes.tell(place, f"{counted(len(silent), 'intent')} {have} converted for understanding only: {listed}")


def _intent(draft: Draft, name: str) -> Intent:
    examples = tuple(Example(text.text, text.spans, place=text.place) for text in draft.patterns.values())
    return Intent(name=name, title=draft.title, examples=examples, place=draft.place)


def _responses(drafts: list[Draft], names: list[str], notes: Notes) -> list[Response]:
    by_name = {draft.title.casefold(): name for draft, name in zip(drafts, names, strict=True)}
    by_name |= {name: name for name in names}
    by_example = {form: name for draft, name in zip(drafts, names, strict=True) for form in draft.patterns}
    responses = []
    for draft, name in zip(drafts, names, strict=True):
        if not draft.answers:
            continue
        buttons: dict[str, Button] = {}
        for raw in draft.buttons:
            sends = by_name.get(raw.sends.casefold()) or by_example.get(same_form(raw.sends))
            sends = sends or by_example.get(same_form(raw.title)) or by_name.get(raw.title.casefold())
            if sends is None:
                notes.tell(raw.place, f"button {quoted(raw.title)} leads to no intent of the file; it says its title")
            buttons.setdefault(raw.title, Button(raw.title, sends or f'"{raw.title}"'))
        responses.append(Response(f"utter_{name}", tuple(draft.answers), tuple(buttons.values())))
    return responses


def _fallback(drafts: list[Draft]) -> list[Response]:
    texts = dict.fromkeys(text for draft in drafts for text in draft.answers)
    return [Response(FALLBACK_RESPONSE, tuple(texts))] if texts else []


def _turns(drafts: list[Draft], names: list[str]) -> list[Turn]:
    return [
        Turn(
            original=draft.title,
            intent=name,
            response=f"utter_{name}" if draft.answers else None,
            sets=tuple(draft.sets),
            filters=tuple(draft.filters),
            place=draft.place,
        )
        for draft, name in zip(drafts, names, strict=True)
    ]
