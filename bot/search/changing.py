"""Snapshots of an index: the first, and each that follows from one by removing and adding passages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.search import building
from bot.search.block_max import Mask, Part
from bot.search.building import Counted
from bot.search.segments import Formula, Integers, Segment
from bot.search.vocabulary import Vocabulary

GROWTH = 8  # a segment is at least so many times as large as the next, or else they are merged
# Postings. One that has so many is merged with no other: to write millions anew for a few takes seconds, and gigabytes.
FULL = 2_000_000

Placed = tuple[Segment, Integers]  # a segment, and the positions of its passages


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything that an index consists of. `tokens` is the sum of the passages' lengths."""

    formula: Formula
    vocabulary: Vocabulary
    size: int
    tokens: int
    parts: tuple[Part, ...]

    @property
    def mean(self) -> float:
        """The mean length of the passages."""
        return self.tokens / self.size if self.size else 0.0

    @classmethod
    def of(cls, formula: Formula, vocabulary: Vocabulary, tokens: int, placed: Sequence[Placed]) -> "Snapshot":
        """The snapshot of these segments; what depends on the mean length is reckoned anew."""
        size = sum(int(np.count_nonzero(positions >= 0)) for _, positions in placed)
        mean = tokens / size if size else 0.0
        return cls(formula, vocabulary, size, tokens, tuple(_part(each, formula, mean) for each in placed))

    def df(self, term: int) -> int:
        """How many passages have a term, by its number."""
        return sum(_df(part, term) for part in self.parts)

    def df_of_all(self) -> npt.NDArray[np.int64]:
        """How many passages have each term, by number."""
        df = np.zeros(len(self.vocabulary), np.int64)
        for part in self.parts:
            own = np.diff(part.segment.starts)
            df[part.segment.terms_at(np.arange(len(own)))] += own
            df[part.segment.row_terms] += np.count_nonzero(part.segment.rows, axis=1)
            if part.alive is not None:
                df -= df_among(part.segment, ~part.alive, len(df))
        return df


def empty(formula: Formula, vocabulary: Vocabulary) -> Snapshot:
    """The snapshot without a passage."""
    return Snapshot(formula, vocabulary, 0, 0, ())


def changed(old: Snapshot, removed: Iterable[int], added: Counted, at: Sequence[int] | None) -> Snapshot:
    """The snapshot without the passages at `removed` and with those `added`, which come to stand `at`.

    What was added must have been numbered by an extension of the old vocabulary.
    """
    batches, lengths, vocabulary = added.batches, added.lengths, added.vocabulary
    gone = np.zeros(old.size, dtype=bool)
    gone[_checked(np.fromiter(removed, np.int64), old.size)] = True
    tokens = old.tokens + int(lengths.sum())
    for part in old.parts:
        leaving = (part.positions >= 0) & gone[part.positions]
        if leaving.any():
            tokens -= int(part.segment.lengths[leaving].sum())
    size = old.size - int(np.count_nonzero(gone)) + len(lengths)
    new_positions, renumbered = _positions(gone, size, len(lengths), at)
    placed = [(part.segment, _renumber(part.positions, renumbered)) for part in old.parts]
    mean = tokens / size if size else 0.0
    if len(lengths):
        placed.append((building.laid_out(batches, lengths, len(vocabulary), old.formula, mean), new_positions))
    return Snapshot.of(old.formula, vocabulary, tokens, _tidied(placed, len(vocabulary), old.formula, mean))


def _part(placed: Placed, formula: Formula, mean: float) -> Part:
    segment, positions = placed
    positions.setflags(write=False)
    alive = positions >= 0
    weights = np.zeros(len(segment.often))
    # Where the mean is nought, all passages that have a term were removed: any number does.
    weights[1:] = formula.weights(segment.often[1:], segment.long[1:], mean or 1.0)
    weights.setflags(write=False)
    return Part(segment, positions, None if alive.all() else alive, weights, segment.slack(mean))


def _df(part: Part, term: int) -> int:
    start, end, row, _ = part.segment.place(term)
    if part.alive is None:
        return end - start if row < 0 else int(np.count_nonzero(part.segment.rows[row]))
    return int(np.count_nonzero(part.alive[part.segment.postings(term)[0]]))


def df_among(segment: Segment, some: Mask, terms: int) -> npt.NDArray[np.int64]:
    """In how many of some passages of a segment each term occurs, by number. Reads the whole lists once."""
    df = np.zeros(terms, np.int64)
    postings = np.flatnonzero(some[segment.passages])
    if len(postings) < len(segment.starts):
        found = np.bincount(np.searchsorted(segment.starts, postings, side="right") - 1)
    else:
        found = np.diff(np.searchsorted(postings, segment.starts))
    df[segment.terms_at(np.arange(len(found)))] = found
    df[segment.row_terms] += np.count_nonzero(segment.rows[:, : len(some)][:, some], axis=1)
    return df


def _positions(gone: Mask, size: int, added: int, at: Sequence[int] | None) -> tuple[Integers, Integers]:
    """The positions of the added passages, and the new position of every old one, -1 for those that are gone."""
    places = np.arange(size - added, size) if at is None else _checked(np.fromiter(at, np.int64), size)
    if (different := len(building.distinct(places))) != added:
        raise ValueError(f"{added} passages cannot stand at {different} positions")
    left = np.ones(size, dtype=bool)
    left[places] = False
    renumbered = np.full(len(gone), -1, np.int32)
    renumbered[~gone] = np.flatnonzero(left)
    return places.astype(np.int32), renumbered


def _checked(positions: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    wrong = positions[(positions < 0) | (positions >= size)]
    if len(wrong):
        raise IndexError(f"no passage can stand at {wrong[0]} of {size}")
    return positions


def _renumber(positions: Integers, renumbered: Integers) -> Integers:
    return np.where(positions >= 0, renumbered[positions], np.int32(-1)) if len(renumbered) else positions


def _tidied(placed: list[Placed], terms: int, formula: Formula, mean: float) -> list[Placed]:
    """The segments, the largest first: empty ones dropped, small ones of like size merged, sparse ones written anew."""
    tidy: list[Placed] = []
    for segment, positions in placed:
        alive = int(np.count_nonzero(positions >= 0))
        if alive:
            worn = alive < 0.75 * len(segment)
            tidy.append(_merged([(segment, positions)], terms, formula, mean) if worn else (segment, positions))
    tidy.sort(key=lambda each: -len(each[0]))
    while len(tidy) > 1 and len(tidy[-2][0]) < GROWTH * len(tidy[-1][0]) and len(tidy[-2][0].passages) < FULL:
        tidy[-2:] = [_merged(tidy[-2:], terms, formula, mean)]
    return tidy


def _merged(placed: Sequence[Placed], terms: int, formula: Formula, mean: float) -> Placed:
    """One segment in place of several, without what was removed."""
    counts, lengths, kept_positions, first = [], [], [], 0
    for segment, positions in placed:
        alive = positions >= 0
        number_of = np.where(alive, np.cumsum(alive, dtype=np.int32) + (first - 1), np.int32(-1)).astype(np.int32)
        counts.append(building.recounted(segment, number_of))
        lengths.append(segment.lengths[alive])
        kept_positions.append(positions[alive])
        first += int(np.count_nonzero(alive))
    merged = building.laid_out(counts, np.concatenate(lengths), terms, formula, mean)
    return merged, np.concatenate(kept_positions)
