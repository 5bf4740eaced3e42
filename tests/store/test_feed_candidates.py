"""What every Newcomers promises: what waits is decided about once, and one looks at a feed at a time."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.curation.feed_candidates import FeedCandidate, Followed
from tests.hostile_texts import WITH_WORDS
from tests.store.conftest import AnyStore

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEED = "https://example.org/feed"
CONTENT: dict[str, object] = {"title": "Leave 🙂 \x00 'quoted'", "like": [["leave", 0.5]], "reading": None}
NEWCOMER = FeedCandidate("a", FEED, NOON, CONTENT)
SEEN = Followed(FEED, {"seen": {"x": "2026-03-02"}, "failures": 2, "looked": True}, "is silent; try again later")


def all_at_once(act: Callable[[], object], count: int = 4) -> list[object]:
    """What each of several threads got that did the same at the same moment."""
    got: list[object] = []
    start = threading.Barrier(count)

    def do() -> None:
        start.wait()
        got.append(act())

    threads = [threading.Thread(target=do) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_a_fresh_store_knows_of_nothing(store: AnyStore) -> None:
    assert list(store.newcomers()) == []
    assert store.newcomer("a") is None
    assert dict(store.feeds()) == {}


def test_what_waits_comes_back_as_it_was_the_oldest_first(store: AnyStore) -> None:
    later = replace(NEWCOMER, id="0", found=NOON + MINUTE)
    assert store.keep_newcomer(later)
    assert store.keep_newcomer(NEWCOMER)
    assert list(store.newcomers()) == [NEWCOMER, later]
    assert store.newcomer("a") == NEWCOMER


@pytest.mark.parametrize("words", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_a_feed_says_can_be_kept(store: AnyStore, words: str) -> None:
    store.keep_newcomer(replace(NEWCOMER, content={"title": words}))
    kept = store.newcomer("a")
    assert kept
    assert kept.content == {"title": words}


def test_what_waits_or_was_decided_about_is_not_kept_again(store: AnyStore) -> None:
    assert store.keep_newcomer(NEWCOMER)
    assert not store.keep_newcomer(replace(NEWCOMER, found=NOON + MINUTE))
    assert store.settle_newcomer("a")
    assert not store.keep_newcomer(NEWCOMER)
    assert store.newcomer("a") is None
    assert list(store.newcomers()) == []


def test_a_newcomer_is_decided_about_once(store: AnyStore) -> None:
    store.keep_newcomer(NEWCOMER)
    assert sorted(map(bool, all_at_once(lambda: store.settle_newcomer("a")))) == [False, False, False, True]
    assert not store.settle_newcomer("a")
    assert not store.settle_newcomer("unheard of")


def test_of_several_who_find_the_same_only_one_keeps_it(store: AnyStore) -> None:
    assert sorted(map(bool, all_at_once(lambda: store.keep_newcomer(NEWCOMER)))) == [False, False, False, True]


def test_one_looks_at_a_feed_at_a_time(store: AnyStore) -> None:
    assert store.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert not store.claim_feed(FEED, "other", NOON, NOON + MINUTE)
    assert store.claim_feed("https://example.org/b", "other", NOON, NOON + MINUTE)
    assert store.note_feed(SEEN, "one")
    assert store.claim_feed(FEED, "other", NOON, NOON + MINUTE)


def test_of_several_who_want_a_feed_at_once_one_gets_it(store: AnyStore) -> None:
    names = iter("abcdefgh")
    for _ in range(2):  # a feed that nobody knew, and one that is known
        got = all_at_once(lambda: store.claim_feed(FEED, next(names), NOON, NOON + MINUTE))
        assert sorted(map(bool, got)) == [False, False, False, True]
        assert store.claim_feed(FEED, "z", NOON + MINUTE, NOON + 2 * MINUTE)
        assert store.note_feed(SEEN, "z")


def test_who_looks_may_take_longer_but_not_for_ever(store: AnyStore) -> None:
    store.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert store.claim_feed(FEED, "one", NOON, NOON + 2 * MINUTE)
    assert not store.claim_feed(FEED, "other", NOON + MINUTE, NOON + 3 * MINUTE)
    assert store.claim_feed(FEED, "other", NOON + 2 * MINUTE, NOON + 3 * MINUTE)
    assert not store.claim_feed(FEED, "one", NOON + 2 * MINUTE, NOON + 3 * MINUTE)


def test_what_a_look_came_to_is_kept_unless_another_took_over(store: AnyStore) -> None:
    store.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert dict(store.feeds()) == {FEED: Followed(FEED)}
    store.claim_feed(FEED, "other", NOON + MINUTE, NOON + 2 * MINUTE)
    assert not store.note_feed(replace(SEEN, trouble="late"), "one")
    assert store.note_feed(SEEN, "other")
    assert dict(store.feeds()) == {FEED: SEEN}
    assert not store.note_feed(SEEN, "other")
