"""One start with a wrong clock takes nothing that is not due."""

from datetime import UTC, datetime, timedelta

from bot.service.purging import FURTHEST, LAST, purge, purging_moment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_from_day_to_day_time_moves_as_the_clock_says() -> None:
    assert purging_moment(NOON, NOON - DAY, None) == NOON


def test_a_clock_that_is_a_year_ahead_moves_it_by_no_more_than_two_days() -> None:
    assert purging_moment(NOON + 400 * DAY, NOON - DAY, None) == NOON - DAY + FURTHEST


def test_slack_knows_better_than_our_clock() -> None:
    assert purging_moment(NOON + 400 * DAY, NOON - DAY, NOON) == NOON


def test_after_a_long_holiday_slack_says_how_far_time_has_moved() -> None:
    assert purging_moment(NOON, NOON - 90 * DAY, NOON) == NOON


def test_a_clock_that_is_behind_takes_less() -> None:
    assert purging_moment(NOON - 400 * DAY, NOON - DAY, NOON) == NOON - 400 * DAY


def test_the_first_time_nobody_knows_before_slack_has_spoken() -> None:
    assert purging_moment(NOON + 400 * DAY, None, None) is None
    assert purging_moment(NOON + 400 * DAY, None, NOON) == NOON


class Moments(dict[str, datetime]):
    def note(self, name: str, moment: datetime) -> None:
        self[name] = moment

    def find(self, name: str) -> datetime | None:
        return self.get(name)


def test_each_thing_goes_when_its_own_time_is_over() -> None:
    marks, asked = Moments({LAST: NOON - DAY}), list[datetime]()

    def old(before: datetime) -> int:
        asked.append(before)
        return 2

    assert purge(marks, NOON, None, [(old, 30 * DAY), (old, 90 * DAY)]) == 4
    assert asked == [NOON - 30 * DAY, NOON - 90 * DAY]
    assert marks == {LAST: NOON}


def test_a_first_purge_only_notes_the_time() -> None:
    marks = Moments()
    assert purge(marks, NOON, None, [(lambda _: 1, DAY)]) is None
    assert marks == {LAST: NOON}
