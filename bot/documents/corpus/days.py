"""The day that a value of front matter names, where its way of writing leaves no doubt. No zone counts."""

import re
from datetime import date

ISO = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:[T\s].*)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
WRITTEN = (
    re.compile(rf"(?:[A-Za-z]+,?\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})(?:\s.*)?"),
    re.compile(rf"(?:[A-Za-z]+,?\s+)?{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})(?:\s.*)?"),
)
FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "sept",
)  # fmt: skip


def day_in(text: str) -> date | None:
    """The day as its publisher wrote it: 2024-03-01, 2024-03-01T23:30:00+02:00, 1 March 2024, March 1, 2024.

    None for a year or a time alone, for Unix time, and for 01/03/2024, which is another day elsewhere.
    """
    text = text.strip()
    if match := ISO.fullmatch(text):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    for pattern in WRITTEN:
        match = pattern.fullmatch(text)
        name = match["month"].casefold() if match else ""
        if match and (name in FULL or name in MONTHS):
            return _day(int(match["year"]), MONTHS.index(name[:3]) + 1, int(match["day"]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
