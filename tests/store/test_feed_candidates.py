"""What every FeedCandidates promises: what waits is decided about once, and one looks at a feed at a time."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.curation.feed_candidates import FeedCandidate, FeedCandidates, Followed
from tests.hostile_texts import WITH_WORDS

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


def test_a_fresh_store_knows_of_nothing(candidates: FeedCandidates) -> None:
    assert list(candidates.waiting()) == []
    assert candidates.find("a") is None
    assert dict(candidates.feeds()) == {}


def test_what_waits_comes_back_as_it_was_the_oldest_first(candidates: FeedCandidates) -> None:
    later = replace(NEWCOMER, id="0", found=NOON + MINUTE)
    assert candidates.keep(later)
    assert candidates.keep(NEWCOMER)
    assert list(candidates.waiting()) == [NEWCOMER, later]
    assert candidates.find("a") == NEWCOMER


@pytest.mark.parametrize("words", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_a_feed_says_can_be_kept(candidates: FeedCandidates, words: str) -> None:
    candidates.keep(replace(NEWCOMER, content={"title": words}))
    kept = candidates.find("a")
    assert kept
    assert kept.content == {"title": words}


def test_what_waits_or_was_decided_about_is_not_kept_again(candidates: FeedCandidates) -> None:
    assert candidates.keep(NEWCOMER)
    assert not candidates.keep(replace(NEWCOMER, found=NOON + MINUTE))
    assert candidates.settle("a")
    assert not candidates.keep(NEWCOMER)
    assert candidates.find("a") is None
    assert list(candidates.waiting()) == []


def test_a_newcomer_is_decided_about_once(candidates: FeedCandidates) -> None:
    candidates.keep(NEWCOMER)
    assert sorted(map(bool, all_at_once(lambda: candidates.settle("a")))) == [False, False, False, True]
    assert not candidates.settle("a")
    assert not candidates.settle("unheard of")


def test_of_several_who_find_the_same_only_one_keeps_it(candidates: FeedCandidates) -> None:
    assert sorted(map(bool, all_at_once(lambda: candidates.keep(NEWCOMER)))) == [False, False, False, True]


def test_one_looks_at_a_feed_at_a_time(candidates: FeedCandidates) -> None:
    assert candidates.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert not candidates.claim_feed(FEED, "other", NOON, NOON + MINUTE)
    assert candidates.claim_feed("https://example.org/b", "other", NOON, NOON + MINUTE)
    assert candidates.note_feed(SEEN, "one")
    assert candidates.claim_feed(FEED, "other", NOON, NOON + MINUTE)


def test_of_several_who_want_a_feed_at_once_one_gets_it(candidates: FeedCandidates) -> None:
    names = iter("abcdefgh")
    for _ in range(2):  # a feed that nobody knew, and one that is known
        got = all_at_once(lambda: candidates.claim_feed(FEED, next(names), NOON, NOON + MINUTE))
        assert sorted(map(bool, got)) == [False, False, False, True]
        assert candidates.claim_feed(FEED, "z", NOON + MINUTE, NOON + 2 * MINUTE)
        assert candidates.note_feed(SEEN, "z")


def test_who_looks_may_take_longer_but_not_for_ever(candidates: FeedCandidates) -> None:
    candidates.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert candidates.claim_feed(FEED, "one", NOON, NOON + 2 * MINUTE)
    assert not candidates.claim_feed(FEED, "other", NOON + MINUTE, NOON + 3 * MINUTE)
    assert candidates.claim_feed(FEED, "other", NOON + 2 * MINUTE, NOON + 3 * MINUTE)
    assert not candidates.claim_feed(FEED, "one", NOON + 2 * MINUTE, NOON + 3 * MINUTE)


def test_what_a_look_came_to_is_kept_unless_another_took_over(candidates: FeedCandidates) -> None:
    candidates.claim_feed(FEED, "one", NOON, NOON + MINUTE)
    assert dict(candidates.feeds()) == {FEED: Followed(FEED)}
    candidates.claim_feed(FEED, "other", NOON + MINUTE, NOON + 2 * MINUTE)
    assert not candidates.note_feed(replace(SEEN, trouble="late"), "one")
    assert candidates.note_feed(SEEN, "other")
    assert dict(candidates.feeds()) == {FEED: SEEN}
    assert not candidates.note_feed(SEEN, "other")
