"""Backups: whole, from one moment, private, and good for either kind of database."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, select

from bot.core.requests import Request
from bot.store import tables
from bot.store.backup import backup, restore, snapshot_of
from bot.store.database import sqlite_url
from bot.store.sql import SqlStore, open_store
from bot.store.upgrading import revision_of
from tests.small_requests import QUESTION, question
from tests.store.contents import LATER, NOON, contents, fill
from tests.store.operations import refused
from tests.store.postgres import Postgres
from tests.store.test_migrations import sql

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of another database, without tables."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "deep" / "other.db")
    else:
        with request.getfixturevalue("postgres").database(empty=True) as url:
            yield url


@pytest.fixture
def filled(url: URL) -> URL:
    with closing(open_store(url)) as store:
        fill(store)
    return url


def test_a_backup_of_either_database_restores_into_either(filled: URL, other: URL, file: Path) -> None:
    counts = backup(filled, file)
    assert counts == {
        "acts": 1,
        "read_requests": 2,
        "read_people": 2,
        "articles_seen": 2,
        "digests": 1,
        "seen_keys": 4,
        "requests": 4,
        "posts": 5,
        "quoted": 1,
        "pins": 1,
        "receipts": 1,
        "subscriptions": 1,
        "told": 1,
        "revisions": 2,
        "source_documents": 2,
        "newcomers": 2,
        "feeds": 2,
        "notices": 1,
        "own_pins": 1,
        "own_documents": 1,
        "own_synonyms": 1,
        "hand_overs": 1,
        "askers": 1,
        "feedback": 1,
        "marks": 1,
        "leases": 1,
        "catalogue": 1,
    }
    assert restore(file, other) == counts
    assert contents(other) == contents(filled)


def test_what_was_restored_goes_on_where_it_stood(saved: Path, other: URL) -> None:
    restore(saved, other)
    with closing(open_store(other)) as store:
        assert not store.inbox.accept(Request("again", QUESTION, "one", NOON), ["k1"])
        assert store.inbox.claim("w2", NOON, LATER) is None
        assert store.inbox.accept(Request("new", QUESTION, "three", NOON), [])
        taken = [store.inbox.claim("w2", LATER, LATER + timedelta(hours=1)) for _ in range(2)]
        assert taken[0] is not None
        assert (taken[0].request.id, taken[0].attempt, taken[1]) == ("claimed", 2, None)
        assert [request.id for request in store.inbox.pending_after(taken[0])] == ["waiting", "new"]


def test_a_backup_is_for_our_eyes_only_and_leaves_nothing_beside_it(url: URL, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    before = os.umask(0)
    try:
        backup(url, folder / file.name)
    finally:
        os.umask(before)
    assert [each.name for each in folder.iterdir()] == [file.name]
    assert stat.S_IMODE((folder / file.name).stat().st_mode) == 0o600


def test_a_newer_backup_takes_the_place_of_an_older_one(filled: URL, file: Path, tmp_path: Path) -> None:
    backup(filled, file)
    with closing(open_store(filled)) as store:
        store.subscriptions.note_digest("C2", NOON)
    assert backup(filled, file)["digests"] == 2
    assert restore(file, tmp_path / "other.db")["digests"] == 2


def test_a_backup_taken_while_questions_come_in_holds_all_that_were_accepted_before(
    url: URL, file: Path, tmp_path: Path
) -> None:
    accepted: list[int] = []
    enough, done, faults = threading.Semaphore(0), threading.Event(), list[BaseException]()

    def accept_on(store: SqlStore, worker: int) -> None:
        try:
            for number in range(worker, 100_000, 3):
                name = str(number)
                store.inbox.accept(Request(name, question(name), name, NOON), [name, f"also {name}"])
                accepted.append(number)
                enough.release()
                if done.is_set():
                    return
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    with closing(open_store(url)) as store:
        threads = [threading.Thread(target=accept_on, args=(store, worker)) for worker in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(50):
            enough.acquire()
        before = list(accepted)
        counts = backup(url, file)
        done.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert counts["seen_keys"] == 2 * counts["requests"]  # nothing torn: both are written at once
    restore(file, tmp_path / "other.db")
    with closing(open_store(tmp_path / "other.db")) as store:
        assert store.inbox.waiting() == counts["requests"] >= len(before)
        assert all(store.inbox.knows(str(number)) for number in before)


def test_a_backup_holds_up_nobody_who_writes(filled: URL, file: Path) -> None:
    """What is written between two of its reads is done at once, and is not in it."""
    with closing(open_store(filled)) as store, snapshot_of(filled) as snapshot:
        assert revision_of(snapshot) is not None
        store.subscriptions.note_digest("C2", NOON)
        assert snapshot.execute(select(tables.digests.c.channel)).all() == [("C1",)]
        assert store.subscriptions.last_digest("C2") == NOON


def test_a_database_of_a_newer_program_is_not_backed_up_by_halves(url: URL, file: Path) -> None:
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    assert "that is newer (9999)" in refused(lambda: backup(url, file))
    assert not file.exists()


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path, file: Path, postgres: Postgres) -> None:
    assert "nothing to back up" in refused(lambda: backup(tmp_path / "none" / "state.db", file))
    assert not (tmp_path / "none").exists()
    with postgres.database(empty=True) as empty:
        assert "nothing to back up" in refused(lambda: backup(empty, file))
    assert not file.exists()


def test_neither_the_database_nor_anything_else_is_overwritten_by_a_backup(url: URL, file: Path) -> None:
    file.write_text("notes")
    assert "exists and is no backup" in refused(lambda: backup(url, file))
    assert file.read_text() == "notes"


def test_the_database_is_not_its_own_backup(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    open_store(state).close()
    (tmp_path / "link.db").symlink_to(state)
    assert "is the database itself" in refused(lambda: backup(state, state))
    assert "is the database itself" in refused(lambda: backup(state, tmp_path / "link.db"))


def test_a_folder_that_is_not_there_is_told_in_words(url: URL, tmp_path: Path) -> None:
    told = refused(lambda: backup(url, tmp_path / "none" / "backup.db"))
    assert told == f"cannot write {tmp_path / 'none' / 'backup.db'}: No such file or directory"


BACKUP = """
import resource, signal, sys
from pathlib import Path
from bot.core.errors import ConfigurationError
from bot.store.backup import backup
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    backup(Path(sys.argv[1]), Path(sys.argv[2]))
except ConfigurationError as error:
    print(error)
"""


def test_no_room_is_told_in_words_and_the_older_backup_stays(tmp_path: Path, file: Path) -> None:
    state = tmp_path / "state.db"
    with closing(open_store(state)) as store:
        backup(state, file)
        before = file.read_bytes()
        for number in range(60):
            store.inbox.accept(Request(str(number), question("x" * 2_000), "s", NOON), [])
    # -B: with no room, Python leaves halves of its compiled modules behind.
    command = [sys.executable, "-B", "-c", BACKUP, str(state), str(file)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout
    assert told.startswith(f"cannot write {file}: ")
    assert file.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.db", "state.db"]
