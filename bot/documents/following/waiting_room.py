"""What waits for a curator, kept among the candidates of a store."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.curation.feed_candidates import FeedCandidate, FeedCandidates
from bot.core.curation.withdrawal_questions import asks_to_withdraw
from bot.documents.following.pending import Pending, pending_from_json

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """Satisfies Waiting. What asks about withdrawals waits there too, and is none of its business."""

    candidates: FeedCandidates

    def keep(self, pending: Pending) -> bool:
        return self.candidates.keep(FeedCandidate(pending.id, pending.feed, pending.found, pending.as_json()))

    def waiting(self) -> Sequence[Pending]:
        return [found for each in self.candidates.waiting() if (found := _pending(each))]

    def find(self, name: str) -> Pending | None:
        found = self.candidates.find(name)
        return _pending(found) if found else None

    def take(self, name: str) -> Pending | None:
        found = self.find(name)
        return found if found and self.candidates.settle(name) else None


def _pending(candidate: FeedCandidate) -> Pending | None:
    """What waits; None for a question about withdrawals, and for what is damaged."""
    if asks_to_withdraw(candidate):
        return None
    try:
        return pending_from_json(candidate.content)
    except (ValueError, LookupError, TypeError, AttributeError, zlib.error) as error:
        log.error("what came from a feed is damaged", newcomer=candidate.id, reason=type(error).__name__)
        return None
