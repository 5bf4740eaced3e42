"""OpenDocument texts → blocks: as Word files are read."""

import io
import zipfile

import pytest

from bot.core.model import Mark
from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers import odt

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
)
STRUCK = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
HIDDEN = '<style:style style:name="T2"><style:text-properties text:display="none"/></style:style>'
NUMBERED = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>'


def read(body: str) -> Reading:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        text = f"<office:body><office:text>{body}</office:text></office:body>"
        package.writestr("content.xml", f"<office:document-content {SPACES}>{text}</office:document-content>")
        package.writestr(
            "styles.xml", f"<office:document-styles {SPACES}>{STRUCK}{HIDDEN}{NUMBERED}</office:document-styles>"
        )
    return odt.read(made.getvalue())


def test_headings_lists_and_tables_keep_their_form() -> None:
    cells = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>"
    cells += "<table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    rows = cells.format("Grade", "Days") + cells.format("Senior", "28")
    item = '<text:list text:style-name="L1"><text:list-item><text:p>Ask</text:p></text:list-item></text:list>'
    heading = '<text:h text:outline-level="2">Leave</text:h>'
    first, second, third = read(f"{heading}{item}<table:table>{rows}</table:table>").blocks
    assert (first.kind, first.level, first.text) == (BlockKind.HEADING, 2, "Leave")
    assert (second.kind, second.label, second.text) == (BlockKind.ITEM, "1.", "Ask")
    assert (third.cells, third.heads) == (("Senior", "28"), ("Grade", "Days"))


def test_notes_struck_words_and_comments_are_no_words_of_the_text() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Of work.</text:p>"
    note += "</text:note-body></text:note>"
    struck = '<text:span text:style-name="T1">five</text:span>'
    comment = "<office:annotation><text:p>Really?</text:p></office:annotation>"
    reading = read(f"<text:p>Within {struck}{comment} 30{note}<text:s/>days.</text:p>")
    text, said = reading.blocks
    assert (text.text, text.marks) == ("Within 30 days.", (Mark("struck", 7, "five"), Mark("note", 9, "1")))
    assert (said.kind, said.label, said.text) == (BlockKind.NOTE, "1", "Of work.")
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.COMMENT, "Really?")]


def test_hidden_words_and_who_deleted_what_are_no_words_of_the_text() -> None:
    info = "<office:change-info><text:p>Jane, in May</text:p></office:change-info>"
    deleted = f"<text:changed-region><text:deletion>{info}<text:p>ten</text:p></text:deletion></text:changed-region>"
    hidden = '<text:span text:style-name="T2">secret</text:span>'
    reading = read(f"<text:tracked-changes>{deleted}</text:tracked-changes><text:p>Twenty {hidden} days.</text:p>")
    assert [block.text for block in reading.blocks] == ["Twenty days."]
    assert {(each.reason, each.text) for each in reading.left_out} == {
        (Omission.DELETED, "ten"),
        (Omission.HIDDEN, "secret"),
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive"])
def test_what_is_none_says_so(data: bytes) -> None:
    with pytest.raises(Faulty):
        odt.read(data)
