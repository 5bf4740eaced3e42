"""Rows of a PDF's table that only lines across it part, or the edges of coloured stripes."""

from collections.abc import Sequence

from bot.documents.readers.pdf_drawn import Border
from bot.documents.readers.pdf_lines import Line

# So much of the table's width a line between rows takes at least; there are so many, within the table.
ACROSS, FEWEST = 0.85, 2

Row = Sequence[Line]
Columns = Sequence[tuple[float, float]]
"""Where each column begins and ends, from left to right."""


def bordered(rows: Sequence[Row], columns: Columns, borders: Sequence[Border]) -> list[list[Row]] | None:
    """Which lines make up each row of a table, by the lines that are drawn between them; None if that is not certain.

    Some tables have lines above and below groups of rows alone, or only below their heads.
    """
    left, right = columns[0][0], columns[-1][1]
    across = [each.y for each in borders if min(each.x1, right) - max(each.x0, left) >= ACROSS * (right - left)]
    records: list[list[Row]] = []
    parted = 0
    for at, row in enumerate(rows):
        above = max(line.bottom for line in rows[at - 1]) if at else 0.0
        is_parted = at > 0 and any(above - 1 <= y <= _middle(row) for y in across)
        parted += is_parted
        if at == 0 or is_parted:
            records.append([row])
        else:
            records[-1].append(row)
    if parted < FEWEST or any(_holds_several(record, columns) for record in records):
        return None
    labelled = all(any(column_of(line, columns) == 0 for row in record for line in row) for record in records)
    return records if labelled else None


def column_of(line: Line, columns: Columns) -> int:
    """In which column a line stands, from 0."""
    return next((at for at, (x0, x1) in enumerate(columns) if x0 <= line.x0 <= x1), 0)


def _middle(row: Row) -> float:
    return min((line.top + line.bottom) / 2 for line in row)


def _holds_several(record: Sequence[Row], columns: Columns) -> bool:
    """Whether what stands between two lines may be more than one row: its first column begins anew, beside others."""
    return any(
        len(row) > 1 and any(column_of(line, columns) == 0 and not line.text.lstrip()[:1].islower() for line in row)
        for row in record[1:]
    )
