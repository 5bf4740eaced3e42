"""Sheets and CSV files: a row a block, under its heads, as a reader of the sheet sees it."""

import io
from datetime import date

import openpyxl
import pytest

from bot.documents.blocks import BlockKind, Reading
from bot.documents.faults import Faulty
from bot.documents.readers import comma_separated, sheet


def workbook(rows: list[list[object]], **hidden: object) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    return book


def read(book: openpyxl.Workbook) -> Reading:
    data = io.BytesIO()
    book.save(data)
    return sheet.read(data.getvalue())


def cells(reading: Reading) -> list[tuple[str, ...]]:
    return [block.cells for block in reading.blocks if block.kind is BlockKind.ROW]


def test_each_row_of_a_sheet_stands_under_the_heads_of_its_columns() -> None:
    reading = read(workbook([["Town", "Nights"], ["Graz", 3], ["Linz", 4.0]]))
    assert cells(reading) == [("Graz", "3"), ("Linz", "4")]
    assert {block.heads for block in reading.blocks} == {("Town", "Nights")}


def test_lines_above_a_table_are_headings_and_text() -> None:
    reading = read(workbook([["Nights abroad"], ["Ask before you book."], [None], ["Town", "Nights"], ["Graz", 3]]))
    assert [block.kind for block in reading.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ROW]


def test_dates_percentages_and_sums_read_as_the_sheet_shows_them() -> None:
    book = workbook([["What", "When", "Share", "Sum"], ["Rent", date(2026, 3, 1), 0.25, 1500]])
    page = book.active
    assert page is not None
    page["C2"].number_format, page["D2"].number_format = "0%", '"€"#,##0'
    assert cells(read(book)) == [("Rent", "2026-03-01", "25%", "€1,500")]


def test_what_the_sheet_hides_is_no_row_and_is_listed() -> None:
    book = workbook([["Town", "Nights"], ["Graz", 3], ["Secret", 9]])
    page = book.active
    assert page is not None
    page.row_dimensions[3].hidden = True
    book.create_sheet("Drafts").append(["Not yet"])
    book["Drafts"].sheet_state = "hidden"
    reading = read(book)
    assert cells(reading) == [("Graz", "3")]
    assert [each.text for each in reading.left_out] == ["Drafts: Not yet", "Secret\t9"]


def test_a_cell_that_reaches_down_stands_in_each_of_its_rows() -> None:
    book = workbook([["Country", "Town"], ["Austria", "Graz"], [None, "Linz"]])
    page = book.active
    assert page is not None
    page.merge_cells("A2:A3")
    assert cells(read(book)) == [("Austria", "Graz"), ("Austria", "Linz")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_parts_its_cells(separator: str) -> None:
    lines = [separator.join(row) for row in (("Town", "Nights"), ("Graz", "3"), ("Linz", "4"))]
    reading = comma_separated.read("\n".join(lines).encode("cp1252"))
    assert cells(reading) == [("Graz", "3"), ("Linz", "4")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 1_000])
def test_what_is_no_workbook_is_a_fault(data: bytes) -> None:
    with pytest.raises(Faulty):
        sheet.read(data)
