"""An Excel workbook → a row a block, under the heads of its columns, sheet by sheet. Cells are as Excel shows them."""

import io
import re
import warnings
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.counting import counted
from bot.core.model import CELL_SEPARATOR
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.cell_formats import shown
from bot.documents.readers.grid import Row, blocks_of
from bot.documents.readers.properties import beginning, keywords, trusted

MOST_CELLS = 2_000_000
# What Excel writes where it could not work a value out.
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))
# A cell with a formula and no value, as programs that do not calculate write it. Where Excel worked out an empty text,
# the cell is of type "str".
WITHOUT_VALUE = re.compile(
    rb"""<(?:\w+:)?c\b(?![^<>]*\bt="str")[^<>]*>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"(?:<(?:\w+:)?v(?:\s*/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)


def read(data: bytes) -> Reading:
    """Reads the bytes of an .xlsx file. Raises Faulty."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it leaves alone; none of them holds words
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise Faulty(0, "is no Excel workbook that can be read", "open it and save it anew as .xlsx") from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    left_out = [_left_out(sheet) for sheet in book.worksheets if sheet.sheet_state != "visible"]
    blocks: list[Block] = []
    for sheet in sheets:
        visible, hidden = _rows(sheet)
        found = list(blocks_of(visible))
        if found and len(sheets) > 1:
            blocks.append(Block(BlockKind.HEADING, sheet.title, level=2))
        blocks += found
        left_out += hidden
    if not blocks:
        raise Faulty(0, "has no cell with a word in it", "check that it is the right file")
    said = book.properties
    words = keywords((said.keywords, said.subject, said.description))
    known = trusted({"title": said.title or "", "keywords": words}, beginning(blocks))
    return Reading(tuple(blocks), tuple(left_out), known, tuple(_without_values(data)), unit="sheet row")


def _without_values(data: bytes) -> Iterator[str]:
    with ZipFile(io.BytesIO(data)) as parts:
        pages = [name for name in parts.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        number = sum(len(WITHOUT_VALUE.findall(parts.read(name))) for name in pages)
    if number:
        yield f"{counted(number, 'formula')} in it without a value, not read; open it in Excel and save it again"


def _left_out(sheet: Worksheet) -> LeftOut:
    words = " ".join(filter(None, (_shown(cell) for row in sheet.iter_rows() for cell in row)))
    return LeftOut(Omission.HIDDEN, f"{sheet.title}: {words}")


def _rows(sheet: Worksheet) -> tuple[list[Row], list[LeftOut]]:
    """The rows that Excel shows, and the words of hidden rows and columns."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise Faulty(0, f"has a sheet of more than {MOST_CELLS:,} cells", "split it, or save the part that matters")
    columns = {column for column in range(1, sheet.max_column + 1) if _is_hidden(sheet, column)}
    merged = dict(_merged(sheet, down=True))
    across = dict(_merged(sheet, down=False))
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_shown(cell) or merged.get((number, column), "") for column, cell in enumerate(row, start=1)]
        hidden = columns if not sheet.row_dimensions[number].hidden else set(range(1, len(cells) + 1))
        if words := CELL_SEPARATOR.join(filter(None, (cells[column - 1] for column in sorted(hidden)))):
            left_out.append(LeftOut(Omission.HIDDEN, words, number))
        seen = [column for column in range(1, len(cells) + 1) if column not in hidden]
        reaching = tuple(across.get((number, column), "") for column in seen)
        bold = all(cell.font.b for cell in row if cell.value is not None)
        rows.append(Row(number, tuple(cells[column - 1] for column in seen), reaching, bold))
        left_out += (LeftOut(Omission.COMMENT, cell.comment.text, number) for cell in row if cell.comment)
    return rows, left_out


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    # One dimension stands for a run of columns, under the letter of its first.
    return any(
        each.hidden and (each.min or 0) <= column <= (each.max or 0) for each in sheet.column_dimensions.values()
    )


def _merged(sheet: Worksheet, *, down: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """What cells say that reach into rows below, or into columns beside them, for each of these places."""
    for area in sheet.merged_cells.ranges:
        text = _shown(sheet.cell(area.min_row, area.min_col))
        if down:
            yield from (((row, area.min_col), text) for row in range(area.min_row + 1, area.max_row + 1))
        else:
            yield from (((area.min_row, column), text) for column in range(area.min_col + 1, area.max_col + 1))


def _shown(cell: Cell | MergedCell) -> str:
    text = shown(cell.value, cell.number_format or "General")  # type: ignore[arg-type]  # a formula is none: see `read`
    return "" if text in ERRORS else text
