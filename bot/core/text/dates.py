"""Days, weeks, months and years as people write them, in English, German, French and Spanish.

    2020-05-18   18.5.2020   5/18/2020   the 18th of May 2020   May 18, 2020   18. Mai 2020   18 de mayo de 2020
    May 2020   05/2020   Q2 2020   2020   the end of 2020   May   18 May
    today   yesterday   last year   next month   last Friday   2 weeks ago   in 3 days   hace dos meses

The one reader of dates: for questions, filters, digests and the command line.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from bot.core.text import analysis
from bot.core.text.calendar_words import DAYS, EDGES, LITTLE, MONTHS, NUMBERS, SHIFTS, UNITS, WEEKDAYS, number_of
from bot.core.text.periods import Ambiguous, Period, day_away, day_of_year, edge_of, month_of, one_day, shifted

LONGEST = 8
"""No date has more words than these."""
_AGO = re.compile(r"(?:(?:vor|hace|il y a) (?P<before>.+)|(?P<after>.+) ago)")
_AHEAD = re.compile(r"(?:(?:in|dans|en|dentro de) (?P<before>.+)|(?P<after>.+) from (?:now|today))")
_ISO = re.compile(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})(?:\2(?P<day>[0-9]{1,2}))?")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\.(?: ?(?P<year>[0-9]{4}|[0-9]{2}))?")
_EITHER = re.compile(r"(?P<one>[0-9]{1,2})([/-])(?P<other>[0-9]{1,2})(?:\2(?P<year>[0-9]{4}|[0-9]{2}))?")
_MONTH_OF = re.compile(r"(?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})")
_QUARTER = re.compile(r"q([1-4])")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?")
_LIKE_A_DATE = re.compile(r"[0-9]{1,4}(?:[-/.][0-9]|st\b|nd\b|rd\b|th\b)")
_STOPS = ";:?!)]}…"
_AFTER = f",{_STOPS}"


def read(text: str, today: date, *, ahead: bool = False) -> Period | Ambiguous | None:
    """What the whole of a text names; None if that is no date, or there is no such day.

    Without a year it is the last such day or month that has begun by today; `ahead`: the next one that is not over.
    """
    plain = _plain(text)
    if len(plain.split()) > LONGEST:
        return None
    for reader in (_numeric, _relative, _named):
        found = reader(plain, today, ahead)
        if found is not None:
            return found
    return None


def leading(words: Sequence[str], today: date) -> tuple[int, Period | Ambiguous] | None:
    """The longest date that a sentence begins with, given its words as they stand: how many they are, and its value."""
    words = _up_to_a_stop(words)
    for count in range(len(words), 0, -1):
        stretch = " ".join(words[:count])
        if _plain(words[count - 1]) not in LITTLE:
            for ended in dict.fromkeys((stretch.rstrip(_AFTER), stretch.rstrip(f"{_AFTER}."))):
                found = read(ended, today)
                if found is not None:
                    return count, found
    return None


def attempted(words: Sequence[str]) -> int:
    """How many of the first words of a sentence look like a date, whether or not there is such a day."""
    looked, count = False, 0
    for at, word in enumerate(_up_to_a_stop(words), 1):
        plain = _plain(word.rstrip(f"{_AFTER}."))
        if _kind(plain) in "YMQ" or _LIKE_A_DATE.match(plain):
            looked, count = True, at
        elif _kind(plain) == "?" and plain not in LITTLE:
            break
    return count if looked else 0


def _up_to_a_stop(words: Sequence[str]) -> Sequence[str]:
    for at, word in enumerate(words[:LONGEST], 1):
        if word[-1] in _STOPS:
            return words[:at]
    return words[:LONGEST]


def _plain(text: str) -> str:
    """Folded, without accents, commas and articles glued to the next word (l'année)."""
    letters = unicodedata.normalize("NFD", analysis.fold(text))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r",|\b[ld]'", " ", bare).split())


def _numeric(plain: str, today: date, ahead: bool) -> Period | Ambiguous | None:
    if found := _ISO.fullmatch(plain) or _MONTH_OF.fullmatch(plain):
        parts = found.groupdict()
        year, month = int(parts["year"]), int(parts["month"])
        return one_day(year, month, int(parts["day"])) if parts.get("day") else month_of(year, month)
    if found := _DOTTED.fullmatch(plain):
        return day_of_year(int(found["day"]), int(found["month"]), found["year"], today, ahead)
    if found := _EITHER.fullmatch(plain):
        one, other = int(found["one"]), int(found["other"])
        day_first = day_of_year(one, other, found["year"], today, ahead)
        month_first = day_of_year(other, one, found["year"], today, ahead)
        if day_first and month_first and day_first != month_first:
            return Ambiguous(day_first.first, month_first.first)
        return day_first or month_first
    return None


def _relative(plain: str, today: date, ahead: bool) -> Period | None:
    if plain in DAYS:
        return shifted("day", DAYS[plain], today)
    if plain == "right now":
        return Period(today, today)
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        found = pattern.fullmatch(plain)
        if found and (day := _after((found["before"] or found["after"]).split(), sign, today)):
            return day
    words = [word for word in plain.split() if word not in LITTLE]
    return _shift(words, today, ahead)


def _shift(words: Sequence[str], today: date, ahead: bool) -> Period | None:
    """Last week, next Friday, l'année dernière, Friday."""
    shifts = [SHIFTS[word] for word in words if word in SHIFTS]
    others = [word for word in words if word not in SHIFTS]
    if len(others) != 1 or len(shifts) > 1:
        return None
    if others[0] in UNITS and shifts:
        return shifted(UNITS[others[0]], shifts[0], today)
    weekday = number_of(others[0], WEEKDAYS)
    if weekday is None:
        return None
    forwards = shifts[0] >= 0 if shifts else ahead
    days = (weekday - today.weekday() - 1) % 7 + 1 if forwards else -((today.weekday() - weekday - 1) % 7 + 1)
    return shifted("day", days, today)


def _after(words: Sequence[str], sign: int, today: date) -> Period | None:
    """The day that is so many days, weeks, months or years away: of "2 weeks" or "a year"."""
    if len(words) != 2 or words[1] not in UNITS:
        return None
    number = int(words[0]) if re.fullmatch(r"[0-9]{1,3}", words[0]) else NUMBERS.get(words[0])
    return None if number is None else day_away(UNITS[words[1]], sign * number, today)


def _named(plain: str, today: date, ahead: bool) -> Period | None:
    """What names a month, a quarter or a year in words, or its first, middle or last day."""
    words = [word for word in re.sub(r"(?<=mid)-", " ", plain).split() if word not in LITTLE]
    if len(words) > 1 and words[0] in EDGES:
        whole = _relative(" ".join(words[1:]), today, ahead) or _named(" ".join(words[1:]), today, ahead)
        return whole and edge_of(whole, EDGES[words[0]])
    if len(words) > 1 and _kind(words[0]) == "?" and number_of(words[0], WEEKDAYS) is not None:
        words = words[1:]  # Monday 18 May 2020
    kinds = "".join(_kind(word) for word in words)
    reader = _FORMS.get(kinds)
    return reader(dict(zip(kinds, words, strict=True)), today, ahead) if reader else None


def _kind(word: str) -> str:
    """One letter for what a word is in a date: Year, Quarter, Unit, Month, Day, or ? for nothing."""
    if _YEAR.fullmatch(word):
        return "Y"
    if _QUARTER.fullmatch(word):
        return "Q"
    if UNITS.get(word) == "quarter":
        return "U"
    if number_of(word.rstrip("."), MONTHS) is not None:
        return "M"
    return "D" if _DAY.fullmatch(word) or word in NUMBERS else "?"


def _by_month(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    month = number_of(parts["M"].rstrip("."), MONTHS) or 0
    if "D" in parts:
        day = _DAY.fullmatch(parts["D"])
        return day_of_year(int(day[1]) if day else NUMBERS[parts["D"]], month, parts.get("Y"), today, ahead)
    year = int(parts["Y"]) if "Y" in parts else today.year
    if "Y" not in parts and month != today.month and (month < today.month) == ahead:
        year += 1 if ahead else -1
    return month_of(year, month)


def _by_quarter(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    named = _DAY.fullmatch(parts["D"]) if "D" in parts else _QUARTER.fullmatch(parts["Q"])
    number = int(named[1]) if named else NUMBERS.get(parts.get("D", ""), 0)
    if not 1 <= number <= 4:
        return None
    return shifted("quarter", 0, date(int(parts["Y"]), number * 3, 1))


def _by_year(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    return Period(date(int(parts["Y"]), 1, 1), date(int(parts["Y"]), 12, 31))


_FORMS: dict[str, Callable[[dict[str, str], date, bool], Period | None]] = {
    **dict.fromkeys(("DMY", "MDY", "YMD", "DM", "MD", "MY", "YM", "M"), _by_month),
    **dict.fromkeys(("QY", "YQ", "DUY"), _by_quarter),
    "Y": _by_year,
}
