"""How an engine weighs passages, whichever it is: BM25's parameters, what each field is worth, how meanings count.

`okapi` says what the fields are; what each is worth, and what was tried and dropped, stands in docs/answers.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.core.model import Hit, Passage

K1, B = 1.0, 0.8
TITLES, HEADINGS, PAIRS, ARTICLES = 0.45, 0.4, 0.4, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """How near each passage's meaning is to the question's: `similarities`, 0 to 1, in the order of the passages.

    A passage scores `weight` · similarity besides what its words score, and need not share a term with the query.
    """

    similarities: npt.NDArray[np.float32]
    weight: float


def hits(
    passages: Sequence[Passage], positions: Iterable[int], scores: Iterable[float], meanings: Meanings | None
) -> tuple[Hit, ...]:
    """The passages at these positions as hits, in this order."""
    similar = meanings.similarities if meanings else None
    in_order = [int(at) for at in positions]
    # Passages may be read from a file, where those of an article lie together.
    there = {at: passages[at] for at in sorted(in_order)}
    return tuple(
        Hit(there[at], float(score), None if similar is None else float(similar[at]))
        for at, score in zip(in_order, scores, strict=True)
    )
