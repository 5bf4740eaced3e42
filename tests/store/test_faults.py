"""A file that cannot be used: each operation says so in words, in time, and goes on when it can."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.core.requests import Request
from bot.store.database import open_database, sqlite_url
from bot.store.sql import SqlStore, open_store
from bot.store.transactions import Transactions
from tests.small_requests import question
from tests.store.operations import NOON, READS, REQUEST, WORDS, WRITES, fault


@contextmanager
def told_to(file: Path, *pragmas: str) -> Iterator[SqlStore]:
    """A store whose connections are told something more than ours."""
    engine = open_database(sqlite_url(file))

    def tell(connection: sqlite3.Connection, _: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", tell)
    with closing(SqlStore(Transactions(engine))) as store:
        yield store


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_locked_file_is_told_by_whatever_writes(file: Path, write: Callable[[SqlStore], object]) -> None:
    with told_to(file, "busy_timeout=1") as store:
        with locked(file):
            assert fault(lambda: write(store)) == "database is locked"
        write(store)


def test_who_only_reads_does_not_wait_for_a_writer(file: Path) -> None:
    with told_to(file, "busy_timeout=1") as store, locked(file):
        for read in READS.values():
            read(store)


def test_a_writer_waits_some_seconds_for_another(file: Path) -> None:
    with closing(open_store(file)) as store, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        accepted: list[bool] = []
        waiting = threading.Thread(target=lambda: accepted.append(store.inbox.accept(REQUEST, [])))
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        other.execute("ROLLBACK")
        waiting.join()
        assert accepted == [True]


def test_who_waits_behind_others_for_a_locked_file_is_told_in_time(file: Path) -> None:
    database = Transactions(open_database(sqlite_url(file)), patience_seconds=0.01)
    with closing(SqlStore(database)) as store:
        with database.writing():
            assert fault(lambda: store.inbox.accept(REQUEST, [])) == "database is locked"
        assert store.inbox.accept(REQUEST, [])


def test_a_full_disk_is_told_and_what_was_kept_before_stays(file: Path) -> None:
    open_store(file).close()
    with told_to(file, "max_page_count=40") as store:
        kept = 0

        def accept_on() -> None:
            nonlocal kept
            for number in range(10_000):
                store.inbox.accept(Request(str(number), question(WORDS * 20), "s", NOON), [str(number)])
                kept += 1

        assert fault(accept_on) == "database or disk is full"
        assert kept > 0
        assert store.inbox.waiting() == kept
    with closing(open_store(file)) as store:  # somebody made room
        assert store.inbox.waiting() == kept
        assert store.inbox.accept(REQUEST, [str(kept)])  # the key of what was not kept is not seen


def test_a_file_that_may_only_be_read_is_told(file: Path) -> None:
    with told_to(file, "query_only=ON") as store:
        assert fault(lambda: store.inbox.accept(REQUEST, ["key"])) == "attempt to write a readonly database"
        assert store.inbox.waiting() == 0


def test_a_file_that_was_damaged_is_told(file: Path) -> None:
    with told_to(file) as store:
        damaged = bytearray(file.read_bytes())
        damaged[4096:] = b"x" * (len(damaged) - 4096)
        file.write_bytes(damaged)
        for act in (*WRITES.values(), *READS.values()):
            assert "malformed" in fault(lambda act=act: act(store))  # type: ignore[misc]  # bound at once
