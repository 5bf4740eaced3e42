"""The tables of a page whose columns are only aligned, without ruled lines.

A cell in the wrong row would be a false statement. So where it is not certain which lines make up a row, no row is
made of them: they are read column by column, and that is told.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf

from bot.documents.readers.pdf_bordered import Columns, Row, bordered, column_of
from bot.documents.readers.pdf_drawn import Border
from bot.documents.readers.pdf_lines import LIST_MARK, Line, goes_on_in
from bot.documents.readers.pdf_tables import Table

# Columns begin or end at one place, give or take so many points.
ALIGNED = 3.0
# The space between rows is larger than that within a row by this factor at least.
CLEARLY_LARGER = 1.25
# Between two rows of one table is no more space than this (in letter sizes).
FARTHEST = 3.5


def aligned_tables(parts: Sequence[Line | Table], borders: Sequence[Border] = ()) -> tuple[list[Line | Table], int]:
    """Parts of a page, from top to bottom, with the lines that stand in aligned columns made tables.

    `borders`: the lines across the page, which may part rows. Also how many tables there seem to be whose rows cannot
    be told apart; their lines stay lines.
    """
    found: list[Line | Table] = []
    unclear = 0
    for is_line, stretch in groupby(parts, key=lambda part: isinstance(part, Line)):
        if not is_line:
            found += stretch
            continue
        made, untold = _aligned([part for part in stretch if isinstance(part, Line)], borders)
        found += made
        unclear += untold
    return found, unclear


def _aligned(lines: Sequence[Line], borders: Sequence[Border]) -> tuple[list[Line | Table], int]:
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
        records = bordered(run, columns, borders)
        if records is None and not _is_text_in_columns(run, columns):
            records = _records(run, columns)
        if records is None:
            unclear += 1
            found += [replace(line, apart=True) for lines in _by_column(run, columns) for line in lines]
        else:
            found.append(_table(run, records, columns))
        at = end
    return found, unclear


def _by_column(rows: Sequence[Row], columns: Columns) -> list[list[Line]]:
    """The lines of each column, from top to bottom."""
    return [[line for row in rows for line in row if column_of(line, columns) == at] for at in range(len(columns))]


def _is_text_in_columns(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the columns hold lists, or sections with headings of their own, side by side."""
    if len(rows) < 2:
        return False
    marked = [
        sum(bool(LIST_MARK.match(line.text)) for line in lines) / len(lines) for lines in _by_column(rows, columns)
    ]
    if any(share >= 0.5 for share in marked[1:]):
        return True
    # A table has its heads above; what stands out again and again, in every column, are headings.
    headings = [row for row in rows[1:] if len(row) > 1 and all(_stands_out(line, rows) for line in row)]
    return len(headings) > 0 and any(not all(_stands_out(line, rows) for line in row) for row in rows)


def _stands_out(line: Line, rows: Sequence[Row]) -> bool:
    smallest = min(other.size for row in rows for other in row)
    plain = any(not other.bold for row in rows for other in row)
    return line.size > 1.1 * smallest or (plain and line.bold)


def _visual_rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.35 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The stretches from left to right that are not crossed by a gap of all rows."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _run_end(rows: Sequence[Row], start: int) -> int:
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


def _lies_within(line: Line, columns: Columns) -> bool:
    if any(line.x0 >= x0 - ALIGNED and line.x1 <= x1 + 2 * line.size for x0, x1 in columns):
        return True
    # A cell that goes on may be wider than all above it, up to the next column.
    ends = [*(x0 - line.size / 2 for x0, _ in columns[1:]), inf]
    starts = [(x0, end) for (x0, _), end in zip(columns, ends, strict=True)][1:]
    return any(abs(line.x0 - x0) <= ALIGNED and line.x1 <= end for x0, end in starts)


def _is_aligned(rows: Sequence[Row], columns: Columns) -> bool:
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


def _records(rows: Sequence[Row], columns: Columns) -> list[list[Row]] | None:
    """Which lines make up each row of the table; None if that is not certain."""
    filled = [{column_of(line, columns) for line in row} for row in rows]
    if all(len(each) == len(columns) for each in filled):
        records: list[list[Row]] = [[row] for row in rows]
    elif (border := _border([after[0].bottom - before[0].bottom for before, after in pairwise(rows)])) is not None:
        records = [[rows[0]]]
        for before, row in pairwise(rows):
            if row[0].bottom - before[0].bottom > border:
                records.append([row])
            else:
                records[-1].append(row)
    elif all(0 in each for each in filled):
        records = [[row] for row in rows]
    else:
        records = _labelled(rows, filled)
    labelled = all(any(column_of(line, columns) == 0 for row in record for line in row) for record in records)
    return records if len(records) > 1 and labelled and not _run_on(records, columns) else None


def _labelled(rows: Sequence[Row], filled: Sequence[set[int]]) -> list[list[Row]]:
    """Rows that begin where the first column says something, if every such line stands beside others."""
    records: list[list[Row]] = []
    for row, columns in zip(rows, filled, strict=True):
        begins = 0 in columns
        if begins and (len(columns) < 2 or row[0].text.lstrip()[:1].islower()):
            return []
        if begins:
            records.append([row])
        elif not records:
            return []
        else:
            records[-1].append(row)
    return records


def _run_on(records: Sequence[Sequence[Row]], columns: Columns) -> bool:
    """Whether in some column a sentence goes on from one row into the next: then these are no rows."""
    for before, after in pairwise(records):
        for at in range(len(columns)):
            above = [line for row in before for line in row if column_of(line, columns) == at]
            below = [line for row in after for line in row if column_of(line, columns) == at]
            if above and below and goes_on_in(above[-1], below[0], columns[at][1]):
                return True
    return False


def _border(gaps: Sequence[float]) -> float | None:
    """A space that parts those within rows from those between rows; None if they are all alike."""
    ordered = sorted(gaps)
    for small, large in pairwise(ordered):
        if large > CLEARLY_LARGER * small:
            # One large space alone may be that below the heads.
            return (small + large) / 2 if sum(gap >= large for gap in gaps) > 1 else None
    return None


def _table(run: Sequence[Row], records: Sequence[Sequence[Row]], columns: Columns) -> Table:
    rows = tuple(
        tuple(
            tuple(line for row in record for line in row if column_of(line, columns) == at)
            for at in range(len(columns))
        )
        for record in records
    )
    first = run[0][0]
    return Table(first.page, min(line.top for line in run[0]), columns[0][0], columns[-1][1], rows, ruled=False)
