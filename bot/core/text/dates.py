"""Days, weeks, months and years as people write them, in English, German, French and Spanish.

    2020-05-18   18.5.2020   5/18/2020   the 18th of May 2020   May 18, 2020   18. Mai 2020   18 de mayo de 2020
    May 2020   05/2020   Q2 2020   2020   the end of 2020   May   18 May
    today   yesterday   last year   next month   last Friday   2 weeks ago   in 3 days   hace dos meses

The one reader of dates: for questions, filters, digests and the command line.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.text import analysis

LONGEST = 8
"""No date has more words than these."""


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


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    """The words of a text, each with the number of its line."""
    lines = filter(str.strip, names.splitlines())
    return {word: at for at, line in enumerate(lines, first) for word in line.split()}


_MONTHS = _numbered("""
    january januar janner janvier enero
    february februar feber fevrier febrero
    march marz maerz mars marzo
    april avril abril
    may mai mayo
    june juni juin junio
    july juli juillet julio
    august aout agosto
    september septembre septiembre setiembre
    october oktober octobre octubre
    november novembre noviembre
    december dezember decembre diciembre
""")
_WEEKDAYS = _numbered(
    """
    monday montag lundi lunes
    tuesday dienstag mardi martes
    wednesday mittwoch mercredi miercoles
    thursday donnerstag jeudi jueves
    friday freitag vendredi viernes
    saturday samstag sonnabend samedi sabado
    sunday sonntag dimanche domingo
    """,
    first=0,
)
_DAYS = _numbered(
    """
    yesterday gestern hier ayer
    today now heute jetzt aujourd'hui maintenant hoy ahora
    tomorrow morgen demain manana
    """,
    first=-1,
)
_SHIFTS = _numbered(
    """
    last past previous letzte letzten letzter letztes vorige voriges dernier derniere passe passee pasado pasada
    this current diese dieser dieses diesen ce cet cette este esta
    next coming nachste nachsten nachster nachstes prochain prochaine proximo proxima
    """,
    first=-1,
)
_UNITS = {
    name: unit
    for unit, names in {
        "day": "day days tag tage tagen jour jours dia dias",
        "week": "week weeks woche wochen semaine semaines semana semanas",
        "month": "month months monat monate monaten mois mes meses",
        "quarter": "quarter quarters quartal trimestre trimestres",
        "year": "year years jahr jahre jahren an ans annee annees ano anos",
    }.items()
    for name in names.split()
}
_NUMBERS = _numbered("""
    a an one ein eine einem einer einen un une uno una first
    two zwei deux dos second
    three drei trois tres third
    four vier quatre cuatro fourth
    five funf cinq cinco
    six sechs seis
    seven sieben sept siete
    eight acht huit ocho
    nine neun neuf nueve
    ten zehn dix diez
    eleven elf onze once
    twelve zwolf douze doce
""")
_AGO = re.compile(r"(?:(?:vor|hace|il y a) (?P<before>.+)|(?P<after>.+) ago)")
_AHEAD = re.compile(r"(?:(?:in|dans|en|dentro de) (?P<before>.+)|(?P<after>.+) from (?:now|today))")
_EDGES = {
    name: edge
    for edge, names in {
        "first": "start beginning anfang debut principios inicio",
        "middle": "mid middle mitte milieu mediados",
        "last": "end ende fin finales",
    }.items()
    for name in names.split()
}
_LITTLE = frozenset("the of on in at for de d del le la les l du der den dem des das am im vom el los".split())
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
        if _plain(words[count - 1]) not in _LITTLE:
            found = read(stretch.rstrip(_AFTER), today) or read(stretch.rstrip(f"{_AFTER}."), today)
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
        elif _kind(plain) == "?" and plain not in _LITTLE:
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
        return _one_day(year, month, int(parts["day"])) if parts.get("day") else _month(year, month)
    if found := _DOTTED.fullmatch(plain):
        return _dated(int(found["day"]), int(found["month"]), found["year"], today, ahead)
    if found := _EITHER.fullmatch(plain):
        one, other = int(found["one"]), int(found["other"])
        day_first = _dated(one, other, found["year"], today, ahead)
        month_first = _dated(other, one, found["year"], today, ahead)
        if day_first and month_first and day_first != month_first:
            return Ambiguous(day_first.first, month_first.first)
        return day_first or month_first
    return None


def _relative(plain: str, today: date, ahead: bool) -> Period | None:
    if plain in _DAYS:
        return _shifted("day", _DAYS[plain], today)
    if plain == "right now":
        return Period(today, today)
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        found = pattern.fullmatch(plain)
        if found and (day := _after((found["before"] or found["after"]).split(), sign, today)):
            return day
    words = [word for word in plain.split() if word not in _LITTLE]
    return _shift(words, today, ahead)


def _shift(words: Sequence[str], today: date, ahead: bool) -> Period | None:
    """Last week, next Friday, l'année dernière, Friday."""
    shifts = [_SHIFTS[word] for word in words if word in _SHIFTS]
    others = [word for word in words if word not in _SHIFTS]
    if len(others) != 1 or len(shifts) > 1:
        return None
    if others[0] in _UNITS and shifts:
        return _shifted(_UNITS[others[0]], shifts[0], today)
    weekday = _known(others[0], _WEEKDAYS)
    if weekday is None:
        return None
    forwards = shifts[0] >= 0 if shifts else ahead
    days = (weekday - today.weekday() - 1) % 7 + 1 if forwards else -((today.weekday() - weekday - 1) % 7 + 1)
    return _shifted("day", days, today)


def _after(words: Sequence[str], sign: int, today: date) -> Period | None:
    """The day that is so many days, weeks, months or years away: of "2 weeks" or "a year"."""
    if len(words) != 2 or words[1] not in _UNITS:
        return None
    number = int(words[0]) if re.fullmatch(r"[0-9]{1,3}", words[0]) else _NUMBERS.get(words[0])
    if number is None:
        return None
    unit = _UNITS[words[1]]
    try:
        if unit in {"day", "week"}:
            day = today + timedelta(days=sign * number * (7 if unit == "week" else 1))
        else:
            day = _months_away(today, sign * number * {"month": 1, "quarter": 3, "year": 12}[unit])
    except (ValueError, OverflowError):
        return None
    return Period(day, day)


def _shifted(unit: str, by: int, today: date) -> Period | None:
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


def _months_away(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _named(plain: str, today: date, ahead: bool) -> Period | None:
    """What names a month, a quarter or a year in words, or its first, middle or last day."""
    words = [word for word in re.sub(r"(?<=mid)-", " ", plain).split() if word not in _LITTLE]
    if len(words) > 1 and words[0] in _EDGES:
        whole = _relative(" ".join(words[1:]), today, ahead) or _named(" ".join(words[1:]), today, ahead)
        return whole and _edge(whole, _EDGES[words[0]])
    if len(words) > 1 and _kind(words[0]) == "?" and _known(words[0], _WEEKDAYS) is not None:
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
    if _UNITS.get(word) == "quarter":
        return "U"
    if _known(word.rstrip("."), _MONTHS) is not None:
        return "M"
    return "D" if _DAY.fullmatch(word) or word in _NUMBERS else "?"


def _by_month(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    month = _known(parts["M"].rstrip("."), _MONTHS) or 0
    if "D" in parts:
        day = _DAY.fullmatch(parts["D"])
        return _dated(int(day[1]) if day else _NUMBERS[parts["D"]], month, parts.get("Y"), today, ahead)
    year = int(parts["Y"]) if "Y" in parts else today.year
    if "Y" not in parts and month != today.month and (month < today.month) == ahead:
        year += 1 if ahead else -1
    return _month(year, month)


def _by_quarter(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    named = _DAY.fullmatch(parts["D"]) if "D" in parts else _QUARTER.fullmatch(parts["Q"])
    number = int(named[1]) if named else _NUMBERS.get(parts.get("D", ""), 0)
    if not 1 <= number <= 4:
        return None
    return _shifted("quarter", 0, date(int(parts["Y"]), number * 3, 1))


def _by_year(parts: dict[str, str], today: date, ahead: bool) -> Period | None:
    return Period(date(int(parts["Y"]), 1, 1), date(int(parts["Y"]), 12, 31))


_FORMS: dict[str, Callable[[dict[str, str], date, bool], Period | None]] = {
    **dict.fromkeys(("DMY", "MDY", "YMD", "DM", "MD", "MY", "YM", "M"), _by_month),
    **dict.fromkeys(("QY", "YQ", "DUY"), _by_quarter),
    "Y": _by_year,
}


def _known(word: str, names: dict[str, int]) -> int | None:
    """What a name stands for, or the first three letters of it and more, where they are of one alone."""
    if len(word) < 3:
        return None
    meant = {number for name, number in names.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 else names.get(word)


def _edge(period: Period, edge: str) -> Period:
    days = {"first": period.first, "last": period.last, "middle": period.first + (period.last - period.first) / 2}
    return Period(days[edge], days[edge])


def _dated(day: int, month: int, year: str | None, today: date, ahead: bool) -> Period | None:
    """A day of a year, or of the nearest year that has it: 29 February may be years away."""
    if year:
        return _one_day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for more in range(9):
        found = _one_day(today.year + (more if ahead else -more), month, day)
        if found and (found.first >= today if ahead else found.first <= today):
            return found
    return None


def _one_day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _month(year: int, month: int) -> Period | None:
    first = _one_day(year, month, 1)
    return first and Period(first.first, date(year, month, monthrange(year, month)[1]))
