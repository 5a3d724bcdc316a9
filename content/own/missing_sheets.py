"""A sheet that isn't there, mostly because it was renamed: told once, instead of everything that lacks its rows."""

from __future__ import annotations

from content.counting import joined
from content.own.draft import Draft

_SHEET = ", sheet '"  # in the place of a row of a workbook


def tell_missing_sheets(draft: Draft) -> None:
    """Tell of a missing sheet 'intents', 'examples' or 'answers' where rows of the others need it."""
    if not draft.books:
        return
    exampled = {row.intent for row in draft.examples}
    answered = {row.intent.removeprefix("utter_") for row in draft.answers} | {row.intent for row in draft.answers}
    named = {row.name for row in draft.intents}
    here = [row for row in draft.intents if _SHEET in row.place.row]
    needs_intents = any(_SHEET in row.place.row and row.intent not in named for row in draft.examples)
    needed = {
        "intents": needs_intents,
        "examples": any(row.name not in exampled for row in here),
        "answers": any(
            row.name not in answered and not row.action and row.kind.casefold() in ("", "faq", "chat") for row in here
        ),
    }
    for sheet, is_needed in needed.items():
        if is_needed and sheet not in draft.sheets and sheet not in draft.incomplete:
            draft.problem(", ".join(draft.books), f"the sheet '{sheet}' is missing", candidates(draft, sheet))
            draft.incomplete.add(sheet)


def candidates(draft: Draft, sheet: str) -> str:
    """Return "is 'Antworten' it? Call it 'answers'"; which unknown sheets there are."""
    if not draft.unknown_sheets:
        return f"add the sheet '{sheet}'"
    names = joined([f"'{name}'" for name in draft.unknown_sheets], "or")
    return f"is {names} it? Call it '{sheet}'"
