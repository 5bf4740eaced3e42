"""Pairs of adjacent terms, and their numbers.

Most pairs occur once. As strings they would take most of the time to build an index, and most of its memory; so a pair
is the numbers of its two terms, in one number of 64 bits.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.search.building import Counted, Longs, counts, distinct, places
from bot.search.segments import Integers
from bot.search.vocabulary import Vocabulary

# A run of pairs is at least so many times as long as the next, or else they are merged: to put a few among millions
# would copy the millions.
GROWTH = 2

Run = tuple[Longs, Integers]  # keys in rising order, and the number of each


class Pairs:
    """Pairs of a vocabulary's terms, written as `analysis.pairs` writes them. Satisfies Vocabulary.

    No two of the `runs` have a pair in common; those that came first stand in the first.
    """

    def __init__(self, terms: Vocabulary, runs: Sequence[Run] = ()) -> None:
        self._terms, self._runs = terms, runs

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]], terms: Vocabulary) -> "Pairs":
        """The pairs that were saved as these arrays."""
        runs = range(len(arrays) // 2)
        return cls(terms, [(arrays[f"{number}.keys"], arrays[f"{number}.numbers"]) for number in runs])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        found: dict[str, npt.NDArray[Any]] = {}
        for number, (keys, numbers) in enumerate(self._runs):
            found |= {f"{number}.keys": keys, f"{number}.numbers": numbers}
        return found

    def __len__(self) -> int:
        return sum(len(keys) for keys, _ in self._runs)

    def terms(self) -> list[str]:
        words, found = self._terms.terms(), [""] * len(self)
        for keys, numbers in self._runs:
            for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
                found[number] = f"{words[key >> 32]} {words[key & 0xFFFFFFFF]}"
        return found

    def find(self, term: str) -> int | None:
        first, _, second = term.partition(" ")
        one, other = self._terms.find(first), self._terms.find(second)
        if one is None or other is None:
            return None
        number = int(self.numbers_of(np.array([one << 32 | other], np.int64))[0])
        return number if number >= 0 else None

    def numbers_of(self, keys: Longs) -> Integers:
        """The numbers of pairs; -1 for those that are not known."""
        found = np.full(len(keys), -1, np.int32)
        # In rising order they are looked for in what was just read: among millions that takes a tenth of the time.
        order = np.argsort(keys)
        rising = keys[order]
        for known, numbers in self._runs:
            at = np.minimum(np.searchsorted(known, rising), len(known) - 1)
            there = known[at] == rising
            found[order[there]] = numbers[at[there]]
        return found

    def extended(self, keys: Longs, terms: Vocabulary) -> "Pairs":
        """These pairs with others, in rising order, that may be known already; `terms` are those of all of them."""
        fresh = keys[self.numbers_of(keys) < 0]
        if not len(fresh):
            return Pairs(terms, self._runs)
        runs = [*self._runs, (fresh, np.arange(len(self), len(self) + len(fresh), dtype=np.int32))]
        while len(runs) > 1 and len(runs[-2][0]) < GROWTH * len(runs[-1][0]):
            runs[-2:] = [_merged(*runs[-2:])]
        return Pairs(terms, runs)


def _merged(first: Run, second: Run) -> Run:
    at = np.searchsorted(first[0], second[0])
    return np.insert(first[0], at, second[0]), np.insert(first[1], at, second[1])


class CountingPairs:
    """Counts the pairs in passages that `Counting` counts the terms of, given to it as its `beside`."""

    def __init__(self) -> None:
        self._keys: list[Longs] = []
        self._lengths: list[Integers] = [np.zeros(0, np.int32)]

    def __call__(self, numbers: Integers, lengths: Integers) -> None:
        last = np.zeros(len(numbers), dtype=bool)  # of its passage
        last[np.cumsum(lengths[lengths > 0]) - 1] = True
        first = np.flatnonzero(~last)
        self._keys.append(numbers[first].astype(np.int64) << 32 | numbers[first + 1])
        self._lengths.append(np.maximum(lengths - 1, 0))

    def done(self, known: Pairs, terms: Vocabulary) -> Counted:
        """What was counted; `terms` are those that the passages' terms have their numbers from."""
        keys = distinct(np.concatenate([np.zeros(0, np.int64), *map(distinct, self._keys)]))
        pairs = known.extended(keys, terms)
        batches, first = [], 0
        for lengths in self._lengths[1:]:
            # Those that are counted need not be held any longer.
            batches.append(counts(pairs.numbers_of(self._keys.pop(0)), places(lengths, first)))
            first += len(lengths)
        return Counted(batches, np.concatenate(self._lengths), pairs)
