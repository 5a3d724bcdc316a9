"""Dividends and interest by month, or by year where there are too many months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from advisor.charts.specification import BLUE, ORANGE, specification
from advisor.money import ZERO, cents
from advisor.periods.calendar import plus_months
from advisor.questions.dividends import Dividends
from advisor.wording.voice import Voice

_MOST_MONTHS = 48
_MOST_YEARS = 100


def dividends_chart(record: Dividends, voice: Voice) -> Mapping[str, object] | None:
    """Bars from the first to the last month of the period; interest stands beside dividends in bars of its own.

    None for less than two months, and where nothing was paid.
    """
    start, end = record.period.start, record.period.end
    if start is None or end is None or not record.by_month:
        return None
    step = 1
    starts = _starts(start, end, months=step)
    if len(starts) > _MOST_MONTHS:
        step = 12
        starts = _starts(start, end, months=step)[-_MOST_YEARS:]
    if len(starts) < 2:
        return None
    kinds = [("Dividends", False), ("Interest", True)] if record.interest else [("Dividends", False)]
    sums: dict[tuple[date, bool], Decimal] = {}
    for paid in record.by_month:
        for is_interest, amount in ((False, paid.dividends), (True, paid.interest)):
            key = _start(paid.month, months=step), is_interest
            sums[key] = sums.get(key, ZERO) + amount
    rows = [
        {
            "month" if step == 1 else "year": day.isoformat(),
            "kind": kind,
            "amount": float(cents(sums.get((day, is_interest), ZERO))),
        }
        for day in starts
        for kind, is_interest in kinds
    ]
    unit = "month" if step == 1 else "year"
    title = f"{' and '.join(kind for kind, _ in kinds).capitalize()} by {unit}, {voice.days(record.period)}"
    return specification(
        title=title,
        description=f"{title}: one bar for each {unit} and kind of payment, its height the amount paid.",
        rows=rows,
        mark={"type": "bar"},
        encoding={
            "x": {
                "field": unit,
                "type": "ordinal",
                "timeUnit": "utcyearmonth" if step == 1 else "utcyear",
                "title": unit.capitalize(),
                "axis": {"labelAngle": -45 if step == 1 else 0, "labelOverlap": True},
            },
            "xOffset": {"field": "kind", "type": "nominal"},
            "y": {"field": "amount", "type": "quantitative", "title": f"Amount ({voice.currency})"},
            "color": {"field": "kind", "type": "nominal", "title": None, "scale": {"range": [BLUE, ORANGE]}},
        },
    )


def _start(day: date, *, months: int) -> date:
    """The first day of the month or the year that `day` lies in."""
    return day.replace(day=1) if months == 1 else day.replace(month=1, day=1)


def _starts(start: date, end: date, *, months: int) -> list[date]:
    """The first day of every month, or year, from that of `start` to that of `end`."""
    found = [_start(start, months=months)]
    while (following := plus_months(found[-1], months)) <= end and following > found[-1]:
        found.append(following)
    return found
