"""A digest is due once a day, whatever the clocks do, and tells only what is news."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.digests import compose, due, latest_moment
from tests.small_articles import article, corpus

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",  # moves by half an hour
        "Asia/Kathmandu",  # 5:45 before UTC
        "Pacific/Kiritimati",  # 14 hours before UTC
        "Etc/GMT+12",  # 12 hours behind
        "Pacific/Apia",  # skipped 30 December 2011
        "America/Santiago",  # changes at midnight
    )
]


def sent(start: datetime, days: int, at: time, zone: ZoneInfo, step: timedelta = timedelta(minutes=10)) -> list[str]:
    """When a bot that looks every `step` would send, on the clocks of the zone."""
    last, now, moments = start, start, []
    while now < start + timedelta(days=days):
        now += step
        if due(last, now, at, zone):
            moments.append(f"{now.astimezone(zone):%d %H:%M}")
            last = now
    return moments


def test_a_digest_is_sent_every_day_at_its_time() -> None:
    assert sent(datetime(2026, 7, 1, 12, tzinfo=UTC), 3, time(9), BERLIN) == ["02 09:00", "03 09:00", "04 09:00"]


def test_on_the_day_that_lacks_its_time_it_is_sent_once_when_the_clocks_have_jumped() -> None:
    moments = sent(datetime(2026, 3, 28, 12, tzinfo=UTC), 3, time(2, 30), BERLIN)
    assert [moment[:2] for moment in moments] == ["29", "30", "31"]
    assert "29 03:00" <= moments[0] <= "29 03:30"
    assert moments[1:] == ["30 02:30", "31 02:30"]


def test_on_the_day_that_has_its_time_twice_it_is_sent_once_the_first_time() -> None:
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert sent(start, 3, time(2, 30), BERLIN) == ["25 02:30", "26 02:30", "27 02:30"]
    assert due(start, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), time(2, 30), BERLIN)
    assert not due(
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), time(2, 30), BERLIN
    )


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("at", [time(0, 0), time(2, 15), time(9, 0), time(23, 59)], ids=str)
@pytest.mark.parametrize(
    "start",
    [datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)],
    ids=str,
)
def test_every_day_has_one_digest_on_every_clock(zone: ZoneInfo, at: time, start: datetime) -> None:
    moments = sent(start, 4, at, zone, timedelta(minutes=20))
    days = [moment[:2] for moment in moments]
    assert len(days) == len(set(days)) or at == time(23, 59)  # found at the next look, past midnight
    assert len(moments) == 4


def test_a_day_that_a_country_skipped_is_skipped() -> None:
    moments = sent(datetime(2011, 12, 29, 0, tzinfo=UTC), 4, time(9), ZoneInfo("Pacific/Apia"))
    assert moments == ["29 09:00", "31 09:00", "01 09:00", "02 09:00"]


@settings(max_examples=30, deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # made aware
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.sampled_from(ZONES),
)
def test_the_latest_moment_is_past_and_less_than_two_days_old_and_what_was_told_stays_told(
    now: datetime, at: time, zone: ZoneInfo
) -> None:
    moment = latest_moment(now, at, zone)
    assert timedelta(0) <= now - moment < timedelta(hours=49)
    assert due(moment - timedelta(microseconds=1), now, at, zone)
    assert not due(now, now, at, zone)
    assert not due(moment, now, at, zone)


def test_after_a_week_of_sleep_one_digest_is_due_and_not_seven() -> None:
    now = datetime(2026, 7, 8, 12, tzinfo=UTC)
    assert due(now - timedelta(days=7), now, time(9), BERLIN)
    assert not due(now, now + timedelta(minutes=1), time(9), BERLIN)


def test_one_that_was_missed_overnight_is_sent_in_the_morning() -> None:
    last = datetime(2026, 7, 7, 7, 0, tzinfo=UTC)
    assert due(last, datetime(2026, 7, 8, 21, 0, tzinfo=UTC), time(9), BERLIN)


def test_a_clock_that_was_set_back_sends_nothing_twice() -> None:
    last = datetime(2026, 7, 8, 12, tzinfo=UTC)
    assert not due(last, last - timedelta(hours=3), time(9), BERLIN)


def test_a_clock_a_day_ahead_and_a_clock_a_day_behind_count_their_own_days() -> None:
    east, west = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Etc/GMT+12")
    start = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)  # 2 July, 00:30 there; 30 June, 22:30 here
    assert sent(start, 1, time(1), east) == ["02 01:00"]
    assert sent(start, 1, time(23), west) == ["30 23:00"]


@pytest.mark.parametrize("now", [datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 3, 29, 1, 10, tzinfo=UTC)])
def test_it_does_not_matter_in_which_zone_now_is_written(now: datetime) -> None:
    last = now - timedelta(hours=12)
    assert due(last, now.astimezone(BERLIN), time(2, 30), BERLIN) == due(last, now, time(2, 30), BERLIN)


NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
OLD = article("old", "Old news. Nobody cares.")
NEW = article("new", "New rules apply. They are strict.", "More of them.")
ALSO = article("also", "Dogs may come. Cats may not.")
ALL = corpus(OLD, NEW, ALSO)


def told(seen: dict[str, datetime]) -> list[str]:
    return [lead.text for lead in compose(ALL, seen, NOON).leads]


def test_articles_that_were_first_seen_since_the_last_digest_are_news_by_their_leads_in_corpus_order() -> None:
    assert told({"also": AFTER, "new": AFTER, "old": BEFORE}) == ["New rules apply.", "Dogs may come."]


def test_the_first_load_is_no_news() -> None:
    assert told({}) == []
    assert told({"old": NOON, "new": NOON, "also": NOON}) == []


def test_an_article_that_nobody_noted_yet_is_news() -> None:
    assert told({"old": BEFORE, "new": BEFORE}) == ["Dogs may come."]


def test_an_article_that_left_the_corpus_is_no_news() -> None:
    assert told({"gone": AFTER, "old": BEFORE, "new": BEFORE, "also": BEFORE}) == []


def test_nothing_new_is_an_empty_digest_that_says_since_when() -> None:
    digest = compose(ALL, {"old": BEFORE, "new": BEFORE, "also": BEFORE}, NOON)
    assert (digest.leads, digest.since) == ((), NOON)


def test_moments_of_other_zones_are_the_same_moments() -> None:
    elsewhere = timezone(timedelta(hours=14))
    assert told({"old": BEFORE, "new": BEFORE, "also": AFTER.astimezone(elsewhere)}) == ["Dogs may come."]
    assert told({"old": BEFORE, "new": BEFORE, "also": BEFORE.astimezone(elsewhere)}) == []


def test_each_lead_carries_its_source() -> None:
    (lead,) = compose(ALL, {"old": BEFORE, "new": AFTER, "also": BEFORE}, NOON).leads
    assert lead.attribution == NEW.attribution


def test_a_corpus_without_articles_has_no_news() -> None:
    assert compose(corpus(), {"gone": AFTER}, NOON).leads == ()
