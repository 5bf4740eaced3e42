"""What the core asks of the rooms. Adapters satisfy these by shape and import nothing for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.model import Query, Ranking, Scope


class PassageIndex(Protocol):
    """An immutable snapshot of the passages of a corpus, searchable by terms."""

    @property
    def revision(self) -> str:
        """Names this snapshot: equal for equal passages, different for different ones."""

    def search(self, query: Query, k: int) -> Ranking:
        """The best `k` passages that share a term with the query and lie in its scope, best first."""

    def df(self, term: str, scope: Scope) -> int:
        """In how many passages within the scope the term occurs (document frequency)."""

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        """The folded words of the passages within the scope, and in how many passages each occurs."""

    def size(self, scope: Scope) -> int:
        """How many passages lie within the scope."""


class Store(Protocol):
    """What must outlive the process."""

    def note_articles(self, articles: Sequence[str], now: datetime) -> None:
        """Remember when each article was first seen. Known articles keep their first time."""

    def first_seen(self) -> Mapping[str, datetime]:
        """Every article that was ever noted, and when it was first seen."""

    def last_digest(self, channel: str) -> datetime | None:
        """Up to when the channel has been told of new articles; None if it is not known yet."""

    def note_digest(self, channel: str, until: datetime) -> None:
        """Remember that the channel has been told of everything up to `until`."""

    def reply_to(self, channel: str, ts: str) -> tuple[str, str] | None:
        """The fingerprint of the question posted there, and the ts of the reply that it got."""

    def note_reply(self, channel: str, ts: str, fingerprint: str, reply_ts: str) -> None:
        """Remember which reply a posted question got; a later note for the same question replaces it."""
