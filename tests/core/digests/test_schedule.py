"""A digest goes out once a day of its calendar, whatever the clocks, the countries and the machines do.

POLICYBOT_EVERY_ZONE=1 looks at every zone there is, over twenty years, instead of the strangest ones: some minutes.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.digests.schedule import Due, due, latest, moment_of, upcoming
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription

EVERY_ZONE = bool(os.environ.get("POLICYBOT_EVERY_ZONE"))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
STRANGE = {
    "Europe/Berlin": (2026,),
    "America/New_York": (2007, 2026),  # in 2007 the rule changed
    "Australia/Lord_Howe": (2026,),  # moves by half an hour
    "Africa/Casablanca": (2026, 2033),  # the other way round, for Ramadan; in 2033 over the end of the year
    "Pacific/Apia": (2011,),  # skipped 30 December
    "Pacific/Kwajalein": (1993,),  # skipped 21 August
    "America/Santiago": (2026,),  # changes at midnight
    "America/Goose_Bay": (2010,),  # changed a minute past midnight: a day begins twice
    "America/Nuuk": (2024,),  # skips the last hour of a Saturday
    "Asia/Pyongyang": (2015, 2018),  # moved by half an hour, for good, twice
    "Asia/Gaza": (2030,),  # four changes a year
    "Antarctica/Troll": (2026,),  # moves by two hours
    "Asia/Kathmandu": (1986,),  # moved by a quarter of an hour at the New Year
    "Pacific/Kiritimati": (1994,),  # skipped the last day of the year
}
SPANS = [(zone, year, year) for zone, years in STRANGE.items() for year in years]
YEARS = [(zone, year) for zone, year, _ in SPANS]
if EVERY_ZONE:
    SPANS = [(zone, 2008, 2028) for zone in sorted(available_timezones())]
    YEARS = [(zone, year) for zone, _, _ in SPANS for year in (2011, 2026)]


def subscription(
    at: time = time(9),
    zone: str = "Europe/Berlin",
    cadence: Cadence = Cadence.DAILY,
    *,
    weekday: int | None = None,
    since: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    paused_until: date | None = None,
) -> Subscription:
    return Subscription("C1", "U1", Schedule(cadence, at, zone, weekday), since, None, paused_until)


def shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@cache
def changes(name: str, first: int, last: int) -> tuple[datetime, ...]:
    """The moments from the first to the last year at which the clocks of a zone are set."""
    zone, found = ZoneInfo(name), []
    at = datetime(first, 1, 1, tzinfo=UTC)
    while at.year <= last:
        after = at + 5 * DAY
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = 0, 5 * 24 * 3600
            while high - low > 1:
                middle = (low + high) // 2
                same = (at + timedelta(seconds=middle)).astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(at + timedelta(seconds=high))
        at = after
    return tuple(found)


def critical_times(change: datetime, zone: tzinfo) -> set[time]:
    """The times that a change skips or repeats, their edges, and the edges of a day."""
    before, after = shown(change - MINUTE, zone) + MINUTE, shown(change, zone)
    low, high = min(before, after), max(before, after)
    moments = (low - MINUTE, low, low + (high - low) / 2, high - MINUTE, high)
    return {each.time().replace(second=0, microsecond=0) for each in moments} | {time(0), time(23, 59)}


@pytest.mark.parametrize(("name", "first", "last"), SPANS)
def test_a_digest_belongs_to_the_first_minute_that_shows_its_time_or_a_later_one(
    name: str, first: int, last: int
) -> None:
    # Walks minute by minute through the days around every change, and looks at the clock: nothing else.
    zone = ZoneInfo(name)
    for change in changes(name, first, last):
        start = change.replace(hour=0, minute=0, second=0) - 2 * DAY
        minutes = [(start + at * MINUTE, shown(start + at * MINUTE, zone)) for at in range(5 * 24 * 60)]
        days = {local.date() for _, local in minutes}
        for at in critical_times(change, zone):
            for more in (-1, 0, 1):
                day = shown(change, zone).date() + more * DAY
                wanted = datetime.combine(day, at)
                expected = next(moment for moment, local in minutes if local >= wanted) if day in days else None
                assert moment_of(day, at, zone) == expected, (change, day, at)


def ticks(asked: Subscription, zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """A clock: eleven hours by eleven hours, and by the second where a digest is near."""
    now = start
    while now < end:
        yield now
        coming = upcoming(asked, zone, now)
        near = coming.moment if coming else end
        if now < near - timedelta(seconds=1) < now + 11 * HOUR:
            yield near - timedelta(seconds=1)
        now = min(now + 11 * HOUR, near) if near > now else now + 11 * HOUR


def sent(asked: Subscription, zone: tzinfo, clock: Iterator[datetime] | Sequence[datetime]) -> list[Due]:
    """What a bot sends that looks whenever the clock ticks, and remembers two weeks."""
    told: list[Due] = []
    for now in clock:
        found = due(asked, zone, now, told[-14:])
        if found:
            told.append(found)
    return told


@pytest.mark.parametrize(("name", "year"), YEARS)
def test_a_year_of_digests_has_one_for_each_local_day(name: str, year: int) -> None:
    zone = ZoneInfo(name)
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 2, tzinfo=UTC)
    asked = subscription(in_a_change(name, year), name, since=start)
    told = sent(asked, zone, ticks(asked, zone, start, end))
    days = [date.fromisoformat(each.name.removeprefix("daily ")) for each in told]
    lived = {shown(start + half * HOUR / 2, zone).date() for half in range(2 * 24 * 366)}
    assert len(days) == len(set(days))
    assert within(lived, days) == within(lived, lived)
    assert all(each.until == each.moment for each in told)
    assert all(one.until == following.since for one, following in pairwise(told))


def in_a_change(name: str, year: int) -> time:
    """The middle of what the first change of the year skips or repeats; 02:30 if there is none."""
    zone = ZoneInfo(name)
    for change in changes(name, year, year):
        before = shown(change - MINUTE, zone) + MINUTE
        return (before + (shown(change, zone) - before) / 2).time().replace(second=0, microsecond=0)
    return time(2, 30)


def within(lived: set[date], days: Iterable[date]) -> set[date]:
    """The days that were lived from their first to their last minute."""
    return {day for day in days if min(lived) < day < max(lived)}


def test_on_the_day_that_lacks_its_time_it_goes_out_once_when_the_clocks_jump() -> None:
    assert moment_of(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_on_the_day_that_has_its_time_twice_it_goes_out_once_the_first_time() -> None:
    asked = subscription(time(2, 30))
    clock = [datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + at * MINUTE for at in range(0, 180, 5)]
    told = sent(asked, BERLIN, clock)
    assert [each.name for each in told] == ["daily 2026-10-24", "daily 2026-10-25"]
    assert told[1].moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_country_skipped_has_no_digest() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment_of(date(2011, 12, 30), time(9), apia) is None
    asked = subscription(zone="Pacific/Apia", since=datetime(2011, 12, 20, tzinfo=UTC))
    coming = upcoming(asked, apia, datetime(2011, 12, 30, 0, tzinfo=UTC))
    assert coming is not None
    assert coming.name == "daily 2011-12-31"


def test_a_weekly_digest_whose_day_was_skipped_comes_the_week_after() -> None:
    apia, friday = ZoneInfo("Pacific/Apia"), 4
    asked = subscription(
        zone="Pacific/Apia", cadence=Cadence.WEEKLY, weekday=friday, since=datetime(2011, 12, 1, tzinfo=UTC)
    )
    start = datetime(2011, 12, 20, tzinfo=UTC)
    told = sent(asked, apia, [start + hours * HOUR for hours in range(24 * 20)])
    assert [each.name for each in told][1:] == ["weekly 2011-12-23", "weekly 2012-01-06"]


def test_the_last_hour_of_a_day_that_is_skipped_belongs_to_that_day() -> None:
    nuuk = ZoneInfo("America/Nuuk")
    moment = moment_of(date(2024, 3, 30), time(23, 30), nuuk)
    assert moment is not None
    assert shown(moment, nuuk) == datetime(2024, 3, 31, 0, 0)  # noqa: DTZ001  # what a clock shows


def test_weekdays_are_those_of_the_local_calendar() -> None:
    kiritimati = ZoneInfo("Pacific/Kiritimati")  # Monday begins there on Sunday at 10:00 UTC
    asked = subscription(time(1), "Pacific/Kiritimati", Cadence.WEEKDAYS)
    told = sent(asked, kiritimati, [datetime(2026, 7, 3, tzinfo=UTC) + at * HOUR for at in range(24 * 7)])
    assert [each.name for each in told][1:] == [f"weekdays 2026-07-{day:02}" for day in (6, 7, 8, 9, 10)]
    assert told[1].moment == datetime(2026, 7, 5, 11, tzinfo=UTC)


def test_a_weekly_digest_comes_on_its_day() -> None:
    asked = subscription(cadence=Cadence.WEEKLY, weekday=2)
    told = sent(asked, BERLIN, list(ticks(asked, BERLIN, asked.since, asked.since + 30 * DAY)))
    assert [each.name for each in told] == [f"weekly 2026-01-{day:02}" for day in (7, 14, 21, 28)]


def test_nothing_is_due_before_the_first_time_after_the_subscription() -> None:
    asked = subscription(since=datetime(2026, 7, 1, 8, 30, tzinfo=UTC))  # 10:30 in Berlin
    assert due(asked, BERLIN, datetime(2026, 7, 1, 20, tzinfo=UTC)) is None
    found = due(asked, BERLIN, datetime(2026, 7, 2, 7, tzinfo=UTC))
    assert found is not None
    assert (found.name, found.since) == ("daily 2026-07-02", asked.since)


def told_daily(*days: int, month: int = 7) -> list[Due]:
    """Digests that were sent a minute after 09:00 in Berlin."""
    moments = [datetime(2026, month, day, 7, tzinfo=UTC) for day in days]
    return [Due(f"daily {each:%Y-%m-%d}", each, each - DAY, each + MINUTE) for each in moments]


def test_a_bot_that_slept_for_three_days_sends_one_digest_of_all_that_time() -> None:
    told = told_daily(6, 7)
    found = due(subscription(), BERLIN, datetime(2026, 7, 10, 15, tzinfo=UTC), told)
    assert found is not None
    assert (found.name, found.since) == ("daily 2026-07-10", told[-1].until)
    assert due(subscription(), BERLIN, datetime(2026, 7, 10, 15, 1, tzinfo=UTC), [*told, found]) is None


def test_a_clock_that_is_set_back_sends_nothing_again() -> None:
    told = told_daily(*range(1, 15))
    for hours in range(0, 24 * 13, 3):
        assert due(subscription(), BERLIN, datetime(2026, 7, 14, 7, 2, tzinfo=UTC) - hours * HOUR, told) is None


def test_a_clock_that_says_it_is_before_everything_that_was_sent_waits() -> None:
    assert due(subscription(), BERLIN, datetime(2026, 3, 1, tzinfo=UTC), told_daily(*range(1, 15))) is None


def test_after_a_clock_was_ahead_for_a_while_digests_go_on_without_waiting_for_it_and_none_comes_twice() -> None:
    ahead = told_daily(9, month=9)
    told = [*told_daily(12, 13, 14), *ahead]
    assert due(subscription(), BERLIN, datetime(2026, 7, 14, 8, tzinfo=UTC), told) is None
    found = due(subscription(), BERLIN, datetime(2026, 7, 15, 7, tzinfo=UTC), told)
    assert found is not None
    assert (found.name, found.since) == ("daily 2026-07-15", told[2].until)
    again = [*told_daily(7, 8, month=9), *ahead]
    assert due(subscription(), BERLIN, datetime(2026, 9, 9, 7, tzinfo=UTC), again) is None


def test_a_new_time_on_the_same_day_sends_no_second_digest() -> None:
    later = subscription(time(17))
    assert due(later, BERLIN, datetime(2026, 7, 14, 15, tzinfo=UTC), told_daily(13, 14)) is None
    assert due(later, BERLIN, datetime(2026, 7, 15, 15, tzinfo=UTC), told_daily(13, 14)) is not None


def test_a_pause_ends_on_its_day_with_one_digest_of_all_that_time() -> None:
    asked = subscription(paused_until=date(2026, 7, 20))
    told = told_daily(1, 2)
    for day in range(3, 20):
        assert due(asked, BERLIN, datetime(2026, 7, day, 12, tzinfo=UTC), told) is None
    coming = upcoming(asked, BERLIN, datetime(2026, 7, 3, tzinfo=UTC))
    found = due(asked, BERLIN, datetime(2026, 7, 20, 7, tzinfo=UTC), told)
    assert coming is not None
    assert found is not None
    assert (found.name, found.since, found.moment) == (coming.name, told[-1].until, coming.moment)


def test_a_pause_until_the_end_of_the_calendar_has_no_next_digest() -> None:
    assert upcoming(subscription(paused_until=date.max), BERLIN, datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_two_replicas_call_a_digest_by_one_name() -> None:
    now = datetime(2026, 7, 1, 7, 0, 20, tzinfo=UTC)
    one, other = due(subscription(), BERLIN, now), due(subscription(), BERLIN, now + timedelta(seconds=3))
    assert one is not None
    assert other is not None
    assert (one.name, one.moment) == (other.name, other.moment)


rhythms = st.builds(
    lambda cadence, at, zone, day: Schedule(cadence, at, zone, day if cadence is Cadence.WEEKLY else None),
    st.sampled_from(Cadence),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(sorted(STRANGE)),
    st.integers(0, 6),
)
moments = st.datetimes(datetime(1973, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # made aware


@settings(max_examples=60)
@given(rhythms, moments)
def test_the_next_digest_is_the_latest_one_from_its_moment_on_and_not_before(rhythm: Schedule, now: datetime) -> None:
    zone = ZoneInfo(rhythm.zone)
    asked = Subscription("C1", None, rhythm, now - 40 * DAY)
    coming = upcoming(asked, zone, now)
    assert coming is not None
    assert now < coming.moment <= now + 15 * DAY
    assert latest(asked, zone, coming.moment) == coming
    before = latest(asked, zone, coming.moment - timedelta(microseconds=1))
    assert before is not None
    assert before.moment <= now


@settings(max_examples=40)
@given(rhythms, moments, st.lists(st.integers(-3_000, 6_000), min_size=1, max_size=60))
def test_however_the_clock_jumps_no_name_is_sent_twice_and_what_was_told_is_not_told_again(
    rhythm: Schedule, now: datetime, jumps: Sequence[int]
) -> None:
    asked, zone = Subscription("C1", None, rhythm, now - DAY), ZoneInfo(rhythm.zone)
    told: list[Due] = []
    for jump in jumps:
        now += jump * MINUTE
        found = due(asked, zone, now, told)
        if found:
            assert found.name not in {each.name for each in told}
            assert asked.since <= found.since <= found.until == now
            told.append(found)
