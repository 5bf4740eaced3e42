"""Which articles were seen, and up to when each channel has been told of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.store.tables import articles_seen, digests
from bot.store.transactions import Transactions, as_moment, as_text, insert_new


class SqlNews:
    """Satisfies the core's Changes."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def note_articles(self, articles: Sequence[str], now: datetime) -> None:
        known = self.first_seen()
        new = [each for each in dict.fromkeys(articles) if each not in known]
        rows = [{"article": each, "first_seen": as_text(now)} for each in new]
        if rows:
            with self._database.writing() as connection:
                insert_new(connection, articles_seen, rows)

    def first_seen(self) -> dict[str, datetime]:
        with self._database.reading() as connection:
            rows = connection.execute(select(articles_seen.c.article, articles_seen.c.first_seen))
            return {row.article: as_moment(row.first_seen) for row in rows}

    def last_digest(self, channel: str) -> datetime | None:
        with self._database.reading() as connection:
            until = connection.scalar(select(digests.c.until).where(digests.c.channel == channel))
        return as_moment(until) if until else None

    def note_digest(self, channel: str, until: datetime) -> None:
        row = {"channel": channel, "until": as_text(until)}
        with self._database.writing() as connection:
            if not insert_new(connection, digests, [row]):
                connection.execute(update(digests).where(digests.c.channel == channel).values(until=row["until"]))
