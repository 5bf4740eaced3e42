"""A PowerPoint file → its slides' titles, bullets, tables and speaker notes, in reading order."""

import io
import re
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.parts.coreprops import CorePropertiesPart as CoreProperties
from pptx.presentation import Presentation as PresentationFile
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.table import Table
from pptx.text.text import TextFrame
from pptx.text.text import _Paragraph as Paragraph

from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.collecting import BREAK, Collecting, Words
from bot.documents.readers.properties import beginning, keywords, trusted

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DRAWN = re.compile(r"/ppt/(?:diagrams/data|charts/chart)")
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
    left_out += _drawn(deck)
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise Faulty(0, "has no slide with text", "check that its slides are no pictures")
    return Reading(tuple(blocks), tuple(left_out), _known(deck.core_properties, blocks), unit="slide")


def _known(said: CoreProperties, blocks: Sequence[Block]) -> dict[str, str]:
    words = keywords((said.keywords, said.subject, said.comments))
    known = trusted({"title": said.title, "keywords": words}, beginning(blocks))
    if blocks[0].text and blocks[0].page == 1:
        known.setdefault("title", blocks[0].text)
    return known


def _of_slide(slide: Slide, page: int) -> Iterator[Block]:
    title = slide.shapes.title
    # A slide without a title still ends the one before it.
    text = "" if title is None else _words(title.text_frame.text)
    yield Block(BlockKind.HEADING, " ".join(text.split()), level=2, line=page, page=page)
    for shape in _in_reading_order(slide):
        if (title is None or shape.shape_id != title.shape_id) and not _is_furniture(shape):
            yield from _of_shape(shape, page)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            if (words := _said(paragraph)).text:
                yield Block(BlockKind.NOTE, words.text, marks=words.marks, line=page, page=page)


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
    filled = [(each.level, words) for each in frame.paragraphs if (words := _said(each)).text]
    kind = BlockKind.ITEM if len(filled) > 1 else BlockKind.PARAGRAPH
    for depth, words in filled:
        level = depth + 1 if kind is BlockKind.ITEM else 0
        yield Block(kind, words.text, level, strong=words.strong, marks=words.marks, line=page, page=page)


def _said(paragraph: Paragraph) -> Words:
    """What a reader sees of a paragraph: line ends kept, what is struck out or raised apart."""
    collecting = Collecting()
    for node in paragraph._p:  # its runs, fields and line ends, in their order
        if node.tag == f"{DRAWING}br":
            collecting.end_line()
            continue
        look = node.find(f"{DRAWING}rPr")
        says = dict(look.attrib) if look is not None else {}
        text = "".join(each.text or "" for each in node.iter(f"{DRAWING}t")).replace("\v", BREAK)
        struck, raised = says.get("strike", "noStrike") != "noStrike", int(says.get("baseline", "0").rstrip("%")) > 0
        collecting.add(text, bold=says.get("b") in ("1", "true"), struck=struck, raised=raised)
    return collecting.taken()


def _rows(table: Table, page: int) -> Iterator[Block]:
    rows = [tuple(_cell(table, at, column) for column in range(len(row.cells))) for at, row in enumerate(table.rows)]
    heads = rows.pop(0) if table.first_row and len(rows) > 1 else ()
    for cells in rows:
        if any(cells):
            yield Block(BlockKind.ROW, "", cells=cells, heads=heads, line=page, page=page)


def _cell(table: Table, row: int, column: int) -> str:
    """The words of a cell; of one that another reaches down into, the other's."""
    cell = table.cell(row, column)
    while cell.is_spanned and row and table.cell(row - 1, column).span_height > 0:
        row -= 1
        cell = table.cell(row, column)
        if not cell.is_spanned:
            return _words(cell.text) if cell.span_height > 1 else ""
    return "" if cell.is_spanned else _words(cell.text)


def _drawn(deck: PresentationFile) -> Iterator[LeftOut]:
    """The words in diagrams and charts, which are pictures to a reader."""
    for part in deck.part.package.iter_parts():
        if DRAWN.match(str(part.partname)) and isinstance(part.blob, bytes):
            texts = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            words = " ".join(each.text or "" for each in texts.iter(f"{DRAWING}t"))
            if words.strip():
                yield LeftOut(Omission.PICTURE, " ".join(words.split()))


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
