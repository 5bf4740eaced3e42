"""Pairs of adjacent terms, and their numbers.

Most pairs occur once. As strings they would take most of the time to build an index, and most of its memory; so a pair
is the numbers of its two terms, in one number of 64 bits.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.search.building import Counted, Longs, counts, distinct, places
from bot.search.segments import Integers
from bot.search.vocabulary import Vocabulary

# The pairs that came later stand beside the first ones until there is one for so many of those. To put them among
# those writes all of them anew.
FRESH = 2


class Pairs:
    """Pairs of a vocabulary's terms, written as `analysis.pairs` writes them. Satisfies Vocabulary.

    `keys` are in rising order, `numbers` in the order of `keys`. `fresh` are such keys and numbers of pairs that came
    later: to put a few among millions would copy the millions.
    """

    def __init__(
        self,
        terms: Vocabulary,
        keys: Longs | None = None,
        numbers: Integers | None = None,
        fresh: tuple[Longs, Integers] | None = None,
    ) -> None:
        self._terms = terms
        self._keys = np.zeros(0, np.int64) if keys is None else keys
        self._numbers = np.zeros(0, np.int32) if numbers is None else numbers
        self._fresh_keys, self._fresh_numbers = fresh or (np.zeros(0, np.int64), np.zeros(0, np.int32))

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]], terms: Vocabulary) -> "Pairs":
        """The pairs that were saved as these arrays."""
        return cls(terms, arrays["keys"], arrays["numbers"], (arrays["fresh_keys"], arrays["fresh_numbers"]))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {
            "keys": self._keys, "numbers": self._numbers,
            "fresh_keys": self._fresh_keys, "fresh_numbers": self._fresh_numbers,
        }  # fmt: skip

    def __len__(self) -> int:
        return len(self._keys) + len(self._fresh_keys)

    def terms(self) -> list[str]:
        words, (keys, numbers) = self._terms.terms(), self._together()
        return [f"{words[key >> 32]} {words[key & 0xFFFFFFFF]}" for key in keys[np.argsort(numbers)].tolist()]

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
        for known, numbers in ((self._keys, self._numbers), (self._fresh_keys, self._fresh_numbers)):
            if len(known):
                at = np.minimum(np.searchsorted(known, rising), len(known) - 1)
                there = known[at] == rising
                found[order[there]] = numbers[at[there]]
        return found

    def extended(self, keys: Longs, terms: Vocabulary) -> "Pairs":
        """These pairs with others, in rising order, that may be known already; `terms` are those of all of them."""
        fresh = keys[self.numbers_of(keys) < 0]
        numbers = np.arange(len(self), len(self) + len(fresh), dtype=np.int32)
        longer = Pairs(terms, self._keys, self._numbers, self._with_fresh(fresh, numbers))
        if len(longer._fresh_keys) * FRESH > len(longer._keys):
            return Pairs(terms, *longer._together())
        return longer

    def _with_fresh(self, keys: Longs, numbers: Integers) -> tuple[Longs, Integers]:
        at = np.searchsorted(self._fresh_keys, keys)
        return np.insert(self._fresh_keys, at, keys), np.insert(self._fresh_numbers, at, numbers)

    def _together(self) -> tuple[Longs, Integers]:
        if not len(self._fresh_keys):
            return self._keys, self._numbers
        at = np.searchsorted(self._keys, self._fresh_keys)
        return np.insert(self._keys, at, self._fresh_keys), np.insert(self._numbers, at, self._fresh_numbers)


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
