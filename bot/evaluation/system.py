"""What is measured, as this room sees it: anything that ranks, marks, and says how sure it is."""

from collections.abc import Iterable
from typing import Protocol

from bot.core.model import Hit, Passage
from bot.core.text.sentences import Span


class System(Protocol):
    """The road of a question over one immutable index of a collection's articles.

    An answerable question is ranked, then weighed, then marked, before the next one comes: one search may serve
    all three.
    """

    def rank(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Iterable[Hit]:
        """The best `k` passages, best first. Their order is what counts, so ties must be broken already.

        `earlier` is what the asker said before, oldest first.
        """

    def confidence(self, question: str) -> float:
        """How sure it is that the index answers the question: the higher, the surer; on any finite scale."""

    def mark(self, question: str, passage: Passage) -> Span:
        """Which stretch of the passage answers, as offsets into its text; never empty."""

    def without(self, hidden: frozenset[str]) -> "System":
        """The same over an index that lacks the articles with these ids."""
