"""An OpenDocument spreadsheet → blocks: as Excel workbooks are read (OpenDocument 1.3, part 3, 9).

Its cells have their words as they are shown, so that no format need be known.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from bot.core.model import CELL_SEPARATOR
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.grid import Row, blocks_of
from bot.documents.readers.odt import LARGEST, OFFICE, STYLE, TABLE, TEXT
from bot.documents.readers.properties import beginning, properties, trusted

MOST_COLUMNS, MOST_CELLS = 1_000, 500_000
ROWS, CELLS = f"{TABLE}table-row", (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
UNSEEN = frozenset(("collapse", "filter"))
WHITE = {f"{TEXT}s": " ", f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
AS_ODS = "open it in LibreOffice, and save it again as .ods"


def read(data: bytes) -> Reading:
    """Reads the bytes of an OpenDocument spreadsheet. Raises Faulty."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo("content.xml").file_size > LARGEST:
                raise MemoryError
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root, said = etree.fromstring(package.read("content.xml"), parser), properties(package)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise Faulty(0, "is no OpenDocument spreadsheet that can be read", AS_ODS) from error
    hidden = frozenset(_hidden_styles(root))
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    tables = list(root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"))
    for table in tables:
        name = table.get(f"{TABLE}name") or ""
        sheet = _Sheet(frozenset(_hidden_columns(table)))
        sheet.read(table)
        left_out += sheet.left_out
        if table.get(f"{TABLE}style-name") in hidden:
            words = " ".join(cell for row in sheet.rows for cell in row.cells if cell)
            left_out.append(LeftOut(Omission.HIDDEN, f"{name}: {words}"))
            continue
        found = list(blocks_of(sheet.rows))
        if found and len(tables) > 1:
            blocks.append(Block(BlockKind.HEADING, name, level=2))
        blocks += found
    if not blocks:
        raise Faulty(0, "has no cell with a word in it", "check that it is the right file")
    return Reading(tuple(blocks), tuple(left_out), trusted(said, beginning(blocks)), unit="sheet row")


@dataclass(slots=True)
class _Sheet:
    """The rows of a sheet in the making; `hidden` are its columns that are not shown, from 0."""

    hidden: frozenset[int]
    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)
    count: int = 0
    cells: int = 0

    def read(self, table: _Element) -> None:
        """Takes in the rows of a sheet. Empty ones at its end are repeated a million times, and are one here."""
        for row in table.iter(ROWS):
            cells, across = self._row(row)
            repeated = _number(row, "rows-repeated")
            for number in range(repeated if any(cells) else 1):
                self.cells += len(cells) + 1
                if self.cells > MOST_CELLS:
                    raise Faulty(0, f"has more than {MOST_CELLS:,} cells", "split it, or save the part that matters")
                self._put(self.count + number + 1, cells, across, row.get(f"{TABLE}visibility") in UNSEEN)
            self.count += repeated

    def _put(self, number: int, cells: list[str], across: list[str], is_hidden: bool) -> None:
        unseen = range(len(cells)) if is_hidden else [at for at in range(len(cells)) if at in self.hidden]
        if words := CELL_SEPARATOR.join(filter(None, (cells[at] for at in unseen))):
            self.left_out.append(LeftOut(Omission.HIDDEN, words, number))
        seen = [at for at in range(len(cells)) if at not in unseen]
        self.rows.append(Row(number, tuple(cells[at] for at in seen), tuple(across[at] for at in seen)))

    def _row(self, row: _Element) -> tuple[list[str], list[str]]:
        """The words of its cells, and what reaches over each from the left; what reaches down stands in each row."""
        cells: list[str] = []
        across: list[str] = []
        over, left = "", 0
        for node in row.iterchildren(*CELLS):
            self.left_out += _comments(node, self.count + 1)
            text, columns = _words(node), _number(node, "columns-spanned")
            for _ in range(min(_number(node, "columns-repeated"), MOST_COLUMNS - len(cells))):
                rows, above = self.reaching.pop(len(cells), (0, ""))
                if node.tag == CELLS[1] and rows:
                    text = above
                    self.reaching |= {len(cells): (rows - 1, above)} if rows > 1 else {}
                elif (down := _number(node, "rows-spanned")) > 1 and text:
                    self.reaching[len(cells)] = (down - 1, text)
                across.append(over if left and not text else "")
                cells.append(text)
                left -= left > 0
            if columns > 1:
                over, left = text, columns - 1
        while cells and not cells[-1] and not across[-1]:
            cells.pop()
            across.pop()
        return cells, across


def _number(node: _Element, name: str) -> int:
    text = node.get(f"{TABLE}number-{name}") or "1"
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _words(cell: _Element) -> str:
    """What a cell shows, a line for each of its paragraphs."""
    lines = "\n".join(_text(each) for each in cell.iterchildren(f"{TEXT}p"))
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines.split("\n"))))


def _text(node: _Element) -> str:
    if str(node.tag).startswith(f"{OFFICE}annotation"):
        return ""
    inner = "".join(_text(each) + (each.tail or "") for each in node)
    return WHITE.get(str(node.tag), "") + (node.text or "") + inner


def _comments(cell: _Element, number: int) -> Iterator[LeftOut]:
    for node in cell.iter(f"{OFFICE}annotation"):
        if words := " ".join(" ".join(map(_text, node.iterchildren(f"{TEXT}p"))).split()):
            yield LeftOut(Omission.COMMENT, words, number)


def _hidden_styles(root: _Element) -> Iterator[str]:
    for style in root.iter(f"{STYLE}style"):
        if any(each.get(f"{TABLE}display") == "false" for each in style.iter(f"{STYLE}table-properties")):
            yield style.get(f"{STYLE}name") or ""


def _hidden_columns(table: _Element) -> Iterator[int]:
    at = 0
    for column in table.iter(f"{TABLE}table-column"):
        count = min(_number(column, "columns-repeated"), MOST_COLUMNS)
        if column.get(f"{TABLE}visibility") in UNSEEN:
            yield from range(at, at + count)
        at += count
