"""Where the rows of words of a page are parted: at the gaps between columns and cells, not between stretched words.

Text that is set to both edges has wide gaps, too. They are alike within a line, its line reaches from edge to edge like
others, and the lines above and below have theirs elsewhere.
"""

from collections.abc import Mapping, Sequence
from math import inf
from statistics import median
from typing import Any

# So far apart (in letter sizes) are two columns or cells at least, or so far where many lines have the same gap; the
# gap of lines has so much in common.
COLUMN_GAP, NARROW_GAP, COMMON = 1.3, 0.75, 0.6
# So many lines with words that begin behind a wide or narrow gap, or end before it, at one place are no chance; so
# alike are the gaps of a stretched line; so far is its next line.
FEWEST, MANY, ALIKE, NEAR = 3, 6, 0.5, 3.0
EDGE, MANY_WORDS = 2.0, 5

Word = Mapping[str, Any]
Row = Sequence[Word]


def cuts(rows: Sequence[Row]) -> list[list[int]]:
    """The places in each row, from top to bottom, before whose words there is a gap between columns or cells."""
    sizes = [median(map(_height, row)) for row in rows]
    wide = [
        [at for at in range(1, len(row)) if row[at]["x0"] - row[at - 1]["x1"] > COLUMN_GAP * size]
        for row, size in zip(rows, sizes, strict=True)
    ]
    firm = [_firm(rows, sizes, number) for number in range(len(rows))]
    segments = [_segments(row, places) for row, places in zip(rows, firm, strict=True)]
    edges = [
        (start, end, len(part))
        for row, parts in zip(rows, segments, strict=True)
        for part, (start, end) in zip(parts, _edges(row, parts), strict=True)
    ]
    found = []
    for row, places, parts in zip(rows, wide, segments, strict=True):
        stretched = [
            part for part, (left, right) in zip(parts, _edges(row, parts), strict=True)
            if len(part) > 1 and _is_stretched(row, part) and _is_column(edges, left, right)
        ]  # fmt: skip
        joined = {at for part in stretched for at in part[1:]}
        found.append(sorted({*(at for at in places if at not in joined), *(part[0] for part in parts[1:])}))
    return found


def _firm(rows: Sequence[Row], sizes: Sequence[float], number: int) -> list[int]:
    """The gaps of a row that other lines have, too: of narrow ones, many."""
    row, size = rows[number], sizes[number]
    found = []
    for at in range(1, len(row)):
        gap = row[at]["x0"] - row[at - 1]["x1"]
        if gap <= NARROW_GAP * size:
            continue
        lines = _lines_with(rows, sizes, number, at)
        if len(lines) >= (FEWEST if gap > COLUMN_GAP * size else MANY):
            found.append(at)
    return found


def _segments(row: Row, places: Sequence[int]) -> list[range]:
    starts = [0, *places]
    return [range(start, end) for start, end in zip(starts, [*places, len(row)], strict=True)]


def _edges(row: Row, parts: Sequence[range]) -> list[tuple[float, float]]:
    return [(row[part[0]]["x0"], row[part[-1]]["x1"]) for part in parts]


def _is_stretched(row: Row, part: range) -> bool:
    gaps = [row[at]["x0"] - row[at - 1]["x1"] for at in part[1:]]
    return bool(min(gaps) >= ALIKE * max(gaps))


def _is_column(edges: Sequence[tuple[float, float, int]], left: float, right: float) -> bool:
    """Whether several lines reach from one edge to the other, one of many words among them."""
    words = [count for start, end, count in edges if abs(start - left) < EDGE and abs(end - right) < EDGE]
    return len(words) >= FEWEST and max(words) >= MANY_WORDS


def _lines_with(rows: Sequence[Row], sizes: Sequence[float], number: int, at: int) -> list[Row]:
    """The lines, one below the other, whose words begin behind one gap, or end before it, at the same place."""
    row = rows[number]
    lines, before, behind = [row], row[at - 1]["x1"], row[at]["x0"]
    for step in (-1, 1):
        start, end = row[at - 1]["x1"], row[at]["x0"]
        last, place = row, number + step
        while 0 <= place < len(rows) and len(lines) < MANY and _distance(last, rows[place]) < NEAR * sizes[number]:
            other = rows[place]
            left = max((word["x1"] for word in other if word["x0"] < (start + end) / 2), default=-1.0)
            right = min((word["x0"] for word in other if word["x0"] >= (start + end) / 2), default=inf)
            start, end = max(start, left), min(end, right)  # lines beside the gap part nothing
            if end - start < COMMON * sizes[number]:
                break
            if abs(left - before) < EDGE or abs(right - behind) < EDGE:
                lines.append(other)
            last, place = other, place + step
    return lines


def _distance(row: Row, other: Row) -> float:
    return abs(float(row[0]["bottom"]) - float(other[0]["bottom"]))


def _height(word: Word) -> float:
    return float(word["bottom"] - word["top"]) or 1.0
