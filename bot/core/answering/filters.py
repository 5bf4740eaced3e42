"""What a question says about where to look: filters, quoted phrases, words to leave out or to take as they are.

    source:Vox  source:"The Verge"  topic:"facial recognition"  since:2021-05  before:"last year"
    "one-year moratorium"  cameras -doorbell  -"body camera"  +ban  as of June 2020

What is none of these stays text, so that a time, "Re: leave", "C++", "-5" or a list with hyphens is read as meant.
Linear in the length of the text: no alternative looks beyond the next quotation mark, white space or eight words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.answering import wording
from bot.core.answering.asides import without_asides
from bot.core.text import analysis, dates
from bot.core.text.periods import Ambiguous, Period

_OPENERS = '"“„'
_CLOSERS = ".,;:?!)]}…"
_QUOTED = r'(?:"[^"]*"|“[^“”]*”|„[^„“”]*[“”])'
# People write lists so, and nothing in a list is to be left out: a line that begins with a hyphen, or what follows a
# colon and a hyphen.
_LISTED = re.compile(r"^[^\S\n]*-.*|(?<=\w):[^\S\n]*-[^\S\n]*[\w\"“„].*", re.MULTILINE)
_STRETCH = re.compile(rf"\S+(?:\s+\S+){{0,{dates.LONGEST - 1}}}")
_STRETCH_WORD = re.compile(r"\s*\S+")
# As of what these say, nobody means a day.
_NO_DAY = frozenset("yet late right course".split())
_PART = re.compile(
    rf"""
    (?<![^\s(\[]) (?P<key>source|topic|since|before): (?P<value>{_QUOTED}|["“„]|[^\s"“”„]+)
    | (?<!\S) (?P<barred>-(?:source|topic|since|before):(?:{_QUOTED}|[^\s"“”„]*))
    | (?<!\S) (?P<sign>[-+]) (?P<signed>{_QUOTED}|[^\W\d_][^\s"“”„]*)
    | (?<![^\s(\[]) (?P<phrase>{_QUOTED})
    | (?<!\w) (?P<as_of>as\s+(?:of|at)|(?-i:Stand)|à\s+la\s+date|a\s+fecha)\s+(?=\S)
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

    @property
    def only_phrases(self) -> bool:
        """Whether nothing but quoted phrases and exact words is asked for."""
        named = sum(len(analysis.words(each)) for each in (*self.phrases, *self.exact))
        return bool(self.phrases) and named == len(analysis.words(self.words))


def read(text: str, today: date, *, dated: bool = True) -> ParsedQuestion:
    """Takes a question apart. Never raises for what a person may type; what cannot be followed becomes a fault.

    `dated`: whether a day can be asked about. If not, "as of" and what follows it are words like others.
    """
    text = without_asides(text)
    lists = [match.span() for match in _LISTED.finditer(text)]
    parts: list[_Part] = []
    pieces: list[str] = []
    at = 0
    for match in _PART.finditer(text):
        if match.start() < at:
            continue  # inside of a date
        end = match.end()
        if match["as_of"]:
            part, end = _as_of(text, match, today) if dated else (None, end)
        elif match["sign"] == "-" and _within(lists, match.start()):
            part = None
        else:
            part = _part(match, today)
        if part is not None:
            parts.append(part)
            before = text[at : match.start()]
            pieces += (before, part.kept) if part.kept else (before.rstrip(),)
            at = end
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


def _within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of the spans, which are in order."""
    before = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return before >= 0 and spans[before][0] <= at < spans[before][1]


def _part(match: re.Match[str], today: date) -> _Part | None:
    """What was found; None if it is text after all."""
    if match["barred"]:
        return _Part("fault", f"{match['barred']} was not followed: a filter says where to look, not where not to.")
    if match["key"]:
        return _filter(match["key"].casefold(), match["value"], match[0], today)
    return _marked(match["phrase"] or match["signed"], match["sign"])


def _marked(said: str, sign: str | None) -> _Part | None:
    """What stands in quotation marks, or after a plus or a hyphen; quotation marks without a word in them are text."""
    excluded = sign == "-"
    if said[0] not in _OPENERS:
        word = said.rstrip(_CLOSERS)
        if not excluded and not analysis.terms(word):
            return None  # "+How many …" begins anew; nobody looks for the word "how"
        return _Part("excluded", word.rstrip("-")) if excluded else _Part("exact", word, kept=said)
    phrase = said[1:-1].strip()
    if not analysis.WORD.search(phrase):
        return None
    return _Part("excluded", phrase) if excluded else _Part("exact" if sign else "phrase", phrase, kept=phrase)


def _filter(key: str, value: str, said: str, today: date) -> _Part:
    if value in _OPENERS:
        return _Part("fault", f"{said} has no closing quotation mark, so it was not followed.")
    quoted = value[0] in _OPENERS
    value = value[1:-1].strip() if quoted else value.rstrip(_CLOSERS)
    if key in ("since", "before"):
        period = dates.read(value, today)
        if isinstance(period, Period):
            return _Part("since" if key == "since" else "before", f"{key}:{value}", period.first)
        if period is None:
            return _Part("fault", f"{key}:{value} is no date; write {key}:2021, {key}:2021-05 or {key}:2021-05-18.")
        return _Part("fault", wording.ambiguous(f"{key}:{value}", period.day_first, period.month_first))
    if not analysis.WORD.search(value):
        example = 'source:Vox or source:"The Verge"' if key == "source" else 'topic:leave or topic:"parental leave"'
        return _Part("fault", f"{said} names nothing; write {example}.")
    return _Part("source" if key == "source" else "topic", value)


def _as_of(text: str, match: re.Match[str], today: date) -> tuple[_Part | None, int]:
    """The last day of what is named after "as of", or the fault that nothing is; and where that ends."""
    stretch = _STRETCH.match(text, match.end())
    words = stretch[0].split() if stretch else []
    found = dates.leading(words, today)
    if found is None:
        return _no_day(text, match, words)
    end = _end_of(text, match.end(), found[0])
    said = text[match.start() : end].rstrip(_CLOSERS)
    # A comma goes with the date, other marks stay in the sentence.
    end = match.start() + len(said) + (text[match.start() + len(said) : end].startswith(","))
    if isinstance(found[1], Ambiguous):
        return _Part("fault", wording.ambiguous(said, found[1].day_first, found[1].month_first)), end
    return _Part("as of", said, found[1].ended_by(today)), end


def _no_day(text: str, match: re.Match[str], words: Sequence[str]) -> tuple[_Part | None, int]:
    """That no day is named: what looks like one goes, anything else stays in the question."""
    at_length = dates.attempted(words)
    if at_length:
        end = match.start() + len(text[match.start() : _end_of(text, match.end(), at_length)].rstrip(_CLOSERS))
        return _Part("fault", wording.no_such_day(text[match.start() : end])), end
    is_of = match["as_of"].casefold().endswith("of")
    if not is_of or analysis.fold(words[0].rstrip(_CLOSERS)) in _NO_DAY:
        return None, match.end()
    said = f"{match['as_of']} {' '.join(words[:2])}"
    return _Part("fault", wording.no_day_in(said.rstrip(_CLOSERS)), kept=match[0]), match.end()


def _end_of(text: str, at: int, count: int) -> int:
    """Where so many words from `at` on end."""
    for _ in range(count):
        word = _STRETCH_WORD.match(text, at)
        at = word.end() if word else at
    return at


def _joined(pieces: Iterable[str]) -> str:
    """Pieces of text in a row, with a blank where two words would become one."""
    row: list[str] = []
    for piece in filter(None, pieces):
        if row and row[-1][-1].isalnum() and piece[0].isalnum():
            row.append(" ")
        row.append(piece)
    return "".join(row)
