"""Amounts in a text: durations, money, percentages, dates and counts, each with a value that can be compared.

Only what is plain is read. A range ("10 to 12 weeks"), a rough figure ("about 5 million"), an age, a time gone by
("two years ago") and a number that names something ("section 7") are left out: no amount is better than a wrong one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from math import isclose

from bot.core.text import analysis

OPEN_ENDED = float("inf")
"""The value of a duration that nobody has set an end to."""

# A month has 30 or 31 days, and a year about 52 weeks: a difference no larger than that is none.
SAME_TIME = 0.02


class Measure(StrEnum):
    """What an amount is an amount of."""

    DURATION = "duration"
    MONEY = "amount of money"
    PERCENTAGE = "percentage"
    DATE = "date"
    COUNT = "number"


Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at `text[start:end]`.

    `value`: days, units of money, percent, or a count; a date's year, month and day, 0 where it does not say.
    `unit`: what else must be equal to compare it: currency, bound ("at least"), "working" days, "per month".
    `nouns`: the stems of what is counted.
    """

    measure: Measure
    start: int
    end: int
    value: float | Day
    unit: str = ""
    nouns: frozenset[str] = frozenset()

    def is_like(self, other: "Amount") -> bool:
        """Whether both say the same; a date that says less fits one that says more, and a month 30 or 31 days."""
        if isinstance(self.value, tuple) and isinstance(other.value, tuple):
            return all(one == two or not one or not two for one, two in zip(self.value, other.value, strict=True))
        if isinstance(self.value, tuple) or isinstance(other.value, tuple):
            return False
        return isclose(self.value, other.value, rel_tol=SAME_TIME if self.measure is Measure.DURATION else 1e-9)

    def is_comparable(self, other: "Amount") -> bool:
        """Whether both measure the same thing in the same way."""
        alike = self.measure is other.measure and self.unit == other.unit
        return alike and (self.measure is not Measure.COUNT or not self.nouns.isdisjoint(other.nouns))


_BELOW_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = dict(zip(_BELOW_TWENTY, range(20), strict=True)) | dict(zip(_TENS, range(20, 100, 10), strict=True))
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LETTERS = {"k": 1_000, "m": 10**6, "bn": 10**9}
# A year is twelve months, so that "one year" and "12 months" are equal.
_DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0, "decade": 3_650.0, "century": 36_500.0}
_DAYS |= {"hour": 1 / 24, "minute": 1 / 1_440, "second": 1 / 86_400}
_CURRENCIES = {"$": "$", "us$": "$", "usd": "$", "dollar": "$", "€": "€", "eur": "€", "euro": "€"}
_CURRENCIES |= {"£": "£", "gbp": "£", "pound": "£", "¥": "¥"}
_MONTHS = "January February March April May June July August September October November December".split()

_LARGE_WORD = rf"(?:{'|'.join(_LARGE)})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_BELOW_TWENTY[1:10])}))?|{'|'.join(_BELOW_TWENTY[::-1])})"
_FREE = r"(?<![\w.,#/$€£¥–—-])"
# "thirty (30) days" says it twice.
_NUMBER = rf"(?P<number>(?:{_DIGITS}|{_WORD}\b|an?(?= {_LARGE_WORD}))(?: {_LARGE_WORD}){{0,2}})(?: ?\(\d+\))?"
_MONTH = rf"(?P<month>{'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)}|Sept)\b\.?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DATE_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"


def _compiled(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> tuple[re.Pattern[str], ...]:
    # ASCII, because whatever fits must be known by name: when case is ignored, "sıx" without a dot would fit "six".
    return tuple(re.compile(pattern, flags | re.ASCII) for pattern in patterns)


_DURATIONS = _compiled(
    rf"{_FREE}(?:{_NUMBER}|(?:(?<=for )|(?<=lasts )|(?<=within ))an?)[ -]"
    r"(?:(?P<sort>working|business|school|calendar|consecutive|full)[ -])?"
    r"(?P<period>second|minute|hour|day|week|month|year|decade|century|centurie)s?\b(?:['’]s?)?",
    r"\b(?P<open>until further notice|indefinite(?:ly)?)\b",
)
_SUMS = _compiled(
    r"(?<![\w$€£¥])(?P<currency>US\$|[$€£¥]|(?:USD|EUR|GBP) ?)"
    rf"(?P<number>{_DIGITS}(?: ?(?:bn|[mk])\b| {_LARGE_WORD})?)(?![\w–—-]|[.,]\d)",
    rf"{_FREE}{_NUMBER} (?P<currency>dollar|euro|pound)s?\b",
)
_PERCENTAGES = _compiled(rf"{_FREE}{_NUMBER} ?(?:%|per ?cent\b)")
_DATES = _compiled(
    rf"\b{_DATE_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b",
    rf"\b{_MONTH} {_DATE_DAY}\b(?:,? {_YEAR}\b)?",
    rf"\b{_MONTH} {_YEAR}\b",
    r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
    rf"(?<=\b[iI]n ){_YEAR}\b(?!-)",
    flags=re.NOFLAG,  # "May 10" is a date, "may 10" is not
)
_COUNTS = _compiled(rf"{_FREE}{_NUMBER} (?P<nouns>[a-z][\w'’-]*(?: [a-z][\w'’-]*){{0,2}})")

# What stands right before an amount and bounds it: only equal bounds are compared.
_BOUNDS = {
    name: re.compile(rf"\b(?:{words}) (?:the |an? )?$", re.IGNORECASE)
    for name, words in {
        "at least": r"at least|minimum(?: of)?|not? (?:less|fewer) than",
        "at most": r"up to|at most|maximum(?: of)?|not? (?:more|longer) than|limited to",
        "over": r"(?:more|longer|greater) than|over|above|exceed(?:s|ing)?",
        "under": r"(?:less|fewer|shorter) than|under|below",
        "within": r"within|not? later than",
        "by": r"by",
        "after": r"after",
        "every": r"every|each|per",
        "since": r"(?:since|from|starting|beginning)(?: on)?",
        "until": r"(?:until|till|through|before|ends?|ending)(?: on)?",
    }.items()
}
_UNCLEAR_BEFORE = re.compile(
    r"(?:\b(?:about|around|approximately|nearly|almost|roughly|some|circa|c\.|estimated|average|average of|between|or"
    r"|another|additional|extra|further|next|last|past|previous|first|final|other|ages?|aged|section|sec\.|article"
    r"|art\.|chapter|form|title|part|rule|table|pages?|pp?\.|nos?\.|number|level|grade|figure|step|item|schedule"
    r"|annex|appendix|paragraph|clause|type|class|phase|version) (?:the )?"
    rf"|(?:\d|\b{_WORD}\b|\b(?:year|month|week|day|hour)s?)(?: [a-z]+)? ?(?:to|and|[–—-]) ?|[~±≈] ?)$",
    re.IGNORECASE,
)
_UNCLEAR_AFTER = re.compile(
    rf"[\s-]*(?:(?:\w+ )?(?:ago|earlier|later|prior|old|of age)\b|(?:before|after|from)\b"
    rf"|(?:to|or|and) (?:\d|(?:more|less|fewer|longer|half|{_WORD})\b)|[–—-] ?\d)",
    re.IGNORECASE,
)
_RATE = re.compile(
    r",? ?(?:\b(?:per|an?|each|every) |/ ?)(hour|day|night|week|month|quarter|year|person)\b", re.IGNORECASE
)
# How many characters before an amount are looked at for what bounds it.
_REACH = 40


def amounts(text: str) -> list[Amount]:
    """The plain amounts of a text, in order. None overlaps another: "12 weeks" is a duration and no count of weeks."""
    found: list[Amount] = []
    taken = bytearray(len(text))
    for match, amount in _readings(text):
        if any(taken[match.start() : match.end()]):
            continue
        taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
        before = text[max(0, amount.start - _REACH) : amount.start]
        if not _UNCLEAR_BEFORE.search(before) and not _UNCLEAR_AFTER.match(text, amount.end):
            found.append(replace(amount, unit=f"{amount.unit} {_bound(before)} {_rate(text, amount.end)}".strip()))
    return sorted(found, key=lambda amount: amount.start)


def _readings(text: str) -> Iterator[tuple[re.Match[str], Amount]]:
    """Every amount that the patterns find, those first that say most."""
    readers = (
        (_DATES, _date),
        (_DURATIONS, _duration),
        (_SUMS, _sum),
        (_PERCENTAGES, _percentage),
        (_COUNTS, _count),
    )
    for patterns, read in readers:
        for pattern in patterns:
            for match in pattern.finditer(text):
                amount = read(match)
                if amount is not None:
                    yield match, amount


def _date(match: re.Match[str]) -> Amount | None:
    parts = match.groupdict()
    month = parts.get("month") or "0"
    number = int(month) if month.isdigit() else next(at for at, name in enumerate(_MONTHS, 1) if name[:3] == month[:3])
    value = (int(parts.get("year") or 0), number, int(parts.get("day") or 0))
    return Amount(Measure.DATE, *match.span(), value)


def _duration(match: re.Match[str]) -> Amount | None:
    parts = match.groupdict()
    if parts.get("open"):
        return Amount(Measure.DURATION, *match.span(), OPEN_ENDED)
    period = parts["period"].casefold().replace("centurie", "century")
    sort = (parts["sort"] or "").casefold().replace("business", "working")
    days = round(_value(parts["number"] or "one") * _DAYS[period], 6)
    # A calendar day is a day; a working day, or a school day, is not.
    return Amount(Measure.DURATION, *match.span(), days, sort if sort in {"working", "school"} else "")


def _sum(match: re.Match[str]) -> Amount | None:
    return Amount(
        Measure.MONEY, *match.span(), _value(match["number"]), _CURRENCIES[match["currency"].strip().casefold()]
    )


def _percentage(match: re.Match[str]) -> Amount | None:
    return Amount(Measure.PERCENTAGE, *match.span(), _value(match["number"]))


def _count(match: re.Match[str]) -> Amount | None:
    """A number with what it counts; "one" is rather a pronoun, and 2016 rather a year."""
    if match["number"].casefold() == "one" or re.fullmatch(r"1[5-9]\d\d|20\d\d", match["number"]):
        return None
    words = match["nouns"].split(" ")
    counted = " ".join(takewhile(lambda word: analysis.fold(word) not in analysis.STOP_WORDS, words))
    nouns = frozenset(analysis.terms(counted))
    end = match.start("nouns") + len(counted)
    return Amount(Measure.COUNT, match.start(), end, _value(match["number"]), nouns=nouns) if nouns else None


def _value(number: str) -> float:
    """A number as it is written ("2,500.5", "twenty-one", "a hundred", "3 million", "1.5bn") as one."""
    value = 0.0
    for word in re.findall(r"[a-z]+|[\d.,]+", number.casefold()):
        if word in _LARGE or word in _LETTERS:
            value = (value or 1) * (_LARGE.get(word) or _LETTERS[word])
        elif word not in {"a", "an"}:
            value += _WORDS[word] if word in _WORDS else float(word.replace(",", ""))
    return value


def _bound(before: str) -> str:
    return next((name for name, pattern in _BOUNDS.items() if pattern.search(before)), "")


def _rate(text: str, end: int) -> str:
    match = _RATE.match(text, end)
    return f"per {match[1].casefold()}" if match else ""
