"""What every Leases promises: one holds it at a time, and who held it before can write nothing more in its name."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL

from bot.core.changes.revisions import Sighting
from bot.core.errors import StoreError
from bot.core.ports import LEADING, Lease, Leases
from bot.store.sql import open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def take(leases: Leases, holder: str, at: datetime = NOON) -> int | None:
    return leases.take(LEADING, holder, at, at + MINUTE).token


def test_one_holds_it_and_keeps_it_with_the_same_token(leases: Leases) -> None:
    assert [take(leases, each) for each in ("one", "other", "one")] == [1, None, 1]
    assert take(leases, "one", NOON + MINUTE) == 1
    assert take(leases, "other", NOON + 3 * MINUTE) == 2


def test_what_is_given_back_is_free_at_once_and_has_another_token(leases: Leases) -> None:
    take(leases, "one")
    leases.give(LEADING, "other")
    assert take(leases, "other") is None
    leases.give(LEADING, "one")
    assert take(leases, "one") == 2


def test_what_a_holder_has_that_is_known_to_be_no_more_is_free_at_once(leases: Leases) -> None:
    take(leases, "one")
    assert leases.take(LEADING, "other", NOON, NOON + MINUTE, lambda holder: holder != "one").token is None
    assert leases.take(LEADING, "other", NOON, NOON + MINUTE, lambda holder: holder == "one").token == 2


def test_all_read_what_its_holder_tells_and_who_lost_it_tells_nothing(leases: Leases) -> None:
    assert leases.told(LEADING) == ""
    assert leases.take(LEADING, "one", NOON, NOON + MINUTE) == Lease(1, "")
    leases.tell(LEADING, 1, "r1")
    assert leases.told(LEADING) == "r1"
    assert leases.take(LEADING, "other", NOON, NOON + MINUTE) == Lease(None, "r1")
    assert leases.take(LEADING, "other", NOON + MINUTE, NOON + 2 * MINUTE) == Lease(2, "r1")
    with pytest.raises(StoreError, match="another replica"):
        leases.tell(LEADING, 1, "r2")
    assert take(leases, "one") is None


def test_who_lost_it_notes_nothing_of_the_documents(url: URL) -> None:
    with closing(open_store(url)) as store:
        old, new = store.led_by(lambda: 1).changes, store.led_by(lambda: 2).changes
        take(store.leases, "one")
        old.note_articles(["leave"], NOON)
        take(store.leases, "other", NOON + MINUTE)
        with pytest.raises(StoreError, match="another replica"):
            old.note_articles(["travel"], NOON)
        with pytest.raises(StoreError, match="another replica"):
            old.note_revisions([Sighting("leave", "h", ("Twelve weeks.",))], NOON)
        with pytest.raises(StoreError, match="another replica"):
            old.withdraw([], NOON)
        new.note_articles(["travel"], NOON)
        assert store.changes.first_seen().keys() == {"leave", "travel"}
        assert store.changes.hashes() == {}
