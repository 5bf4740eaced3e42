"""The day until which somebody wants no digest, as they type it: until 1 August, tomorrow, Friday."""

import re
from datetime import date, timedelta

from bot.core.answering.citing import day as written
from bot.core.digests.subscriptions import ParseError
from bot.core.text import dates
from bot.core.text.periods import Ambiguous, Period

# Pauses are for holidays and leave. What is longer is an end.
FURTHEST = timedelta(days=731)

_UNTIL = re.compile(r"^until\b\s*", re.IGNORECASE)
_SHOWN = 40


def read(text: str, today: date) -> date | ParseError:
    """The day that is meant, after today and no further than FURTHEST; without a year, the next such day."""
    shown = _UNTIL.sub("", " ".join(text.split()), count=1)
    if not shown:
        return ParseError("Until when? For example: until 1 August.")
    found = dates.read(shown, today, ahead=True)
    if found is None:
        return ParseError(f"“{shown[:_SHOWN]}” is not a day; write it as {today.year + 1}-01-31, or 31 January.")
    if isinstance(found, Ambiguous):
        first, last = found.day_first, found.month_first
        return ParseError(f"{shown} may be {written(first)} or {written(last)}; write {first} or {last}.")
    if found.first <= today:
        return ParseError(_gone(found.first, today))
    if found.first - today > FURTHEST:
        return ParseError(f"{written(found.first)} is more than two years away; to stop it altogether, write off.")
    return found.first


def _gone(day: date, today: date) -> str:
    """That a day is no day to come, and the next one that is called the same."""
    if day == today:
        return f"{written(day)} is today; name a later day."
    again = dates.read(f"{day.day} {day:%B}", today + timedelta(days=1), ahead=True)
    return f"{written(day)} is past" + (f"; did you mean {written(again.first)}?" if isinstance(again, Period) else ".")
