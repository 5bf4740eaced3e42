"""What every Subscriptions promises, wherever it keeps things."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

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


def test_a_fresh_store_knows_no_subscription(subscriptions: Subscriptions) -> None:
    assert list(subscriptions.all()) == []
    assert subscriptions.find(DAILY.key) is None
    assert dict(subscriptions.told()) == {}
    assert subscriptions.last_digest("C1") is None


def test_a_subscription_comes_back_as_it_was(subscriptions: Subscriptions) -> None:
    paused = replace(WATCH, paused_until=date(2026, 4, 1), person=None)
    for each in (DAILY, paused):
        subscriptions.keep(each)
        assert subscriptions.find(each.key) == each
    assert list(subscriptions.all()) == [DAILY, paused]


def test_a_later_wish_for_the_same_place_and_subject_takes_the_place_of_the_earlier(
    subscriptions: Subscriptions,
) -> None:
    subscriptions.keep(WATCH)
    changed = replace(WATCH, about="Body  Cameras", person="U2", since=NOON + DAY, rhythm=DAILY.rhythm)
    subscriptions.keep(changed)
    assert list(subscriptions.all()) == [changed]


def test_subscriptions_are_told_place_by_place_the_one_for_all_news_first(subscriptions: Subscriptions) -> None:
    elsewhere = replace(DAILY, place="C0")
    for each in (WATCH, DAILY, elsewhere):
        subscriptions.keep(each)
    assert list(subscriptions.all()) == [elsewhere, DAILY, WATCH]


@pytest.mark.parametrize("about", WITH_WORDS.values(), ids=WITH_WORDS)
def test_a_subject_may_be_anything_that_has_a_word(subscriptions: Subscriptions, about: str) -> None:
    watch = replace(WATCH, about=about)
    subscriptions.keep(watch)
    assert subscriptions.find(watch.key) == watch


def test_who_ends_a_subscription_ends_that_alone_and_what_it_was_told_is_known_further_on(
    subscriptions: Subscriptions,
) -> None:
    for each in (DAILY, WATCH):
        subscriptions.keep(each)
        subscriptions.note_told(each.key, due(0))
    assert subscriptions.remove(DAILY.key)
    assert not subscriptions.remove(DAILY.key)
    assert list(subscriptions.all()) == [WATCH]
    assert dict(subscriptions.told()) == {DAILY.key: [due(0)], WATCH.key: [due(0)]}


def test_what_was_told_comes_back_to_the_microsecond_the_earliest_first(subscriptions: Subscriptions) -> None:
    for day in (2, 0, 1):
        subscriptions.note_told("k", due(day))
    subscriptions.note_told("other", due(5))
    assert list(subscriptions.told_to("k")) == [due(0), due(1), due(2)]
    assert {key: list(each) for key, each in subscriptions.told().items()} == {
        "k": [due(0), due(1), due(2)],
        "other": [due(5)],
    }


def test_the_same_digest_told_twice_is_kept_once_as_it_was_told_last(subscriptions: Subscriptions) -> None:
    again = replace(due(0), until=NOON + DAY)
    subscriptions.note_told("k", due(0))
    subscriptions.note_told("k", again)
    assert list(subscriptions.told_to("k")) == [again]


def test_of_what_was_told_two_weeks_are_kept(subscriptions: Subscriptions) -> None:
    for day in range(20):
        subscriptions.note_told("k", due(day))
        subscriptions.note_told("other", due(0))
    assert list(subscriptions.told_to("k")) == [due(day) for day in range(6, 20)]
    assert list(subscriptions.told_to("other")) == [due(0)]


def test_each_channel_has_its_own_last_digest(subscriptions: Subscriptions) -> None:
    subscriptions.note_digest("C1", NOON)
    subscriptions.note_digest("C2", NOON + DAY)
    assert (subscriptions.last_digest("C1"), subscriptions.last_digest("C2"), subscriptions.last_digest("C3")) == (
        NOON,
        NOON + DAY,
        None,
    )


def test_a_later_digest_takes_the_place_of_the_last(subscriptions: Subscriptions) -> None:
    subscriptions.note_digest("C1", NOON)
    subscriptions.note_digest("C1", NOON + DAY)
    assert subscriptions.last_digest("C1") == NOON + DAY


def test_a_moment_comes_back_to_the_microsecond_and_knows_its_zone(subscriptions: Subscriptions) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=14)))
    subscriptions.note_digest("C1", elsewhere)
    moment = subscriptions.last_digest("C1")
    assert moment == NOON
    assert moment.utcoffset() is not None


def test_a_whole_second_comes_back_as_well(subscriptions: Subscriptions) -> None:
    subscriptions.note_digest("C1", NOON.replace(microsecond=0))
    assert subscriptions.last_digest("C1") == NOON.replace(microsecond=0)
