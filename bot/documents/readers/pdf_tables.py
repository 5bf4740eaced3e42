"""The tables of a page that have ruled lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.documents.readers.pdf_lines import Character, Line, lines_of

LONGEST_CELL = 1_500
MOST_CELLS = 20_000

Cell = tuple[Line, ...]
"""The lines of a cell, from top to bottom; none if it is empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one a column. `ruled`: lines are drawn between them.

    A cell that reaches over several columns stands in the first of them; in `wide`, in all.
    """

    page: int
    top: float
    x0: float
    x1: float
    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool
    wide: tuple[tuple[Cell, ...], ...] = ()


def ruled_tables(page: Any, characters: Sequence[Character]) -> Iterator[tuple[Table, list[Character]]]:
    """The tables of a page of pdfplumber's that have ruled lines, and the characters that stand in each."""
    if len(page.edges) < 6:
        return
    for found in page.find_tables():
        inside = [each for each in characters if _within(each, found.bbox)]
        table = _ruled(page.page_number, found, inside)
        if table:
            yield table, inside


def _ruled(number: int, found: Any, inside: Sequence[Character]) -> Table | None:
    rows = found.rows
    columns = sorted({round(cell[0]) for row in rows for cell in row.cells if cell})
    if len(rows) < 2 or len(columns) < 2 or len(rows) * len(columns) > MOST_CELLS:
        return None
    boxes = [cell for row in rows for cell in row.cells if cell]
    placed = {box: [each for each in inside if _within(each, box)] for box in boxes}
    if sum(map(len, placed.values())) < len(inside) or max(map(len, placed.values())) > LONGEST_CELL:
        return None
    texts = {box: tuple(lines_of(number, each)) for box, each in placed.items()}
    tops = sorted({round(row.bbox[1]) for row in rows})
    made = tuple(_row(row, tops, columns, texts, 0) for row in rows)
    wide = tuple(_row(row, tops, columns, texts, 1) for row in rows)
    if not {id(cell) for cell in texts.values() if cell} <= {id(cell) for row in made for cell in row}:
        return None  # something stands in no row
    filled = sum(bool(cell) for row in made for cell in row)
    if filled < 3 or max(sum(map(bool, row)) for row in made) < 2:
        return None
    left, top, right, _ = found.bbox
    return Table(number, top, left, right, made, ruled=True, wide=wide)


def _row(row: Any, tops: Sequence[int], columns: Sequence[int], texts: dict[Any, Cell], reach: int) -> tuple[Cell, ...]:
    _, top, _, bottom = row.bbox
    # A row that holds a cell of several rows is as high as that; the row itself ends where the next begins.
    middle = (top + min([bottom, *(each for each in tops if each > round(top))])) / 2
    cells: list[Cell] = []
    for column in columns:
        # A cell that reaches over several rows stands in each of them, one over several columns in the first.
        here = (box for box in texts if round(box[0]) <= column < round(box[2]) and box[1] < middle < box[3])
        box = next((box for box in here if reach or round(box[0]) == column), None)
        cells.append(texts[box] if box else ())
    return tuple(cells)


def _within(character: Character, box: Sequence[float]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
