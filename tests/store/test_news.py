"""What every Changes promises, wherever it keeps things."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.core.changes.revisions import Changes

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def test_a_fresh_store_knows_nothing(store: Changes) -> None:
    assert dict(store.first_seen()) == {}
    assert store.last_digest("C1") is None


def test_an_article_keeps_the_moment_at_which_it_was_first_seen(store: Changes) -> None:
    store.note_articles(["leave", "travel"], NOON)
    store.note_articles(["travel", "cars"], LATER)
    assert dict(store.first_seen()) == {"leave": NOON, "travel": NOON, "cars": LATER}


def test_an_article_that_left_the_corpus_and_came_back_is_not_new(store: Changes) -> None:
    store.note_articles(["leave"], NOON)
    store.note_articles([], LATER)
    store.note_articles(["leave"], LATER)
    assert dict(store.first_seen()) == {"leave": NOON}


def test_noting_no_article_notes_none(store: Changes) -> None:
    store.note_articles([], NOON)
    assert dict(store.first_seen()) == {}


def test_an_article_that_is_named_twice_is_noted_once(store: Changes) -> None:
    store.note_articles(["leave", "leave"], NOON)
    assert dict(store.first_seen()) == {"leave": NOON}


def test_many_articles_are_noted_at_once(store: Changes) -> None:
    names = [f"article-{number}" for number in range(2_000)]
    store.note_articles(names, NOON)
    store.note_articles(names, LATER)
    assert dict(store.first_seen()) == dict.fromkeys(names, NOON)


@pytest.mark.parametrize("name", ["Überstunden 2020", "休暇", "🙂", "it's; DROP TABLE articles_seen", "%_", "x" * 255])
def test_an_article_may_have_any_name(store: Changes, name: str) -> None:
    store.note_articles([name], NOON)
    assert dict(store.first_seen()) == {name: NOON}


def test_names_that_differ_in_case_are_two(store: Changes) -> None:
    store.note_articles(["Leave"], NOON)
    store.note_articles(["leave"], LATER)
    assert dict(store.first_seen()) == {"Leave": NOON, "leave": LATER}


def test_what_was_read_does_not_change_with_what_is_noted_later(store: Changes) -> None:
    store.note_articles(["leave"], NOON)
    before = store.first_seen()
    store.note_articles(["travel"], LATER)
    assert dict(before) == {"leave": NOON}


def test_each_channel_has_its_own_last_digest(store: Changes) -> None:
    store.note_digest("C1", NOON)
    store.note_digest("C2", LATER)
    assert (store.last_digest("C1"), store.last_digest("C2"), store.last_digest("C3")) == (NOON, LATER, None)


def test_a_later_digest_takes_the_place_of_the_last(store: Changes) -> None:
    store.note_digest("C1", NOON)
    store.note_digest("C1", LATER)
    assert store.last_digest("C1") == LATER


def test_a_moment_comes_back_to_the_microsecond_and_knows_its_zone(store: Changes) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=14)))
    store.note_digest("C1", elsewhere)
    store.note_articles(["leave"], elsewhere)
    for moment in (store.last_digest("C1"), store.first_seen()["leave"]):
        assert moment == NOON
        assert moment.utcoffset() is not None


def test_a_whole_second_comes_back_as_well(store: Changes) -> None:
    store.note_digest("C1", NOON.replace(microsecond=0))
    assert store.last_digest("C1") == NOON.replace(microsecond=0)
