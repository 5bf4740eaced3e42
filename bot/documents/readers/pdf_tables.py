"""The tables of a page that have ruled lines."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from bot.documents.readers.pdf_lines import Character, Line, lines_of, words_in_rows

LONGEST_CELL = 1_500
MOST_CELLS = 20_000

# Words of a column begin at one place, give or take so many points.
ALIGNED = 3.0
# What stands no further from the word before it, in letters' sizes, goes on from it.
SPACE = 0.4

Box = tuple[float, float, float, float]
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
    placed = _parted_anew(placed, columns, found.bbox[2])
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


def _parted_anew(
    placed: Mapping[Box, list[Character]], columns: Sequence[int], right: float
) -> dict[Box, list[Character]]:
    """Cells with what stands in each, those apart of which only every other row of the table has lines between."""
    ends = [*columns[1:], right]
    own = {column: [box for box in placed if round(box[0]) == column and placed[box]] for column in columns}
    usual = {
        column: Counter(round(min(each["x0"] for each in placed[box])) for box in boxes).most_common(1)[0][0]
        for column, boxes in own.items()
        if boxes
    }
    made: dict[Box, list[Character]] = {}
    for box, characters in placed.items():
        covered = [
            (start, end) for start, end in zip(columns, ends, strict=True) if round(box[0]) <= start < round(box[2])
        ]
        if len(covered) < 2 or not _stand_in(characters, covered, usual):
            made[box] = characters
            continue
        for start, end in covered:
            part = [each for each in characters if start <= (each["x0"] + each["x1"]) / 2 < end]
            made[start, box[1], end, box[3]] = part
    return made


def _stand_in(
    characters: Sequence[Character], columns: Sequence[tuple[float, float]], usual: Mapping[int, int]
) -> bool:
    """Whether words stand in several columns, none of them across two, and begin where those of other rows do."""
    found: set[float] = set()
    for line in words_in_rows(characters):
        before: float | None = None
        ended = -inf
        for word in line:
            column = next((start for start, end in columns if start - 1 <= word["x0"] and word["x1"] <= end + 1), None)
            if column is None:
                return False
            is_apart = word["x0"] - ended > SPACE * (word["bottom"] - word["top"])
            is_aligned = abs(word["x0"] - usual.get(round(column), -inf)) <= ALIGNED
            if column != before and before is not None and not (is_apart and is_aligned):
                return False
            before, ended = column, word["x1"]
            found.add(column)
    return len(found) > 1


def _within(character: Character, box: Sequence[float]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
