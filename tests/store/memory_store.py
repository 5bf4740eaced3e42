"""A Store in memory: what the contract means, without a database."""

from collections.abc import Sequence
from datetime import datetime


class MemoryStore:
    """Forgets everything with the process."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}
        self._digests: dict[str, datetime] = {}
        self._replies: dict[tuple[str, str], tuple[str, str]] = {}

    def note_articles(self, articles: Sequence[str], now: datetime) -> None:
        for article in articles:
            self._seen.setdefault(article, now)

    def first_seen(self) -> dict[str, datetime]:
        return dict(self._seen)

    def last_digest(self, channel: str) -> datetime | None:
        return self._digests.get(channel)

    def note_digest(self, channel: str, until: datetime) -> None:
        self._digests[channel] = until

    def reply_to(self, channel: str, ts: str) -> tuple[str, str] | None:
        return self._replies.get((channel, ts))

    def note_reply(self, channel: str, ts: str, fingerprint: str, reply_ts: str) -> None:
        self._replies[channel, ts] = (fingerprint, reply_ts)
