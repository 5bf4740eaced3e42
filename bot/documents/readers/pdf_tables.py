"""The tables of a page: those with ruled lines, and those whose columns are only aligned.

A cell in the wrong row would be a false statement. So where it is not certain which lines make up a row, no row is
made of them: they stay lines, and that is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from bot.documents.readers.pdf_lines import Character, Line, lines_of

LONGEST_CELL = 1_500
MOST_CELLS = 20_000
# Columns begin or end at one place, give or take so many points.
ALIGNED = 3.0
# The space between rows is larger than that within a row by this factor at least.
CLEARLY_LARGER = 1.25
# Between two rows of one table is no more space than this (in letter sizes).
FARTHEST = 3.5

Cell = tuple[Line, ...]
"""The lines of a cell, from top to bottom; none if it is empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one a column. `ruled`: lines are drawn between them."""

    page: int
    top: float
    x0: float
    x1: float
    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool


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
    made = tuple(_row(row, columns, texts) for row in rows)
    filled = sum(bool(cell) for row in made for cell in row)
    if filled < 3 or max(sum(map(bool, row)) for row in made) < 2:
        return None
    left, top, right, _ = found.bbox
    return Table(number, top, left, right, made, ruled=True)


def _row(row: Any, columns: Sequence[int], texts: dict[Any, Cell]) -> tuple[Cell, ...]:
    _, top, _, bottom = row.bbox
    middle = (top + bottom) / 2
    cells: list[Cell] = []
    for column in columns:
        # A cell that reaches over several rows stands in each of them, one over several columns in the first.
        box = next((box for box in texts if round(box[0]) == column and box[1] < middle < box[3]), None)
        cells.append(texts[box] if box else ())
    return tuple(cells)


def _within(character: Character, box: Sequence[float]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def aligned_tables(parts: Sequence[Line | Table]) -> tuple[list[Line | Table], int]:
    """Parts of a page, from top to bottom, with the lines that stand in aligned columns made tables.

    Also how many tables there seem to be whose rows cannot be told apart; their lines stay lines.
    """
    found: list[Line | Table] = []
    unclear = 0
    for is_line, stretch in groupby(parts, key=lambda part: isinstance(part, Line)):
        if not is_line:
            found += stretch
            continue
        made, untold = _aligned([part for part in stretch if isinstance(part, Line)])
        found += made
        unclear += untold
    return found, unclear


def _aligned(lines: Sequence[Line]) -> tuple[list[Line | Table], int]:
    found: list[Line | Table] = []
    unclear = 0
    rows = _visual_rows(lines)
    at = 0
    while at < len(rows):
        end = _run_end(rows, at) if len(rows[at]) > 1 else at
        run = rows[at:end]
        columns = _columns(run)
        if sum(len(row) > 1 for row in run) < 2 or not _is_aligned(run, columns):
            found += rows[at]
            at += 1
            continue
        records = _records(run, columns)
        if records is None:
            unclear += 1
            found += [line for row in run for line in row]
        else:
            found.append(_table(run, records, columns))
        at = end
    return found, unclear


def _visual_rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.35 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The stretches from left to right that are not crossed by a gap of all rows."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _run_end(rows: Sequence[Sequence[Line]], start: int) -> int:
    """Where the rows end that may be one table: before one that bridges columns, or stands apart."""
    end = start + 1
    widest = len(rows[start])
    while end < len(rows):
        line, before = rows[end][0], rows[end - 1][0]
        columns = len(_columns(rows[start : end + 1]))
        if columns < widest or columns < 2 or line.top - before.bottom > FARTHEST * line.size:
            break
        if len(rows[end]) == 1 and not _lies_within(rows[end][0], _columns(rows[start:end])):
            break
        widest = columns
        end += 1
    while len(rows[end - 1]) == 1 and rows[end - 1][0].x0 <= rows[start][0].x0 + ALIGNED:
        end -= 1  # what follows in the first column alone is the text below the table
    return end


def _lies_within(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    return any(line.x0 >= x0 - ALIGNED and line.x1 <= x1 + 2 * line.size for x0, x1 in columns)


def _is_aligned(rows: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the lines of each column begin, end or have their middle at one place."""
    if len(columns) < 2:
        return False
    for x0, x1 in columns:
        here = [line for row in rows for line in row if x0 <= line.x0 and line.x1 <= x1]
        places = ([line.x0 for line in here], [line.x1 for line in here], [(line.x0 + line.x1) / 2 for line in here])
        if not any(_agree(each) for each in places):
            return False
    return True


def _agree(places: Sequence[float]) -> bool:
    best = max(sum(abs(place - other) <= ALIGNED for other in places) for place in places)
    return best >= 0.8 * len(places)


def _records(
    rows: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]
) -> list[list[Sequence[Line]]] | None:
    """Which lines make up each row of the table; None if that is not certain."""
    filled = [{_column_of(line, columns) for line in row} for row in rows]
    if all(len(each) == len(columns) for each in filled):
        return [[row] for row in rows]
    gaps = [after[0].bottom - before[0].bottom for before, after in pairwise(rows)]
    border = _border(gaps)
    if border is None:
        return [[row] for row in rows] if all(0 in each for each in filled) else None
    records: list[list[Sequence[Line]]] = [[rows[0]]]
    for gap, row in zip(gaps, rows[1:], strict=True):
        if gap > border:
            records.append([row])
        else:
            records[-1].append(row)
    whole = all(any(_column_of(line, columns) == 0 for row in record for line in row) for record in records)
    return records if whole and len(records) > 1 else None


def _border(gaps: Sequence[float]) -> float | None:
    """A space that parts those within rows from those between rows; None if they are all alike."""
    ordered = sorted(gaps)
    for small, large in pairwise(ordered):
        if large > CLEARLY_LARGER * small:
            # One large space alone may be that below the heads.
            return (small + large) / 2 if sum(gap >= large for gap in gaps) > 1 else None
    return None


def _column_of(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    return next((at for at, (x0, x1) in enumerate(columns) if x0 <= line.x0 <= x1), 0)


def _table(
    run: Sequence[Sequence[Line]], records: Sequence[Sequence[Sequence[Line]]], columns: Sequence[tuple[float, float]]
) -> Table:
    rows = tuple(
        tuple(
            tuple(line for row in record for line in row if _column_of(line, columns) == at)
            for at in range(len(columns))
        )
        for record in records
    )
    first = run[0][0]
    return Table(first.page, min(line.top for line in run[0]), columns[0][0], columns[-1][1], rows, ruled=False)
