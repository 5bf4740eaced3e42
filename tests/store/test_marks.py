"""Moments that are to be known again."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL

from bot.store.sql import open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_last_moment_of_a_name_is_known_after_a_restart(url: URL) -> None:
    with closing(open_store(url)) as store:
        assert store.marks.find("purge") is None
        store.marks.note("purge", NOON)
        store.marks.note("purge", NOON + timedelta(days=1))
        store.marks.note("alive", NOON)
    with closing(open_store(url)) as store:
        assert store.marks.find("purge") == NOON + timedelta(days=1)
