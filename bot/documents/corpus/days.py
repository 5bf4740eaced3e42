"""The day that a value of front matter names, where its way of writing leaves no doubt. No zone counts."""

import re
from datetime import date

from bot.core.text import dates
from bot.core.text.periods import Period

ISO = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:[T\s].*)?")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
CLOCK = re.compile(r",?\s+(?:at\s+)?\d{1,2}:\d{2}.*")
YEAR = re.compile(r"\b\d{4}\b")
# Whatever day it is: of what names no year, nothing is taken.
ANY_DAY = date(2000, 1, 1)


def day_in(text: str) -> date | None:
    """The day as its publisher wrote it: 2024-03-01, 2024-03-01T23:30:00+02:00, 1 March 2024, March 1, 2024, 1.3.2024.

    None for a year or a time alone, for Unix time, and for 01/03/2024, which is another day elsewhere.
    """
    text = text.strip()
    if match := ISO.fullmatch(text):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    text = CLOCK.sub("", WEEKDAY.sub("", text, count=1))
    found = dates.read(text, ANY_DAY) if YEAR.search(text) else None
    return found.first if isinstance(found, Period) and found.first == found.last else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
