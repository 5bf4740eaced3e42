"""The searches of `block_max` as loops of machine code, made by Numba: same steps, same results, less time.

Importing this module loads Numba, which takes a third of a second, or some seconds where its cache is empty. All is
compiled here, for known types, so that no question ever waits for it. `engines` tells whether there is a Numba.

Numba takes arrays and numbers, no objects: hence the long lists of arguments.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba import types

from bot.search import block_max
from bot.search.block_max import FIRST, GROUPS, LONGEST, Asked, Bounds, Found, Mask, Part
from bot.search.segments import BLOCK, Bytes, Codes, Floats, Integers

Numbers = npt.NDArray[np.int64]

EVERYTHING: Mask = np.zeros(0, dtype=bool)
EVERYTHING.setflags(write=False)


def best(part: Part, asked: Sequence[Asked], k: int, allowed: Mask | None, floor: float) -> Found:
    """As `block_max.best`, to which it leaves what is rare."""
    scaled = block_max.scale(part, asked)
    segment = part.segment
    if scaled is None or k > LONGEST or segment.codes.dtype != np.uint16:
        return block_max.best(part, asked, k, allowed, floor)
    mask = EVERYTHING
    if allowed is not None:
        mask = allowed.view()
        mask.setflags(write=False)
    # A line for each term; from one flat list, because that is what NumPy reads fastest.
    places = np.array([number for term in asked for number in term.place]).reshape(-1, 4)
    worth = np.array([number for term in asked for number in term[:2]]).reshape(-1, 2)
    factors = np.array(scaled.factors, np.uint16)
    passages, scores = np.empty(min(k, len(segment)), np.int64), np.empty(min(k, len(segment)))
    count = _search(
        segment.passages, segment.codes, segment.rows, segment.bounds, segment.steps, part.weights,
        part.positions, mask, places, worth, factors, scaled.unit, floor, passages, scores,
    )  # fmt: skip
    return Found(passages[:count], scores[:count])


def scores(part: Part, asked: Sequence[Asked]) -> Floats:
    """As `block_max.scores`."""
    segment = part.segment
    if segment.codes.dtype != np.uint16:
        return block_max.scores(part, asked)
    total = np.zeros(len(segment))
    for weight, idf, (start, end, row, _) in asked:
        _add_scores(segment.passages, segment.codes, segment.rows, part.weights, start, end, row, weight, idf, total)
    return total


def _compiled(signature: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    # No fast-math: it would let sums be added up in another order, and so to another last bit.
    compile_: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(signature, cache=True, nogil=True)
    return compile_


def _read(kind: Any, dimensions: int = 1) -> Any:
    return types.Array(kind, dimensions, "C", readonly=True)


def _own(kind: Any, dimensions: int = 1) -> Any:
    return types.Array(kind, dimensions, "C")


_LISTS = (_read(types.int32), _read(types.uint16))  # passages, codes


@_compiled(
    types.void(
        *_LISTS, _read(types.uint16, 2), _read(types.float64), types.int64, types.int64, types.int64,
        types.float64, types.float64, _own(types.float64),
    )
)  # fmt: skip
def _add_scores(  # noqa: PLR0913, PLR0917
    passages: Integers, codes: Codes, rows: Codes, weights: Floats, start: int, end: int, row: int,
    weight: float, idf: float, total: Floats,
) -> None:  # fmt: skip
    """Adds what a term adds to the scores of all passages."""
    if row >= 0:
        for passage in range(len(total)):
            total[passage] += weight * (idf * weights[rows[row, passage]])
    for place in range(start, end):
        total[passages[place]] += weight * (idf * weights[codes[place]])


@_compiled(types.void(_own(types.uint16), _read(types.uint8), types.uint16))
def _add_row(sums: Bounds, bounds: Bytes, factor: np.uint16) -> None:
    for block in range(len(bounds)):
        sums[block] += np.uint16(bounds[block]) * factor


@_compiled(types.void(_own(types.uint16), *_LISTS, _read(types.uint8), types.int64, types.int64, types.uint16))
def _add_list(  # noqa: PLR0913, PLR0917
    sums: Bounds, passages: Integers, codes: Codes, steps: Bytes, start: int, end: int, factor: np.uint16
) -> None:
    while start < end:
        block = passages[start] // BLOCK
        highest = codes[start]
        start += 1
        while start < end and passages[start] // BLOCK == block:
            highest = max(highest, codes[start])
            start += 1
        sums[block] += np.uint16(steps[highest]) * factor


@_compiled(types.void(_own(types.uint16), _own(types.int64)))
def _group(sums: Bounds, highest: Numbers) -> None:
    size = len(sums) // len(highest)
    for group in range(len(highest)):
        top = np.int64(0)
        for block in range(group * size, (group + 1) * size):
            top = max(top, np.int64(sums[block]))
        highest[group] = top


@_compiled(types.int64(_read(types.int32), types.int64, types.int64, types.int64))
def _advance(passages: Integers, place: int, end: int, wanted: int) -> int:
    """The first place from `place` on where the list has reached `wanted`: by growing steps, then by halves."""
    step = 1
    while place + step < end and passages[place + step] < wanted:
        place += step
        step *= 2
    end = min(end, place + step)
    while place < end:
        middle = (place + end) // 2
        if passages[middle] < wanted:
            place = middle + 1
        else:
            end = middle
    return place


@_compiled(
    types.void(
        *_LISTS, _read(types.uint16, 2), _read(types.uint8, 2), _read(types.float64),
        _own(types.int64, 2), _own(types.float64, 2), _own(types.int64), types.int64, _own(types.float64),
    )
)  # fmt: skip
def _score(  # noqa: PLR0913, PLR0917
    passages: Integers, codes: Codes, rows: Codes, bounds: Bytes, weights: Floats,
    places: Numbers, worth: Floats, cursors: Numbers, block: int, scores: Floats,
) -> None:  # fmt: skip
    """The scores of the passages in a block, which comes after those that were scored before."""
    scores[:] = 0.0
    first = block * BLOCK
    for term in range(len(places)):
        end, row, bound = places[term, 1], places[term, 2], places[term, 3]
        weight, idf = worth[term, 0], worth[term, 1]
        if bound >= 0 and bounds[bound, block] == 0:
            continue
        if row >= 0:
            for offset in range(BLOCK):
                scores[offset] += weight * (idf * weights[rows[row, first + offset]])
        else:
            place = _advance(passages, cursors[term], end, first)
            while place < end and passages[place] < first + BLOCK:
                scores[passages[place] - first] += weight * (idf * weights[codes[place]])
                place += 1
            cursors[term] = place


@_compiled(
    _own(types.uint16)(
        *_LISTS, _read(types.uint8, 2), _read(types.uint8), _own(types.int64, 2), _own(types.uint16), types.int64
    )
)  # fmt: skip
def _add_up(  # noqa: PLR0913, PLR0917
    passages: Integers, codes: Codes, bounds: Bytes, steps: Bytes, places: Numbers, factors: Bounds, room: int
) -> Bounds:
    """For each block, more than any passage in it can score; noughts up to `room`."""
    sums = np.zeros(room, np.uint16)
    for term in range(len(places)):
        if places[term, 3] >= 0:
            _add_row(sums, bounds[places[term, 3]], factors[term])
        else:
            _add_list(sums, passages, codes, steps, places[term, 0], places[term, 1], factors[term])
    return sums


@_compiled(
    types.int64(
        _own(types.int64), _own(types.float64), types.int64, _read(types.int32), types.int64, types.float64
    )
)  # fmt: skip
def _insert(  # noqa: PLR0913, PLR0917
    best_passages: Numbers, best_scores: Floats, count: int, positions: Integers, passage: int, score: float
) -> int:
    """Puts a passage in its place among the best `count` so far, if there is one; returns how many there are now."""
    place = count
    while place > 0:
        before = best_scores[place - 1]
        if before > score or (before == score and positions[best_passages[place - 1]] < positions[passage]):
            break
        place -= 1
    if place == len(best_scores):
        return count
    count = min(count + 1, len(best_scores))
    for moved in range(count - 1, place, -1):
        best_passages[moved], best_scores[moved] = best_passages[moved - 1], best_scores[moved - 1]
    best_passages[place], best_scores[place] = passage, score
    return count


@_compiled(
    types.int64(
        *_LISTS, _read(types.uint16, 2), _read(types.uint8, 2), _read(types.uint8), _read(types.float64),
        _read(types.int32), _read(types.boolean), _own(types.int64, 2), _own(types.float64, 2), _own(types.uint16),
        types.float64, types.float64, _own(types.int64), _own(types.float64),
    )
)  # fmt: skip
def _search(  # noqa: PLR0913, PLR0917
    passages: Integers, codes: Codes, rows: Codes, bounds: Bytes, steps: Bytes, weights: Floats,
    positions: Integers, mask: Mask, places: Numbers, worth: Floats, factors: Bounds,
    unit: float, floor: float, best_passages: Numbers, best_scores: Floats,
) -> int:  # fmt: skip
    """Fills in the best passages and their scores, best first, ties by position; returns how many there are."""
    k, count = len(best_scores), 0
    wanted = max(k, FIRST)
    groups = max(2 * wanted, min(GROUPS, bounds.shape[1] // 16))
    size = -(-bounds.shape[1] // groups)
    sums = _add_up(passages, codes, bounds, steps, places, factors, size * groups)
    highest = np.empty(groups, np.int64)
    _group(sums, highest)
    cut = max(1, np.partition(highest, groups - wanted)[groups - wanted])
    scores = np.empty(BLOCK, np.float64)
    for least, below in ((cut, 65536), (1, cut)):
        cursors = places[:, 0].copy()
        for group in range(groups):
            threshold = max(floor, best_scores[k - 1]) if count == k else floor
            limit = max(least, int(threshold / unit * (1 - 1e-9)))
            if highest[group] < limit:
                continue
            for block in range(group * size, (group + 1) * size):
                if sums[block] < limit or sums[block] >= below:
                    continue
                _score(passages, codes, rows, bounds, weights, places, worth, cursors, block, scores)
                for offset in range(BLOCK):
                    passage, score = block * BLOCK + offset, scores[offset]
                    if 0.0 < score >= threshold and (len(mask) == 0 or mask[passage]):
                        count = _insert(best_passages, best_scores, count, positions, passage, score)
                if count == k:
                    threshold = max(floor, best_scores[k - 1])
                    limit = max(least, int(threshold / unit * (1 - 1e-9)))
    return count
