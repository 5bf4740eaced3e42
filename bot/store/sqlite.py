"""SQLite in one file: private, and safe to write for several threads and processes."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.errors import StoreError
from bot.store.damage import json_or_none
from bot.store.group_commit import GroupCommit

BUSY_MILLISECONDS = 5_000
CONNECTIONS, PATIENCE_SECONDS = 8, 5.0
# How many may wait for the disk at once.
MOST_TOGETHER = 1_000
Flush = Callable[[int], None]
flush_data: Flush = getattr(os, "fdatasync", os.fsync)  # not every system has the lighter one
# An execution option: this connection begins no transaction.
READS = {"policybot_reads": True}


def sqlite_engine(url: URL) -> Engine:
    """An engine for the file that the URL names; nothing is opened yet."""
    engine = create_engine(
        url,
        hide_parameters=True,
        json_deserializer=json_or_none,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=PATIENCE_SECONDS,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def make_file(file: Path) -> None:
    """Makes an empty file that only its owner may read, unless there is one. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives the files that it puts beside it the same rights.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


class OpenFile:
    """The file of a database as it was when it was opened.

    Who removes it, or puts another one in its place, leaves us writing into nothing: without an error, until the end.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._opened = path, _identity(path)

    def demand_in_place(self) -> None:
        """Raises StoreError if the file that was opened no longer stands in its place."""
        if _identity(self._path) != self._opened:
            what = f"{self._path} was removed or replaced while it was in use"
            raise StoreError(f"the store cannot be used now: {what}; put it back, or restart the bot")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class WriteAheadLog:
    """The log beside an SQLite file, to which each commit is appended. Safe between threads.

    SQLite would wait for the disk inside of the commit, and everybody else for SQLite. Here only those wait who need
    to, after their commit, and those who come at the same time wait once.
    """

    def __init__(self, database: Path, flush: Flush = flush_data) -> None:
        self._flush_data = flush
        self._file = database.with_name(f"{database.name}-wal")
        self._group = GroupCommit(self._flush, MOST_TOGETHER)

    def wait_for_disk(self) -> None:
        """Returns when all that was committed before this call outlives a power cut. Raises StoreError."""
        self._group(None)

    def _flush(self, waiting: Sequence[None]) -> Sequence[None]:
        try:
            file = os.open(self._file, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return waiting  # whoever removed it has first brought all of it into the database, and onto the disk
        except OSError as error:
            raise StoreError(f"the store cannot be used now: {error.strerror}") from None
        try:
            self._flush_data(file)
        except OSError as error:
            raise StoreError(f"the store cannot be used now: {error.strerror}") from None
        finally:
            os.close(file)
        return waiting


def empty_log(engine: Engine) -> None:
    """Takes what was removed out of the write-ahead log, too, where its older pages still stand."""
    # Whoever reads at this moment holds it up for as long as that takes.
    with engine.execution_options(**READS).connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepare(connection: object, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection has no static type
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the same
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    _use_wal(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")
    # In WAL, what was committed lies with the system, so that no killed process loses it. Only two things must outlive
    # a power cut as well: that we have a question, for Slack has been told so, and that a post may have been sent, for
    # else it would be sent again. Who writes those waits for the disk after the commit (`WriteAheadLog`). With them
    # goes all that was written before; what was written after them is found out again.
    cursor.execute("PRAGMA synchronous=NORMAL")
    # What is removed is overwritten: pages that are free again would keep people's words.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    # It lasts for the file's life. Whoever changes a fresh file at the same moment is refused at once, without the
    # busy time-out; so we wait for each other here.
    end = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
        sleep(0.01)


def _begin(connection: Connection) -> None:
    # Left to itself, Python's sqlite3 begins no transaction before a SELECT or a CREATE TABLE: two processes could
    # both find an article unknown, or a migration be left half done. Who only reads, needs none: in WAL it sees what
    # was last committed, and neither waits for a writer nor holds one up.
    if not connection.get_execution_options().get("policybot_reads"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
