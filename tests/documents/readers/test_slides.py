"""PowerPoint files: titles, bullets with their depth, tables and notes."""

import io

import pytest
from pptx import Presentation

from bot.documents.blocks import BlockKind
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


def test_what_is_no_deck_is_a_fault() -> None:
    with pytest.raises(Faulty):
        slides.read(b"PK\x03\x04")
