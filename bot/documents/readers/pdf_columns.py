"""The lines of a page, in the order in which they are read: columns of prose one after the other."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.documents.readers.pdf_lines import Line
from bot.documents.readers.pdf_tables import Table

# Two columns of prose have so many lines at least, most of which fill their column.
FEWEST_LINES, FILLED = 6, 0.75


def in_reading_order(lines: Sequence[Line], tables: Sequence[Table]) -> Iterator[list[Line | Table]]:
    """Stretches of a page that are read from top to bottom."""
    gutter = _gutter(lines)
    parts: list[Line | Table] = sorted([*lines, *tables], key=lambda part: (part.top, part.x0))
    if gutter is None:
        yield parts
        return
    for crosses, band in groupby(parts, key=lambda part: part.x0 < gutter < part.x1):
        stretch = list(band)
        if crosses:
            yield stretch
        else:
            yield [part for part in stretch if part.x1 <= gutter]
            yield [part for part in stretch if part.x0 >= gutter]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where from top to bottom a gap parts two columns of prose; None if there is none."""
    starts = sorted({round(line.x0) for line in lines})
    for start in starts:
        right = [line for line in lines if abs(line.x0 - start) <= 2]
        left = [line for line in lines if line.x1 < start - 4]
        crossing = [line for line in lines if line.x0 < start - 4 and line.x1 >= start - 4]
        if len(right) < FEWEST_LINES or len(left) < FEWEST_LINES or len(crossing) > min(len(left), len(right)):
            continue
        if _is_prose(left, start - 4) and _is_prose([line for line in lines if line.x0 >= start - 2], None):
            return start - 2.0
    return None


def _is_prose(lines: Sequence[Line], edge: float | None) -> bool:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if edge is not None and edge - right > 0.25 * (edge - left):
        return False
    full = sum(line.x1 - line.x0 > FILLED * (right - left) for line in lines)
    return full >= 0.6 * len(lines) and right - left > 12 * lines[0].size
