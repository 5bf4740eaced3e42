"""What goes through posting lists. NumPy's loops are always there; `kernel` has the same as machine code."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.search import block_max
from bot.search.block_max import Asked, Found, Mask, Part
from bot.search.segments import Floats


class Loops(NamedTuple):
    """`best` finds the best passages of a segment, `scores` gives the scores of all: see `block_max`."""

    best: Callable[[Part, Sequence[Asked], int, Mask | None, float], Found]
    scores: Callable[[Part, Sequence[Asked]], Floats]


NUMPY = Loops(block_max.best, block_max.scores)
