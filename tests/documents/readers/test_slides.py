"""PowerPoint files: titles, bullets with their depth, tables and notes."""

import io

import pytest
from pptx import Presentation
from pptx.presentation import Presentation as PresentationFile
from pptx.text.text import TextFrame

from bot.core.model import Mark
from bot.documents.blocks import BlockKind, Reading
from bot.documents.corpus.format import described
from bot.documents.faults import Faulty
from bot.documents.readers import slides


def test_a_slide_is_its_title_its_bullets_and_its_notes() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Leave"
    body = slide.placeholders[1].text_frame
    body.text = "Ask early"
    deeper = body.add_paragraph()
    deeper.text, deeper.level = "Ten weeks before", 1
    slide.notes_slide.notes_text_frame.text = "Speak slowly."
    data = io.BytesIO()
    deck.save(data)
    blocks = slides.read(data.getvalue()).blocks
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        (BlockKind.HEADING, 2, "Leave"),
        (BlockKind.ITEM, 1, "Ask early"),
        (BlockKind.ITEM, 2, "Ten weeks before"),
        (BlockKind.NOTE, 0, "Speak slowly."),
    ]


def read(deck: PresentationFile) -> Reading:
    data = io.BytesIO()
    deck.save(data)
    return slides.read(data.getvalue())


def titled(deck: PresentationFile, title: str, *lines: str) -> TextFrame:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    assert slide.shapes.title is not None
    slide.shapes.title.text = title
    frame: TextFrame = slide.placeholders[1].text_frame
    frame.text = "\n".join(lines)
    return frame


def test_a_title_of_the_program_is_none_and_that_of_the_first_slide_is() -> None:
    deck = Presentation()
    titled(deck, "Leave", "Ask early", "Book late")
    deck.core_properties.title, deck.core_properties.keywords = "PowerPoint Presentation", "holiday"
    assert read(deck).known == {"title": "Leave", "keywords": "holiday"}


def test_a_slide_without_a_title_does_not_belong_to_the_one_before_it() -> None:
    deck = Presentation()
    titled(deck, "Deck", "Ask early.")
    titled(deck, "Leave", "Ask early.")
    titled(deck, "", "Pay is on the fifth.")
    found = described("a", read(deck)).article.passages
    assert [each.context.headings for each in found] == [(), ("Leave",), ()]


def test_what_is_struck_out_on_a_slide_is_a_mark() -> None:
    deck = Presentation()
    run = titled(deck, "Leave", "").paragraphs[0].add_run()
    run.text = "25"
    run.font._element.set("strike", "sngStrike")
    frame = deck.slides[0].placeholders[1].text_frame
    frame.paragraphs[0].add_run().text = " 28 days"
    block = read(deck).blocks[1]
    assert (block.text, block.marks) == ("28 days", (Mark("struck", 0, "25"),))


def test_a_cell_that_reaches_down_stands_in_each_of_its_rows() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(3, 2, 0, 0, 100, 100).table
    for row, cells in enumerate((("Town", "Cap"), ("Graz", "40"), ("Linz", ""))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    assert [each.cells for each in read(deck).blocks if each.cells] == [("Graz", "40"), ("Linz", "40")]


def test_what_is_no_deck_is_a_fault() -> None:
    with pytest.raises(Faulty):
        slides.read(b"PK\x03\x04")
