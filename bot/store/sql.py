"""The store: all that outlives the process, part by part, on one database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from bot.core.changes.revisions import ALWAYS
from bot.core.ports import LEADING
from bot.core.requests import Kind
from bot.store.audit import SqlAudit
from bot.store.changes import SqlChanges
from bot.store.clock import StoreClock
from bot.store.damage import counted
from bot.store.database import open_database, url_of
from bot.store.feed_candidates import SqlFeedCandidates
from bot.store.feedback import SqlFeedback
from bot.store.hand_overs import SqlHandOvers
from bot.store.inbox import SqlInbox
from bot.store.leases import SqlLeases, hold
from bot.store.marks import SqlMarks
from bot.store.own_answers import SqlOwnAnswers
from bot.store.posts import SqlPosts
from bot.store.problems import SqlFileProblems
from bot.store.read_requests import SqlReadRequests
from bot.store.receipts import Chosen, SqlReceipts
from bot.store.records import SqlRecords
from bot.store.subscriptions import SqlSubscriptions
from bot.store.transactions import Transactions


@dataclass(frozen=True, slots=True)
class SqlCuration:
    """What waits for curators, what they are told of, and what they answered."""

    candidates: SqlFeedCandidates
    problems: SqlFileProblems
    hand_overs: SqlHandOvers
    own_answers: SqlOwnAnswers
    feedback: SqlFeedback


class SqlStore:
    """One database, in parts; most of them are the core's ports of the same name.

    Safe to share between threads. Whatever cannot be read or written raises StoreError. `records` looks back over the
    inbox and the posts, and clears them out; `clock` is the one by which claims last and receipts are kept, the same
    for all replicas.
    """

    def __init__(self, database: Transactions) -> None:
        self._database = database
        self.inbox = SqlInbox(database)
        self.posts = SqlPosts(database)
        self.records = SqlRecords(database)
        self.clock = StoreClock(database)
        self.receipts = SqlReceipts(database, self.clock)
        self.changes = SqlChanges(database)
        self.subscriptions = SqlSubscriptions(database)
        self.curation = SqlCuration(
            SqlFeedCandidates(database),
            SqlFileProblems(database),
            SqlHandOvers(database),
            SqlOwnAnswers(database),
            SqlFeedback(database),
        )
        self.audit = SqlAudit(database)
        self.read_requests = SqlReadRequests(database)
        self.marks = SqlMarks(database)
        self.leases = SqlLeases(database)

    @property
    def is_shared(self) -> bool:
        """Whether other replicas may work on it: a file belongs to one."""
        return self._database.is_postgresql

    def led_by(self, token: Callable[[], int]) -> "SqlStore":
        """The same store, written only by the replica that leads with this token: any other gets a StoreError."""
        return SqlStore(self._database.checked(lambda connection: hold(connection, LEADING, token())))

    def damaged(self) -> Mapping[str, int]:
        """How many rows cannot be read, by what they are. Requests that were set aside are told by `inbox`."""
        curation, read_requests = self.curation, self.read_requests
        with counted() as found:
            for read in (
                lambda: self.records.answered(list(Kind), ALWAYS), self.posts.unknown, self.subscriptions.all,
                self.subscriptions.told, lambda: self.changes.revisions(ALWAYS), self.changes.first_seen,
                self.changes.documents, lambda: self.changes.withdrawn(ALWAYS), curation.candidates.waiting,
                curation.candidates.feeds, curation.problems.notices, curation.hand_overs.waiting,
                curation.own_answers.pins, curation.own_answers.written, lambda: curation.feedback.since(ALWAYS),
                lambda: list(self.audit.acts(ALWAYS)), lambda: list(self.receipts.all(Chosen())),
                lambda: [read_requests.people(each.id) for each in read_requests.open()],
            ):  # fmt: skip
                read()
        return found

    def close(self) -> None:
        """Closes the database."""
        self._database.close()


def open_store(where: Path | str | URL) -> SqlStore:
    """Opens an SQLite file (a path) or a database (a URL), made or brought up to date first.

    Raises ConfigurationError.
    """
    return SqlStore(Transactions(open_database(url_of(where))))
