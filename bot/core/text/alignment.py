"""Two wordings side by side: the cheapest way from one to the other.

All of a typed text is aligned with any stretch of a source (Sellers 1980, "The theory and computation of
evolutionary distances"). What the typed text leaves out, and what interrupts a quotation, costs nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import accumulate, pairwise

from bot.core.text.quote_tokens import FINAL, INTERRUPTION, MARK, QUOTE, WORD, Piece, QuotedText

# What is larger is parted first, so that no text can be slow: so many pairs of pieces take about 20 ms.
MOST_PAIRS = 60_000


class Move(Enum):
    """One step through two wordings."""

    BOTH = auto()  # a piece of each, which are the same or not
    MISSING = auto()  # a piece of the source alone
    ADDED = auto()  # a piece of the typed text alone
    BETWEEN = auto()  # a piece of the source where the typed text leaves out, or that interrupts a quotation
    DROPPED = auto()  # a full stop or comma of the typed text where the source is interrupted


Step = tuple[Move, int, int]
"""The move, and how many pieces of the typed text and of the source stand before it."""


def align(what: QuotedText, source: Sequence[Piece]) -> list[Step] | None:
    """The way through all of the typed text and the stretch of the source nearest to it; None if none is near."""
    if not what.pieces or not source:
        return None
    at = _found(what, source)
    if at is not None:
        return [(Move.BOTH, i, at + i) for i in range(len(what.pieces))]
    grid = _Grid(what, source)
    if len(what.pieces) * len(source) <= MOST_PAIRS:
        return grid.way((0, len(what.pieces)), (0, len(source)), open_start=True, open_end=True)
    anchors = anchors_of([piece.key for piece in what.pieces], [piece.key for piece in source])
    return _through(anchors, grid) if anchors else None


def cost(steps: Iterable[Step], what: QuotedText, source: Sequence[Piece]) -> int:
    """What the differences cost, in quarters of a word. Nothing, if the source has it word for word."""
    total = 0
    for move, i, j in steps:
        if move is Move.BOTH:
            total += what.distance(i, source[j])
        elif move in (Move.ADDED, Move.MISSING):
            total += (what.pieces[i] if move is Move.ADDED else source[j]).weight
    return total


def _through(anchors: Sequence[tuple[int, int]], grid: "_Grid") -> list[Step]:
    """The way through pairs of places that are known to belong together."""
    (top, left), (bottom, right) = anchors[0], anchors[-1]
    rows, columns = len(grid.what.pieces), len(grid.source)
    # What stands before the first pair and after the last one is hardly more than twice as long as what was typed.
    steps = grid.way((0, top), (max(left - 2 * top - 40, 0), left), open_start=True)
    for (i, j), (next_i, next_j) in pairwise(anchors):
        steps += [(Move.BOTH, i, j), *grid.way((i + 1, next_i), (j + 1, next_j))]
    end = min(right + 2 * (rows - bottom) + 40, columns)
    return [*steps, (Move.BOTH, bottom, right), *grid.way((bottom + 1, rows), (right + 1, end), open_end=True)]


Way = tuple[Move, int, int]
"""How a place in the grid was reached: the move, and how many rows and columns it took."""

_BOTH, _MISSING, _ADDED, _LEFT_OUT = (Move.BOTH, 1, 1), (Move.MISSING, 0, 1), (Move.ADDED, 1, 0), (Move.BETWEEN, 0, 1)
# Costs are multiplied, so that of equally dear ways the one with fewer additions can be a little cheaper:
# another word for a word is easier to read than a word too many and one too few.
_FINE = 8


class _Grid:
    """The cheapest ways through stretches of a typed text (its rows) and of a source (its columns)."""

    def __init__(self, what: QuotedText, source: Sequence[Piece]) -> None:
        self.what, self.source = what, source
        self.folded = [piece.key.casefold() for piece in source]
        self.weights = [piece.weight * _FINE for piece in source]
        # A typed text that is interrupted itself says what it holds between quotation marks.
        self.interruptions = {} if _interruptions(what.pieces) else _interruptions(source)

    def way(
        self, rows: tuple[int, int], columns: tuple[int, int], *, open_start: bool = False, open_end: bool = False
    ) -> list[Step]:
        """The cheapest way from corner to corner; where an end is open, columns may be left out there."""
        (top, bottom), (left, right) = rows, columns
        if (bottom - top) * (right - left) > MOST_PAIRS or (top == bottom and (open_start or open_end)):
            gone = [] if open_start or open_end else [(Move.MISSING, top, j) for j in range(left, right)]
            return [*gone, *((Move.ADDED, i, right) for i in range(top, bottom))]
        costs, ways = self._first(top, columns, open_start)
        table = [ways]
        above: list[int] = []
        for row in range(top, bottom):
            costs, above = [], costs
            table.append(self._fill(row, columns, above, costs))
        end = min(range(len(costs)), key=costs.__getitem__) if open_end else right - left
        return _back(table, top, left, end)

    def _first(self, top: int, columns: tuple[int, int], open_start: bool) -> tuple[list[int], list[Way | None]]:
        """Above the first row: nothing was typed yet. None is where a way may begin."""
        left, right = columns
        if open_start:
            return [0] * (right - left + 1), [None] * (right - left + 1)
        left_out = top in self.what.omissions
        steps = [0] * (right - left) if left_out else self.weights[left:right]
        return list(accumulate(steps, initial=0)), [None, *[_LEFT_OUT if left_out else _MISSING] * (right - left)]

    def _fill(self, row: int, columns: tuple[int, int], above: list[int], costs: list[int]) -> list[Way | None]:
        """The costs below one typed piece, and how each was reached; `above` are those before it."""
        left, right = columns
        piece, left_out = self.what.pieces[row], row + 1 in self.what.omissions
        typed_alone, source_alone = piece.weight * _FINE + 1, _LEFT_OUT if left_out else _MISSING
        weights = [0] * (right - left) if left_out else self.weights[left:right]
        least = above[0] + typed_alone
        costs.append(least)
        ways: list[Way | None] = [_ADDED]
        inner = zip(self._distances(row, left, right), above, above[1:], weights, strict=False)
        for column, (distance, before, over, weight) in enumerate(inner, start=left + 1):
            alone, least, way = least + weight, before + distance, _BOTH
            if alone < least:
                least, way = alone, source_alone
            if over + typed_alone < least:
                least, way = over + typed_alone, _ADDED
            if column in self.interruptions:
                for start in self.interruptions[column]:
                    taken = column - start
                    if start >= left and costs[start - left] < least:
                        least, way = costs[start - left], (Move.BETWEEN, 0, taken)
                    if start >= left and piece.key in FINAL and above[start - left] + 1 < least:
                        least, way = above[start - left] + 1, (Move.DROPPED, 1, taken)
            costs.append(least)
            ways.append(way)
        return ways

    def _distances(self, row: int, left: int, right: int) -> list[int]:
        """What each source piece costs in the place of a typed one."""
        piece = self.what.pieces[row]
        folded, never = piece.key.casefold(), (WORD + MARK) * _FINE
        weight = piece.weight * _FINE
        return [
            self.what.distance(row, self.source[at]) * _FINE
            if self.folded[at] == folded
            else (weight if self.weights[at] == weight else never)
            for at in range(left, right)
        ]


def _back(table: Sequence[Sequence[Way | None]], top: int, left: int, end: int) -> list[Step]:
    """The steps of the way that ends in the last row of the table, at column `end`."""
    steps: list[Step] = []
    row, column = len(table) - 1, end
    while (way := table[row][column]) is not None:
        move, rows, columns = way
        row, column = row - rows, column - columns
        if move is Move.DROPPED:
            steps += [(Move.BETWEEN, top + row + 1, left + column + at) for at in reversed(range(columns))]
            steps.append((move, top + row, left + column))
        elif move is Move.BETWEEN:
            steps += [(move, top + row, left + column + at) for at in reversed(range(columns))]
        else:
            steps.append((move, top + row, left + column))
    return steps[::-1]


def _found(what: QuotedText, source: Sequence[Piece]) -> int | None:
    """Where the source has the pieces one after another, if it has them so."""
    if what.omissions:
        return None
    written = "".join(f"\n{piece.key}" for piece in source) + "\n"
    first, *rest = (piece.key for piece in what.pieces)
    places = []
    for begins in {first, first[:1].swapcase() + first[1:]}:
        at = written.find("\n" + "\n".join([begins, *rest]) + "\n")
        if at >= 0:
            places.append(written.count("\n", 0, at))
    return min(places, default=None)


def _interruptions(source: Sequence[Piece]) -> dict[int, tuple[int, ...]]:
    """Where a quotation goes on, and where it stopped: before its closing mark, or before the comma in front of it.

    An interruption runs from a closing quotation mark to the next mark, which opens: '," the company said. "'.
    """
    found: dict[int, tuple[int, ...]] = {}
    closed: int | None = None
    for at, piece in enumerate(source):
        if piece.key != QUOTE:
            continue
        opens = at == 0 or source[at - 1].end < piece.start
        if opens and closed is not None and 1 < at - closed <= INTERRUPTION:
            before = closed > 0 and source[closed - 1].key in FINAL
            found[at + 1] = (closed, closed - 1) if before else (closed,)
        closed = None if opens else at
    return found


def anchors_of(typed_keys: Sequence[str], source_keys: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places that surely belong together: in stretches of three pieces that each text has once."""
    once_typed, once_there = _once(typed_keys), _once(source_keys)
    shared = sorted((i, once_there[three]) for three, i in once_typed.items() if three in once_there)
    pairs: list[tuple[int, int]] = []
    for i, j in _rising(shared):
        for more in range(3):
            if not pairs or (i + more > pairs[-1][0] and j + more > pairs[-1][1]):
                pairs.append((i + more, j + more))
    return pairs


def _once(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    threes = [tuple(keys[at : at + 3]) for at in range(len(keys) - 2)]
    times = Counter(threes)
    return {three: at for at, three in enumerate(threes) if times[three] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of its selections in which the second number rises with the first (patience sorting)."""
    tops: list[int] = []
    held: list[int] = []
    before: list[int] = []
    for position, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        if pile == len(tops):
            tops.append(j)
            held.append(position)
        tops[pile], held[pile] = j, position
        before.append(held[pile - 1] if pile else -1)
    chosen = []
    at = held[-1] if held else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
