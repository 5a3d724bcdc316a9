"""Write content as the workbook that editors work in.

Every cell is text, whatever it begins with: `=1+1` in somebody's answer is an answer, never a formula.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from content.excel_text import CELL_LIMIT, to_cell
from content.markup import render
from content.nesting import json_text
from content.own.facts import FACT
from content.problems import ContentError, Problem
from content.records import Content, Response
from content.sheets import IN_STORIES, KINDS, NOTES_SHEET, SHEETS, SHEETS_BY_NAME, STEP_KINDS, Sheet

Row = Sequence[str]

HOW_TO = (
    "This workbook is what the assistant understands and says. Edit it, save it, then run: make convert",
    "intents: one row per thing a customer can mean. 'kind' is chat, faq, portfolio or request.",
    f"'action' is empty where the sheet answers replies; a name starts code; '{IN_STORIES}' leaves it to the stories.",
    "examples: ways to say it, one per row; mark entities like this: what did [VTI](security) pay [last year](period)",
    "Each example stands under one intent only; ten or more per intent are good, written as customers write.",
    "answers: several rows with the same intent vary the wording; the assistant picks one. Line breaks are kept.",
    "facts: what changes (a fee, a phone number) has a name there; an answer shows it where it says {{name}}.",
    "buttons: shown under an answer; a click stands for the intent in the last column.",
    "stories: steps in order; user = an intent, bot = an answer or action, slot = name=value; rule = yes holds always.",
    "Order of columns and empty rows don't matter, no formulas; the converter names sheet and row of a mistake.",
)

_HEADING_FONT = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="1F4E5F")
_TOP = Alignment(vertical="top", wrap_text=True)
_ROWS_AHEAD = 500  # drop-downs reach this far below the last row, for rows still to be written


def write_workbook(content: Content, facts: Mapping[str, str], path: Path) -> None:
    """Write `content` (answers with their `{{fact}}` still in them) and `facts` to `path`; same input, same bytes.

    Raises ContentError for texts that are longer than a cell may be.
    """
    rows = sheet_rows(content, facts)
    too_long = [
        _too_long(SHEETS_BY_NAME[name], column, number, line)
        for name, lines in rows.items()
        for number, line in enumerate(lines, start=2)
        for column, cell in enumerate(line)
        if len(to_cell(cell)) > CELL_LIMIT
    ]
    if too_long:
        raise ContentError(too_long)
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_how_to(book.create_sheet(NOTES_SHEET))
    for sheet in SHEETS:
        if rows[sheet.name] or not sheet.optional:
            _write_sheet(book.create_sheet(sheet.name), sheet, rows[sheet.name])
    _add_choices(book, len(content.intents))
    _save(book, path)


def _too_long(sheet: Sheet, column: int, number: int, row: Row) -> Problem:
    place = f"sheet '{sheet.name}' row {number}, column '{sheet.columns[column].name}'"
    what = f"a text of {len(row[column]):,} characters does not fit a cell"
    of = "" if column == 0 else f" (of '{row[0][:40]}')"
    return Problem(place, f"{what}{of}", f"Excel holds {CELL_LIMIT:,} at most; shorten or split it in the project")


def sheet_rows(content: Content, facts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows of every sheet, each as long as the sheet has columns."""
    return {
        "intents": [
            (
                intent.name,
                intent.title,
                intent.kind,
                IN_STORIES if intent.only_in_stories else intent.action or "",
                intent.more,
            )
            for intent in content.intents
        ],
        "examples": [
            (intent.name, render(example.text, example.entities))
            for intent in content.intents
            for example in intent.examples
        ],
        "answers": [row for response in content.responses for row in _answer_rows(response)],
        "buttons": [
            (_short(response), button.title, button.sends, str(button.wording or ""))
            for response in content.responses
            for button in response.buttons
        ],
        "synonyms": [
            (entity, value, synonym) for (entity, value), all_ in content.synonyms.items() for synonym in all_
        ],
        "lookups": [(entity, value) for entity, values in content.lookups.items() for value in values],
        "stories": [
            (story.name, str(number), step.kind, step.what, "yes" if story.is_rule else "")
            for story in content.stories
            for number, step in enumerate(story.steps, start=1)
        ],
        "facts": [*facts.items(), *_braces(content, facts)],
        "regexes": [(name, pattern) for name, patterns in content.regexes.items() for pattern in patterns],
        "entities": _definitions(content.entities),
        "slots": _definitions(content.slots),
        "forms": _definitions(content.forms),
        "actions": [(action,) for action in content.actions],
    }


def _definitions(found: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    return [(name, json_text(definition)) for name, definition in found.items()]


def _braces(content: Content, facts: Mapping[str, str]) -> Iterable[Row]:
    """Braces in an answer that look like a fact's and aren't: a fact that is just itself says so."""
    texts = (text for response in content.responses for text in response.texts)
    names = dict.fromkeys(name for text in texts for name in FACT.findall(text) if name not in facts)
    return [(name, f"{{{{{name}}}}}") for name in names]


def _answer_rows(response: Response) -> Iterable[Row]:
    more = response.more or ("",) * len(response.texts)
    fills = "yes" if response.fills_slots else ""
    return [(_short(response), text, fills, extra) for text, extra in zip(response.texts, more, strict=True)]


def _short(response: Response) -> str:
    """Return the name without its `utter_`, but for one that goes on with another: the reader takes away one."""
    short = response.name.removeprefix("utter_")
    return response.name if short.startswith("utter_") else short


def _write_how_to(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 120
    page["A1"] = "How this workbook works"
    page["A1"].font = Font(bold=True, size=14)
    for number, line in enumerate(HOW_TO, start=2):
        page.cell(number, 1, line).alignment = _TOP


def _write_sheet(page: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> None:
    used = [
        index
        for index, column in enumerate(sheet.columns)
        if column.required or column.name in _ALWAYS_SHOWN or any(row[index] for row in rows)
    ]
    for place, index in enumerate(used, start=1):
        column = sheet.columns[index]
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        heading = page.cell(1, place, column.name)
        heading.font, heading.fill = _HEADING_FONT, _HEADING_FILL
        for number, row in enumerate(rows, start=2):
            if row[index]:
                cell = page.cell(number, place)
                cell.value = to_cell(row[index])
                cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
                cell.number_format = "@"
                cell.alignment = _TOP
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(used))}{max(2, len(rows) + 1)}"


_ALWAYS_SHOWN = {"title", "kind", "action", "entity", "step", "user or bot or slot", "rule"}


def _add_choices(book: Workbook, intents: int) -> None:
    """Offer the kinds, the names of intents and yes/no as drop-downs."""
    names = f"intents!$A$2:$A${intents + _ROWS_AHEAD}"
    _choose(book["intents"], "kind", f'"{",".join(KINDS)}"', strict=True)
    _choose(book["examples"], "intent", names, strict=True)
    _choose(book["answers"], "intent", names, strict=False)  # a response of its own is no intent
    _choose(book["buttons"], "intent it sends", names, strict=False)
    _choose(book["stories"], "user or bot or slot", f'"{",".join(STEP_KINDS)}"', strict=True)
    _choose(book["stories"], "rule", '"yes,no"', strict=True)


def _choose(page: Worksheet, heading: str, formula: str, *, strict: bool) -> None:
    column = next(get_column_letter(cell.column) for cell in page[1] if cell.value == heading)
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    choice.error = f"Choose one of the list for '{heading}'."
    choice.add(f"{column}2:{column}{page.max_row + _ROWS_AHEAD}")
    page.add_data_validation(choice)


def _save(book: Workbook, path: Path) -> None:
    """Save without the time of day, so that equal content gives equal bytes."""
    moment = dt.datetime(2000, 1, 1)  # naive, as openpyxl wants it
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "Folio"
    fresh = path.with_name(f".{path.name}.part")
    again = path.with_name(f".{path.name}.packed")
    try:
        book.save(fresh)
        with zipfile.ZipFile(fresh) as packed, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as even:
            for item in packed.infolist():
                data = packed.read(item)
                if item.filename == "docProps/core.xml":
                    data = _without_save_time(data)
                entry = zipfile.ZipInfo(item.filename, date_time=(2000, 1, 1, 0, 0, 0))
                even.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
        again.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
        again.unlink(missing_ok=True)


def _without_save_time(core: bytes) -> bytes:
    """openpyxl stamps `modified` while saving, whatever was set."""
    start = core.index(b">", core.index(b"<dcterms:modified")) + 1
    end = core.index(b"</dcterms:modified>")
    return core[:start] + b"2000-01-01T00:00:00Z" + core[end:]
