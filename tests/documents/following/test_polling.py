"""Following a feed, step by step: polite to its server, and each entry told once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.faults import Faulty
from bot.documents.following.polling import (
    LONGEST_WAIT,
    MOST_REMEMBERED,
    NEVER_SEEN,
    Feed,
    FeedState,
    Polled,
    poll,
    state_from_json,
    wait_after,
)
from bot.documents.readers.entries import Entry, FeedReading
from bot.documents.web.fetched import NO_STAMP, Fetched, Stamp, Trouble, Unchanged

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = Feed("https://example.org/feed", every=HOUR, most=3)
STAMP = Stamp('"v1"', "Fri, 01 Mar 2024 12:00:00 GMT")


@dataclass
class Server:
    """A feed's server, as it would behave: what stands in the feed, and what it was asked."""

    entries: tuple[Entry, ...] = ()
    trouble: Trouble | None = None
    broken: bool = False
    asked: list[Stamp] = field(default_factory=list)

    @property
    def stamp(self) -> Stamp:
        return Stamp(f'"{abs(hash(self.entries))}"')

    def fetch(self, url: str, stamp: Stamp = NO_STAMP) -> Fetched | Unchanged | Trouble:
        self.asked.append(stamp)
        if self.trouble:
            return self.trouble
        if stamp == self.stamp:
            return Unchanged(url)
        return Fetched(url, b"", "application/rss+xml", stamp=self.stamp)

    def read(self, _: Fetched) -> FeedReading:
        if self.broken:
            raise Faulty(0, "is a broken feed", "tell its publisher")
        return FeedReading("Example Works", self.entries)

    def look(self, state: FeedState, now: datetime, feed: Feed = FEED) -> Polled:
        return poll(feed, state, self.fetch, self.read, now)

    def looks(self, state: FeedState, times: int, feed: Feed = FEED) -> list[Polled]:
        """One look after the other, each when it is due."""
        done = []
        for _ in range(times):
            done.append(self.look(state, state.next_look or NOW, feed))
            state = done[-1].state
        return done


def entry(number: int, updated: datetime | None = None) -> Entry:
    return Entry(f"id {number}", f"Entry {number}", published=NOW + number * HOUR, updated=updated)


def entries(*numbers: int) -> tuple[Entry, ...]:
    """The latest first, as feeds are written."""
    return tuple(entry(number) for number in sorted(numbers, reverse=True))


def ids(some: tuple[Entry, ...]) -> list[str]:
    return [each.id for each in some]


def test_the_first_look_tells_of_the_latest_entries_oldest_first() -> None:
    server = Server(entries(*range(10)))
    first, second = server.looks(NEVER_SEEN, 2)
    assert ids(first.new) == ["id 7", "id 8", "id 9"]
    assert second.new == ()


def test_what_is_new_is_told_once() -> None:
    server = Server(entries(1, 2))
    first = server.look(NEVER_SEEN, NOW)
    server.entries = entries(1, 2, 3)
    second = server.look(first.state, NOW + HOUR)
    third = server.look(second.state, NOW + 2 * HOUR)
    assert (ids(second.new), third.new) == (["id 3"], ())


def test_what_has_not_changed_is_not_sent_again() -> None:
    server = Server(entries(1))
    first, second = server.looks(NEVER_SEEN, 2)
    assert server.asked == [NO_STAMP, server.stamp]
    assert second == Polled(replace(first.state, next_look=NOW + 2 * HOUR))


def test_what_is_too_much_for_one_look_waits_for_the_next_though_the_feed_stays_as_it_is() -> None:
    server = Server(entries(0))
    first = server.look(NEVER_SEEN, NOW)
    server.entries = entries(*range(8))
    told = [ids(each.new) for each in server.looks(first.state, 4)]
    assert told == [["id 1", "id 2", "id 3"], ["id 4", "id 5", "id 6"], ["id 7"], []]


def test_an_entry_that_changes_is_told_as_changed() -> None:
    server = Server((entry(1, updated=NOW),))
    first = server.look(NEVER_SEEN, NOW)
    server.entries = (entry(1, updated=NOW + HOUR),)
    second = server.look(first.state, NOW + HOUR)
    third = server.look(second.state, NOW + 2 * HOUR)
    assert (second.new, ids(second.changed), third.changed) == ((), ["id 1"], ())


def test_an_entry_without_times_is_told_once_in_the_order_of_the_feed() -> None:
    server = Server((Entry("b", "B"), Entry("a", "A")))
    first, second = server.looks(NEVER_SEEN, 2)
    assert (ids(first.new), second.new, second.changed) == (["a", "b"], (), ())


def test_nobody_is_asked_before_it_is_time() -> None:
    server = Server(entries(1))
    first = server.look(NEVER_SEEN, NOW)
    assert server.look(first.state, NOW + HOUR - timedelta(seconds=1)) == Polled(first.state)
    assert len(server.asked) == 1


def test_nobody_is_asked_more_often_than_every_quarter_of_an_hour() -> None:
    hasty = replace(FEED, every=timedelta(seconds=1))
    assert Server().look(NEVER_SEEN, NOW, hasty).state.next_look == NOW + timedelta(minutes=15)


def test_a_server_that_fails_is_asked_ever_more_rarely_and_anew_once_it_works() -> None:
    server = Server(entries(1), trouble=Trouble(FEED.url, "cannot be reached", "try again later"))
    failed = server.looks(NEVER_SEEN, 8)
    at = [each.state.next_look for each in failed if each.state.next_look]
    waits = [after - before for before, after in zip([NOW, *at], at, strict=False)]
    assert waits == [timedelta(hours=hours) for hours in (2, 4, 8, 16, 24, 24, 24, 24)]
    assert failed[-1].trouble == server.trouble
    server.trouble = None
    works = server.look(failed[-1].state, at[-1])
    assert (ids(works.new), works.state.failures, works.state.next_look) == (["id 1"], 0, at[-1] + HOUR)


def test_a_feed_that_cannot_be_read_is_trouble_too() -> None:
    polled = Server(broken=True).look(NEVER_SEEN, NOW)
    assert polled.trouble == Trouble(FEED.url, "is a broken feed", "tell its publisher")
    assert polled.state.failures == 1


def test_a_server_that_wishes_to_be_left_alone_is_left_alone() -> None:
    def wait(wish: timedelta) -> timedelta | None:
        server = Server(trouble=Trouble(FEED.url, "is refused", "try again later", 429, wish))
        due = server.look(NEVER_SEEN, NOW).state.next_look
        return due - NOW if due else None

    assert wait(timedelta(minutes=1)) == 2 * HOUR
    assert wait(5 * HOUR) == 5 * HOUR
    assert wait(timedelta(days=300)) == timedelta(days=7)


def test_what_is_gone_for_good_is_asked_for_once_a_day() -> None:
    gone = Server(trouble=Trouble(FEED.url, "is refused", "take the address out", 410, lasting=True))
    assert gone.look(NEVER_SEEN, NOW).state.next_look == NOW + LONGEST_WAIT


def test_trouble_loses_nothing_of_what_is_remembered() -> None:
    server = Server(entries(1, 2))
    first = server.look(NEVER_SEEN, NOW)
    server.trouble = Trouble(FEED.url, "cannot be reached", "try again later")
    second = server.look(first.state, NOW + HOUR)
    assert (second.state.seen, second.state.stamp) == (first.state.seen, first.state.stamp)


def test_what_is_remembered_has_bounds_and_what_stands_in_the_feed_is_not_forgotten() -> None:
    seen = {f"{number:020}": "" for number in range(3 * MOST_REMEMBERED)}
    server = Server(entries(1, 2))
    first = server.look(FeedState(seen=seen, looked=True), NOW)
    second = server.look(first.state, NOW + HOUR)
    assert ids(first.new) == ["id 1", "id 2"]
    assert len(first.state.seen) == MOST_REMEMBERED
    assert second.new == ()


@given(st.lists(st.sets(st.integers(0, 30), min_size=1, max_size=12), min_size=1, max_size=8))
def test_however_a_feed_moves_each_entry_is_told_at_most_once(steps: list[set[int]]) -> None:
    server, state, told = Server(), NEVER_SEEN, []
    for numbers in steps:
        server.entries = entries(*numbers)
        polled = server.look(state, state.next_look or NOW)
        told += ids(polled.new)
        state = polled.state
    assert len(told) == len(set(told))


@given(st.lists(st.sets(st.integers(0, 30), min_size=1, max_size=12), min_size=1, max_size=8))
def test_whatever_is_new_after_the_first_look_and_stays_is_told(steps: list[set[int]]) -> None:
    server, state, told = Server(entries(99)), NEVER_SEEN, []
    state = server.look(state, NOW).state
    everything: set[int] = set()
    for numbers in steps:
        everything |= numbers
        server.entries = entries(*everything)
        for polled in server.looks(state, 12):
            told += ids(polled.new)
            state = polled.state
    assert sorted(told) == sorted(f"id {number}" for number in everything)


@pytest.mark.parametrize(
    "state", [NEVER_SEEN, FeedState(STAMP, {"a": "", "b": "2024-03-01T12:00:00+00:00"}, 3, NOW, True)]
)
def test_a_state_can_be_written_down_and_read_back(state: FeedState) -> None:
    assert state_from_json(state.as_json()) == state


@given(st.integers(1, 10_000), st.one_of(st.none(), st.timedeltas(min_value=timedelta(0))))
def test_a_wait_is_never_shorter_than_agreed_nor_endless(failures: int, wish: timedelta | None) -> None:
    assert HOUR <= wait_after(FEED.every, failures, wish) <= timedelta(days=7)
