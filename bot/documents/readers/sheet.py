"""An Excel workbook → a row a block, under the heads of its columns, sheet by sheet. Cells are as Excel shows them."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.model import CELL_SEPARATOR
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.grid import Row, blocks_of
from bot.documents.readers.properties import beginning, keywords, trusted

MOST_CELLS = 2_000_000
CURRENCIES = "$€£¥"


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
        shown, hidden = _rows(sheet)
        found = list(blocks_of(shown))
        if found and len(sheets) > 1:
            blocks.append(Block(BlockKind.HEADING, sheet.title, level=1))
        blocks += found
        left_out += hidden
    if not blocks:
        raise Faulty(0, "has no cell with a word in it", "check that it is the right file")
    said = book.properties
    words = keywords((said.keywords, said.subject, said.description))
    known = trusted({"title": said.title or "", "keywords": words}, beginning(blocks))
    return Reading(tuple(blocks), tuple(left_out), known, unit="sheet row")


def _left_out(sheet: Worksheet) -> LeftOut:
    words = " ".join(filter(None, (_shown(cell) for row in sheet.iter_rows() for cell in row)))
    return LeftOut(Omission.HIDDEN, f"{sheet.title}: {words}")


def _rows(sheet: Worksheet) -> tuple[list[Row], list[LeftOut]]:
    """The rows that Excel shows, and the words of hidden rows and columns."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise Faulty(0, f"has a sheet of more than {MOST_CELLS:,} cells", "split it, or save the part that matters")
    columns = {column for column in range(1, sheet.max_column + 1) if _is_hidden(sheet, column)}
    merged = dict(_merged_down(sheet))
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_shown(cell) or merged.get((number, column), "") for column, cell in enumerate(row, start=1)]
        hidden = columns if not sheet.row_dimensions[number].hidden else set(range(1, len(cells) + 1))
        if words := CELL_SEPARATOR.join(filter(None, (cells[column - 1] for column in sorted(hidden)))):
            left_out.append(LeftOut(Omission.HIDDEN, words, number))
        rows.append((number, tuple(cell for column, cell in enumerate(cells, start=1) if column not in hidden)))
    return rows, left_out


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    # One dimension stands for a run of columns, under the letter of its first.
    return any(
        each.hidden and (each.min or 0) <= column <= (each.max or 0) for each in sheet.column_dimensions.values()
    )


def _merged_down(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], str]]:
    """What cells say that reach into rows below, for each of these rows."""
    for area in sheet.merged_cells.ranges:
        text = _shown(sheet.cell(area.min_row, area.min_col))
        for number in range(area.min_row + 1, area.max_row + 1):
            yield (number, area.min_col), text


def _shown(cell: Cell | MergedCell) -> str:
    """A cell as a reader sees it, near enough: dates without a time that nobody gave, numbers by their format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "General")
    return "\n".join(filter(None, (" ".join(line.split()) for line in str(value).splitlines())))


def _number(value: float, form: str) -> str:
    shown, _, decimals = form.split(";", maxsplit=1)[0].partition(".")
    places = len(decimals) - len(decimals.lstrip("0#"))
    if "%" in form:
        return f"{value * 100:.{places}f}%"
    if not any(sign in form for sign in "0#"):
        return f"{value:.15g}"
    text = f"{value:{',' if ',' in shown else ''}.{places}f}"
    currency = next((sign for sign in CURRENCIES if sign in form), "")
    return f"{text} {currency}" if currency and shown.rstrip('"]').find(currency) > shown.find("0") else currency + text
