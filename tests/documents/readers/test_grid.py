"""Sheets and CSV files: a row a block, under its heads, as a reader of the sheet sees it."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment

from bot.documents.blocks import BlockKind, Omission, Reading
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


def heads(reading: Reading) -> list[tuple[str, ...]]:
    return [block.heads for block in reading.blocks if block.kind is BlockKind.ROW]


def test_a_second_table_below_an_empty_row_has_heads_of_its_own() -> None:
    reading = read(
        workbook([["Town", "Nights", "Meals"], ["Graz", 3, 4], [None], ["Grade", "Class"], ["Senior", "First"]])
    )
    assert heads(reading) == [("Town", "Nights", "Meals"), ("Grade", "Class")]


def test_names_below_a_column_of_numbers_are_the_heads_of_another_table() -> None:
    rows: list[list[object]] = [["Size", "Price"], ["S", 1], ["M", 2], [], ["Colour", "Code"], ["Red", "R1"]]
    assert heads(read(workbook(rows)))[-1] == ("Colour", "Code")


def test_an_empty_row_within_a_table_does_not_end_it() -> None:
    reading = read(workbook([["Town", "Nights"], ["Graz", 3], [None], ["Linz", 4]]))
    assert heads(reading) == [("Town", "Nights")] * 2


def test_tables_side_by_side_are_two() -> None:
    reading = read(workbook([["Town", "Nights", None, "Grade", "Days"], ["Graz", 3, None, "Senior", 28]]))
    assert list(zip(heads(reading), cells(reading), strict=True)) == [
        (("Town", "Nights"), ("Graz", "3")),
        (("Grade", "Days"), ("Senior", "28")),
    ]


def test_heads_in_two_rows_are_read_together() -> None:
    book = workbook([["Role", 2025, None], [None, "Days", "Pay"], ["Senior", 28, "full"]])
    page = book.active
    assert page is not None
    page.merge_cells("B1:C1")
    page.merge_cells("A1:A2")
    assert heads(read(book)) == [("Role", "2025 Days", "2025 Pay")]


def test_years_may_be_heads_and_facts_have_none() -> None:
    assert heads(read(workbook([["Grade", 2024, 2025], ["Senior", 28, 30]]))) == [("Grade", "2024", "2025")]
    assert heads(read(workbook([["Owner", "Jo Lind"], ["Version", 3]]))) == [(), ()]


def test_comments_and_values_that_could_not_be_worked_out_are_not_said() -> None:
    book = workbook([["Town", "Nights"], ["Graz", "#N/A"], ["Linz", 3]])
    page = book.active
    assert page is not None
    page["A2"].comment = Comment("sure?", "Ann")
    reading = read(book)
    assert cells(reading) == [("Graz", ""), ("Linz", "3")]
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.COMMENT, "sure?")]


def test_formulas_that_were_saved_without_their_values_are_told_of() -> None:
    (told,) = read(workbook([["Town", "Euros"], ["Graz", "=2*3"], ["Linz", "=B2*2"]])).warnings
    assert "2 formulas in it without a value" in told
    assert read(workbook([["Town", "Euros"], ["Graz", 6]])).warnings == ()


def test_a_csv_file_may_have_line_ends_and_commas_in_its_cells_and_say_what_parts_them() -> None:
    for text in ('\ufeffTown;Note\r\nGraz;"Ask;\r\nthen book"\r\n', 'sep=;\r\nTown;Note\r\nGraz;"Ask; then book"\r\n'):
        assert cells(comma_separated.read(text.encode())) == [("Graz", "Ask; then book")]


def test_a_csv_file_of_one_column_is_lines_of_text() -> None:
    reading = comma_separated.read(b"Rules\nAsk your manager first.\nKeep receipts.\n")
    assert [block.text for block in reading.blocks] == ["Rules", "Ask your manager first.", "Keep receipts."]


def test_a_line_below_a_table_with_nothing_under_it_is_text() -> None:
    blocks = comma_separated.read(b"Fees,\nWhat,How much\nDogs,5\n,\nCats are free,\n,\nBirds as well,\n").blocks
    assert [(each.kind, each.text) for each in blocks if not each.cells] == [
        (BlockKind.HEADING, "Fees"),
        (BlockKind.PARAGRAPH, "Cats are free"),
        (BlockKind.PARAGRAPH, "Birds as well"),
    ]
