"""One word as it is written, marks and all, and what it is found by: its terms, and the other forms of it.

What is written W-2, W2 or W 2 is one thing; so are 401(k) and 401k, F.M.L.A. and FMLA, O'Brien and OBrien, $1,500
and 1500, six and 6, co-operate and cooperate, Müller, Mueller and Muller. A passage is found by all forms of what it
writes, a question asks for one, and for the others where no passage has that.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.core.text import numbers, unparted
from bot.core.text.folding import fold
from bot.core.text.languages import ENGLISH, function_words, stop_words
from bot.core.text.stems import stem
from bot.core.text.writing import LINE_END, UNPARTED

# Stop words that titles write with a capital: only all capitals make a name of them.
_LITTLE = frozenset(
    """
    a an and as at be but by can could do does for from had has have he her his how i if in into is it its my of on or
    our she so than that the their then there these they this those to was we were what when where which while whose
    why with would you your not
    """.split()
)
# And these are no names even then.
_EMPHASISED = frozenset(
    "a an and be can do does for is of or such that the these that this those to will with your".split()
)
# And these are none in small letters, but beside a number: 5 may, 8 am.
BESIDE_NUMBERS = frozenset(("may", "am"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in a text, and the term that it is searched by.

    An `optional` one is not missed where no passage has it: a function word, a stop word that may be a name. `weight`
    is how much it counts in a question, up to 1.
    """

    surface: str
    term: str
    optional: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Form:
    """Terms by which the same as by `of`, terms of tokens, is found where it is written in another way.

    `instead`: they are looked for only where no passage has `of`; otherwise beside them.
    """

    of: tuple[str, ...]
    terms: tuple[str, ...]
    instead: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What a written word comes to. No tokens: a stop word. `looks_around`: what stands beside it may change that."""

    tokens: tuple[Token, ...] = ()
    forms: tuple[Form, ...] = ()
    looks_around: bool = False


NOTHING = Entry()
# After "how" these ask for a measure, and are no words that a passage must have.
MEASURES = frozenset("many much long often far old big large".split())


class Entries(dict[str, Entry]):
    """What each unit, as `writing.units` cuts them, comes to in a language. Worked out once: most words come often."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, unit: str) -> Entry:
        if len(self) > MOST_ENTRIES:
            self.clear()
        known = _entry(unit, self._language)
        self[unit] = known = replace(known, looks_around=True) if _looks_around(unit, known) else known
        return known


MOST_ENTRIES = 200_000


@cache
def entries(language: str = ENGLISH) -> Entries:
    """Those of a language."""
    return Entries(language)


def _looks_around(unit: str, known: Entry) -> bool:
    folded = fold(unit)
    if known.tokens:
        return unit in MEASURES or folded in numbers.SHORT_MONTHS
    own = unit.removesuffix("'s").removesuffix("’s")
    in_capitals = len(own) > 1 and own.isupper() and folded not in _EMPHASISED
    return unit in BESIDE_NUMBERS or in_capitals or (unit[0].isupper() and folded not in _LITTLE)


def _entry(unit: str, language: str) -> Entry:
    if UNPARTED.match(unit):
        return Entry(tuple(Token(pair, fold(pair), unparted.is_little(fold(pair))) for pair in unparted.pairs(unit)))
    if unit.isalnum() or not _MARK.search(unit):
        return _word(unit, language)
    return _marked(unit, language)


_MARK = re.compile(rf"['’ʼ&\-\u2010\u2011{LINE_END}.,/\u00a0\u202f(]")
_HYPHENS = re.compile(r"[\-\u2010\u2011]")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_CLAUSE = re.compile(r"(\d+(?:\.\d+)*)((?:\([^\W_]{1,3}\))+)")
_PLURAL = re.compile(r"([^\W\d_]+)\((?:e?s|n|en|in|r)\)")
_GLUED = re.compile(r"([^\W\d_]{1,8})(\d{1,4})([^\W\d_]?)|(\d{1,4})([^\W\d_]{1,8})")
_PHONE = re.compile(r"\d{1,5}(?:[-\u2010\u2011]\d{2,8}){1,5}")
_CONTRACTION = re.compile(r"(.+?)(?:n't|'(?:s|ll|ve|re|d|m|t))")
# L'indemnité, qu'il, dell'ufficio.
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu|(?:d|n|s)?[ae]ll|sull|coll|un|quest|quell)'(?=.)")
_ELIDING = frozenset(("fr", "it"))
_INSIDE = re.compile(r"[^\W_]+")
_OTHER_MARKS = re.compile(r"[&.,/()\u00a0\u202f]")
# X-ray, W-2; 10-K.
_LETTER_FIRST = re.compile(r"[^\W\d_][\-\u2010\u2011]|\d+[\-\u2010\u2011][^\W\d_]$")
_PART = re.compile(r"[^\W_](?:[^\W_]|['’]|[^\x00-\x7f])*")


def _word(word: str, language: str, surface: str | None = None) -> Entry:
    """A word without marks inside it."""
    surface, folded = surface or word, fold(word)
    if folded in stop_words(language):
        return NOTHING
    number = numbers.in_digits(folded, language)
    if number is not None:
        return Entry((Token(surface, number, optional=folded in function_words(language)),))
    term = stem(folded, language)
    forms = [Form((term,), (other,), instead=False) for other in _plainer(folded, term, language)]
    if not folded.isalpha() and (parts := _GLUED.fullmatch(folded)):
        split = tuple(stem(part, language) for part in parts.groups() if part)
        forms.append(Form((term,), tuple(numbers.in_digits(part, language) or part for part in split)))
    if folded[0] == "0" and len(folded) >= 9 and folded.isdigit():
        forms.append(Form((term,), (folded.lstrip("0"),)))
    return Entry((Token(surface, term, optional=folded in function_words(language)),), tuple(forms))


def _plainer(folded: str, term: str, language: str) -> Iterator[str]:
    """The terms of the word without its diacritics, and with the letters that stand for them."""
    if folded.isascii():
        return
    spelt = folded.translate(_SPELT_OUT)
    for other in dict.fromkeys((_without_marks(folded), _without_marks(spelt))):
        if other and other != folded and (found := stem(other, language)) != term:
            yield found


def _without_marks(folded: str) -> str:
    apart = unicodedata.normalize("NFD", folded.translate(_STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)) if apart.isprintable() else folded


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def _marked(unit: str, language: str) -> Entry:
    """A word with marks inside it: the first that can read it does."""
    folded = fold(unit)
    found = (read(unit, folded, language) for read in _READERS)
    return next((each for each in found if each is not None), NOTHING)


def _number(unit: str, folded: str, language: str) -> Entry | None:
    number = numbers.read(folded, language)
    if number is None:
        return None
    return Entry(tuple(Token(unit, term) for term in number.terms), _also(number.terms, number.also))


def _plural(unit: str, folded: str, language: str) -> Entry | None:
    """Employee(s)."""
    match = _PLURAL.fullmatch(unit)
    return _word(match[1], language) if match else None


def _clause(unit: str, folded: str, language: str) -> Entry | None:
    """401(k), 4.2.1(a)."""
    match = _CLAUSE.fullmatch(folded)
    return match and _joined(unit, re.sub(r"[()]", "", folded), (match[1], *_INSIDE.findall(match[2])), language)


def _acronym(unit: str, folded: str, language: str) -> Entry | None:
    """F.M.L.A., Ph.D., R&D."""
    if folded in ("e.g", "i.e"):
        return NOTHING
    letters = folded.split("&" if "&" in folded else ".")
    short = _ACRONYM.fullmatch(folded) or ("&" in folded and all(len(each) <= 2 for each in letters))
    return _joined(unit, "".join(letters), letters, language) if short else None


def _line_end(unit: str, folded: str, language: str) -> Entry | None:
    """A word that is parted at a line end: its hyphen may be the word's own."""
    if LINE_END not in unit:
        return None
    whole = entries(language)[unit.replace(LINE_END, "")]
    parts = entries(language)[unit.replace(LINE_END, "-")]
    of, rest = (tuple(token.term for token in each.tokens) for each in (whole, parts))
    return Entry(whole.tokens, (*whole.forms, *_also(of, (rest,) if of and rest else ()), *parts.forms))


def _apostrophe(unit: str, folded: str, language: str) -> Entry | None:
    """O'Brien, employer's, should've."""
    if "'" not in folded or _HYPHENS.search(folded):
        return None
    if (elided := _ELISION.match(folded)) and language in _ELIDING:
        return _word(folded[elided.end() :], language, unit)
    match = _CONTRACTION.fullmatch(folded) if language == ENGLISH else None
    if folded in stop_words(language) or (match and match[1] in ("ca", "wo", "sha")):
        return NOTHING
    if match and "'" not in match[1]:
        return _word(match[1], language, unit)
    parts = folded.removesuffix("'s").split("'")
    return _joined(unit, "".join(parts), parts, language)


def _hyphens(unit: str, folded: str, language: str) -> Entry | None:
    """X-ray and W-2 are one word; part-time is two, that are also written as one; 10-20 is two."""
    if not _HYPHENS.search(unit) or _OTHER_MARKS.search(unit):
        return None
    number = numbers.in_digits(folded, language)
    if number is not None:
        return Entry((Token(unit, number),))
    parts = [part for part in _HYPHENS.split(folded) if part]
    loose = _parts([part for part in _HYPHENS.split(unit) if part], language)
    if language != ENGLISH and not loose.tokens:
        return NOTHING  # est-ce, a-t-il
    if _LETTER_FIRST.match(folded) or not loose.tokens:
        return _joined(unit, "".join(parts), parts if loose.tokens else (), language)
    if all(part.isdigit() for part in parts) and not _is_phone(folded):
        return loose
    of = tuple(token.term for token in loose.tokens)
    whole = stem("".join(parts).replace("'", ""), language)
    local = _local(whole, parts) if whole.isdigit() else ()
    return Entry(loose.tokens, (*loose.forms, *(Form(of, (each,), instead=False) for each in (whole, *local))))


def _local(whole: str, parts: Sequence[str]) -> Iterable[str]:
    """A telephone number without the country's, and without the zero before the city's."""
    local = dict.fromkeys((whole.lstrip("0"), "".join(parts[1:]).lstrip("0"))) if len(whole) >= 9 else {}
    return [each for each in local if each != whole]


def _each_part(unit: str, folded: str, language: str) -> Entry:
    """Www.example.com, and/or: words that are written without a blank."""
    return _parts(_PART.findall(unit), language)


_READERS = (_number, _plural, _clause, _acronym, _apostrophe, _line_end, _hyphens, _each_part)


def _is_phone(folded: str) -> bool:
    return bool(_PHONE.fullmatch(folded)) and 7 <= sum(map(str.isdigit, folded)) <= 19


def _joined(surface: str, whole: str, parts: Iterable[str], language: str) -> Entry:
    """What is one word, and is found by its parts where nobody writes it as one."""
    term = stem(whole, language)
    rest = tuple(stem(numbers.in_digits(part, language) or part, language) for part in parts if part)
    return Entry((Token(surface, term),), _also((term,), (rest,) if rest else ()))


def _also(of: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> tuple[Form, ...]:
    return tuple(Form(of, other) for other in others)


def _parts(parts: Sequence[str], language: str) -> Entry:
    each = [entries(language)[part] for part in parts]
    return Entry(
        tuple(token for part in each for token in part.tokens), tuple(form for part in each for form in part.forms)
    )
