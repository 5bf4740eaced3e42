"""What goes from a source, and when it is so much at once that a curator has to confirm it first.

A source that is emptied by mistake, or that shows an empty page while it is rebuilt, must not take a handbook with it.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass

# The share of its documents that a source may lose at once without a curator.
A_FIFTH = 0.2

Confirmed = Callable[[str], bool]
"""Whether a curator has confirmed what has this id."""


def nothing_confirmed(_: str) -> bool:
    """Where no curator can be asked."""
    return False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Documents that are gone from a source and stay all the same, until a curator confirms that they are to go.

    `total` is how many the source had.
    """

    source: str
    paths: tuple[str, ...]
    total: int

    @property
    def id(self) -> str:
        """Names this very withdrawal: 32 hex digits, others as soon as one more document is gone."""
        return hashlib.sha256("\n".join((self.source, *self.paths)).encode("utf-8", "replace")).hexdigest()[:32]


def withheld(
    source: str, gone: Collection[str], total: int, may_lose: float, confirmed: Confirmed = nothing_confirmed
) -> Withheld | None:
    """What of the documents that are gone has to stay; None if they may go.

    `may_lose` is the share that may go by itself: 1 for all, 0 for nothing. One of several may always go, unless it is
    0: a fifth of four is less than one.
    """
    if not gone or may_lose >= 1:
        return None
    few = len(gone) <= max(total * may_lose, 1 if total > 1 else 0)
    found = Withheld(source, tuple(sorted(gone)), total)
    return None if (may_lose and few) or confirmed(found.id) else found
