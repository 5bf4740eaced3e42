"""A corpus whose passages are compared with a question: an immutable snapshot that shares what it can with the last."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.search.arrays import under, within
from bot.search.files import Arrays
from bot.search.semantic.passage_text import head_of, text_of
from bot.search.semantic.vectors import Longs, Vector, Vectors, key_of
from bot.search.weighing import Meanings

# What a meaning counts for beside words: a passage that is the question scores so many times the question's idf mass.
WEIGHT = 1.5
AT_ONCE = 1_024  # texts that are encoded before they are kept
SPARE = 1_024  # texts that nobody needs any more, before they are dropped

Progress = Callable[[int, int], None]
Keep = Callable[["ComparedCorpus"], None]


class Encodes(Protocol):
    """A sentence encoder, as `Encoder` is one. `name` names it, `width` is how long its vectors are."""

    name: str
    width: int

    def question(self, words: str, /) -> Vector:
        """The vector of a question."""

    def passage(self, head: str, text: str) -> Vector:
        """The vectors of a passage's windows, a row each."""


@dataclass(frozen=True, eq=False)
class ComparedCorpus:
    """Compares questions with passages. Satisfies Comparing.

    `digests` are those of the corpus's articles; the passages of article i are at the positions from `firsts[i]` to
    `firsts[i + 1]`; `places[p]` is the number in `vectors` of the passage at position p.
    """

    encoder: Encodes
    vectors: Vectors
    digests: tuple[str, ...]
    firsts: Longs
    places: Longs

    @classmethod
    def empty(cls, encoder: Encodes) -> Self:
        return cls(encoder, Vectors.empty(encoder.width), (), np.zeros(1, np.int64), np.zeros(0, np.int64))

    @property
    def model(self) -> str:
        return self.encoder.name

    @property
    def count(self) -> int:
        return len(self.vectors)

    def meanings(self, words: str, mass: float) -> Meanings:
        near = self.vectors.similarities(self.encoder.question(words))
        return Meanings(near[self.places], WEIGHT * mass)

    def changed(self, corpus: Corpus, told: Progress, keep: Keep) -> "ComparedCorpus":
        """The same of another corpus; only texts that are not known yet are encoded.

        `told` is told how many passages are done, of how many. `keep` is given what is known so far, now and then and
        at the end, where anything was encoded.
        """
        digests = corpus.digests
        if digests == self.digests:
            return self
        known = {digest: number for number, digest in enumerate(self.digests)}
        growing = _Growing(self, keep)
        places: list[Longs] = []
        done, total = 0, len(corpus.passages)
        for number, digest in enumerate(digests):
            if (old := known.get(digest)) is not None:
                places.append(self.places[self.firsts[old] : self.firsts[old + 1]])
            else:
                places.append(growing.placed(corpus.articles[number]))
                told(done, total)
            done += len(places[-1])
        growing.encode()
        told(total, total)
        firsts = np.cumsum([0, *map(len, places)], dtype=np.int64)
        changed = ComparedCorpus(
            self.encoder, growing.vectors, digests, firsts, np.concatenate([np.zeros(0, np.int64), *places])
        ).freed()
        if changed.vectors is not self.vectors:
            keep(changed)
        return changed

    def freed(self) -> "ComparedCorpus":
        """The same without the vectors that no passage has, if they are more than those that passages have."""
        used, places = np.unique(self.places, return_inverse=True)
        if len(self.vectors) <= 2 * len(used) + SPARE:
            return self
        return replace(self, vectors=self.vectors.picked(used), places=places.astype(np.int64))

    def parted(self) -> Arrays:
        """The snapshot as arrays, from which `joined` makes it again."""
        digests = np.frombuffer(bytes.fromhex("".join(self.digests)), np.uint8)
        arrays: Arrays = {"digests": digests, "firsts": self.firsts, "places": self.places}
        return arrays | under("vectors.", self.vectors.arrays())

    @classmethod
    def joined(cls, encoder: Encodes, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        digests = tuple(row.tobytes().hex() for row in arrays["digests"].reshape(-1, 16))
        return cls(encoder, Vectors.of(within(arrays, "vectors.")), digests, arrays["firsts"], arrays["places"])


class _Growing:
    """Vectors to which those of articles come that are not known yet."""

    def __init__(self, before: ComparedCorpus, keep: Keep) -> None:
        self._before, self._keep, self._encoder = before, keep, before.encoder
        self.vectors = before.vectors
        self._numbers = dict(before.vectors.numbers)
        self._waiting: dict[bytes, tuple[str, str]] = {}

    def placed(self, article: Article) -> Longs:
        """The numbers that the article's passages have, or will have when all that waits is encoded."""
        numbers = []
        for passage in article.passages:
            head, text = head_of(passage), text_of(passage)
            key = key_of(head, text)
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._waiting[key] = head, text
            numbers.append(self._numbers[key])
            if len(self._waiting) >= AT_ONCE:
                self.encode()
                self._keep(replace(self._before, vectors=self.vectors))
        return np.array(numbers, np.int64)

    def encode(self) -> None:
        """Encodes what waits, on every core."""
        if self._waiting:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                windows = list(threads.map(self._windows, self._waiting.values()))
            self.vectors = self.vectors.extended(list(self._waiting), windows)
            self._waiting.clear()

    def _windows(self, of: tuple[str, str]) -> Vector:
        return self._encoder.passage(*of)
