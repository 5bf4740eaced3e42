"""What a question says about where to look: filters, quoted phrases, words to leave out or to take as they are.

    source:Vox  source:"The Verge"  topic:"facial recognition"  since:2021-05  before:2020-07-01
    "one-year moratorium"  -doorbell  -"body camera"  +ban  as of June 2020

What is none of these stays text, so that a link, a time, "Re: leave", "C++" or "-5" is read as it was meant.
Linear in the length of the text: no alternative looks beyond the next quotation mark or white space.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.text import analysis

_OPENERS = '"“„'
_CLOSERS = ".,;:?!)]}…"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_QUOTED = r'(?:"[^"]*"|“[^“”]*”|„[^„“”]*[“”])'
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_BULLET = re.compile(r"^[ \t]*-", re.MULTILINE)
_PART = re.compile(
    rf"""
    (?<![^\s(\[]) (?P<key>source|topic|since|before): (?P<value>{_QUOTED}|["“„]|[^\s"“”„]+)
    | (?<!\S) (?P<barred>-(?:source|topic|since|before):(?:{_QUOTED}|[^\s"“”„]*))
    | (?<!\S) (?P<sign>[-+]) (?P<signed>{_QUOTED}|[^\W\d_][^\s"“”„]*)
    | (?<![^\s(\[]) (?P<phrase>{_QUOTED})
    | (?<!\w) (?P<as_of>as\s+(?:of|at)\s+(?P<day>
        [0-9]{{4}}(?:-[0-9]{{1,2}}){{1,2}}
        | [0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\.?,?\s+[0-9]{{4}}
        | (?:{_MONTH})\.?\s+(?:[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+)?[0-9]{{4}}
        | (?:19|20)[0-9]{{2}}
      )) (?![\w/-]|[.,]\d) ,?
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question, taken apart. Every part is a stretch of the question as it was typed.

    `words`: the free text, which still holds the words of phrases and of `exact`, without their marks.
    `exact`: words to be found as they are, so never expanded. `since` is inclusive, `before` is not, and `as_of` is
    the last day of what `as_of_words` names. `faults`: sentences for the asker about filters that were not followed.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: date | None = None
    before: date | None = None
    as_of: date | None = None
    as_of_words: str | None = None
    faults: tuple[str, ...] = ()


def read(text: str) -> ParsedQuestion:
    """Takes a question apart. Never raises for what a person may type; what cannot be followed becomes a fault."""
    bullets = _bullets(text)
    parts: list[_Part] = []
    pieces: list[str] = []
    at = 0
    for match in _PART.finditer(text):
        part = None if match.start() in bullets else _part(match)
        if part is not None:
            parts.append(part)
            before = text[at : match.start()]
            pieces += (before, part.kept) if part.kept else (before.rstrip(),)
            at = match.end()
    return _request(_joined([*pieces, text[at:]]).strip(), parts)


def matching(names: Iterable[str], wanted: Iterable[str]) -> frozenset[str]:
    """The names that a filter means: those that hold all words of one of the wanted, whatever case and order.

    `source:vox` means "Vox (Open Sourced)". "The" is not asked for, so that `source:"The Verge"` finds "Verge".
    """
    asked = [frozenset(analysis.words(each)) for each in wanted]
    sought = [words - {"the"} or words for words in asked if words]
    return frozenset(name for name in names if any(words.issubset(analysis.words(name)) for words in sought))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question that is no free text: its kind, its value, and what of it stays text all the same.

    A day comes with its words, so that a fault can name it.
    """

    kind: Literal["phrase", "excluded", "exact", "source", "topic", "since", "before", "as of", "fault"]
    value: str
    day: date = date.min
    kept: str = ""


def _request(words: str, parts: Sequence[_Part]) -> ParsedQuestion:
    def values(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.value for part in parts if part.kind == kind))

    # Of several limits the narrowest holds, whatever their order.
    since = max((part for part in parts if part.kind == "since"), key=_day, default=None)
    before = min((part for part in parts if part.kind == "before"), key=_day, default=None)
    as_of = [part for part in parts if part.kind == "as of"]
    faults = list(values("fault"))
    if since and before and since.day >= before.day:
        faults.append(f"{since.value} and {before.value} leave no day between them, so nothing can be found.")
    if len({part.day for part in as_of}) > 1:
        faults.append(f"Only one date can be asked for at a time; this answers {as_of[0].value}.")
    return ParsedQuestion(
        words=words,
        phrases=values("phrase"),
        excluded=values("excluded"),
        exact=values("exact"),
        sources=values("source"),
        topics=values("topic"),
        since=since.day if since else None,
        before=before.day if before else None,
        as_of=as_of[0].day if as_of else None,
        as_of_words=as_of[0].value if as_of else None,
        faults=tuple(faults),
    )


def _day(part: _Part) -> date:
    return part.day


def _part(match: re.Match[str]) -> _Part | None:
    """What was found; None if it is text after all."""
    if match["as_of"]:
        return _as_of(match["as_of"].rstrip(","), match["day"])
    if match["barred"]:
        return _Part("fault", f"{match['barred']} was not followed: a filter says where to look, not where not to.")
    if match["key"]:
        return _filter(match["key"].casefold(), match["value"], match[0])
    return _marked(match["phrase"] or match["signed"], excluded=match["sign"] == "-")


def _marked(said: str, *, excluded: bool) -> _Part | None:
    """What stands in quotation marks, or after a plus or a hyphen; quotation marks without a word in them are text."""
    if said[0] not in _OPENERS:
        word = said.rstrip(_CLOSERS)
        return _Part("excluded", word.rstrip("-")) if excluded else _Part("exact", word, kept=said)
    phrase = said[1:-1].strip()
    if not analysis.WORD.search(phrase):
        return None
    return _Part("excluded", phrase) if excluded else _Part("phrase", phrase, kept=phrase)


def _bullets(text: str) -> frozenset[int]:
    """Where hyphens begin a line of several: people write lists so, and nothing in a list is to be left out."""
    if "\n" not in text.strip():
        return frozenset()
    return frozenset(match.end() - 1 for match in _BULLET.finditer(text))


def _filter(key: str, value: str, said: str) -> _Part:
    if value in _OPENERS:
        return _Part("fault", f"{said} has no closing quotation mark, so it was not followed.")
    quoted = value[0] in _OPENERS
    value = value[1:-1].strip() if quoted else value.rstrip(_CLOSERS)
    if key in ("since", "before"):
        day = _first_day(value)
        if day is None:
            example = f"{key}:2021, {key}:2021-05 or {key}:2021-05-18"
            return _Part("fault", f"{key}:{value} is no date; write {example}.")
        return _Part("since" if key == "since" else "before", f"{key}:{value}", day)
    if not analysis.WORD.search(value):
        example = 'source:Vox or source:"The Verge"' if key == "source" else 'topic:leave or topic:"parental leave"'
        return _Part("fault", f"{said} names nothing; write {example}.")
    return _Part("source" if key == "source" else "topic", value)


def _first_day(value: str) -> date | None:
    """The first day of a year, a month or a day in ISO 8601, if it is one."""
    found = _ISO.fullmatch(value)
    return _date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def _as_of(said: str, words: str) -> _Part:
    """The last day of the year, month or day that is named, or the fault that there is no such day."""
    last = _last_day(words)
    if last is None:
        return _Part("fault", f"{said} is no date; write as of 2020, as of June 2020 or as of 10 June 2020.")
    return _Part("as of", said, last)


def _last_day(words: str) -> date | None:
    named = re.search(r"[^\W\d_]{3,}", words)
    numbers = [int(number) for number in re.findall(r"[0-9]+", words)]
    if named:
        year, days = numbers[-1], numbers[:-1]
        month = _MONTHS.index(named[0][:3].casefold()) + 1
    else:
        year, month, days = numbers[0], numbers[1] if len(numbers) > 1 else 12, numbers[2:]
    first = _date(year, month, 1)
    return first and _date(year, month, days[0] if days else monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _joined(pieces: Iterable[str]) -> str:
    """Pieces of text in a row, with a blank where two words would become one."""
    row: list[str] = []
    for piece in filter(None, pieces):
        if row and row[-1][-1].isalnum() and piece[0].isalnum():
            row.append(" ")
        row.append(piece)
    return "".join(row)
