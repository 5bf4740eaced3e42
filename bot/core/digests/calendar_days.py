"""Days as people type them: 2026-08-01, 1 August, Aug 1 2026, 1.8., tomorrow, friday, 2 weeks."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.core.answering.wording import day as written
from bot.core.digests.subscriptions import WEEKDAYS, ParseError
from bot.core.text import analysis

# Pauses are for holidays and leave. What is longer is an end.
FURTHEST = timedelta(days=731)

_MONTHS = "january february march april may june july august september october november december".split()
_NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_LITTLE = re.compile(r"\b(?:the|until|till|til|of|next|on|for|in|this|coming)\b|,|(?<=[0-9])(?:st|nd|rd|th)\b")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.?\s?(?P<year>[0-9]{4})?")
_EITHER_FIRST = re.compile(r"(?P<one>[0-9]{1,2})[/-](?P<other>[0-9]{1,2})(?:[/-](?P<year>[0-9]{4}))?")
_DAY_AND_MONTH = re.compile(r"(?P<day>[0-9]{1,2})\.? (?P<month>[a-z]{3,9})\.?(?: (?P<year>[0-9]{4}))?")
_MONTH_AND_DAY = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?: (?P<year>[0-9]{4}))?")
_LENGTH = re.compile(r"(?P<number>[0-9]{1,3}|[a-z]+) (?P<unit>day|week|month|year)s?")
_LEADING = re.compile(r"^(?:(?:until|till|til|on|for|in) )+", re.IGNORECASE)
_SHOWN = 40


def read(text: str, today: date) -> date | ParseError:
    """The day that is meant, after today and no further than FURTHEST; without a year, the next such day."""
    plain = " ".join(_LITTLE.sub(" ", analysis.fold(text)).split())
    if not plain:
        return ParseError("Until when? For example: until 1 August.")
    found = _relative(plain, today) or _named(plain, today)
    if found is None:
        shown = _LEADING.sub("", " ".join(text.split()))[:_SHOWN]
        return ParseError(f"“{shown}” is not a day; write it as {today.year + 1}-01-31, or 31 January.")
    if isinstance(found, ParseError):
        return found
    if found <= today:
        return ParseError(_gone(found, today))
    if found - today > FURTHEST:
        return ParseError(f"{written(found)} is more than two years away; to end it for good, write off.")
    return found


def _gone(day: date, today: date) -> str:
    """That a day is no day to come, and the next one that is called the same."""
    if day == today:
        return f"{written(day)} is today; name a later day."
    again = _date(today.year, day.month, day.day)
    if again is None or again <= today:
        again = _date(today.year + 1, day.month, day.day)
    return f"{written(day)} is past" + (f"; did you mean {written(again)}?" if again else ".")


def _relative(plain: str, today: date) -> date | None:
    if plain in {"today", "now"}:
        return today
    if plain == "tomorrow":
        return today + timedelta(days=1)
    for at, name in enumerate(WEEKDAYS):
        folded = name.casefold()
        if plain in {folded, folded[:3], folded[:4], folded[:5]}:
            return today + timedelta(days=(at - today.weekday() - 1) % 7 + 1)
    return _following(today, plain) or _after(plain, today)


def _following(today: date, plain: str) -> date | None:
    """The first day of the next week, month or year."""
    if plain == "week":
        return today + timedelta(days=7 - today.weekday())
    if plain == "month":
        return today.replace(day=1) + timedelta(days=monthrange(today.year, today.month)[1])
    return date(today.year + 1, 1, 1) if plain == "year" else None


def _after(plain: str, today: date) -> date | None:
    """The day that comes so many days, weeks, months or years after today."""
    found = _LENGTH.fullmatch(plain)
    if not found:
        return None
    word = found["number"]
    number = int(word) if word.isdigit() else {"a": 1, "an": 1, **_NUMBERS}.get(word)
    if number is None:
        return None
    if found["unit"] in {"day", "week"}:
        return today + timedelta(days=number * (7 if found["unit"] == "week" else 1))
    months = today.month - 1 + number * (12 if found["unit"] == "year" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _named(plain: str, today: date) -> date | ParseError | None:
    if either := _EITHER_FIRST.fullmatch(plain):
        return _either(plain, int(either["one"]), int(either["other"]), either["year"], today)
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _DAY_AND_MONTH, _MONTH_AND_DAY):
        if found := pattern.fullmatch(plain):
            return _of(int(found["day"]), _month(found["month"]), found["year"], today)
    return None


def _either(plain: str, one: int, other: int, year: str | None, today: date) -> date | ParseError | None:
    """A day whose month may stand first or last, as it does on either side of the Atlantic."""
    first, last = _of(one, other, year, today), _of(other, one, year, today)
    if first and last and first != last:
        return ParseError(f"{plain} may be {written(first)} or {written(last)}; write {first} or {last}.")
    return first or last


def _of(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    # 29 February may be years away.
    days = (_date(today.year + more, month, day) for more in range(9))
    return next((each for each in days if each and each >= today), None)


def _month(text: str) -> int:
    """1 to 12, or 0 for what is no month."""
    if text.isdigit():
        return int(text)
    return next((at for at, name in enumerate(_MONTHS, start=1) if len(text) >= 3 and name.startswith(text)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
