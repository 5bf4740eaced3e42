"""The lines of a page, in the order in which they are read: columns of text one after the other."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from bot.documents.readers.pdf_lines import LIST_MARK, Line, goes_on_in
from bot.documents.readers.pdf_tables import Table

# A column of text has so many lines at least, and two of them together so many; it is so wide at least (in letters'
# sizes); of its lines so many are full, and after so many of them a sentence goes on.
FEWEST, TOGETHER, WIDTH, FULL, GO_ON = 2, 8, 10, 0.4, 0.15
MOST_COLUMNS = 6


def in_reading_order(
    lines: Sequence[Line], tables: Sequence[Table], most: int = MOST_COLUMNS
) -> Iterator[list[Line | Table]]:
    """Stretches of a page that are read from top to bottom. A column may itself be parted into columns."""
    gutter = _gutter(lines) if most > 1 else None
    parts: list[Line | Table] = sorted([*lines, *tables], key=lambda part: (part.top, part.x0))
    if gutter is None:
        yield parts
        return
    for crosses, band in groupby(parts, key=lambda part: part.x0 < gutter < part.x1):
        stretch = list(band)
        if crosses:
            yield stretch
            continue
        for side in ([each for each in stretch if each.x1 <= gutter], [each for each in stretch if each.x0 >= gutter]):
            inner = [each for each in side if isinstance(each, Line)]
            yield from in_reading_order(inner, [each for each in side if isinstance(each, Table)], most - 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where from top to bottom a gap parts columns of text; None if there is none."""
    for start in sorted({round(line.x0) for line in lines}):
        right = [line for line in lines if line.x0 >= start - 2]
        left = [line for line in lines if line.x1 < start - 4]
        crossing = len(lines) - len(left) - len(right)
        few = min(len(left), len(right))
        if few < FEWEST or len(left) + len(right) < TOGETHER or crossing > few:
            continue
        beside = [line for line in left if any(line.top < other.bottom and other.top < line.bottom for other in right)]
        if len(beside) >= FEWEST and _is_text(left, start - 4) and _is_text(right, None):
            return start - 2.0
    return None


def _is_text(lines: Sequence[Line], edge: float | None) -> bool:
    """Whether lines are those of a text or list, and no cells of a table."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if right - left <= WIDTH * lines[0].size or (edge is not None and edge - right > 0.25 * (edge - left)):
        return False
    in_order = sorted(lines, key=lambda line: (line.top, line.x0))
    if sum(bool(LIST_MARK.match(line.text)) for line in in_order) > 0.5 * len(in_order):
        return True
    full = sum(line.x1 - left > 0.75 * (right - left) for line in in_order)
    go_on = sum(goes_on_in(before, line, right) for before, line in pairwise(in_order))
    return full >= FULL * len(in_order) and go_on >= max(1, GO_ON * len(in_order))
