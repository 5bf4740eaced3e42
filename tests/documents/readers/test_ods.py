"""OpenDocument spreadsheets → blocks: as Excel workbooks are read, in the words that their cells show."""

import io
import zipfile

import pytest

from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers import ods

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
)
HIDDEN = '<style:style style:name="S"><style:table-properties table:display="false"/></style:style>'


def cell(text: str = "", more: str = "", inner: str = "") -> str:
    return f"<table:table-cell {more}>{inner}{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def read(*sheets: str) -> Reading:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        package.writestr("content.xml", f"<office:document-content {SPACES}>{styles}{body}</office:document-content>")
    return ods.read(made.getvalue())


def test_each_row_stands_under_the_heads_of_its_columns() -> None:
    fees = sheet(
        "Fees",
        row(cell("Fees of 2024", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
        row(cell("Town"), cell("Rate")),
        row(cell("Graz", 'table:number-rows-spanned="2"'), cell("120,50 €")),
        row("<table:covered-table-cell/>", cell("90 €")),
        row(cell(more='table:number-columns-repeated="1000"'), more='table:number-rows-repeated="1000000"'),
    )
    heading, *rows = read(fees).blocks
    assert (heading.kind, heading.text) == (BlockKind.HEADING, "Fees of 2024")
    assert {each.heads for each in rows} == {("Town", "Rate")}
    assert [each.cells for each in rows] == [("Graz", "120,50 €"), ("Graz", "90 €")]


def test_what_a_sheet_hides_and_its_comments_are_listed_and_not_said() -> None:
    note = "<office:annotation><text:p>sure?</text:p></office:annotation>"
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    reading = read(
        sheet(
            "A",
            column,
            row(cell("Ask us.", inner=note), cell("code 7")),
            row(cell("Old."), more='table:visibility="filter"'),
        ),
        sheet("B", row(cell("Draft.")), more='table:style-name="S"'),
    )
    assert [each.text for each in reading.blocks] == ["A", "Ask us."]
    assert {(each.reason, each.text) for each in reading.left_out} == {
        (Omission.COMMENT, "sure?"),
        (Omission.HIDDEN, "code 7"),
        (Omission.HIDDEN, "Old."),
        (Omission.HIDDEN, "B: Draft."),
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive"])
def test_what_is_no_spreadsheet_is_a_fault(data: bytes) -> None:
    with pytest.raises(Faulty) as caught:
        ods.read(data)
    assert caught.value.mend
