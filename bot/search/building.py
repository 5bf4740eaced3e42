"""Making a segment: count the terms of the passages in batches, then lay the counts out as posting lists."""

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.search.segments import BLOCK, BOUNDS, ROW, Bytes, Codes, Formula, Integers, Segment
from bot.search.vocabulary import Terms, Vocabulary

BATCH = 1_000_000  # terms that are counted at a time: what does not fit the processor's cache sorts slowly

Longs = npt.NDArray[np.int64]
Number = TypeVar("Number", np.int32, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often terms occur in passages: sorted by term, then by passage.

    `terms[i]` occurs in `df[i]` passages; `passages` and `often` hold these one after another.
    """

    terms: Integers
    df: Integers
    passages: Integers
    often: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Passages as they come into an index: their counts, batch by batch, their lengths, and what numbers the terms."""

    batches: Sequence[Counts]
    lengths: Integers
    vocabulary: Vocabulary


Beside = Callable[[Integers, Integers], object]


class Counting:
    """Counts the terms of passages as they come. New terms get numbers.

    `beside` is given the same passages, batch by batch: the numbers of their terms in a row, and their lengths.
    """

    def __init__(self, known: Terms, beside: Beside | None = None, batch: int = BATCH) -> None:
        self._known, self._numbering, self._beside, self._batch = known, known.numbering(), beside, batch
        self._numbers, self._waiting = array("i"), array("i")  # terms, and lengths of passages, that wait
        self._batches: list[Counts] = []
        self._lengths: list[Integers] = [np.zeros(0, np.int32)]
        self._first = 0

    def add(self, terms: Collection[str]) -> None:
        """Takes a passage."""
        if isinstance(terms, str):
            raise TypeError("a passage is a sequence of terms, not a string")
        self._numbers.extend(map(self._numbering.__getitem__, terms))
        self._waiting.append(len(terms))
        if len(self._numbers) >= self._batch:
            self._count()

    def done(self) -> Counted:
        """What was counted, which is not held here any longer. Nothing can be added after that."""
        self._count()
        batches, self._batches = self._batches, []
        return Counted(batches, np.concatenate(self._lengths), self._known.extended(self._numbering))

    def _count(self) -> None:
        if not self._waiting:
            return
        numbers, lengths = (np.frombuffer(each, np.int32) for each in (self._numbers, self._waiting))
        self._numbers, self._waiting = array("i"), array("i")
        self._batches.append(counts(numbers, places(lengths, self._first)))
        self._lengths.append(lengths)
        self._first += len(lengths)
        if self._beside:
            self._beside(numbers, lengths)


def places(lengths: Integers, first: int) -> Longs:
    """For each term of passages so long, in a row, its passage; the first of these has the number `first`."""
    return np.repeat(np.arange(first, first + len(lengths), dtype=np.int64), lengths)


def distinct(numbers: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Each of them once, in rising order. NumPy's own `unique` hashes them, which takes up to forty times as long."""
    rising = np.sort(numbers)
    return rising[np.flatnonzero(np.diff(rising, prepend=rising[:1] - 1))]


def counts(terms: Integers, passages: Longs) -> Counts:
    """The counts of terms that occur in these passages."""
    occurrences = (terms.astype(np.int64) << 32) | passages
    occurrences.sort()
    firsts = np.flatnonzero(np.diff(occurrences, prepend=-1))
    often = np.diff(firsts, append=len(occurrences)).astype(np.int32)
    distinct = occurrences[firsts]
    return _runs((distinct >> 32).astype(np.int32), distinct.astype(np.int32), often)


def recounted(segment: Segment, number_of: Integers) -> Counts:
    """The counts that a segment was made of, its passages renumbered; a negative number leaves one out."""
    df = np.diff(segment.starts)
    rows = [segment.postings(term) for term in segment.row_terms.tolist()]
    terms = np.repeat(segment.terms_at(np.arange(len(df))).astype(np.int32), df)
    terms = np.concatenate([terms, np.repeat(segment.row_terms, [len(passages) for passages, _ in rows])])
    passages = number_of[np.concatenate([segment.passages, *(passages for passages, _ in rows)])]
    often = segment.often[np.concatenate([segment.codes, *(codes for _, codes in rows)])]
    kept = np.flatnonzero(passages >= 0)
    order = kept[np.argsort(terms[kept], kind="stable")]  # stable: the passages of a term stay in order
    return _runs(terms[order], passages[order], often[order])


def laid_out(batches: Sequence[Counts], lengths: Integers, terms: int, formula: Formula, mean: float) -> Segment:
    """The segment of these counts, whose batches follow each other; `terms` is the size of the vocabulary.

    Inside, a term's number is its place among those that occur: a small segment stays small, whatever others have.
    """
    occurring = distinct(np.concatenate([np.zeros(0, np.int32), *(batch.terms for batch in batches)]))
    if len(occurring) == terms:
        occurring = occurring[:0]
    else:
        batches = [replace(batch, terms=np.searchsorted(occurring, batch.terms).astype(np.int32)) for batch in batches]
        terms = len(occurring)
    coding = Coding(batches, lengths, formula, mean)
    lists = _Lists(batches, len(lengths), terms, coding.dtype)
    for batch in batches:
        lists.take(batch, coding.codes(batch))
    bound_terms = np.flatnonzero(lists.df > len(lengths) / BOUNDS).astype(np.int32)
    bounds = lists.bounds(bound_terms, coding.steps)
    row_terms, scale = lists.row_terms, np.array([mean, coding.unit])
    if len(occurring):
        row_terms, bound_terms = occurring[row_terms], occurring[bound_terms]
    return Segment(
        lengths, occurring, lists.starts, lists.passages, lists.codes, row_terms, lists.rows, bound_terms, bounds,
        coding.often, coding.long, coding.steps, scale,
    )  # fmt: skip


class _Lists:
    """The lists and rows of a segment, empty at first, with room for the counts of these batches."""

    def __init__(self, batches: Sequence[Counts], size: int, terms: int, codes: npt.DTypeLike) -> None:
        self.df = np.zeros(terms, np.int64)
        for batch in batches:
            self.df[batch.terms] += batch.df
        in_rows = self.df > size / ROW
        self.starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.where(in_rows, 0, self.df))])
        self.row_terms = np.flatnonzero(in_rows).astype(np.int32)
        self.rows: Codes = np.zeros((len(self.row_terms), -(-size // BLOCK) * BLOCK), codes)
        self.passages: Integers = np.empty(self.starts[-1], np.int32)
        self.codes: Codes = np.empty(self.starts[-1], codes)
        self._row_of = np.where(in_rows, np.cumsum(in_rows) - 1, -1)
        self._free = self.starts[:-1].copy()

    def take(self, batch: Counts, codes: Codes) -> None:
        """Takes the next batch, whose counts have these codes."""
        row = np.repeat(self._row_of[batch.terms], batch.df)
        there, here = np.flatnonzero(row >= 0), np.flatnonzero(row < 0)
        self.rows[row[there], batch.passages[there]] = codes[there]
        firsts = np.cumsum(batch.df) - batch.df
        place = np.arange(len(row)) + np.repeat(self._free[batch.terms] - firsts, batch.df)
        self.passages[place[here]] = batch.passages[here]
        self.codes[place[here]] = codes[here]
        self._free[batch.terms] += batch.df

    def bounds(self, terms: Integers, steps: Bytes) -> Bytes:
        """A row of bounds for each of some terms; `steps` are those of the codes."""
        bounds = np.zeros((len(terms), self.rows.shape[1] // BLOCK), np.uint8)
        for bound, term in zip(bounds, terms.tolist(), strict=True):
            if (row := self._row_of[term]) >= 0:
                bound[:] = steps[self.rows[row].reshape(-1, BLOCK).max(axis=1)]
            else:
                own = slice(*self.starts[term : term + 2])
                blocks, highest = highest_codes(self.passages[own], self.codes[own])
                bound[blocks] = steps[highest]
        return bounds


def highest_codes(passages: Integers, codes: Codes) -> tuple[Integers, Codes]:
    """The blocks in which a list that is not empty has passages, and the highest code in each."""
    blocks = passages // BLOCK
    firsts = np.concatenate([[0], np.flatnonzero(blocks[1:] != blocks[:-1]) + 1])
    return blocks[firsts], np.maximum.reduceat(codes, firsts)


class Coding:
    """A code for each pair (how often, how long), from 1, by rising weight: the highest code is the highest weight."""

    def __init__(self, batches: Sequence[Counts], lengths: Integers, formula: Formula, mean: float) -> None:
        self._lengths = lengths
        self._span = int(lengths.max(initial=0)) + 1
        keys = [distinct(self._keys(batch)) for batch in batches]
        self._pairs = distinct(np.concatenate([np.zeros(0, np.int64), *keys]))
        often, long = (self._pairs // self._span).astype(np.int32), (self._pairs % self._span).astype(np.int32)
        weights = formula.weights(often, long, mean)
        order = np.argsort(weights, kind="stable")
        self.dtype: type[np.uint16 | np.uint32] = np.uint16 if len(order) < 2**16 else np.uint32
        self._code_of: Codes = np.empty(len(order), self.dtype)
        self._code_of[order] = np.arange(1, len(order) + 1)
        self.often = np.concatenate([np.zeros(1, np.int32), often[order]])
        self.long = np.concatenate([np.zeros(1, np.int32), long[order]])
        self.unit = float(weights.max(initial=0.0)) / 254 or 1.0
        self.steps: Bytes = np.concatenate([[0], np.floor(weights[order] / self.unit) + 1]).astype(np.uint8)

    def codes(self, batch: Counts) -> Codes:
        return self._code_of[np.searchsorted(self._pairs, self._keys(batch))]

    def _keys(self, batch: Counts) -> Longs:
        keys: Longs = batch.often.astype(np.int64) * self._span + self._lengths[batch.passages]
        return keys


def _runs(terms: Integers, passages: Integers, often: Integers) -> Counts:
    firsts = np.flatnonzero(np.diff(terms, prepend=-1))
    df = np.diff(firsts, append=len(terms)).astype(np.int32)
    return Counts(terms[firsts], df, passages, often)
