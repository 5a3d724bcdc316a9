"""The steps of stories in the order of their numbers, wherever their rows stand."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from content.own.draft import UNREAD, Draft, StepRow


def in_order(rows: list[StepRow], draft: Draft) -> list[StepRow]:
    """Return the rows, those of a story together; where it has no numbers, in the order in which they stand."""
    by_story: dict[str, list[StepRow]] = {}
    for row in rows:
        by_story.setdefault(row.story, []).append(row)
    found: list[StepRow] = []
    for story, here in by_story.items():
        numbers = _numbers(here, draft) if story not in ("", UNREAD) and any(row.number for row in here) else None
        order = sorted(range(len(here)), key=numbers.__getitem__) if numbers else range(len(here))
        found += [here[index] for index in order]
    return found


def _numbers(rows: list[StepRow], draft: Draft) -> list[Decimal] | None:
    """Return the numbers of a story's rows; None where one has none or two have the same, which is told."""
    found: list[Decimal] = []
    first: dict[Decimal, StepRow] = {}
    wrong = False
    for row in rows:
        place = row.place.at("step")
        number = _number(row.number)
        if number is None:
            what = f"'{row.number}' is no number of a step" if row.number else f"a step of '{row.story}' has no number"
            draft.problem(place, what, f"number all steps of '{row.story}', or none")
            wrong = True
            continue
        other = first.setdefault(number, row)
        if other is not row:
            what = f"step {row.number} of the story '{row.story}' stands there and in {other.place}"
            draft.problem(place, what, "number the steps one by one")
            wrong = True
        found.append(number)
    return None if wrong else found


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().removesuffix("."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
