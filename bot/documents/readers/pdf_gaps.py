"""Where the rows of words of a page are parted: at the gaps between columns and cells, not between stretched words.

Text that is set to both edges has wide gaps, too. They are alike within a line, its line reaches from edge to edge like
others, and the lines above and below have theirs elsewhere.
"""

from collections.abc import Mapping, Sequence
from math import inf
from statistics import median
from typing import Any

# So far apart (in letter sizes) are two columns or cells at least, or so far if many lines have the same gap; the gap of
# some lines has so much in common.
COLUMN_GAP, NARROW_GAP, COMMON = 1.3, 0.75, 0.6
# Lines with one gap, wide or narrow, and words that begin behind it or end before it at one place, that can be no chance; how alike the gaps of a stretched line are; how far its next line is.
FEWEST, MANY, ALIKE, NEAR = 3, 6, 0.5, 3.0
EDGE = 2.0

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
    edges = [(start, end) for row, parts in zip(rows, segments, strict=True) for start, end in _edges(row, parts)]
    found = []
    for row, places, parts in zip(rows, wide, segments, strict=True):
        stretched = [
            part for part, (left, right) in zip(parts, _edges(row, parts), strict=True)
            if len(part) > 1 and _is_stretched(row, part) and _alike(edges, left, right) > 2
        ]  # fmt: skip
        joined = {at for part in stretched for at in part[1:]}
        found.append(sorted({*(at for at in places if at not in joined), *(part[0] for part in parts[1:])}))
    return found


def _firm(rows: Sequence[Row], sizes: Sequence[float], number: int) -> list[int]:
    """The gaps of a row that other lines have, too."""
    row, size = rows[number], sizes[number]
    gaps = [(at, row[at]["x0"] - row[at - 1]["x1"]) for at in range(1, len(row))]
    return [
        at
        for at, gap in gaps
        if gap > NARROW_GAP * size
        and _lines_with(rows, sizes, number, at) >= (FEWEST if gap > COLUMN_GAP * size else MANY)
    ]


def _segments(row: Row, places: Sequence[int]) -> list[range]:
    starts = [0, *places]
    return [range(start, end) for start, end in zip(starts, [*places, len(row)], strict=True)]


def _edges(row: Row, parts: Sequence[range]) -> list[tuple[float, float]]:
    return [(row[part[0]]["x0"], row[part[-1]]["x1"]) for part in parts]


def _is_stretched(row: Row, part: range) -> bool:
    gaps = [row[at]["x0"] - row[at - 1]["x1"] for at in part[1:]]
    return min(gaps) >= ALIKE * max(gaps)


def _alike(edges: Sequence[tuple[float, float]], left: float, right: float) -> int:
    return sum(abs(start - left) < EDGE and abs(end - right) < EDGE for start, end in edges)


def _lines_with(rows: Sequence[Row], sizes: Sequence[float], number: int, at: int) -> int:
    """How many lines, one below the other, have words on both sides of one gap that begin or end at one place."""
    row = rows[number]
    count, before, behind = 1, row[at - 1]["x1"], row[at]["x0"]
    for step in (-1, 1):
        start, end = row[at - 1]["x1"], row[at]["x0"]
        last, place = row, number + step
        while 0 <= place < len(rows) and count < MANY and _distance(last, rows[place]) < NEAR * sizes[number]:
            other = rows[place]
            left = max((word["x1"] for word in other if word["x0"] < (start + end) / 2), default=-1.0)
            right = min((word["x0"] for word in other if word["x0"] >= (start + end) / 2), default=inf)
            start, end = max(start, left), min(end, right)  # lines beside the gap part nothing
            if end - start < COMMON * sizes[number]:
                break
            count += abs(left - before) < EDGE or abs(right - behind) < EDGE
            last, place = other, place + step
    return count


def _distance(row: Row, other: Row) -> float:
    return abs(float(row[0]["bottom"]) - float(other[0]["bottom"]))


def _height(word: Word) -> float:
    return float(word["bottom"] - word["top"]) or 1.0
