"""Pairs of adjacent terms, and their numbers.

Most pairs occur once. As strings they would take most of the time to build an index, and most of its memory; so a pair
is the numbers of its two terms, in one number of 64 bits.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.search.building import Counted, Longs, counts, places
from bot.search.segments import Integers
from bot.search.vocabulary import Vocabulary


class Pairs:
    """Pairs of a vocabulary's terms, written as `analysis.pairs` writes them. Satisfies Vocabulary.

    `keys` are in rising order, `numbers` in the order of `keys`.
    """

    def __init__(self, terms: Vocabulary, keys: Longs | None = None, numbers: Integers | None = None) -> None:
        self._terms = terms
        self._keys = np.zeros(0, np.int64) if keys is None else keys
        self._numbers = np.zeros(0, np.int32) if numbers is None else numbers

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]], terms: Vocabulary) -> "Pairs":
        """The pairs that were saved as these arrays."""
        return cls(terms, arrays["keys"], arrays["numbers"])

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {"keys": self._keys, "numbers": self._numbers}

    def __len__(self) -> int:
        return len(self._keys)

    def terms(self) -> list[str]:
        words = self._terms.terms()
        order = np.argsort(self._numbers)
        return [f"{words[key >> 32]} {words[key & 0xFFFFFFFF]}" for key in self._keys[order].tolist()]

    def find(self, term: str) -> int | None:
        first, _, second = term.partition(" ")
        one, other = self._terms.find(first), self._terms.find(second)
        if one is None or other is None:
            return None
        key = np.int64(one << 32 | other)
        place = int(np.searchsorted(self._keys, key))
        return int(self._numbers[place]) if place < len(self) and self._keys[place] == key else None

    def numbers_of(self, keys: Longs) -> Integers:
        """The numbers of pairs that are all known."""
        return self._numbers[np.searchsorted(self._keys, keys)]

    def extended(self, keys: Longs, terms: Vocabulary) -> "Pairs":
        """These pairs with others, in rising order, that may be known already; `terms` are those of all of them."""
        at = np.searchsorted(self._keys, keys)
        known = at < len(self)
        known[known] = self._keys[at[known]] == keys[known]
        fresh, at = keys[~known], at[~known]
        numbers = np.arange(len(self), len(self) + len(fresh), dtype=np.int32)
        return Pairs(terms, np.insert(self._keys, at, fresh), np.insert(self._numbers, at, numbers))


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
        distinct = np.unique(np.concatenate([np.zeros(0, np.int64), *map(np.unique, self._keys)]))
        pairs = known.extended(distinct, terms)
        batches, first = [], 0
        for keys, lengths in zip(self._keys, self._lengths[1:], strict=True):
            batches.append(counts(pairs.numbers_of(keys), places(lengths, first)))
            first += len(lengths)
        return Counted(batches, np.concatenate(self._lengths), pairs)
