"""Days, weeks, months, quarters and years, and what lies before and after them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """What a text names: a day (`first` is `last`), week, month, quarter or year, by its first and last day."""

    first: date
    last: date

    def ended_by(self, today: date) -> date:
        """Its last day; of the year, month or week of today, today: what comes later in it does not count yet."""
        return today if self.first <= today <= self.last else self.last


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A day that is another one on the other side of the Atlantic: 5/6/2020."""

    day_first: date
    month_first: date


def day_of_year(day: int, month: int, year: str | None, today: date, ahead: bool) -> Period | None:
    """A day of a year, or of the nearest year that has it: 29 February may be years away."""
    if year:
        return one_day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for more in range(9):
        found = one_day(today.year + (more if ahead else -more), month, day)
        if found and (found.first >= today if ahead else found.first <= today):
            return found
    return None


def one_day(year: int, month: int, day: int) -> Period | None:
    """A day; None if there is no such day."""
    try:
        return Period(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period | None:
    """A month of a year; None if there is no such month."""
    first = one_day(year, month, 1)
    return first and Period(first.first, date(year, month, monthrange(year, month)[1]))


def shifted(unit: str, by: int, today: date) -> Period | None:
    """The day, week, month, quarter or year of today, or one before or after it."""
    try:
        if unit in {"day", "week"}:
            length = 7 if unit == "week" else 1
            first = today + timedelta(days=by * length - (today.weekday() if unit == "week" else 0))
            return Period(first, first + timedelta(days=length - 1))
        if unit == "year":
            return Period(date(today.year + by, 1, 1), date(today.year + by, 12, 31))
        months = 3 if unit == "quarter" else 1
        first = _months_away(today.replace(month=(today.month - 1) // months * months + 1, day=1), by * months)
        return Period(first, _months_away(first, months) - timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def day_away(unit: str, number: int, today: date) -> Period | None:
    """The day that is so many days, weeks, months, quarters or years after today, or before it if negative."""
    try:
        if unit in {"day", "week"}:
            day = today + timedelta(days=number * (7 if unit == "week" else 1))
        else:
            day = _months_away(today, number * {"month": 1, "quarter": 3, "year": 12}[unit])
    except (ValueError, OverflowError):
        return None
    return Period(day, day)


def edge_of(period: Period, edge: str) -> Period:
    """The `first`, `middle` or `last` day of a period."""
    days = {"first": period.first, "last": period.last, "middle": period.first + (period.last - period.first) / 2}
    return Period(days[edge], days[edge])


def _months_away(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
