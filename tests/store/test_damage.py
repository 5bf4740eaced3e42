"""A damaged row harms nobody but itself."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.changes.revisions import ALWAYS
from bot.core.requests import Kind, Request
from bot.store.sql import SqlStore, open_store
from tests.small_requests import question
from tests.store.contents import fill

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAMAGES = (
    "UPDATE requests SET details = '{\"words\": \"half' WHERE id = 'bad'",
    "UPDATE requests SET details = '[]' WHERE id = 'bad'",
    "UPDATE requests SET details = 'null' WHERE id = 'bad'",
    "UPDATE requests SET received = 'yesterday' WHERE id = 'bad'",
    "UPDATE requests SET received = x'ff00' WHERE id = 'bad'",
    "UPDATE requests SET attempt = 'often' WHERE id = 'bad'",
)


def damage(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute(statement)


@pytest.mark.parametrize("statement", DAMAGES)
def test_a_damaged_request_is_set_aside_and_those_behind_it_are_answered(file: Path, statement: str) -> None:
    with closing(open_store(file)) as store:
        for name in ("bad", "good"):
            store.inbox.accept(Request(name, question("who?"), name, NOON), {name})
        damage(file, statement)
        claim = store.inbox.claim("w", NOON, NOON + timedelta(minutes=1))
        assert claim is not None
        assert claim.request.id == "good"
        assert store.inbox.claim("w", NOON, NOON + timedelta(minutes=1)) is None
        (given_up,) = store.inbox.abandoned()
        assert given_up.id == "bad"
        assert "damaged" in given_up.reason


READERS: dict[str, Callable[[SqlStore], object]] = {
    "requests": lambda store: store.records.answered(list(Kind), ALWAYS),
    "subscriptions": lambda store: store.subscriptions.all(),
    "revisions": lambda store: store.changes.revisions(NOON),
    "newcomers": lambda store: store.curation.candidates.waiting(),
    "notices": lambda store: store.curation.problems.notices(),
    "told": lambda store: store.subscriptions.told(),
    "posts": lambda store: store.posts.unknown(),
    "receipts": lambda store: store.receipts.find("0123456789ab"),
}


@pytest.mark.parametrize("table", READERS)
def test_whatever_stands_in_a_row_nobody_who_reads_it_fails(file: Path, table: str) -> None:
    with closing(open_store(file)) as store:
        fill(store)
        with closing(sqlite3.connect(file)) as database:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if not row[5]]
        for column in columns:
            for value in ("'{'", "'rubbish'", "x'ff'"):
                damage(file, f"UPDATE OR REPLACE {table} SET {column} = {value} WHERE rowid > 1")  # noqa: S608  # ours
                READERS[table](store)
