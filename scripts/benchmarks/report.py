"""What was measured, as text for people and as JSON."""

from __future__ import annotations

import sqlite3

from scripts.benchmarks.answers import Result, Side, high, median
from scripts.benchmarks.machine import machine, versions

TARGET = 0.050  # seconds, at the median
_LIBRARIES = ("numpy", "sqlalchemy", "babel", "rasa-sdk")


def measured_on() -> str:
    libraries = {**versions(_LIBRARIES), "SQLite": sqlite3.sqlite_version}
    return f"{machine()}; {', '.join(f'{name} {number}' for name, number in libraries.items())}"


def slowest(result: Result) -> float:
    """Seconds: the highest median of any case on any database, in the action server."""
    return max(median(times.actions) for side in result.sides for times in side.times.values())


def as_markdown(result: Result) -> list[str]:
    """Milliseconds; a column for each database, and how the medians compare."""
    few, many = result.sides[0], result.sides[-1]
    return [
        f"Measured on {measured_on()}. Each customer asked has 4 accounts, 30 securities and ten years of daily "
        f"prices: {result.heavy_transactions:,} transactions, {result.prices:,} closes. Each question was asked "
        f"{result.runs} times on each database, of {len(few.firsts) + 1} such customers in turn.",
        "",
        f"| | {few.customers:,} customers | {many.customers:,} customers |",
        "|---|--:|--:|",
        _row("transactions in the database", *(f"{side.transactions:,}" for side in (few, many))),
        _row("size of the database", *(f"{side.size_mb:,.0f} MB" for side in (few, many))),
        _row("loaded in", *(f"{side.load_seconds:,.0f} s" for side in (few, many))),
        _row("first question of the process", *(f"{side.cold * 1e3:.0f} ms" for side in (few, many))),
        _row("first question of a customer, median", *(f"{median(side.firsts) * 1e3:.0f} ms" for side in (few, many))),
        "",
        "| question (ms) | answer, median | in the action server, median | 95 % within | answer, median | "
        "in the action server, median | 95 % within | many ÷ few |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *(_case(case.title, few, many) for case in result.cases),
        _row("**all**", *_all(few), *_all(many), f"{_ratio(few, many):.2f}"),
        "",
        f"The first three columns of figures are for {few.customers:,} customers, the next three for "
        f"{many.customers:,}. The slowest question takes {slowest(result) * 1e3:.0f} ms at the median; "
        f"the aim is {TARGET * 1e3:.0f} ms.",
        *([f"Asked back, so not measured as answers: {', '.join(result.asked_back)}."] if result.asked_back else []),
    ]


def as_json(result: Result) -> dict[str, object]:
    return {
        "machine": measured_on(),
        "runs": result.runs,
        "heavy_transactions": result.heavy_transactions,
        "closes": result.prices,
        "asked_back": list(result.asked_back),
        "databases": [_side_as_json(side) for side in result.sides],
    }


def _case(title: str, few: Side, many: Side) -> str:
    a, b = few.times[title], many.times[title]
    figures = [
        f"{seconds * 1e3:.1f}"
        for times in (a, b)
        for seconds in (median(times.answers), median(times.actions), high(times.actions))
    ]
    return _row(title, *figures, f"{median(b.answers) / median(a.answers):.2f}")


def _all(side: Side) -> list[str]:
    answers = [seconds for times in side.times.values() for seconds in times.answers]
    actions = [seconds for times in side.times.values() for seconds in times.actions]
    return [f"{seconds * 1e3:.1f}" for seconds in (median(answers), median(actions), high(actions))]


def _ratio(few: Side, many: Side) -> float:
    """The median question's ratio: of each question, the medians with many and with few customers."""
    return median([median(many.times[title].answers) / median(times.answers) for title, times in few.times.items()])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _side_as_json(side: Side) -> dict[str, object]:
    return {
        "customers": side.customers,
        "transactions": side.transactions,
        "size_mb": round(side.size_mb, 1),
        "load_seconds": round(side.load_seconds, 1),
        "first_of_process_ms": _ms(side.cold),
        "first_of_customer_median_ms": _ms(median(side.firsts)),
        "questions": {
            title: {
                "answer_median_ms": _ms(median(times.answers)),
                "answer_p95_ms": _ms(high(times.answers)),
                "action_median_ms": _ms(median(times.actions)),
                "action_p95_ms": _ms(high(times.actions)),
            }
            for title, times in side.times.items()
        },
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 2)
