"""Many documents of a source have gone at once: the question to the curators whether that is meant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.core.curation.feed_candidates import Card, FeedCandidate

# How many documents a question names.
MOST_NAMED = 20
WITHDRAWAL = "withdrawal"
TOLD = {"source", "documents", "gone", "total"}


def withdrawal_question(name: str, source: str, now: datetime, documents: Sequence[str], total: int) -> FeedCandidate:
    """Asks, under the id `name`, whether these documents are to go, of the `total` that a source has."""
    about = {"source": source, "documents": list(documents[:MOST_NAMED]), "gone": len(documents), "total": total}
    return FeedCandidate(name, source, now, {WITHDRAWAL: about})


def asks_to_withdraw(candidate: FeedCandidate) -> bool:
    """Whether it is such a question; else it is something new."""
    about = candidate.content.get(WITHDRAWAL)
    return isinstance(about, Mapping) and about.keys() >= TOLD


def withdrawal_card(question: FeedCandidate) -> Card:
    """What curators see of it."""
    about: Any = question.content[WITHDRAWAL]
    title = f"{about['gone']:,} of {about['total']:,} documents of {about['source']} are gone"
    more = about["gone"] - len(about["documents"])
    lead = ", ".join(about["documents"]) + (f" and {more:,} more" if more > 0 else "")
    return Card(question.id, title, "", "", lead, gone=about["gone"])
