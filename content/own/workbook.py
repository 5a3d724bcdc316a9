"""Read one of our workbooks into the draft."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from content.closest import closest
from content.counting import joined
from content.nesting import loads
from content.own.cells import CellError, cell_text
from content.own.draft import (
    UNREAD,
    AnswerRow,
    ButtonRow,
    Draft,
    ExampleRow,
    IntentRow,
    NamedRow,
    Place,
    StepRow,
    ValueRow,
)
from content.sheets import NOTES_SHEET, SHEETS, SHEETS_BY_NAME, STEP_KINDS, Sheet
from content.texts import clean, has_unholdable, one_line

_YES = {"yes", "y", "true", "1", "x", "rule"}
_NO = {"", "no", "n", "false", "0", "-"}
_TYPO = 80  # likeness from which an unknown sheet or heading is a misspelling rather than somebody's own


_HEADINGS = {
    sheet.name: {name for column in sheet.columns for name in (column.name, *column.aliases)} for sheet in SHEETS
}

# Columns whose cells can't be read and the rest of whose rows is checked all the same.
_CHECKED_WITHOUT = {
    "intents": {"intent"},
    "examples": {"intent"},
    "answers": {"intent"},
    "buttons": {"intent", "intent it sends"},
    "stories": {"story", "what"},
}

# A row's place, its cells by column name, all its cells by column number.
_Shown = tuple[Place, dict[str, str], dict[int, str]]


@dataclass(frozen=True)
class _Row:
    """Cells by column name ("" where there is no such column or nothing in it)."""

    cells: Mapping[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def is_own_workbook(path: Path) -> bool:
    """True where at least two sheets bear our names; False for what is no workbook."""
    try:
        book = load_workbook(path, read_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException):
        return False
    with warnings.catch_warnings():
        names = {name.strip().casefold() for name in book.sheetnames}
    book.close()
    return len(names & set(SHEETS_BY_NAME)) >= 2


def read_workbook(path: Path, draft: Draft) -> None:
    """Add every row of `path` to `draft`, problems too; raises nothing."""
    try:
        with warnings.catch_warnings():  # openpyxl tells of Excel features that it leaves out
            warnings.simplefilter("ignore")
            book = load_workbook(path)
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
        draft.problem(path.name, f"can't be read as an Excel workbook ({error})", "save it again as .xlsx")
        return
    seen: dict[str, str] = {}
    draft.books.append(path.name)
    for page in book.worksheets:
        name = one_line(page.title).casefold()
        if name == NOTES_SHEET:
            continue
        place = f"{path.name}, sheet '{page.title}'"
        sheet = SHEETS_BY_NAME.get(name)
        if sheet is None:
            _unknown_sheet(place, page.title, draft)
        elif name in seen:
            draft.problem(place, f"is the same sheet as '{seen[name]}'", "put the rows into one of them")
        else:
            seen[name] = page.title
            draft.sheets.add(name)
            for row in _rows(page, sheet, place, draft):
                _ADD[sheet.name](row, draft)
            draft.has_facts |= sheet.name == "facts"
    if not seen and not draft.problems:
        draft.problem(path.name, "has none of our sheets", f"name them {', '.join(SHEETS_BY_NAME)}")


def _unknown_sheet(place: str, name: str, draft: Draft) -> None:
    """`name` is what the editor wrote."""
    if near := closest(name, SHEETS_BY_NAME, at_least=_TYPO):
        draft.problem(place, "is not a sheet that is read", f"did you mean '{near}'?")
        draft.incomplete.add(near)
    else:
        draft.unknown_sheets.append(name)
        draft.note(place, "is not a sheet that is read; left out")


def _rows(page: Worksheet, sheet: Sheet, place: str, draft: Draft) -> Iterator[_Row]:
    """Yield the rows that hold anything, merged cells filled from their first."""
    merged = _merged(page)
    columns: dict[int, str] | None = None
    headings: dict[int, str] = {}
    place_of_headings = place
    texts: list[_Shown] = []
    for cells in page.iter_rows():
        number = cells[0].row
        shown: dict[int, str] = {}
        broken: set[int] = set()  # columns of cells that can't be read, which is told
        for index, cell in enumerate(cells, start=1):
            where = f"{place} row {number}, column {get_column_letter(index)}"
            try:
                text = cell_text(merged.get(cell.coordinate, cell))
            except CellError as error:
                draft.problem(where, str(error), "put the text itself there")
                text = "?"
                broken.add(index)
            if has_unholdable(text):
                draft.note(where, "control characters are left out")
            if clean(text):
                shown[index] = clean(text)
        if not shown:
            continue
        if columns is None:
            headings, place_of_headings = shown, f"{place} row {number}"
            columns = _headings(shown, sheet, place_of_headings, draft)
            continue
        row_place = f"{place} row {number}"
        fields = {name: f"{row_place}, column {get_column_letter(index)}" for index, name in columns.items()}
        named = {name: shown[index] for index, name in columns.items() if index in shown}
        unread = {columns[index] for index in broken if index in columns}
        if unread and not _stand_in(named, unread, sheet, row_place, draft):
            continue
        texts.append((Place(row_place, fields), named, shown))
    if columns is None:
        if not sheet.optional:
            draft.note(place, "is empty")
        return
    kinds = _find_step_kinds(sheet, columns, texts)
    _tell_unread(headings, {*columns, kinds}, texts, sheet, place_of_headings, draft)
    lacking = _lacking(columns, sheet, draft)
    for row, named, _ in texts:
        if named and not lacking - _CHECKED_WITHOUT.get(sheet.name, set()):
            yield _Row(named | dict.fromkeys(lacking, UNREAD), row)


def _stand_in(named: dict[str, str], unread: set[str], sheet: Sheet, place: str, draft: Draft) -> bool:
    """Fill in for cells that can't be read, so that nothing else is told of their row; False: leave the row out."""
    first = next(column.name for column in sheet.columns if column.required)
    if first in unread:
        draft.incomplete.add(sheet.name)
    for name in unread:
        if name in _CHECKED_WITHOUT.get(sheet.name, ()):
            named[name] = UNREAD
        elif name == first:
            return False
        else:
            named[name] = f"? ({place})" if sheet.column(name).required else ""
    if sheet.name == "intents" and "intent" not in unread:
        draft.told_answers.add(one_line(named.get("intent", "")))  # its kind or action isn't known
    return True


def _lacking(columns: Mapping[int, str], sheet: Sheet, draft: Draft) -> set[str]:
    """Return the columns that the sheet needs and that aren't there, which `_headings` tells."""
    lacking = {column.name for column in sheet.columns if column.required} - set(columns.values())
    if lacking:
        draft.incomplete.add(sheet.name)
    return lacking


def _merged(page: Worksheet) -> dict[str, Cell | MergedCell]:
    found: dict[str, Cell | MergedCell] = {}
    for area in page.merged_cells.ranges:
        first = page.cell(area.min_row, area.min_col)
        for row in page.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
            found |= {cell.coordinate: first for cell in row}
    return found


def _headings(shown: Mapping[int, str], sheet: Sheet, place: str, draft: Draft) -> dict[int, str]:
    """Match headings to columns; tell of missing, misspelt and repeated ones."""
    names = {alias: column.name for column in sheet.columns for alias in column.aliases}
    names |= {column.name: column.name for column in sheet.columns}
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for index, heading in shown.items():
        name = names.get(one_line(heading).casefold())
        if name is None:
            unknown[index] = one_line(heading)
        elif name in columns.values():
            first = get_column_letter(next(other for other, taken in columns.items() if taken == name))
            same = "" if one_line(heading).casefold() == name else f", which means '{name}',"
            what = f"the heading '{heading}'{same} stands there and in column {first}"
            draft.problem(f"{place}, column {get_column_letter(index)}", what, "keep one of the columns")
        else:
            columns[index] = name
    for index, heading in unknown.items():
        missing = [column.name for column in sheet.columns if column.name not in columns.values()]
        if near := closest(heading, missing, at_least=_TYPO):
            where = f"{place}, column {get_column_letter(index)}"
            draft.problem(where, f"unknown heading '{heading}'", f"did you mean '{near}'?")
            columns[index] = near
    for column in sheet.columns:
        if column.required and column.name not in columns.values():
            draft.problem(place, f"no column is headed '{column.name}'", f"add the heading '{column.name}'")
    return columns


def _tell_unread(
    headings: Mapping[int, str],
    read: Collection[int | None],
    rows: list[_Shown],
    sheet: Sheet,
    place: str,
    draft: Draft,
) -> None:
    """Tell of columns that aren't read: those with a heading that is none of ours, and those with none and cells."""
    filled = {index: row.row for row, _, shown in reversed(rows) for index in shown}
    missing = [column.name for column in sheet.columns if column.name not in headings.values()]
    known = joined([f"'{column.name}'" for column in sheet.columns], "or")
    for index in sorted({*headings, *filled} - set(read)):
        where = f"{place}, column {get_column_letter(index)}"
        if index not in headings:
            first = filled[index].rpartition(" ")[2]
            draft.note(where, f"has no heading and is left out (cells from row {first} on); head it {known}")
        elif one_line(headings[index]).casefold() not in _HEADINGS[sheet.name]:
            near = closest(headings[index], missing)
            mend = f"did you mean '{near}'?" if near else f"those that are read are {known.replace(' or ', ' and ')}"
            draft.note(where, f"the column '{one_line(headings[index])}' is none that is read, left out; {mend}")


def _find_step_kinds(sheet: Sheet, columns: dict[int, str], texts: list[_Shown]) -> int | None:
    """Stories with another heading over user/bot/slot (or with these words under "step"): tell by what stands there.

    Return the column's number, None where there is no such column.
    """
    kind = "user or bot or slot"
    if sheet.name != "stories" or kind in columns.values():
        return None
    indexes = {index for _, _, shown in texts for index in shown}
    for index in sorted(indexes):
        values = {shown[index].casefold() for _, _, shown in texts if index in shown}
        if columns.get(index) in (None, "step") and values and values <= set(STEP_KINDS):
            for _, named, shown in texts:
                if index in shown:
                    named[kind] = shown[index]
                    named.pop("step", None) if columns.get(index) == "step" else None
            return index
    return None


def _is_yes(row: _Row, column: str, draft: Draft) -> bool:
    said = row[column].casefold()
    if said not in _YES | _NO:
        draft.problem(row.place.at(column), f"'{row[column]}' is neither yes nor no", "write yes, or nothing")
    return said in _YES


def _add_intent(row: _Row, draft: Draft) -> None:
    kind = one_line(row["kind"])
    draft.intents.append(
        IntentRow(
            one_line(row["intent"]), one_line(row["title"]), kind, one_line(row["action"]), row.place, row["more"]
        )
    )


def _add_example(row: _Row, draft: Draft) -> None:
    draft.examples.append(ExampleRow(one_line(row["intent"]), row["example"], row.place))


def _add_answer(row: _Row, draft: Draft) -> None:
    fills = _is_yes(row, "fills slots", draft)
    draft.answers.append(AnswerRow(one_line(row["intent"]), row["answer"], row.place, fills, row["more"]))


def _add_button(row: _Row, draft: Draft) -> None:
    intent, title = one_line(row["intent"]), one_line(row["title"])
    draft.buttons.append(ButtonRow(intent, title, row["intent it sends"], row.place, row["wording"]))


def _add_synonym(row: _Row, draft: Draft) -> None:
    entity, value = one_line(row["entity"]), one_line(row["value"])
    draft.synonyms.append(ValueRow(entity, value, one_line(row["synonym"]), row.place))


def _add_lookup(row: _Row, draft: Draft) -> None:
    draft.lookups.append(ValueRow(one_line(row["entity"]), "", one_line(row["value"]), row.place))


def _add_regex(row: _Row, draft: Draft) -> None:
    draft.regexes.append(ValueRow(one_line(row["name"]), "", row["pattern"], row.place))


def _add_step(row: _Row, draft: Draft) -> None:
    kind = one_line(row["user or bot or slot"])
    rule = _is_yes(row, "rule", draft)
    draft.steps.append(StepRow(one_line(row["story"]), kind, row["what"], rule, row.place, row["step"]))


def _add_fact(row: _Row, draft: Draft) -> None:
    draft.facts.append(NamedRow(one_line(row["name"]), row["value"], row.place))


def _add_slot(row: _Row, draft: Draft) -> None:
    _add_definition(row, "slot", draft.slots, draft)


def _add_form(row: _Row, draft: Draft) -> None:
    _add_definition(row, "form", draft.forms, draft)


def _add_entity(row: _Row, draft: Draft) -> None:
    _add_definition(row, "entity", draft.entities, draft)


_SUCH_AS = {"slot": '{"type": "bool"}', "form": '{"required_slots": ["city"]}', "entity": '{"roles": ["from", "to"]}'}


def _add_definition(row: _Row, what: str, rows: list[NamedRow], draft: Draft) -> None:
    try:
        definition = loads(row["definition"] or "{}")
    except ValueError as error:
        draft.problem(row.place.at("definition"), f"is no JSON ({error})", f"write it like {_SUCH_AS[what]}")
        return
    rows.append(NamedRow(one_line(row[what]), definition, row.place))


def _add_action(row: _Row, draft: Draft) -> None:
    draft.actions.append(NamedRow(one_line(row["action"]), None, row.place))


_ADD = {
    "intents": _add_intent,
    "examples": _add_example,
    "answers": _add_answer,
    "buttons": _add_button,
    "synonyms": _add_synonym,
    "lookups": _add_lookup,
    "regexes": _add_regex,
    "stories": _add_step,
    "facts": _add_fact,
    "entities": _add_entity,
    "slots": _add_slot,
    "forms": _add_form,
    "actions": _add_action,
}
