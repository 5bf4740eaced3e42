"""Terms and their numbers: a dictionary while an index is made, four arrays once it is saved.

A million passages have some hundred thousand terms, and some ten million pairs of terms; to read them all into a
dictionary would take longer than to answer. So a saved vocabulary is looked up where it lies: the 64-bit hashes of
the terms in rising order, the number of each, and the terms themselves in one string, because two terms may share
a hash.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import count, pairwise
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

# A question looks its terms up in each field, and every question has some that others have.
FOUND_AT_HAND = 4_096


@dataclass(frozen=True, eq=False)
class SavedTerms:
    """Terms by number: term `i` is `text[ends[i - 1]:ends[i]]` in UTF-8; `numbers` are in the order of `hashes`."""

    hashes: npt.NDArray[np.uint64]
    numbers: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]
    text: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, terms: Sequence[str]) -> Self:
        nothing = cls(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.uint8))
        return nothing.followed_by(terms)

    def followed_by(self, terms: Sequence[str]) -> Self:
        """These terms, and others after them."""
        if not terms:
            return self
        encoded = [_encoded(term) for term in terms]
        hashes = np.concatenate([self.hashes, np.array([_hash(each) for each in encoded], dtype=np.uint64)])
        order = np.argsort(hashes, kind="stable")
        numbers = np.concatenate([self.numbers, np.arange(len(self), len(hashes), dtype=np.int32)])
        ends = np.cumsum([len(each) for each in encoded], dtype=np.int64) + len(self.text)
        text = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return type(self)(
            hashes[order], numbers[order], np.concatenate([self.ends, ends]), np.concatenate([self.text, text])
        )

    def __len__(self) -> int:
        return len(self.ends)

    def find(self, term: str) -> int | None:
        encoded = _encoded(term)
        hashes, wanted = self._hashes, _hash(encoded)
        place = bisect_left(hashes, wanted)
        while place < len(hashes) and hashes[place] == wanted:
            number = int(self.numbers[place])
            if self._at(number) == encoded:
                return number
            place += 1
        return None

    @cached_property
    def _hashes(self) -> memoryview:
        # To look one term up, this takes a fifth of the time that NumPy takes.
        return np.ascontiguousarray(self.hashes, np.uint64).data

    def all(self) -> list[str]:
        text, ends = self.text.tobytes(), self.ends.tolist()
        return [text[start:end].decode(errors="surrogatepass") for start, end in pairwise([0, *ends])]

    def _at(self, number: int) -> bytes:
        start = int(self.ends[number - 1]) if number else 0
        return self.text[start : int(self.ends[number])].tobytes()


class Vocabulary(Protocol):
    """The terms of an index, numbered from 0. A term keeps its number."""

    def __len__(self) -> int: ...

    def find(self, term: str) -> int | None:
        """The number of a term, or None if it is not known."""

    def terms(self) -> list[str]:
        """All terms by number."""

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All that is to be saved of it, by name."""


class Terms:
    """Terms that are numbered in the order of their first occurrence. Satisfies Vocabulary."""

    def __init__(self, saved: SavedTerms | None = None) -> None:
        self._saved = saved
        self._find_saved = lru_cache(maxsize=FOUND_AT_HAND)(saved.find) if saved is not None else None
        self._fresh: dict[str, int] = {}
        self._size = len(saved) if saved is not None else 0

    def __len__(self) -> int:
        return self._size

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The terms that were saved as these arrays."""
        return cls(SavedTerms(*(arrays[each.name] for each in fields(SavedTerms))))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        fresh = self._numbered_since()
        saved = self._saved.followed_by(fresh) if self._saved is not None else SavedTerms.of(fresh)
        return {each.name: getattr(saved, each.name) for each in fields(saved)}

    def find(self, term: str) -> int | None:
        number = self._fresh.get(term)
        if number is None and self._find_saved is not None:
            number = self._find_saved(term)
        return number

    def numbering(self) -> "Numbering":
        """To number further terms with; these stay as they are."""
        return Numbering(self, self._fresh)

    def extended(self, numbering: "Numbering") -> "Terms":
        """These terms with those that were numbered since."""
        longer = Terms(self._saved)
        longer._fresh = dict(numbering)
        longer._size = numbering.size
        return longer

    def terms(self) -> list[str]:
        """All terms by number."""
        return [*(self._saved.all() if self._saved is not None else ()), *self._numbered_since()]

    def _numbered_since(self) -> list[str]:
        """The terms that are not saved, by number."""
        saved = len(self._saved) if self._saved is not None else 0
        return [
            term for number, term in sorted((number, term) for term, number in self._fresh.items() if number >= saved)
        ]


class Numbering(dict[str, int]):
    """Gives each term its number, and a new term the next one."""

    def __init__(self, known: Terms, fresh: dict[str, int]) -> None:
        super().__init__(fresh)
        self._known = known
        self._next = count(len(known))
        self.size = len(known)

    def __missing__(self, term: str) -> int:
        number = self._known.find(term)
        if number is None:
            number = next(self._next)
            self.size = number + 1
        self[term] = number
        return number


def _encoded(term: str) -> bytes:
    # A lone surrogate is no character, but a broken text may hold one, and must not break the index.
    return term.encode(errors="surrogatepass")


def _hash(encoded: bytes) -> int:
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little")
