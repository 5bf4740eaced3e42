"""Numbers as they are written: 1,500 and 1500, six and 6, 16th and 16, 2020-05-18 and 18 May 2020.

What is read must be folded, as by `forms.fold`.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.core.text.languages import ENGLISH
from bot.core.text.stems import stem

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
    "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14", "fifteenth": "15",
    "sixteenth": "16", "seventeenth": "17", "eighteenth": "18", "nineteenth": "19", "twentieth": "20",
    "thirtieth": "30",
}  # fmt: skip
MONTHS = "january february march april may june july august september october november december".split()
# Without "may": that is a word of its own, so it takes a number beside it to be a month.
SHORT_MONTHS = {month[:3]: month for month in MONTHS if month != "may"} | {"sept": "september"}

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_GROUPED = re.compile(r"\d{1,3}(?:([,.'\u00a0\u202f ])\d{3})(?:\1\d{3})*([.,]\d{1,2})?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
# (What has more is no number of a section: to find it by each of its beginnings would take all memory.)
_LEVELS = re.compile(r"\d+(?:\.\d+){2,11}")
_ISO = re.compile(r"((?:19|20)\d\d)[-\u2010\u2011/.](\d{1,2})[-\u2010\u2011/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([-\u2010\u2011/.])(\d{1,2})\2((?:19|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number or a date: its terms, and rows of others by which it is found, too."""

    terms: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()


def in_digits(folded: str, language: str = ENGLISH) -> str | None:
    """A number word or an ordinal in digits; None for everything else. "One" and "second" are too often no numbers."""
    if match := _ORDINAL.fullmatch(folded):
        return match[1]
    return _words(language).get(folded.replace("\u2010", "-").replace("\u2011", "-"))


# From two on; what is missing is written in digits.
_SPOKEN = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "da": "to tre fire fem seks syv otte ni ti elleve tolv",
    "no": "to tre fire fem seks sju åtte ni ti elleve tolv",
}
_MONTHS = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
}


@cache
def _words(language: str) -> dict[str, str]:
    if language != ENGLISH:
        return {word: str(value) for value, word in enumerate(_SPOKEN.get(language, "").split(), start=2)}
    words = {word: str(value) for value, word in enumerate(_SMALL) if word != "one"} | dict(_ORDINALS)
    for tens, word in enumerate(_TENS, start=2):
        words[word] = str(tens * 10)
        words |= {f"{word}-{unit}": str(tens * 10 + value) for value, unit in enumerate(_SMALL[1:10], start=1)}
    return words


def read(folded: str, language: str = ENGLISH) -> Number | None:
    """A number or a date with marks inside it; None for everything else."""
    found = (read_as(folded, language) for read_as in (_iso, _numeric_date, _grouped, _decimal, _levels))
    return next((each for each in found if each is not None), None)


def _iso(folded: str, language: str) -> Number | None:
    match = _ISO.fullmatch(folded)
    return _date(match[3], match[2], match[1], language) if match else None


def _numeric_date(folded: str, language: str) -> Number | None:
    """5/18 can only be the 18th of May; of 5/6 nobody knows, but with points the day stands first."""
    match = _NUMERIC.fullmatch(folded)
    if match is None:
        return None
    first, second = match[1], match[3]
    if int(second) > 12:
        return _date(second, first, match[4], language)
    if match[2] == "." or int(first) > 12:
        return _date(first, second, match[4], language)
    return Number((str(int(first)), str(int(second)), match[4]))


def _grouped(folded: str, language: str) -> Number | None:
    """1,500 or 1.500,00."""
    match = _GROUPED.fullmatch(folded)
    if match is None:
        return None
    cents = (match[2] or "").replace(",", ".")
    whole = re.sub(r"\D", "", folded[: len(folded) - len(cents)])
    # A blank may also stand between two numbers.
    also = (tuple(folded.split()),) if match[1].isspace() else ()
    return Number((whole if cents in ("", ".0", ".00") else whole + cents,), also)


def _decimal(folded: str, language: str) -> Number | None:
    if not _DECIMAL.fullmatch(folded):
        return None
    whole, part = re.split("[.,]", folded)
    return Number((whole if part == "00" and len(whole) > 2 else f"{whole}.{part}",))


def _levels(folded: str, language: str) -> Number | None:
    """4.2.1 is found by 4.2, too."""
    if not _LEVELS.fullmatch(folded):
        return None
    levels = folded.split(".")
    return Number((folded,), tuple((".".join(levels[:length]),) for length in range(len(levels) - 1, 1, -1)))


def _date(day: str, month: str, year: str, language: str) -> Number | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return Number((str(int(day)), month_term(_months(language)[int(month) - 1], language), year))


def month_term(month: str, language: str = ENGLISH) -> str:
    """The term of a month's name in a language."""
    return month if month == "may" else stem(month, language)


def _months(language: str) -> list[str]:
    return _MONTHS[language].split() if language in _MONTHS else MONTHS
