"""What files do to a table: encodings, line ends, formulas, styles, damage."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import FORMAT_PERCENTAGE
from openpyxl.utils.datetime import MAC_EPOCH

from adapters.portfolio_files.dataset import Dataset, read_dataset
from adapters.portfolio_files.problems import PortfolioFileError
from tests.unit.adapters.small_firm import small_firm, write_csv, write_workbook


def refused(path: Path) -> list[str]:
    with pytest.raises(PortfolioFileError) as caught:
        read_dataset(path)
    return [str(problem) for problem in caught.value.problems]


def values(dataset: Dataset) -> dict[str, dict[str, list[object]]]:
    return {name: table.columns for name, table in dataset.tables.items()}


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "firm.xlsx", small_firm())


def test_workbook_and_csv_folder_hold_the_same(tmp_path: Path, book_path: Path) -> None:
    assert values(read_dataset(write_csv(tmp_path / "firm", small_firm()))) == values(read_dataset(book_path))


def test_values_are_typed_and_exact(book_path: Path) -> None:
    columns = values(read_dataset(book_path))
    assert columns["prices"]["close"][3] == Decimal("101.123456")
    assert columns["securities"]["aliases"] == [("stocks", "total stock"), (), ("S&P 500", "the market")]
    assert columns["securities"]["expense_ratio_bps"] == [3, 0, 0]
    assert columns["recurring_deposits"]["active"] == [True, False]
    assert columns["goals"]["account_ids"] == [("A-1", "A-2")]
    assert columns["transfers"]["expected_on"] == [None]
    assert columns["customers"]["name"][0] == "Ada Núñez"
    assert columns["documents"]["available_on"] == [date(2026, 2, 15), None]


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8-sig", "\r\n"), ("utf-8", "\r\n"), ("utf-8", "\n")])
def test_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path, encoding: str, newline: str) -> None:
    plain = read_dataset(write_csv(tmp_path / "plain", small_firm()))
    other = read_dataset(write_csv(tmp_path / "other", small_firm(), encoding=encoding, newline=newline))
    assert values(plain) == values(other)


def test_csv_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    (folder / "customers.csv").write_bytes((folder / "customers.csv").read_text().encode("latin-1"))
    assert refused(folder)[0].startswith("table customers: customers.csv is not UTF-8")


def test_an_open_quotation_mark_is_told(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    with (folder / "documents.csv").open("a") as file:
        file.write('D-9,"C-1,,statement,2025,\n')
    assert "documents.csv, after row 3" in refused(folder)[0]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    tables = small_firm()
    tables["customers"][0]["name"] = "Ada\nNúñez"  # one row on two lines
    tables["customers"][1]["risk_level"] = 99
    folder = write_csv(tmp_path / "firm", tables)
    text = (folder / "customers.csv").read_text()
    heading, rest = text.split("\n", 1)
    (folder / "customers.csv").write_text(f"{heading}\n\n{rest}")
    assert refused(folder)[0].startswith("table customers, row 4, column risk_level")


def test_a_row_longer_than_the_heading_is_told(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    with (folder / "customers.csv").open("a") as file:
        file.write("C-3,Lee, Kim,lee@example.com,5,2026-01-05,USD\n")
    assert any("has more cells than the heading" in problem for problem in refused(folder))


def test_headings_and_table_names_are_read_whatever_their_capitals(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    (folder / "customers.csv").rename(folder / "Customers.CSV")
    text = (folder / "prices.csv").read_text()
    (folder / "prices.csv").write_text(text.replace("date,ticker,close", "Date, TICKER ,Close"))
    read_dataset(folder)


def test_two_files_of_one_table_are_told(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    (folder / "CUSTOMERS.csv").write_text("customer_id\n")
    assert refused(folder) == ["CUSTOMERS.csv and customers.csv are both table customers; keep one"]


def test_a_column_that_is_there_twice_is_told(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "firm", small_firm())
    (folder / "prices.csv").write_text("date,ticker,close,close\n")
    assert "table prices, row 1, column close: the column is there twice; keep one" in refused(folder)


def test_a_formula_without_a_stored_value_is_told(book_path: Path) -> None:
    book = load_workbook(book_path)
    book["prices"]["C3"] = "=80+0.5"  # openpyxl stores formulas without values
    book.save(book_path)
    assert refused(book_path) == [
        "table prices, row 3, column close: is a formula without a stored value; "
        "open the workbook in Excel or LibreOffice and save it"
    ]


def test_a_formula_with_a_stored_value_counts_as_that_value(book_path: Path) -> None:
    edit(book_path, "prices", r'(<c r="C3"[^>]*>)<v>80.5</v>', r"\1<f>80+0.5</f><v>80.5</v>")
    assert values(read_dataset(book_path))["prices"]["close"][1] == Decimal("80.5")


def test_an_error_of_excel_is_told(book_path: Path) -> None:
    edit(book_path, "prices", r'<c r="C3"[^>]*><v>80.5</v>', '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v>')
    assert refused(book_path) == ["table prices, row 3, column close: holds the error #DIV/0!; mend the formula"]


def test_ids_typed_as_numbers_are_texts(tmp_path: Path) -> None:
    tables = small_firm()
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                if value == "C-1":
                    row[column] = 17
    dataset = read_dataset(write_workbook(tmp_path / "firm.xlsx", tables))
    assert values(dataset)["customers"]["customer_id"] == ["17", "C-2"]


def test_a_percent_format_holds_the_fraction(book_path: Path) -> None:
    book = load_workbook(book_path)
    book["target_models"]["C2"].number_format = FORMAT_PERCENTAGE
    book.save(book_path)
    assert values(read_dataset(book_path))["target_models"]["weight"][0] == Decimal("0.6")


def test_blank_rows_and_hidden_sheets_do_not_matter(book_path: Path) -> None:
    book = load_workbook(book_path)
    book["customers"].insert_rows(3)
    book["goals"].sheet_state = "hidden"
    book["customers"]["A9"] = "  "
    book.save(book_path)
    assert values(read_dataset(book_path))["customers"]["customer_id"] == ["C-1", "C-2"]


def test_a_workbook_that_counts_days_from_1904_is_read_right(book_path: Path) -> None:
    book = load_workbook(book_path)
    book.epoch = MAC_EPOCH
    book.save(book_path)
    assert values(read_dataset(book_path))["customers"]["joined_on"][0] == date(2026, 1, 5)


def test_prefixed_elements_are_read_too(book_path: Path) -> None:
    plain = values(read_dataset(book_path))
    edit(book_path, "prices", r"xmlns=", "xmlns:x=")
    edit(book_path, "prices", r"<(/?)(?=[a-zA-Z])", r"<\1x:")
    assert values(read_dataset(book_path)) == plain


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"date,ticker,close\n", "is not an Excel workbook (.xlsx)"),
        (b"", "is not an Excel workbook (.xlsx)"),
        (b"PK\x03\x04 nothing", "is not an Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .xls or has a password"),
    ],
)
def test_a_workbook_that_is_not_one_is_told(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "firm.xlsx"
    path.write_bytes(content)
    (problem,) = refused(path)
    assert problem.startswith("firm.xlsx") and what in problem


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "firm.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "is not an Excel workbook" in refused(tmp_path / "firm.xlsx")[0]


def test_a_damaged_sheet_is_told_by_its_name(book_path: Path) -> None:
    edit(book_path, "goals", r"</row>", "", count=1)
    assert refused(book_path)[0].startswith("table goals: sheet 'goals' is damaged")


def test_a_path_to_nothing_or_to_one_table_is_told(tmp_path: Path) -> None:
    assert "can't be read" in refused(tmp_path / "nothing.xlsx")[0]
    assert "name the folder" in refused(tmp_path / "prices.csv")[0]


def test_an_empty_workbook_misses_all_tables(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "firm.xlsx")
    assert len(refused(tmp_path / "firm.xlsx")) == 10


def edit(path: Path, sheet: str, pattern: str, replacement: str, *, count: int = 0) -> None:
    """Change the XML of one sheet of a workbook."""
    place = load_workbook(path).sheetnames.index(sheet) + 1
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/worksheets/sheet{place}.xml"
    changed, times = re.subn(pattern, replacement, files[name].decode(), count=count)
    assert times, "the pattern changes nothing"
    files[name] = changed.encode()
    with ZipFile(path, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
