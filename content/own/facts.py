"""Facts: what changes and stands in several answers, `{{phone}}`, filled in once when the content is converted."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from content.closest import closest
from content.counting import counted
from content.names import is_name, suggest_name
from content.own.draft import AnswerRow, Draft
from content.own.listing import listed
from content.own.missing_sheets import candidates
from content.own.unknown import hint

FACT = re.compile(r"\{\{\s*(\w[\w.\-]*)\s*\}\}")
_SINGLE = re.compile(r"(?<!\{)\{\s*(\w[\w.\-]*)\s*\}(?!\})")
_DOUBLE = re.compile(r"\{\{[^{}\n]{0,40}\}\}|\{\{[^{}\s]*\}?")


@dataclass
class Facts:
    """`texts` by name; `ill_named` are names that are told already; `used`, `unknown` fill while answers are read."""

    texts: dict[str, str] = field(default_factory=dict)
    ill_named: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    unknown: dict[str, list[AnswerRow]] = field(default_factory=dict)


def read_facts(draft: Draft) -> Facts:
    found = Facts()
    for row in draft.facts:
        if not is_name(row.name):
            suggestion = suggest_name(row.name)
            mend = f"write '{suggestion}'" if suggestion else "use letters, digits, underscores"
            draft.problem(row.place.at("name"), f"'{row.name}' can't name a fact", mend)
            found.ill_named |= {row.name, suggestion}
            continue
        if row.name in found.texts:
            draft.problem(row.place.at("name"), f"the fact '{row.name}' stands there twice", "keep one of them")
        elif not row.value:
            mend = "write its text" if row.place.is_json else "fill the column 'value'"
            draft.problem(row.place.at("value"), f"the fact '{row.name}' is empty", mend)
        found.texts[row.name] = str(row.value or "")
    return found


def with_facts(row: AnswerRow, facts: Facts, draft: Draft) -> str:
    """Replace `{{name}}` by the fact's text, once: nothing in a fact is read again.

    A fact that is just itself (`x` is `{{x}}`) says that the braces are meant: they stay as the answer has them.
    """
    if "facts" in draft.incomplete:
        return row.text
    if not row.fills_slots or draft.has_facts:
        _tell_slips(row, facts, {slot.name for slot in draft.slots}, draft)
    if not draft.has_facts:
        return row.text

    def text_of(found: re.Match[str]) -> str:
        name = found[1]
        if name not in facts.texts:
            if name not in facts.ill_named:
                facts.unknown.setdefault(name, []).append(row)
            return found[0]
        facts.used.add(name)
        fact = facts.texts[name]
        if fact == f"{{{{{name}}}}}":
            return found[0]
        return fact.replace("{", "{{").replace("}", "}}") if row.fills_slots else fact

    return FACT.sub(text_of, row.text)


def _tell_slips(row: AnswerRow, facts: Facts, slots: Collection[str], draft: Draft) -> None:
    place = row.place.at("answer")
    for found in _SINGLE.finditer(row.text):
        name = found[1]
        if name in facts.texts and not (row.fills_slots and name in slots):
            draft.note(place, f"'{found[0]}' is shown as it stands; the fact is written '{{{{{name}}}}}'")
    if row.fills_slots:  # doubled braces are Rasa's way to mean a brace there
        return
    for found in _DOUBLE.finditer(FACT.sub("", row.text)):
        closed = found[0].endswith("}}")
        why = "is no name of a fact" if closed else "is not closed by '}}'"
        near = closest(found[0].strip("{} "), facts.texts)
        mend = f"; did you mean '{{{{{near}}}}}'?" if near else ""
        draft.note(place, f"'{found[0]}' {why}, so it is shown as it stands{mend}")


def tell_facts_without_sheet(draft: Draft) -> None:
    """Answers that show facts where none were read: the sheet was deleted or renamed."""
    if draft.has_facts or "facts" in draft.incomplete:
        return
    rows = [row for row in draft.answers if not row.fills_slots and FACT.search(row.text)]
    if not rows:
        return
    names = list(dict.fromkeys(name for row in rows for name in FACT.findall(row.text)))
    shown = ", ".join(f"'{{{{{name}}}}}'" for name in names[:3]) + (", …" if len(names) > 3 else "")
    show = "shows" if len(rows) == 1 else "show"
    in_json = all(row.place.is_json for row in rows)
    there = "there is no key 'facts'" if in_json else "no sheet 'facts' was read"
    what = (
        f"{counted(len(rows), 'answer')} ({listed([row.place.row for row in rows])}) {show} facts ({shown}) and {there}"
    )
    mend = "add 'facts': {name: text}" if in_json else candidates(draft, "facts")
    draft.problem(rows[0].place.at("answer"), what, mend)


def tell_unknown_facts(draft: Draft, facts: Facts) -> None:
    for name, rows in facts.unknown.items():
        add = "add it to 'facts'" if rows[0].place.is_json else "add it to the sheet 'facts'"
        places = list(dict.fromkeys(row.place.row for row in rows))
        where = f" in {counted(len(places), 'answer')} ({listed(places)})" if len(places) > 1 else ""
        what = f"unknown fact '{{{{{name}}}}}'{where}"
        draft.problem(rows[0].place.at("answer"), what, hint(name, facts.texts, add))


def tell_unused_facts(draft: Draft, facts: Facts) -> None:
    for row in draft.facts:
        if row.name in facts.texts and row.name not in facts.used:
            draft.note(row.place.at("name"), f"no answer shows the fact '{row.name}'")
