"""The best passages of a segment, without looking at most of it. NumPy alone; `kernel` does the same with Numba.

The idea is told in `postings`. Everything here speaks of passages by their number in the segment.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.search.building import highest_codes
from bot.search.segments import BLOCK, Codes, Floats, Integers, Place, Segment

Mask = npt.NDArray[np.bool_]
Bounds = npt.NDArray[np.uint16]

GROUPS = 512  # of blocks or passages: enough to find the best by, few enough to sort
FIRST = 64  # blocks that are scored before any other, by measurement
LONGEST = 1000  # ranking that a sorted array is good enough for
MANY = 3  # if more than one block in so many is left, scoring all passages takes less time
FEW = 3_000_000  # codes in rows: the weights of all of them are worth the memory, 8 bytes each
MOST_TERMS = 200  # that fit into bounds of 16 bits
LEAST, LARGEST = 5e-324, float(np.finfo(np.float64).max)  # of positive numbers
SMALLEST = 1e-100  # what a term may be worth for its scores never to vanish by rounding


class Asked(NamedTuple):
    """A term of a query: its weight, its idf, and where its postings lie in this segment."""

    weight: float
    idf: float
    place: Place


@dataclass(frozen=True, eq=False)
class Part:
    """A segment as a snapshot sees it.

    `positions` are the corpus positions of its passages, -1 for one that was removed; `alive` tells those that were
    not, None if all are. `weights` are those of its codes at the snapshot's mean length, `slack` is by how much
    bounds must grow for it.
    """

    segment: Segment
    positions: Integers
    alive: Mask | None
    weights: Floats
    slack: float

    def row_weights(self, row: int) -> Floats:
        """The weight of every passage in a row of codes; kept in small segments, where the same rows come again."""
        kept = self._row_weights.get(row)
        if kept is None:
            kept = self.weights.take(self.segment.rows[row, : len(self.segment)])
            if self.segment.rows.size <= FEW:
                self._row_weights[row] = kept
        return kept

    @cached_property
    def _row_weights(self) -> dict[int, Floats]:
        return {}

    @cached_property
    def is_all_in_order(self) -> bool:
        """Whether its passages stand in the corpus as in the segment, all of them, and nothing before them."""
        return np.array_equal(self.positions, np.arange(len(self.positions)))


class Found(NamedTuple):
    """Passages and their scores, in no order."""

    passages: npt.NDArray[np.intp]
    scores: Floats


class Scale(NamedTuple):
    """Bounds as whole numbers: a bound of 1 is worth `unit`, and a term's bytes count `factors` times."""

    factors: list[int]
    unit: float

    def limit(self, score: float) -> int:
        """The least bound, at least 1, with which a block may still hold this score."""
        return max(1, math.floor(score / self.unit * (1 - 1e-9)))


def scale(part: Part, asked: Sequence[Asked]) -> Scale | None:
    """How to add bounds up in 16 bits; None where that cannot be: no skipping then.

    Rounded up, so that no sum of bounds is ever below a score.
    """
    grown = float(part.segment.scale[1]) * part.slack
    shares = [term.weight * term.idf * grown for term in asked]
    # A weight of nought makes matches that score nothing, and a negative one makes scores that fall.
    if not shares or len(shares) > MOST_TERMS or min(shares) < SMALLEST or max(shares) > 1 / SMALLEST:
        return None
    unit = sum(shares) / (257 - len(shares))
    return Scale([math.ceil(share / unit) for share in shares], unit)


def best(part: Part, asked: Sequence[Asked], k: int, allowed: Mask | None, floor: float) -> Found:
    """At least the best `k` passages that have a term, with all that equal the last of them, and few others.

    `allowed` has a place for each passage; `floor` is a score that the caller has `k` times already.
    """
    return (of_all if _all_is_cheaper(part, asked) else by_blocks)(part, asked, k, allowed, floor)


def by_blocks(part: Part, asked: Sequence[Asked], k: int, allowed: Mask | None, floor: float) -> Found:
    """As `best`, by scoring the blocks that may hold one of the best."""
    scaled = scale(part, asked)
    if scaled is None:
        return of_all(part, asked, k, allowed, floor)
    bounds = _bounds(part.segment, asked, scaled.factors)
    # The blocks that promise most, for a first idea of what a passage must score.
    cut = max(int(_high(bounds, max(k, FIRST))), scaled.limit(floor))
    found = _scored(part, asked, np.flatnonzero(bounds >= cut), allowed)
    limit = scaled.limit(max(floor, _kth(found.scores, k)))
    if limit < cut:
        left = np.flatnonzero((bounds >= limit) & (bounds < cut))
        if len(left) > len(bounds) // MANY:
            return of_all(part, asked, k, allowed, floor)
        rest = _scored(part, asked, left, allowed)
        found = Found(*(np.concatenate(both) for both in zip(found, rest, strict=True)))
    kept = np.flatnonzero(found.scores >= max(floor, _kth(found.scores, k)))
    return Found(found.passages[kept], found.scores[kept])


def of_all(part: Part, asked: Sequence[Asked], k: int, allowed: Mask | None, floor: float) -> Found:
    """As `best`, by scoring every passage. Weights may be anything."""
    total = scores(part, asked)
    least = max(floor, LEAST)
    if any(term.weight * term.idf < SMALLEST for term in asked):
        # Scores do not tell which passages have a term: some that have one score nought or less.
        total[~having(part.segment, asked)] = -np.inf
        least = -LARGEST
    if allowed is not None:
        total[~allowed] = -np.inf
    passages = np.flatnonzero(total >= max(_high(total, k), least))
    if len(passages) > k:
        those = total.take(passages)
        passages = passages[those >= _kth(those, k)]
    return Found(passages, total.take(passages))


def scores(part: Part, asked: Sequence[Asked]) -> Floats:
    """The score of every passage."""
    first = next((at for at, term in enumerate(asked) if term.place.row >= 0), len(asked))
    total = _sum_of_lists(part, asked[:first])
    for term in asked[first:]:
        start, end, row, _ = term.place
        if row >= 0:
            total += _weighted(part.row_weights(row), term)
        elif start < end:
            total[part.segment.passages[start:end]] += _worth(part, term, part.segment.codes[start:end])
    return total


def _sum_of_lists(part: Part, asked: Sequence[Asked]) -> Floats:
    """What terms that have lists add up to in every passage: added in their order, but in one go."""
    lists = [term for term in asked if term.place.start < term.place.end]
    if not lists:
        return np.zeros(len(part.segment))
    stretches = [slice(term.place.start, term.place.end) for term in lists]
    lengths = [term.place.end - term.place.start for term in lists]
    worth = np.repeat([term.idf for term in lists], lengths)
    worth *= part.weights.take(np.concatenate([part.segment.codes[each] for each in stretches]))
    if any(term.weight != 1.0 for term in lists):
        worth *= np.repeat([term.weight for term in lists], lengths)
    passages = np.concatenate([part.segment.passages[each] for each in stretches])
    return np.bincount(passages, worth, len(part.segment)).astype(np.float64, copy=False)


def having(segment: Segment, asked: Sequence[Asked]) -> Mask:
    """Whether a passage has any of the terms: of weight nought, it would score nothing, and yet be found."""
    found = np.zeros(len(segment), dtype=bool)
    for _, _, (start, end, row, _) in asked:
        if row >= 0:
            found |= segment.rows[row, : len(found)] > 0
        else:
            found[segment.passages[start:end]] = True
    return found


def _scores_in(part: Part, asked: Sequence[Asked], blocks: npt.NDArray[np.intp]) -> Floats:
    """The scores of the passages in some blocks, which are in order: a line for each block."""
    total = np.zeros((len(blocks), BLOCK))
    flat = total.reshape(-1)
    firsts = (blocks * BLOCK).astype(np.int32)  # of the type of the lists, or searching would copy them
    for term in asked:
        start, end, row, _ = term.place
        if row >= 0:
            total += _worth(part, term, part.segment.rows[row].reshape(-1, BLOCK).take(blocks, axis=0))
        elif start < end:
            listed = part.segment.passages[start:end]
            # Where the block begins in the list, and the next places: at most so many can belong to it.
            places = listed.searchsorted(firsts)[:, None] + np.arange(BLOCK)
            offsets = listed.take(places, mode="clip") - firsts[:, None]
            there = np.flatnonzero((offsets >= 0) & (offsets < BLOCK) & (places < end - start))
            codes = part.segment.codes[start:end].take(places.take(there))
            flat[there // BLOCK * BLOCK + offsets.take(there)] += _worth(part, term, codes)
    return total


def _worth(part: Part, term: Asked, codes: Codes) -> Floats:
    """What a term adds to the scores of passages with these codes."""
    # The same product for each code, reckoned once for each code or once for each passage, whichever are fewer.
    if codes.size > len(part.weights):
        return _weighted(part.weights, term).take(codes)
    return _weighted(part.weights.take(codes), term)


def _weighted(weights: Floats, term: Asked) -> Floats:
    """Weights of a term's codes, times what the term itself counts. A new array."""
    worth = term.idf * weights
    if term.weight != 1.0:
        worth *= term.weight
    return worth


def _all_is_cheaper(part: Part, asked: Sequence[Asked]) -> bool:
    """Whether to score every passage: estimated in nanoseconds, from measurements."""
    count = len(part.segment)
    rows = sum(term.place.row >= 0 for term in asked)
    listed = sum(term.place.end - term.place.start for term in asked)
    a_row = 0.5 if part.segment.rows.size <= FEW else 1.4
    return count * (0.6 + a_row * rows) + 4 * listed < len(asked) * (25_000 + 0.05 * count)


def _bounds(segment: Segment, asked: Sequence[Asked], factors: list[int]) -> Bounds:
    """For each block, more than any passage in it can score."""
    bounds = np.zeros(segment.bounds.shape[1], dtype=np.uint16)
    share = np.empty_like(bounds)
    for (_, _, (start, end, _, bound)), factor in zip(asked, factors, strict=True):
        if bound >= 0:
            bounds += np.multiply(segment.bounds[bound], np.uint16(factor), out=share)
        elif start < end:
            blocks, codes = highest_codes(segment.passages[start:end], segment.codes[start:end])
            bounds[blocks] += segment.steps.take(codes) * np.uint16(factor)
    return bounds


def _high(values: npt.NDArray[Any], k: int) -> Any:
    """A value that at least `k` reach, and not many more; the least if there are fewer.

    By the maxima of groups: the k-th highest maximum is reached in k groups. Partitioning the values themselves is
    slow, because most of them are equal.
    """
    groups = min(max(GROUPS, 8 * k), len(values))
    if groups < k:
        return values.min(initial=0)
    highest = values[: len(values) // groups * groups].reshape(-1, groups).max(axis=0)
    return np.partition(highest, -k)[-k]


def _scored(part: Part, asked: Sequence[Asked], blocks: npt.NDArray[np.intp], allowed: Mask | None) -> Found:
    """The passages of these blocks that have a term."""
    found = _scores_in(part, asked, blocks)
    block, offset = np.nonzero(found)  # what lies beyond the last passage scores nothing either
    passages = blocks[block] * BLOCK + offset
    if allowed is not None:
        kept = allowed[passages]
        block, offset, passages = block[kept], offset[kept], passages[kept]
    return Found(passages, found[block, offset])


def _kth(scores: Floats, k: int) -> float:
    """The `k`-th best score, 0 if there are fewer."""
    return float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0
