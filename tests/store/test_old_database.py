"""A database that an older program made and filled is opened as it is, and its work goes on."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from bot.core.curation.problems import Effect, FileProblem, Problem
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.requests import AnswerQuestion, Request
from bot.store.database import sqlite_url
from bot.store.sql import open_store
from bot.store.upgrading import migrate
from tests.small_requests import QUESTION

FIRST = "0006"
"""The first revision that stayed: a database before it was never released."""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENT = "2026-03-02T12:00:00.000000+00:00"
# As an older program wrote them: the parts of a rhythm beside the rest, and each problem as its three parts.
DETAILS = {"words": "How long is the leave?", "ts": "1.0", "thread": "1.0", "at": "1.0"}
SUBSCRIPTION = {
    "place": "C1",
    "person": "U1",
    "cadence": "weekly",
    "weekday": 4,
    "at": "17:30",
    "zone": "Asia/Tokyo",
    "since": "2026-03-02T12:00:00+00:00",
    "about": "body cameras",
    "paused_until": "2026-04-01",
}
FAULTY = [{"path": "leave.md", "effect": "left out", "flaws": [[3, "is wrong", "mend it"]], "more": 1}]
KNOWN = Subscription(
    "C1", "U1", Schedule(Cadence.WEEKLY, time(17, 30), "Asia/Tokyo", 4), NOON, "body cameras", date(2026, 4, 1)
)
ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    (
        """INSERT INTO requests (id, kind, subject, received, person, place, private, details, attempt)
        VALUES ('a', 'question', 'C1:1.0', :moment, 'U1', 'C1', false, :details, 0)""",
        {"moment": MOMENT, "details": json.dumps(DETAILS)},
    ),
    ("INSERT INTO seen_keys (key, seen, request) VALUES ('event', :moment, 'a')", {"moment": MOMENT}),
    (
        "INSERT INTO subscriptions (key, content) VALUES (:key, :content)",
        {"key": KNOWN.key, "content": json.dumps(SUBSCRIPTION)},
    ),
    (
        "INSERT INTO notices (id, since, version, faulty, mended) VALUES ('n', :moment, 1, :faulty, '[]')",
        {"moment": MOMENT, "faulty": json.dumps(FAULTY)},
    ),
    ("INSERT INTO articles_seen (article, first_seen) VALUES ('leave', :moment)", {"moment": MOMENT}),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of a database as the initial migration made it, with something in it."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "state.db")
        fill(url)
        yield url
    else:
        with request.getfixturevalue("postgres").database(empty=True) as url:
            fill(url)
            yield url


def fill(url: URL) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate(connection, FIRST)
        for statement, values in ROWS:
            connection.execute(text(statement), values)
    engine.dispose()


def test_what_an_older_program_kept_is_there_and_the_work_goes_on(old: URL) -> None:
    with closing(open_store(old)) as store:
        assert not store.inbox.accept(Request("again", QUESTION, "C1:1.0", NOON), ["event"])
        claim = store.inbox.claim("w", NOON, NOON + timedelta(minutes=1))
        assert claim is not None
        assert claim.request.payload == AnswerQuestion("How long is the leave?", "1.0", "1.0", "1.0")
        assert store.inbox.finish(claim, NOON, "answered")
        assert store.subscriptions.all() == [KNOWN]
        (notice,) = store.curation.problems.notices()
        assert notice.faulty == {"leave.md": FileProblem(Effect.LEFT_OUT, (Problem(3, "is wrong", "mend it"),), 1)}
        assert store.changes.first_seen() == {"leave": NOON}
    with closing(open_store(old)) as store:
        assert store.inbox.waiting() == 0
