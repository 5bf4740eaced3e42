"""A damaged row harms nobody but itself."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.changes.revisions import ALWAYS
from bot.core.requests import Kind, Request
from bot.doctor.state import check_deliveries
from bot.store.receipts import hash_of
from bot.store.sql import SqlStore, open_store
from tests.small_requests import question
from tests.store.contents import LEAVE, fill
from tests.store.own_answers import HAND_OVER

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
    "feeds": lambda store: store.curation.candidates.feeds(),
    "hand_overs": lambda store: store.curation.hand_overs.find(HAND_OVER.id),
    "own_pins": lambda store: store.curation.own_answers.pins(),
    "own_documents": lambda store: store.curation.own_answers.written(),
    "digests": lambda store: store.subscriptions.last_digest("C1"),
    "marks": lambda store: store.marks.find("purge"),
    "articles_seen": lambda store: store.changes.first_seen(),
    "source_documents": lambda store: store.changes.withdrawn(NOON),
    "read_requests": lambda store: store.read_requests.open(),
    "read_people": lambda store: [each.reminders + 1 for each in store.read_requests.people("read")],
    "acts": lambda store: list(store.audit.acts(ALWAYS)),
    "feedback": lambda store: store.curation.feedback.since(ALWAYS),
    "pins": lambda store: store.receipts.pinned(hash_of(LEAVE)),
}
# The last three are moments, of which none is one of ours.
VALUES = ("'{'", "x'ff'", "'2026-03-02T12:00:00'", "'0001-01-01T00:00:00+00:00'", "'9999-12-31T23:59:59+00:00'")


@pytest.mark.parametrize("table", READERS)
def test_whatever_stands_in_a_row_nobody_who_reads_it_fails(file: Path, table: str) -> None:
    with closing(open_store(file)) as store:
        fill(store)
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if not row[5]]
            for column in columns:
                for value in VALUES:
                    database.execute(f"UPDATE OR REPLACE {table} SET {column} = {value}")  # noqa: S608  # ours
                    READERS[table](store)


def test_the_doctor_is_told_what_cannot_be_read(file: Path) -> None:
    with closing(open_store(file)) as store:
        fill(store)
        assert store.damaged() == {}
        damage(file, "UPDATE subscriptions SET content = '{'")
        assert store.damaged() == {"a subscription": 1}
        says = [each.says for each in check_deliveries(store.inbox, store.posts, store.damaged())]
        assert says[0] == "a subscription cannot be read in the database (1 of them)"
