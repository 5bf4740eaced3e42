"""The posting lists of a run of passages, and how they lie in memory.

A posting says that a term occurs in a passage: the passage's number (4 bytes) and a code (2 bytes) for the pair
(how often it occurs, how long the passage is). BM25 looks at nothing else, and there are only some thousand such pairs,
so a table of them turns codes into scores. The mean length of the passages stands in that table alone, and the number
of passages in the idf alone: neither is in the lists, which therefore never change.

A term that more than an eighth of the passages have gets a *row* in place of a list: a code for every passage, nought
where it does not occur. A term that more than one passage in 64 has gets a row of *bounds* besides: one byte for every
block of eight passages, by which whole blocks are skipped.
"""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK = 8  # passages; small blocks have tight bounds
ROW = 8  # more than one passage in so many: a row of codes in place of a list
BOUNDS = 64  # more than one passage in so many: a row of bounds

Integers = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint16 | np.uint32]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Formula:
    """BM25's parameters."""

    k1: float
    b: float

    def weights(self, often: Integers, long: Integers, mean: float) -> Floats:
        """What a term that occurs so often adds to a passage so long, before its idf.

        rank-bm25's operations in rank-bm25's order, so that the last bit is the same.
        """
        found: Floats = often * (self.k1 + 1) / (often + self.k1 * (1 - self.b + self.b * long / mean))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Posting lists of `len(lengths)` passages, numbered from 0. Arrays are read-only and may be mapped from files.

    The list of term `listed[i]` is `passages[starts[i]:starts[i + 1]]`, with its `codes`; empty if the term has a row.
    `listed` has, in rising order, the terms that occur; in a segment where all do, it is empty, and `i` is the term.
    `rows[i]` are the codes of `row_terms[i]`, `bounds[i]` the bounds of `bound_terms[i]`. Code `c` stands for
    (`often[c]`, `long[c]`), code 0 for a term that does not occur. A bound of `v` promises that nothing in the block
    weighs more than `v * unit`, where the mean length is `mean`; `steps[c]` is the bound of a single code.
    """

    lengths: Integers
    listed: Integers
    starts: npt.NDArray[np.int64]
    passages: Integers
    codes: Codes
    row_terms: Integers
    rows: Codes
    bound_terms: Integers
    bounds: Bytes
    often: Integers
    long: Integers
    steps: Bytes
    scale: Floats  # mean, unit

    def __post_init__(self) -> None:
        for array in self.arrays().values():
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.lengths)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All there is of it, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def postings(self, term: int) -> tuple[Integers, Codes]:
        """The passages that have the term, in order, and their codes."""
        start, end, row, _ = self.place(term)
        if row >= 0:
            found = np.flatnonzero(self.rows[row]).astype(np.int32)
            return found, self.rows[row][found]
        return self.passages[start:end], self.codes[start:end]

    def slack(self, mean: float) -> float:
        """By how much bounds must grow where the mean length has become `mean`, rounding included.

        W is tf·(k1+1) / (tf + k1·(1−b) + k1·b·length/mean): it never grows by more than the mean does.
        """
        return max(1.0, mean / float(self.scale[0])) * (1 + 1e-9) if self.scale[0] else 1.0

    def place(self, term: int) -> "Place":
        """Where the postings of a term lie."""
        row, bound = _find(self.row_terms, term), _find(self.bound_terms, term)
        at = _find(self.listed, term) if len(self.listed) else term
        is_listed = row < 0 <= at and at + 1 < len(self.starts)
        start, end = (int(self.starts[at]), int(self.starts[at + 1])) if is_listed else (0, 0)
        return Place(start, end, row, bound)

    def terms_at(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """The terms whose lists begin at these places of `starts`."""
        return self.listed[places].astype(np.intp) if len(self.listed) else places


class Place(NamedTuple):
    """Where the postings of a term lie: in a list from `start` to `end`, or in row `row` (-1: none).

    `bound` is its row of bounds (-1: none).
    """

    start: int
    end: int
    row: int
    bound: int


def _find(sorted_terms: Integers, term: int) -> int:
    found = int(np.searchsorted(sorted_terms, np.int32(term)))
    return found if found < len(sorted_terms) and sorted_terms[found] == term else -1
