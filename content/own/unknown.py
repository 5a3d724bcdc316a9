"""Intents that are named and not there: one cause, one error, however many rows name it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from content.closest import closest
from content.counting import counted, joined
from content.own.draft import Draft, Mention
from content.own.listing import listed
from content.records import Intent

LIKELY = 75  # per cent of likeness from which a name is suggested instead of an unknown one


@dataclass
class Excused:
    """Intents whose examples or answers stand under an unknown name, which is told."""

    examples: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)


def hint(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return "did you mean 'x'? Or …", only the otherwise where nothing is near enough."""
    near = closest(name, known, at_least=LIKELY)
    return f"did you mean '{near}'? Or {otherwise}" if near else otherwise


def tell_unknown_intents(draft: Draft, intents: Mapping[str, Intent], responses: Collection[str]) -> Excused:
    """Tell each unknown intent once; return the known ones of which these are misspellings.

    Nothing is told where the sheet of intents itself is missing or has rows that can't be read.
    """
    if "intents" in draft.incomplete:
        return Excused(set(intents), set(intents))
    by_name: dict[str, list[Mention]] = {}
    for mention in draft.unknown_intents:
        by_name.setdefault(mention.name, []).append(mention)
    known = [name for name in (*intents, *responses) if name not in by_name]
    without = [name for name, intent in intents.items() if not intent.examples and not intent.only_in_stories]
    homeless = [name for name, mentions in by_name.items() if any(mention.by == "example" for mention in mentions)]
    excused = Excused()
    for name, mentions in by_name.items():
        if any(mention.by == "example" for mention in mentions):
            mentions += [
                Mention(name, "answer", row.place.at("intent"), "") for row in draft.answers if row.intent == name
            ]
        add = (
            "add an intent of that name" if all(", $" in m.place for m in mentions) else "add it to the sheet 'intents'"
        )
        what = mentions[0].told if len(mentions) == 1 else f"unknown intent '{name}' in {_where(mentions)}"
        near = closest(name, intents, at_least=LIKELY) or ""
        mend = hint(name, known, add)
        if not near and homeless == [name] and len(without) == 1:  # renamed, most likely
            near = without[0]
            mend = f"is it '{near}', which has no examples? Or {add}"
        draft.problem(mentions[0].place, what, mend)
        by = {mention.by for mention in mentions}
        excused.examples |= {near} if "example" in by else set()
        excused.answers |= {near} if "answer" in by else set()
    return excused


def _where(mentions: list[Mention]) -> str:
    places: dict[str, list[str]] = {}
    for mention in mentions:
        places.setdefault(mention.by, []).append(mention.place)
    return joined([f"{counted(len(found), by)} ({listed(found)})" for by, found in places.items()])
