"""What comes from feeds: what waits for a curator, and what is known of each feed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.store.damage import readable, readable_one
from bot.store.moments import as_moment, as_text
from bot.store.tables import feeds, newcomers
from bot.store.transactions import Transactions, insert_new

WAITS = newcomers.c.waits.is_(True)


class SqlFeedCandidates:
    """Satisfies the core's FeedCandidates."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def keep(self, candidate: FeedCandidate) -> bool:
        row = {
            "id": candidate.id,
            "feed": candidate.feed,
            "found": as_text(candidate.found),
            "waits": True,
            "content": dict(candidate.content),
        }
        with self._database.writing(lasting=True) as connection:
            return insert_new(connection, newcomers, [row]) == 1

    def waiting(self) -> Sequence[FeedCandidate]:
        with self._database.reading() as connection:
            rows = connection.execute(select(newcomers).where(WAITS).order_by(newcomers.c.found, newcomers.c.id))
            return readable(rows, _as_candidate, "what came from a feed")

    def find(self, name: str) -> FeedCandidate | None:
        with self._database.reading() as connection:
            row = connection.execute(select(newcomers).where(WAITS, newcomers.c.id == name)).one_or_none()
        return readable_one(row, _as_candidate, "what came from a feed")

    def settle(self, name: str) -> bool:
        # The row stays, or the feed would tell of it once more; what it said need not.
        gone = update(newcomers).where(WAITS, newcomers.c.id == name).values(waits=False, content={})
        with self._database.writing(lasting=True) as connection:
            return connection.execute(gone).rowcount == 1

    def purge(self, before: datetime) -> int:
        """Removes what came before that moment, decided about or not. Returns how many rows."""
        with self._database.writing() as connection:
            return connection.execute(delete(newcomers).where(newcomers.c.found < as_text(before))).rowcount

    def claim_feed(self, url: str, holder: str, now: datetime, until: datetime) -> bool:
        claim = {"holder": holder, "free_from": as_text(until)}
        is_free = or_(feeds.c.holder.is_(None), feeds.c.holder == holder, feeds.c.free_from <= as_text(now))
        with self._database.writing() as connection:
            if insert_new(connection, feeds, [{"url": url, "state": {}, "trouble": "", **claim}]):
                return True
            return connection.execute(update(feeds).where(feeds.c.url == url, is_free).values(claim)).rowcount == 1

    def note_feed(self, followed: Followed, holder: str) -> bool:
        known = {"state": dict(followed.state), "trouble": followed.trouble, "holder": None, "free_from": None}
        known |= {"looked": as_text(followed.looked) if followed.looked else None, "told": followed.told}
        mine = (feeds.c.url == followed.url, feeds.c.holder == holder)
        with self._database.writing() as connection:
            return connection.execute(update(feeds).where(*mine).values(known)).rowcount == 1

    def feeds(self) -> Mapping[str, Followed]:
        with self._database.reading() as connection:
            rows = connection.execute(select(feeds).order_by(feeds.c.url))
            return {each.url: each for each in readable(rows, _as_followed, "what is known of a source")}


def _as_candidate(row: Row[Any]) -> FeedCandidate:
    return FeedCandidate(row.id, row.feed, as_moment(row.found), _object(row.content))


def _as_followed(row: Row[Any]) -> Followed:
    looked = as_moment(row.looked) if row.looked else None
    return Followed(row.url, _object(row.state), row.trouble, looked, row.told)


def _object(values: Any) -> Mapping[str, object]:
    if not isinstance(values, Mapping):
        raise TypeError("no JSON object")
    return values
