"""The lines of a page, in the order in which they are read: columns of text one after the other."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from bot.documents.readers.pdf_lines import LIST_MARK, Line, goes_on_in
from bot.documents.readers.pdf_tables import Table

# A column of text has so many lines at least, and two of them together so many; it is so wide at least (in letters'
# sizes); of its lines so many are full, and after so many of them a sentence goes on.
FEWEST, TOGETHER, WIDTH, FULL, GO_ON = 2, 8, 10, 0.4, 0.15
MOST_COLUMNS = 6
# A line that fills so much of its column belongs to it; so near (in letters' sizes) is the next line of a paragraph.
FILLED, NEAR = 0.75, 1.6


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
        within, below = _parted_below(stretch, gutter)
        for side in ([each for each in within if each.x1 <= gutter], [each for each in within if each.x0 >= gutter]):
            yield from in_reading_order(*_of_kinds(side), most - 1)
        if below:
            yield from in_reading_order(*_of_kinds(below), most)


def _of_kinds(parts: Sequence[Line | Table]) -> tuple[list[Line], list[Table]]:
    return [each for each in parts if isinstance(each, Line)], [each for each in parts if isinstance(each, Table)]


def _parted_below(stretch: Sequence[Line | Table], gutter: float) -> tuple[list[Line | Table], list[Line | Table]]:
    """What stands in columns, and what stands below them on the left without filling a column: a heading, a table."""
    lines = [each for each in stretch if isinstance(each, Line)]
    right, left = [each for each in lines if each.x0 >= gutter], [each for each in lines if each.x1 <= gutter]
    if not right or not left:
        return list(stretch), []
    start, end = min(each.x0 for each in left), max(each.x1 for each in left)
    foot = max(each.bottom for each in right)
    last = next((at for at in reversed(range(len(left))) if _fills(left[at], start, end) or left[at].top < foot), -1)
    while last + 1 < len(left) and left[last + 1].bottom - left[last].bottom <= NEAR * left[last].size:
        last += 1
    below = {id(each) for each in left[last + 1 :]}
    border = left[last + 1].top if below else 0.0
    beneath = [each for each in stretch if id(each) in below or (below and each.top >= border)]
    return [each for each in stretch if each not in beneath], beneath


def _fills(line: Line, start: float, end: float) -> bool:
    return line.x1 - start > FILLED * (end - start)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a gap parts columns of text that stand side by side; None if there is none."""
    for start in sorted({round(line.x0) for line in lines}):
        right = [line for line in lines if line.x0 >= start - 2]
        left = [line for line in lines if line.x1 < start - 4]
        beside = [line for line in left if any(line.top < other.bottom and other.top < line.bottom for other in right)]
        if len(beside) < FEWEST:
            continue
        top, bottom = min(line.top for line in beside), max(line.bottom for line in beside)
        right, left, all_lines = (
            [line for line in each if top - line.size <= line.top <= bottom] for each in (right, left, lines)
        )
        crossing = len(all_lines) - len(left) - len(right)
        few = min(len(left), len(right))
        if few < FEWEST or len(left) + len(right) < TOGETHER or crossing > few:
            continue
        if _is_text(left, start - 4) and _is_text(right, None):
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
