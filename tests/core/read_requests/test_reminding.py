"""People are reminded at most so often, on the last day once more, and never when they rest."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.read_requests.model import Asked, Ending, ReadRequest
from bot.core.read_requests.reminding import Quiet, Reminders, is_due, is_over, may_be_due

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REQUEST = ReadRequest("r", "leave", "abc", "Leave", "U1", "C1", MONDAY, date(2026, 3, 12), "Europe/Berlin")
ASKED, RULES = Asked("r", "U2"), Reminders()


def due(at: datetime, asked: Asked = ASKED, request: ReadRequest = REQUEST, zone: str = "UTC") -> bool:
    return is_due(request, asked, at, zone, RULES)


def test_the_first_reminder_comes_two_days_after_the_request() -> None:
    assert not due(MONDAY + 2 * DAY - HOUR)
    assert due(MONDAY + 2 * DAY)


def test_each_reminder_comes_two_days_after_the_one_before() -> None:
    once = replace(ASKED, reminders=1, reminded=MONDAY + 2 * DAY)
    assert not due(MONDAY + 3 * DAY, once)
    assert due(MONDAY + 4 * DAY, once)


def test_after_the_last_reminder_there_is_none() -> None:
    assert not due(MONDAY + 8 * DAY, replace(ASKED, reminders=3, reminded=MONDAY))


def test_who_has_read_it_is_not_reminded_nor_is_anybody_once_it_has_ended() -> None:
    assert not due(MONDAY + 2 * DAY, replace(ASKED, read=MONDAY))
    assert not due(MONDAY + 2 * DAY, request=replace(REQUEST, ending=Ending.STOPPED))


def test_the_last_day_has_a_reminder_of_its_own_and_the_day_after_has_none() -> None:
    last = datetime(2026, 3, 12, 9, tzinfo=UTC)
    yesterday = replace(ASKED, reminders=1, reminded=last - 20 * HOUR)
    assert due(last, yesterday)
    assert not due(last + HOUR, replace(yesterday, reminders=2, reminded=last))
    assert not due(last + DAY, ASKED)


def test_the_day_ends_by_the_clocks_of_who_asked() -> None:
    assert not is_over(REQUEST, datetime(2026, 3, 12, 22, 59, tzinfo=UTC))
    assert is_over(REQUEST, datetime(2026, 3, 12, 23, 1, tzinfo=UTC))


def test_a_person_is_reminded_in_the_hours_of_their_own_clock_and_not_at_weekends() -> None:
    wednesday, saturday = MONDAY + 2 * DAY, MONDAY + 5 * DAY
    assert due(wednesday, zone="Europe/Berlin")
    assert not due(wednesday, zone="America/Los_Angeles")
    assert due(wednesday + 5 * HOUR, zone="America/Los_Angeles")
    assert not due(saturday)
    assert is_due(REQUEST, ASKED, saturday, "UTC", Reminders(quiet=Quiet(weekends=False)))


@given(st.integers(0, 20 * 24), st.integers(0, 5), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_whatever_is_due_may_be_due_and_nobody_is_woken(hours: int, reminders: int, zone: str) -> None:
    at = MONDAY + hours * HOUR
    asked = replace(ASKED, reminders=reminders, reminded=MONDAY if reminders else None)
    if is_due(REQUEST, asked, at, zone, RULES):
        assert may_be_due(REQUEST, asked, at, RULES)
        assert reminders < RULES.most
        assert time(9) <= at.astimezone(ZoneInfo(zone)).time() <= time(17)
