"""Entries to intents: topics told from intents, unnamed pairs gathered by answer, equal names put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from content.foreign.cleaning import clean_answer, clean_example, fold, same_form
from content.foreign.notes import Notes, quoted
from content.foreign.raw import Raw, RawButton, Text

# Names are topics where more of them than this share have several answers in rows, or where entries with lists of
# examples have more distinct answers than this for each name.
_TOPICAL_SHARE: Final = 0.1
_ANSWERS_PER_TOPIC: Final = 1.5


@dataclass
class Draft:
    """An intent in the making. `name` is the original one, None where it is to be named from its first question."""

    name: str | None
    place: str
    patterns: dict[str, Text] = field(default_factory=dict)  # by the form in which two are the same
    answers: dict[str, Text] = field(default_factory=dict)
    sets: list[str] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    buttons: list[RawButton] = field(default_factory=list)
    is_block: bool = False  # a whole intent at once rather than row by row

    @property
    def title(self) -> str:
        return self.name or next((text.text for text in self.patterns.values()), "")


def draft_intents(raws: Iterable[Raw], *, keep_first: bool, notes: Notes) -> list[Draft]:
    """The intents of all entries in the order of the source.

    `keep_first`: of several answers to one unnamed question the first stands; otherwise none does.
    """
    cleaned = [_clean(raw, notes) for raw in raws]
    cleaned = _without_topics(cleaned, notes)
    unnamed = [raw for raw in cleaned if raw.name is None]
    answer_of = _settle(unnamed, keep_first=keep_first, notes=notes)
    drafts: dict[tuple[str, ...], Draft] = {}
    for raw in cleaned:
        if raw.name is None and not raw.answers:
            notes.count("neither an intent's name nor an answer; left out", raw.place)
            continue
        key = ("name", raw.name) if raw.name is not None else ("answer", *_answer_key(raw))
        draft = drafts.get(key)
        if draft is None:
            draft = drafts[key] = Draft(raw.name, raw.place)
        elif raw.name is not None and (draft.is_block or _block(raw)):
            notes.tell(raw.place, f"the name {quoted(raw.name)} occurs again; put together with {draft.place}")
        _add(draft, raw, answer_of, notes)
    return list(drafts.values())


def _block(raw: Raw) -> bool:
    """Whether an entry is an intent's whole block rather than one of its rows."""
    return len(raw.patterns) > 1 or len(raw.answers) > 1


def _clean(raw: Raw, notes: Notes) -> Raw:
    patterns = tuple(text for item in raw.patterns if (text := clean_example(item, notes)))
    answers = tuple(text for item in raw.answers if (text := clean_answer(item, notes)))
    name = fold(raw.name or "") or None
    if name and name != raw.name:
        notes.count("stray white space or control characters folded in a name", raw.place)
    return replace(raw, name=name, patterns=patterns, answers=answers)


def _without_topics(raws: list[Raw], notes: Notes) -> list[Raw]:
    """Takes away names that are topics: `category` and its like, where each has many answers."""
    doubtful = [raw for raw in raws if not raw.sure and raw.name and raw.answers]
    names: dict[str, set[tuple[str, ...]]] = {}
    for raw in doubtful:
        names.setdefault(raw.name or "", set()).add(_answer_key(raw))
    several = sum(len(answers) > 1 for answers in names.values())
    if any(map(_block, doubtful)):
        topical = len(set().union(*names.values())) > _ANSWERS_PER_TOPIC * len(names)
    else:
        topical = several > _TOPICAL_SHARE * len(names)
    if not topical:
        return raws
    listed = ", ".join(sorted(quoted(name, limit=30) for name in names)[:10])
    notes.tell(
        doubtful[0].place,
        f"names such as {listed} have several answers each and are topics, not intents; one intent per answer was made",
    )
    return [raw if raw.sure else replace(raw, name=None) for raw in raws]


def _answer_key(raw: Raw) -> tuple[str, ...]:
    return tuple(fold(answer.text) for answer in raw.answers)


def _settle(unnamed: list[Raw], *, keep_first: bool, notes: Notes) -> dict[str, tuple[str, ...] | None]:
    """For each unnamed question the answer that stands, None where several contradict one another; all told."""
    found: dict[str, dict[tuple[str, ...], Text]] = {}
    for raw in unnamed:
        for pattern in raw.patterns if raw.answers else ():
            found.setdefault(same_form(pattern.text), {}).setdefault(_answer_key(raw), pattern)
    settled: dict[str, tuple[str, ...] | None] = {}
    for form, answers in found.items():
        settled[form] = next(iter(answers))
        if len(answers) > 1:
            first, *others = answers.values()
            also = ", ".join(text.place for text in others)
            kept = "the first was kept" if keep_first else "left out under all; '--on-conflict first' keeps the first"
            notes.tell(
                first.place, f"{quoted(first.text)} has {len(answers)} different answers, also at {also}; {kept}"
            )
            if not keep_first:
                settled[form] = None
    return settled


def _add(draft: Draft, raw: Raw, answer_of: dict[str, tuple[str, ...] | None], notes: Notes) -> None:
    for pattern in raw.patterns:
        form = same_form(pattern.text)
        if raw.name is None and answer_of[form] != _answer_key(raw):
            continue
        if form in draft.patterns:
            notes.count("example repeated inside its intent; kept once", pattern.place)
        else:
            draft.patterns[form] = pattern
    for answer in raw.answers:
        draft.answers.setdefault(answer.text, answer)
    draft.sets += [name for name in raw.sets if name not in draft.sets]
    draft.filters += [name for name in raw.filters if name not in draft.filters]
    draft.buttons += raw.buttons
    draft.is_block = draft.is_block or _block(raw)


def settle_shared(drafts: list[Draft], *, keep_first: bool, notes: Notes) -> None:
    """Takes an example that stands under several intents away from all, or from all but the first; tells each."""
    owners: dict[str, list[Draft]] = {}
    for draft in drafts:
        for form in draft.patterns:
            owners.setdefault(form, []).append(draft)
    for form, under in owners.items():
        if len(under) < 2:
            continue
        first = under[0].patterns[form]
        titles = " and ".join(quoted(draft.title, limit=40) for draft in under)
        others = ", ".join(draft.patterns[form].place for draft in under[1:])
        kept = (
            "kept under the first" if keep_first else "kept under none; '--on-conflict first' keeps it under the first"
        )
        notes.tell(first.place, f"{quoted(first.text)} stands under {titles} (also at {others}); {kept}")
        for draft in under[1:] if keep_first else under:
            del draft.patterns[form]
