"""Restoring: all or nothing, only from a sound backup, and only over what may be replaced."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.core.requests import Request
from bot.store.backup import restore
from bot.store.sql import SqlStore, open_store
from tests.small_requests import QUESTION
from tests.store.contents import LATER, NOON, contents
from tests.store.operations import refused


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


def test_a_database_that_holds_something_is_replaced_only_where_that_is_said(saved: Path, url: URL) -> None:
    with closing(open_store(url)) as store:
        store.subscriptions.note_digest("theirs", NOON)
    before = contents(url)
    assert "is not empty" in refused(lambda: restore(saved, url))
    assert contents(url) == before
    restore(saved, url, replace=True)
    with closing(open_store(url)) as store:
        assert store.subscriptions.last_digest("theirs") is None
        assert store.subscriptions.last_digest("C1") == NOON


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE posts SET fate = NULL WHERE key = 'post sent'", "nothing was restored into "),
        ("UPDATE receipts SET content = '{'", "it is damaged"),
    ],
)
def test_a_restore_that_fails_in_the_middle_changes_nothing(saved: Path, url: URL, damage: str, says: str) -> None:
    with closing(open_store(url)) as store:
        store.subscriptions.note_digest("theirs", NOON)
    before = contents(url)
    loosen = "UPDATE sqlite_master SET sql = replace(sql, 'fate VARCHAR(16) NOT NULL', 'fate VARCHAR(16)')"
    for statements in (["PRAGMA writable_schema=ON", loosen], [damage]):
        with closing(sqlite3.connect(saved)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
    assert says in refused(lambda: restore(saved, url, replace=True))
    assert contents(url) == before


def test_a_bot_that_runs_meanwhile_goes_on_with_what_was_restored(saved: Path, url: URL) -> None:
    faults: list[BaseException] = []
    running, done = threading.Semaphore(0), threading.Event()

    def work(store: SqlStore, worker: int) -> None:
        try:
            for number in range(100_000):
                name = f"{worker}-{number}"
                store.inbox.accept(Request(name, QUESTION, name, NOON), [name])
                claim = store.inbox.claim(name, NOON, LATER)
                if claim:
                    store.posts.begin(name, "C1", None, "", NOON)
                    store.inbox.finish(claim, NOON, "answered")  # it may be gone
                running.release()
                if done.is_set():
                    return
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    with closing(open_store(url)) as store:
        threads = [threading.Thread(target=work, args=(store, worker)) for worker in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            running.acquire()
        restore(saved, url, replace=True)
        done.set()
        for thread in threads:
            thread.join()
        assert faults == []
        assert store.inbox.knows("one")
        assert store.subscriptions.last_digest("C1") == NOON


def test_a_backup_is_not_the_database_that_it_is_restored_into(saved: Path) -> None:
    before = saved.read_bytes()
    assert "is a backup" in refused(lambda: restore(saved, saved, replace=True))
    assert saved.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no file"),
        (b"", "is not a backup made by policybot"),
        (b"a shopping list " * 100, "is not a backup made by policybot"),
    ],
    ids=["missing", "empty", "something else"],
)
def test_what_is_no_backup_is_refused_in_words(file: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        file.write_bytes(content)
    assert says in refused(lambda: restore(file, tmp_path / "other.db"))
    assert not (tmp_path / "other.db").exists()


def test_a_database_in_use_is_no_backup(tmp_path: Path) -> None:
    open_store(tmp_path / "state.db").close()
    told = refused(lambda: restore(tmp_path / "state.db", tmp_path / "other.db"))
    assert "is not a backup made by policybot" in told


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_short_is_refused_in_words(saved: Path, tmp_path: Path, share: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    assert "was cut short" in refused(lambda: restore(saved, tmp_path / "other.db"))
    assert not (tmp_path / "other.db").exists()


def test_a_damaged_backup_is_refused_in_words(saved: Path, tmp_path: Path) -> None:
    whole = bytearray(saved.read_bytes())
    whole[4096 * 3 : 4096 * 4] = b"x" * 4096
    saved.write_bytes(whole)
    assert "damaged" in refused(lambda: restore(saved, tmp_path / "other.db"))


def test_a_backup_of_a_newer_program_is_refused_in_words(saved: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(saved)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "that is newer (9999)" in refused(lambda: restore(saved, tmp_path / "other.db"))
