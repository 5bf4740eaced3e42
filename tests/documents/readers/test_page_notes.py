"""The notes of a page: their marks apart from the words, the notes themselves as notes."""

import pytest

from bot.documents.blocks import BlockKind, Reading
from bot.documents.readers import html

MARKS = [
    ("<a href='#fn1'>1</a>", "<ol><li id='fn1'>{}</li></ol>"),
    ("<sup><a href='#fn:1' id='fnref:1'>1</a></sup>", "<ol><li id='fn:1'><p>{}<a href='#fnref:1'>↩</a></p></li></ol>"),
    ("<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>",
     "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> {}</p></div>"),
    ("<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>",
     "<div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;{}</span></p></div>"),
    ("<sup><a href='#cite_note-1'>[1]</a></sup>",
     "<ol><li id='cite_note-1'><a href='#cite_ref-1'>^</a> <span>{}</span></li></ol>"),
    ("<a epub:type='noteref' href='#n1'>1</a>", "<aside epub:type='footnote' id='n1'><p>{}</p></aside>"),
    ("<a role='doc-noteref' href='#n1'>1</a>", "<div id='n1'>{}</div>"),
]  # fmt: skip


def read(mark: str, note: str) -> Reading:
    return html.read(f"<body><h1>Claims</h1><p>Within 30{mark} days.</p>{note.format('Or later.')}</body>".encode())


@pytest.mark.parametrize(("mark", "note"), MARKS)
def test_a_note_is_a_note_and_its_mark_no_digit_of_the_number_before_it(mark: str, note: str) -> None:
    _, said, told = read(mark, note).blocks
    assert said.text == "Within 30 days."
    assert [(each.kind, each.at) for each in said.marks] == [("note", 9)]
    assert (told.kind, told.text, told.label) == (BlockKind.NOTE, "Or later.", "1")


def test_a_link_to_a_part_of_the_page_is_no_note() -> None:
    reading = html.read(b"<p>See section <a href='#s1'>1</a>.</p><h2 id='s1'>One</h2><p>Text.</p>")
    assert reading.blocks[0].text == "See section 1."
