"""Cells are read as the text that a person sees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from openpyxl import Workbook

from content.excel_text import from_cell, to_cell
from content.own.cells import CellError, cell_text


def cell(value: Any, number_format: str = "General") -> Any:
    found = Workbook().create_sheet().cell(1, 1, value)
    found.number_format = number_format
    return found


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (5, "General", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.0025, "0.00%", "0.25%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (1234.5, "[$$-409]#,##0", "$1,235"),
        (1234, '#,##0 "€"', "1,234 €"),
        (1.2, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', "$1.20"),
        (42, "00000", "00042"),
        (-3.5, "0.0", "-3.5"),
        (2.0, "0.##", "2"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-1234.5, "0.0_);[Red]-0.0", "-1234.5"),
        (1234567.891, '0.0,"K"', "1234.6K"),
        (1234567.891, "#,##0.0,,", "1.2"),
        (1234.5, "0.00E+00", "1.23E+03"),
        (0.5, "# ?/?", "1/2"),
        (-2.75, "# ??/??", "-2 3/4"),
        (3, "# ?/?", "3"),
        (dt.datetime(2026, 3, 4), "mm-dd-yy", "3/4/2026"),
        (1e20, "General", "1E+20"),
        (0.0000123, "General", "1.23E-05"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (dt.datetime(2026, 3, 4), "yyyy-mm-dd", "2026-03-04"),
        (dt.date(2026, 3, 4), "mm/dd/yyyy", "03/04/2026"),
        (dt.datetime(2026, 3, 4), "d mmmm yyyy", "4 March 2026"),
        (dt.time(9, 30), "h:mm", "09:30"),
        (None, "General", ""),
    ],
)
def test_a_cell_reads_as_it_shows(value: Any, number_format: str, shown: str) -> None:
    assert cell_text(cell(value, number_format)) == shown


def test_a_formula_is_an_error() -> None:
    with pytest.raises(CellError, match="formula"):
        cell_text(cell("=SUM(A1:A2)"))


def test_a_number_that_is_none_is_an_error() -> None:
    infinite = cell(1)
    infinite._value = float("inf")  # what openpyxl reads from 1E+999
    with pytest.raises(CellError, match="a number that is none"):
        cell_text(infinite)


def test_an_excel_error_is_an_error() -> None:
    with pytest.raises(CellError, match="#N/A"):
        cell_text(cell("#N/A"))


@pytest.mark.parametrize("text", ["\x07", "_x0041_", "__x0041_", "a\r\nb", "\ufffe", "_x005F_x0041_"])
def test_any_text_survives_a_cell(text: str) -> None:
    assert from_cell(to_cell(text)) == text
