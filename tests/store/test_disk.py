"""What must outlive a power cut waits for the disk after its commit, and nobody else waits with it."""

import errno
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import pytest

from bot.core.errors import StoreError
from bot.core.requests import AnyRequest, Request
from bot.store.database import open_database, sqlite_url
from bot.store.sql import SqlStore, open_store
from bot.store.sqlite import Flush, WriteAheadLog
from bot.store.transactions import Transactions
from tests.small_requests import QUESTION

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = 20.0


def opened(folder: Path, flush: Flush) -> SqlStore:
    return SqlStore(Transactions(open_database(sqlite_url(folder / "state.db")), flush=flush))


def question(name: str) -> AnyRequest:
    return Request(name, QUESTION, name, NOON)


def test_a_question_counts_as_kept_only_when_the_log_that_holds_it_lies_on_the_disk(tmp_path: Path) -> None:
    on_disk: list[bytes] = []

    def flush(file: int) -> None:
        on_disk.append(os.pread(file, 10_000_000, 0))

    with closing(opened(tmp_path, flush)) as store:
        store.inbox.accept(question("the very first"), ["event 1"])
        assert [b"the very first" in log for log in on_disk] == [True]


def test_while_one_waits_for_the_disk_others_write_and_read(tmp_path: Path) -> None:
    waits, go_on = threading.Event(), threading.Event()

    def flush(_: int) -> None:
        waits.set()
        assert go_on.wait(LONG)

    with closing(opened(tmp_path, flush)) as store, ThreadPoolExecutor(1) as pool:
        kept = pool.submit(store.inbox.accept, question("1"), ["event 1"])
        assert waits.wait(LONG)
        store.marks.note("alive", NOON)
        assert store.marks.find("alive") == NOON
        assert not kept.done()
        go_on.set()
        assert kept.result(LONG)


def test_a_question_can_be_claimed_while_it_still_waits_for_the_disk(tmp_path: Path) -> None:
    claimed: list[str | None] = []

    with closing(opened(tmp_path, lambda _: claimed.append(None))) as store:

        def claim() -> None:
            claim = store.inbox.claim("worker", NOON, NOON)
            claimed.append(claim.request.id if claim else "nothing")

        assert store.inbox.accept(question("1"), ["event 1"], claim)
        assert not store.inbox.accept(question("2"), ["event 1"], claim)
    assert claimed == ["1", None, None]


def test_a_disk_that_fails_is_a_fault_of_the_store(tmp_path: Path) -> None:
    def flush(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with closing(opened(tmp_path, flush)) as store, pytest.raises(StoreError, match="Input/output error"):
        store.inbox.accept(question("1"), ["event 1"])


def test_without_a_log_all_of_it_lies_in_the_database_already(tmp_path: Path) -> None:
    WriteAheadLog(tmp_path / "state.db").wait_for_disk()


def remove(file: Path) -> None:
    file.unlink()


def put_another_in_its_place(file: Path) -> None:
    with closing(open_store(file.with_name("other.db"))):
        pass
    file.with_name("other.db").replace(file)


def remove_its_folder(file: Path) -> None:
    rmtree(file.parent)


@pytest.mark.parametrize("harm", [remove, put_another_in_its_place, remove_its_folder])
def test_who_takes_the_file_away_is_noticed_before_anything_is_taken_for_kept(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    file = tmp_path / "state" / "state.db"
    with closing(open_store(file)) as store:
        store.inbox.accept(question("1"), ["event 1"])
        harm(file)
        for write in (
            lambda: store.inbox.accept(question("2"), ["event 2"]),
            lambda: store.posts.begin("post", "C1", None, "", NOON),
            lambda: store.marks.note("alive", NOON),
        ):
            with pytest.raises(StoreError, match="was removed or replaced"):
                write()
