"""What waits for a curator, kept among the candidates of a store."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.curation.feed_candidates import FeedCandidate, FeedCandidates
from bot.core.curation.withdrawal_questions import asks_to_withdraw
from bot.documents.following.pending import Pending, pending_from_json


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """Satisfies Waiting. What asks about withdrawals waits there too, and is none of its business."""

    candidates: FeedCandidates

    def keep(self, pending: Pending) -> bool:
        return self.candidates.keep(FeedCandidate(pending.id, pending.feed, pending.found, pending.as_json()))

    def waiting(self) -> Sequence[Pending]:
        return [pending_from_json(each.content) for each in self.candidates.waiting() if not asks_to_withdraw(each)]

    def find(self, name: str) -> Pending | None:
        found = self.candidates.find(name)
        return pending_from_json(found.content) if found and not asks_to_withdraw(found) else None

    def take(self, name: str) -> Pending | None:
        found = self.find(name)
        return found if found and self.candidates.settle(name) else None
