"""What every Subscriptions promises, wherever it keeps things."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.digests.schedule import Due, Subscriptions
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from tests.hostile_texts import WITH_WORDS

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
DAILY = Subscription("C1", "U1", Schedule(Cadence.DAILY, time(9), "Europe/Berlin"), NOON)
WATCH = Subscription("C1", "U1", Schedule(Cadence.WEEKLY, time(17, 30), "Asia/Tokyo", 4), NOON, "body cameras")


def due(day: int) -> Due:
    moment = NOON + day * DAY
    return Due(f"daily {moment:%Y-%m-%d}", moment, moment - DAY, moment + timedelta(seconds=1))


def test_a_fresh_store_knows_no_subscription(store: Subscriptions) -> None:
    assert list(store.subscriptions()) == []
    assert store.subscription(DAILY.key) is None
    assert dict(store.told()) == {}


def test_a_subscription_comes_back_as_it_was(store: Subscriptions) -> None:
    paused = replace(WATCH, paused_until=date(2026, 4, 1), person=None)
    for each in (DAILY, paused):
        store.subscribe(each)
        assert store.subscription(each.key) == each
    assert list(store.subscriptions()) == [DAILY, paused]


def test_a_later_wish_for_the_same_place_and_subject_takes_the_place_of_the_earlier(store: Subscriptions) -> None:
    store.subscribe(WATCH)
    changed = replace(WATCH, about="Body  Cameras", person="U2", since=NOON + DAY, rhythm=DAILY.rhythm)
    store.subscribe(changed)
    assert list(store.subscriptions()) == [changed]


def test_subscriptions_are_told_place_by_place_the_one_for_all_news_first(store: Subscriptions) -> None:
    elsewhere = replace(DAILY, place="C0")
    for each in (WATCH, DAILY, elsewhere):
        store.subscribe(each)
    assert list(store.subscriptions()) == [elsewhere, DAILY, WATCH]


@pytest.mark.parametrize("about", WITH_WORDS.values(), ids=WITH_WORDS)
def test_a_subject_may_be_anything_that_has_a_word(store: Subscriptions, about: str) -> None:
    watch = replace(WATCH, about=about)
    store.subscribe(watch)
    assert store.subscription(watch.key) == watch


def test_who_ends_a_subscription_ends_that_alone_and_what_it_was_told_is_known_further_on(
    store: Subscriptions,
) -> None:
    for each in (DAILY, WATCH):
        store.subscribe(each)
        store.note_told(each.key, due(0))
    assert store.unsubscribe(DAILY.key)
    assert not store.unsubscribe(DAILY.key)
    assert list(store.subscriptions()) == [WATCH]
    assert dict(store.told()) == {DAILY.key: [due(0)], WATCH.key: [due(0)]}


def test_what_was_told_comes_back_to_the_microsecond_the_earliest_first(store: Subscriptions) -> None:
    for day in (2, 0, 1):
        store.note_told("k", due(day))
    store.note_told("other", due(5))
    assert list(store.told_to("k")) == [due(0), due(1), due(2)]
    assert {key: list(each) for key, each in store.told().items()} == {
        "k": [due(0), due(1), due(2)],
        "other": [due(5)],
    }


def test_the_same_digest_told_twice_is_kept_once_as_it_was_told_last(store: Subscriptions) -> None:
    again = replace(due(0), until=NOON + DAY)
    store.note_told("k", due(0))
    store.note_told("k", again)
    assert list(store.told_to("k")) == [again]


def test_of_what_was_told_two_weeks_are_kept(store: Subscriptions) -> None:
    for day in range(20):
        store.note_told("k", due(day))
        store.note_told("other", due(0))
    assert list(store.told_to("k")) == [due(day) for day in range(6, 20)]
    assert list(store.told_to("other")) == [due(0)]
