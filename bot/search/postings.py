"""BM25 over large collections: rank-bm25's scores to the last bit, without looking at most of the passages.

rank-bm25 looks at every passage for every term. A question needs little of that. Three ideas save the rest:

*Posting lists.* For each term the passages that have it (Zobel & Moffat, "Inverted files for text search engines",
2006). What a posting adds to a score is idf(t) · W(tf, length); `segments` tells how little has to be kept for that.

*Block-max.* For every eight passages and every frequent term one byte keeps the highest W among them (Ding & Suel,
"Faster top-k document retrieval using block-max indexes", 2011). The sum over the question's terms, each times its
idf, is a bound: no passage of the block scores more. These sums are additions of short arrays of bytes, the fastest
thing that a processor does. A rare term has no such bytes: its list is short, and read whole. As in MaxScore (Turtle &
Flood, "Query evaluation: strategies and optimizations", 1995), a frequent word, whose idf is low, thus costs next to
nothing, because it never makes a block worth a look.

*Best blocks first.* The blocks with the highest bounds are scored exactly. The k-th best score found there is a
threshold: a block whose bound is lower cannot hold any of the best k, and is skipped (Mallia, Suel & Tonellotto,
"Faster learned sparse retrieval with block-max pruning", 2024; WAND, Broder et al. 2003, skips by the same argument
passage by passage). Of a million passages some thousands are left to be scored.

Bounds are rounded up, so that nothing is lost by them; they decide what is looked at, never what it scores. A score
is added up in float64 with rank-bm25's operations in the order of the question's terms, so it is the same number. In
small collections, or where a weight is not positive, every passage is scored: no list is skipped, nothing else differs.

An index is an immutable snapshot. Passages that come later make small segments of their own beside the large one, and
are merged when they have become many; passages that go are only marked. Neither touches the old lists: numbers of
passages and mean lengths stand outside of them.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.search import arrays, files
from bot.search.block_max import Asked, Mask, Part
from bot.search.building import Beside, Counted, Counting
from bot.search.changing import Snapshot, changed, df_among, empty
from bot.search.files import Arrays, Facts
from bot.search.loops import NUMPY, Loops
from bot.search.segments import Floats, Formula, Integers, Place
from bot.search.vocabulary import Terms, Vocabulary


class PostingIndex:
    """An immutable snapshot of passages, each a sequence of terms, by position from 0.

    A score is BM25 as `okapi` has it. A term that is asked twice counts twice; unknown terms count nothing.
    """

    def __init__(self, snapshot: Snapshot, loops: Loops = NUMPY) -> None:
        self._snapshot, self._loops = snapshot, loops
        self._known: dict[str, tuple[float, tuple[Place, ...]]] = {}

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]], *, k1: float = 1.5, b: float = 0.75) -> "PostingIndex":
        """The index of these passages. Raises ValueError for parameters outside of k1 > 0, 0 ≤ b ≤ 1."""
        return cls.empty(Terms(), k1=k1, b=b).changed((), passages)

    @classmethod
    def empty(cls, vocabulary: Vocabulary, *, k1: float = 1.5, b: float = 0.75) -> Self:
        """The index without a passage. Raises ValueError as `build` does."""
        if not (0 < k1 < math.inf and 0 <= b <= 1):
            raise ValueError(f"k1 must be positive and b from 0 to 1, not {k1} and {b}")
        return cls(empty(Formula(k1, b), vocabulary))

    @property
    def vocabulary(self) -> Vocabulary:
        """What numbers the terms."""
        return self._snapshot.vocabulary

    def changed(
        self, removed: Iterable[int], added: Iterable[Sequence[str]], at: Sequence[int] | None = None
    ) -> "PostingIndex":
        """The index without the passages at `removed` and with those `added`; this one stays as it is.

        The added stand at the positions `at` of the new index, by default at its end; the others keep their order.
        Raises IndexError for a position that is not there.
        """
        counting = self.counting()
        for passage in added:
            counting.add(passage)
        return self.with_counted(removed, counting.done(), at)

    def counting(self, beside: Beside | None = None) -> Counting:
        """What counts passages that are to come in. Raises TypeError if this index numbers no terms but pairs."""
        known = self._snapshot.vocabulary
        if not isinstance(known, Terms):
            raise TypeError("pairs are counted beside the terms that they are made of")
        return Counting(known, beside)

    def with_counted(self, removed: Iterable[int], added: Counted, at: Sequence[int] | None = None) -> "PostingIndex":
        """As `changed`, of passages that are counted already, by an extension of this index's vocabulary."""
        return PostingIndex(changed(self._snapshot, removed, added, at), self._loops)

    def using(self, loops: Loops) -> "PostingIndex":
        """The same index, searched by other loops with the same results, as those of `kernel`."""
        return PostingIndex(self._snapshot, loops)

    def save(self, folder: Path, *, corpus: str = "") -> None:
        """Writes the index into a folder of its own; `corpus` names what it was made of, as a hash does."""
        parts, facts = self.parted()
        files.save(folder, parts, facts | {"corpus": corpus})

    @classmethod
    def open(cls, folder: Path, *, corpus: str | None = None) -> Self:
        """The index in a folder, mapped into memory.

        Raises `files.UnusableIndexError` if there is none, if it is damaged, of another format, or not of this corpus.
        """
        parts, facts, _ = files.load(folder)
        if corpus is not None and facts["corpus"] != corpus:
            raise files.UnusableIndexError(f"the index in {folder} was made of other articles")
        return cls.joined(parts, facts)

    def parted(self) -> tuple[Arrays, Facts]:
        """The index as arrays and small facts, from which `joined` makes it again."""
        return arrays.arrays_of(self._snapshot), arrays.facts_of(self._snapshot)

    @classmethod
    def joined(cls, parts: Mapping[str, npt.NDArray[Any]], facts: Facts, vocabulary: Vocabulary | None = None) -> Self:
        """The index that was `parted`; by default its vocabulary was saved with it."""
        if vocabulary is None:
            vocabulary = Terms.of(arrays.within(parts, arrays.TERMS))
        return cls(arrays.snapshot_of(parts, facts, vocabulary))

    def __len__(self) -> int:
        return self._snapshot.size

    def search(
        self,
        terms: Sequence[str],
        k: int,
        weights: Sequence[float] | None = None,
        allowed: Mask | Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Position and score of the best `k` passages that have one of the terms, best first, ties by position.

        `weights` are one a term, by default 1. `allowed` restricts to some positions: a collection of them, or an
        array with a boolean for each position.
        """
        if k < 1:
            return []
        admitted = None if allowed is None else self._mask(allowed)
        hits: list[tuple[float, int]] = []
        for part, asked in self._asked(terms, weights):
            mask = part.alive
            if admitted is not None:
                mask = admitted[part.positions] if mask is None else admitted[part.positions] & mask
            floor = -hits[k - 1][0] if len(hits) >= k else 0.0
            found = self._loops.best(part, asked, k, mask, floor)
            hits += zip((-found.scores).tolist(), part.positions.take(found.passages).tolist(), strict=True)
            hits.sort()
        # 0.0 - x: a score of nought is not to become minus nought.
        return [(position, 0.0 - minus) for minus, position in hits[:k]]

    def scores(self, terms: Sequence[str], weights: Sequence[float] | None = None) -> Floats:
        """The score of every passage, by position, as rank-bm25's `get_scores`."""
        scores = np.zeros(len(self))  # takes no time yet: memory is given when it is written to
        for part, asked in self._asked(terms, weights):
            found = self._loops.scores(part, asked)
            if part.is_all_in_order and len(part.positions) == len(self):
                return found  # as it is in most indexes: nothing to be moved
            there = slice(None) if part.alive is None else part.alive
            scores[part.positions[there]] = found[there]
        return scores

    def df(self, term: str) -> int:
        """How many passages have the term."""
        number = self._snapshot.vocabulary.find(term)
        return 0 if number is None else self._snapshot.df(number)

    def having(self, term: str) -> Integers:
        """The positions of the passages that have the term, in no order."""
        number = self._snapshot.vocabulary.find(term)
        found = [np.zeros(0, np.int32)]
        if number is not None:
            found += [part.positions[part.segment.postings(number)[0]] for part in self._snapshot.parts]
        positions = np.concatenate(found)
        return positions[positions >= 0]

    def frequencies(self, allowed: Mask | None = None) -> dict[str, int]:
        """How many passages have each term, of those at the positions that are allowed; no term that none has."""
        if allowed is None:
            df = self._snapshot.df_of_all()
        else:
            df = np.zeros(len(self.vocabulary), np.int64)
            for part in self._snapshot.parts:
                df += df_among(part.segment, (part.positions >= 0) & allowed[part.positions], len(df))
        terms, had = self.vocabulary.terms(), np.flatnonzero(df)
        return dict(zip(map(terms.__getitem__, had.tolist()), df[had].tolist(), strict=True))

    def _asked(self, terms: Sequence[str], weights: Sequence[float] | None) -> Iterator[tuple[Part, Sequence[Asked]]]:
        """Each segment, the largest first, with the known terms of a query in it."""
        if isinstance(terms, str):
            raise TypeError("a query is a sequence of terms, not a string")
        if weights is None:
            weights = (1.0,) * len(terms)
        known = [(weight, self._look_up(term)) for term, weight in zip(terms, weights, strict=True)]
        for number, part in enumerate(self._snapshot.parts):
            yield part, [Asked(weight, found[0], found[1][number]) for weight, found in known if found[1]]

    def _look_up(self, term: str) -> tuple[float, tuple[Place, ...]]:
        """A term's idf, and its place in every segment; no place if no passage has it."""
        known = self._known.get(term)
        if known is None:
            number = self._snapshot.vocabulary.find(term)
            df = 0 if number is None else self._snapshot.df(number)
            if number is None or df == 0:
                return 0.0, ()  # not kept: there is no end to unknown terms
            idf = math.log(1 + (len(self) - df + 0.5) / (df + 0.5))
            known = idf, tuple(part.segment.place(number) for part in self._snapshot.parts)
            self._known[term] = known
        return known

    def _mask(self, allowed: Mask | Collection[int]) -> Mask:
        if isinstance(allowed, np.ndarray) and allowed.dtype == bool:
            if len(allowed) != len(self):
                raise ValueError(f"{len(allowed)} booleans for {len(self)} passages")
            return allowed
        mask = np.zeros(len(self), dtype=bool)
        mask[np.fromiter(allowed, np.intp)] = True
        return mask
