"""What the tests of the store share: every store that promises the same, and databases to open."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import URL, create_engine

from bot.core.audit import Audit
from bot.core.changes.revisions import Changes
from bot.core.curation.feed_candidates import FeedCandidates
from bot.core.curation.feedback import Feedback
from bot.core.curation.hand_overs import HandOvers
from bot.core.curation.own_answers import OwnAnswers
from bot.core.curation.problems import FileProblems
from bot.core.digests.schedule import Subscriptions
from bot.core.ports import Inbox, Leases, Posts
from bot.core.read_requests.model import ReadRequests
from bot.store import tables
from bot.store.backup import backup
from bot.store.database import sqlite_url
from bot.store.sql import SqlStore, open_store
from tests.store.contents import fill
from tests.store.memory_store import MemoryStore
from tests.store.postgres import Postgres, postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

AnyStore = SqlStore | MemoryStore


class Emptied:
    """An open store on PostgreSQL that is emptied for each test: quicker than a database each."""

    def __init__(self, url: URL) -> None:
        self.store = open_store(url)
        self._engine = create_engine(url)
        self._delete_all = "; ".join(str(each.delete()) for each in tables.metadata.sorted_tables)

    def emptied(self) -> SqlStore:
        with self._engine.begin() as connection:  # all at once: to ask for each takes longer than to do it
            connection.exec_driver_sql(self._delete_all)
        return self.store

    def close(self) -> None:
        self.store.close()
        self._engine.dispose()


@pytest.fixture(scope="session")
def on_postgres(postgres: Postgres) -> Iterator[Emptied]:
    with postgres.database() as url:
        kept = Emptied(url)
        yield kept
        kept.close()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied: quicker than making them for each test."""
    file = tmp_path_factory.mktemp("store") / "state.db"
    open_store(file).close()
    return file


@pytest.fixture
def file(sqlite_file: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    return Path(copy(sqlite_file, tmp_path / "state.db"))


@pytest.fixture(scope="session")
def backup_of_everything(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that holds something of everything, to be copied."""
    folder = tmp_path_factory.mktemp("backup")
    with closing(open_store(copy(sqlite_file, folder / "state.db"))) as store:
        fill(store)
    backup(folder / "state.db", folder / "backup.db")
    return folder / "backup.db"


@pytest.fixture
def saved(backup_of_everything: Path, tmp_path: Path) -> Path:
    """The same, to be done with as one likes."""
    return Path(copy(backup_of_everything, tmp_path / "backup.db"))


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def store(request: pytest.FixtureRequest) -> Iterator[AnyStore]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "postgresql":
        yield request.getfixturevalue("on_postgres").emptied()
    else:
        kept = open_store(request.getfixturevalue("file"))
        yield kept
        kept.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """The address of an empty database of each kind, with all tables."""
    if request.param == "postgresql":
        found: URL = request.getfixturevalue("postgres_url")
        return found
    return sqlite_url(Path(copy(request.getfixturevalue("sqlite_file"), tmp_path / "state.db")))


@pytest.fixture
def inbox(store: AnyStore) -> Inbox:
    return store.inbox


@pytest.fixture
def posts(store: AnyStore) -> Posts:
    return store.posts


@pytest.fixture
def changes(store: AnyStore) -> Changes:
    return store.changes


@pytest.fixture
def subscriptions(store: AnyStore) -> Subscriptions:
    return store.subscriptions


@pytest.fixture
def candidates(store: AnyStore) -> FeedCandidates:
    return store.curation.candidates


@pytest.fixture
def audit(store: AnyStore) -> Audit:
    return store.audit


@pytest.fixture
def leases(store: AnyStore) -> Leases:
    return store.leases


@pytest.fixture
def read_requests(store: AnyStore) -> ReadRequests:
    return store.read_requests


@pytest.fixture
def problems(store: AnyStore) -> FileProblems:
    return store.curation.problems


@pytest.fixture
def hand_overs(store: AnyStore) -> HandOvers:
    return store.curation.hand_overs


@pytest.fixture
def feedback(store: AnyStore) -> Feedback:
    return store.curation.feedback


@pytest.fixture
def own_answers(store: AnyStore) -> OwnAnswers:
    return store.curation.own_answers
