"""A small project of our own form, and helpers to write variations of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from content.own import read_sources
from content.problems import ContentError
from content.records import Button, Content, Example, Intent, Response, Span, Step, Story

SMALL = Content(
    intents=(
        Intent("greet", "Say hello", "chat", examples=(Example("hi"), Example("good morning"))),
        Intent("faq_etf", "What is an ETF?", "faq", examples=(Example("what is an etf"), Example("why ETFs?"))),
        Intent(
            "fees_paid",
            "Fees I paid",
            "portfolio",
            "action_fees_paid",
            examples=(
                Example("what did I pay last year", (Span(15, 24, "period"),)),
                Example("fees of the joint one", (Span(8, 21, "account", "Joint"),)),
            ),
        ),
    ),
    responses=(
        Response("utter_greet", ("Hello.", "Good day."), (Button("My fees", "fees_paid"),)),
        Response("utter_faq_etf", ("An ETF is a basket of securities: one share, {many} owners.",)),
        Response("utter_greet_returning", ("Welcome back.",)),
    ),
    synonyms={("account", "Roth IRA"): ("roth", "my roth")},
    lookups={"account": ("Roth IRA", "Joint")},
    stories=(
        Story(
            "explain the fees",
            (
                Step("user", "fees_paid"),
                Step("bot", "action_fees_paid"),
                Step("slot", "asked=true"),
                Step("user", "faq_etf"),
                Step("bot", "utter_faq_etf"),
            ),
        ),
    ),
)

Rows = Sequence[Sequence[Any]]

SHEETS: dict[str, Rows] = {
    "intents": [
        ["intent", "title", "kind", "action"],
        ["greet", "Hello", "chat", None],
        ["faq_etf", "ETFs", "faq", None],
    ],
    "examples": [["intent", "example"], ["greet", "hi"], ["faq_etf", "what is an etf"]],
    "answers": [["intent", "answer"], ["greet", "Hello."], ["faq_etf", "A basket."]],
}


def write_book(path: Path, changes: Mapping[str, Rows]) -> Path:
    """Write SHEETS with some sheets replaced; a sheet of no rows is left out."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {**SHEETS, **changes}.items():
        if rows:
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
    book.save(path)
    return path


def write_json(path: Path, root: Any) -> Path:
    path.write_text(json.dumps(root, ensure_ascii=False), encoding="utf-8")
    return path


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_sources(folder)
    return [str(problem) for problem in caught.value.problems]


def problem_of(tmp_path: Path, sheet: str, rows: Rows) -> str:
    write_book(tmp_path / "content.xlsx", {sheet: rows})
    return "\n".join(problems(tmp_path))
