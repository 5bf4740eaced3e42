"""All that outlives the process, on one database."""

from pathlib import Path

from sqlalchemy import URL

from bot.store.clock import StoreClock
from bot.store.database import open_database, url_of
from bot.store.feed_candidates import SqlNewcomers
from bot.store.inbox import SqlInbox
from bot.store.marks import SqlMarks
from bot.store.news import SqlNews
from bot.store.posts import SqlPosts
from bot.store.problems import SqlTroubles
from bot.store.receipts import SqlReceipts
from bot.store.records import SqlRecords
from bot.store.revisions import SqlRevisions
from bot.store.subscriptions import SqlSubscriptions
from bot.store.transactions import Transactions


class SqlStore(SqlNews, SqlRevisions, SqlSubscriptions, SqlInbox, SqlPosts, SqlRecords, SqlNewcomers, SqlTroubles):
    """Satisfies the core's Changes, Subscriptions, Inbox, Posts, Records, Newcomers and Troubles.

    Safe to share between threads. Whatever cannot be read or written raises StoreError. `receipts` are kept beside
    them; `clock` is the one by which claims last.
    """

    def __init__(self, database: Transactions) -> None:
        SqlInbox.__init__(self, database)
        self.receipts = SqlReceipts(database)
        self.clock = StoreClock(database)
        self.marks = SqlMarks(database)

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()


def open_store(where: Path | str | URL) -> SqlStore:
    """Opens an SQLite file (a path) or a database (a URL), made or brought up to date first.

    Raises ConfigurationError.
    """
    return SqlStore(Transactions(open_database(url_of(where))))
