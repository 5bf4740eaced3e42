"""A PowerPoint file → its slides' titles, bullets, tables and speaker notes, in reading order."""

import io
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.parts.coreprops import CorePropertiesPart as CoreProperties
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.table import Table
from pptx.text.text import TextFrame

from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.properties import beginning, keywords, trusted

# What stands on every slide, and says nothing of its own.
FURNITURE = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER}


def read(data: bytes) -> Reading:
    """Reads the bytes of a .pptx file. Raises Faulty."""
    try:
        deck = Presentation(io.BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise Faulty(0, "is no PowerPoint file that can be read", "open it and save it anew as .pptx") from error
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    for page, slide in enumerate(deck.slides, start=1):
        found = list(_of_slide(slide, page))
        if slide.element.get("show") == "0":
            left_out.append(LeftOut(Omission.HIDDEN, "\n".join(block.text for block in found), page))
        else:
            blocks += found
            left_out += _furniture(slide, page)
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise Faulty(0, "has no slide with text", "check that its slides are no pictures")
    return Reading(tuple(blocks), tuple(left_out), _known(deck.core_properties, blocks), unit="slide")


def _known(said: CoreProperties, blocks: Sequence[Block]) -> dict[str, str]:
    words = keywords((said.keywords, said.subject, said.comments))
    known = trusted({"title": said.title, "keywords": words}, beginning(blocks))
    first = blocks[0]
    if first.kind is BlockKind.HEADING and first.page == 1:
        known.setdefault("title", " ".join(first.text.split()))
    return known


def _of_slide(slide: Slide, page: int) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and (text := _words(title.text_frame.text)):
        yield Block(BlockKind.HEADING, text, level=2, line=page, page=page)
    for shape in _in_reading_order(slide):
        if (title is None or shape.shape_id != title.shape_id) and not _is_furniture(shape):
            yield from _of_shape(shape, page)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            if text := _words("".join(run.text for run in paragraph.runs)):
                yield Block(BlockKind.NOTE, text, line=page, page=page)


def _in_reading_order(slide: Slide) -> list[BaseShape]:
    return sorted(slide.shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _of_shape(shape: BaseShape, page: int) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        yield from _rows(shape.table, page)  # type: ignore[attr-defined]  # a graphic frame, as it says
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame, page)  # type: ignore[attr-defined]
    else:
        for member in getattr(shape, "shapes", ()):  # a group
            yield from _of_shape(member, page)


def _paragraphs(frame: TextFrame, page: int) -> Iterator[Block]:
    filled = [(each.level, text) for each in frame.paragraphs if (text := _words(each.text))]
    for level, text in filled:
        kind = BlockKind.ITEM if len(filled) > 1 else BlockKind.PARAGRAPH
        yield Block(kind, text, level=level + 1 if kind is BlockKind.ITEM else 0, line=page, page=page)


def _rows(table: Table, page: int) -> Iterator[Block]:
    rows = [tuple(_words(cell.text) for cell in row.cells) for row in table.rows]
    heads = rows.pop(0) if table.first_row and len(rows) > 1 else ()
    for cells in rows:
        if any(cells):
            yield Block(BlockKind.ROW, "", cells=cells, heads=heads, line=page, page=page)


def _furniture(slide: Slide, page: int) -> Iterator[LeftOut]:
    for shape in slide.shapes:
        if _is_furniture(shape) and shape.has_text_frame:
            text = _words(shape.text_frame.text)  # type: ignore[attr-defined]
            if text:
                yield LeftOut(Omission.RUNNING_HEAD, text, page)


def _is_furniture(shape: BaseShape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in FURNITURE


def _words(text: str) -> str:
    # A vertical tab is a line break within a paragraph.
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.replace("\v", "\n").splitlines())))
