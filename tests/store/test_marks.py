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


def test_old_confirmations_go_and_all_other_moments_stay(url: URL) -> None:
    with closing(open_store(url)) as store:
        for name in ("purge", "withdraw:a"):
            store.marks.note(name, NOON)
        store.marks.note("withdraw:b", NOON + timedelta(days=1))
        assert store.marks.purge(NOON + timedelta(hours=1)) == 1
        assert store.marks.find("withdraw:a") is None
        assert store.marks.find("withdraw:b")
        assert store.marks.find("purge") == NOON
