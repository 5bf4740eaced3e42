"""Other words for the asker's: the Solr synonyms format, read and applied to analysed terms.

    # a comment
    ban, moratorium, pause       each stands for the others
    AWS => Amazon                the left is expanded to the right, never the other way round
    a\\,b, a\\=>b                  \\ takes the sign of its meaning

Two things differ from Solr (https://solr.apache.org/guide/solr/latest/indexing-guide/filters.html): the asker's own
words always stay, even before =>, and what is added weighs less than they do. British and American spellings that
a rule can turn into each other (-ise and -ize, -yse and -yze) need no line.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.text import analysis
from bot.core.text.analysis import Token
from bot.core.text.languages import ENGLISH

CANDIDATES = 64
"""At most this many expansions of a question are looked up, whether or not an article has them,"""
MOST = 8
"""and at most this many of those that an article has are searched for."""
EXPANSION_WEIGHT = 0.4
"""What each term of an expansion weighs beside the asker's own, which weigh 1."""

_ARROW = re.compile(r"(?<!\\)=>")
_ENTRY = re.compile(r"(?:\\.|[^\\,]|\\$)*")
_ESCAPED = re.compile(r"\\(=>|.)")
# Two letters before the consonant, so that "rise", "size" and "prize" are let alone; a bound, so that it is quick.
_ISE = re.compile(r"(.{2,30}[^aeiou]i|.{1,30}ly)([sz])(e|ed|er|ers|es|ing|ation|ations)", re.IGNORECASE)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line (from 1) that was left out: what is wrong with it, and how to mend it."""

    line: int
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words that are searched for beside the asker's.

    `surface`: as it is shown. `terms`: what it adds to the question's terms. `of`: the asker's terms that it stands
    for. What the two have in common is in neither: "face recognition" adds "face", for "facial".
    """

    surface: str
    terms: Key
    of: Key


@dataclass(frozen=True, slots=True)
class _Entry:
    surface: str
    terms: Key


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What stands for what: analysed terms in a row → what else is searched for, in the order of the file."""

    _rules: Mapping[Key, tuple[_Entry, ...]] = field(default_factory=dict)
    _longest: int = 1
    _text: str = ""

    def with_lines(self, lines: Sequence[str]) -> "Synonyms":
        """The same with more lines; what cannot be understood of them says nothing."""
        return parse("\n".join((self._text, *lines)))[0] if lines else self

    def of(self, language: str) -> "Synonyms":
        """The same, read in another language: the endings of its words are others."""
        return self if language == ENGLISH or not self._text else parse(self._text, language)[0]

    def expansions(
        self,
        tokens: Sequence[Token],
        exact: Collection[str] = (),
    ) -> tuple[Expansion, ...]:
        """What else could be searched for, at most CANDIDATES; the same for the same question.

        `exact` holds terms that are to be left alone, neither expanded nor added. Where several words have expansions,
        each has its first before any has its second.
        """
        asked = {token.term for token in tokens}
        found: dict[Key, Expansion] = {}
        for _, span, entry in sorted(self._found(tokens, exact), key=lambda each: each[0]):
            terms = tuple(dict.fromkeys(term for term in entry.terms if term not in asked))
            of = tuple(term for term in _key(span) if term not in entry.terms)
            if terms and not any(term in exact for term in terms):
                found.setdefault(terms, Expansion(entry.surface, terms, of))
        return tuple(found.values())[:CANDIDATES]

    def _found(
        self, tokens: Sequence[Token], exact: Collection[str]
    ) -> Iterator[tuple[tuple[int, int], Sequence[Token], _Entry]]:
        """Each entry for each stretch of the question, with its (place in its list, place in the question)."""
        at = 0
        while at < len(tokens):
            span = next(self._spans(tokens, at, exact), tokens[at : at + 1])
            if not any(token.term in exact for token in span):
                entries = [*_respelt(span), *self._rules.get(_key(span), ())]
                yield from (((rank, at), span, entry) for rank, entry in enumerate(entries))
            at += len(span)

    def _spans(self, tokens: Sequence[Token], at: int, exact: Collection[str]) -> Iterator[Sequence[Token]]:
        """The stretches from `at` that have a rule, longest first."""
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            span = tokens[at : at + length]
            if _key(span) in self._rules and not any(token.term in exact for token in span):
                yield span


# For each language that is asked in; and several parts of the bot read the same file.
@lru_cache(maxsize=32)
def parse(text: str, language: str = ENGLISH) -> tuple[Synonyms, tuple[Fault, ...]]:
    """Reads a synonyms file. A faulty line is left out and comes back as a fault; the others hold."""
    rules: dict[Key, dict[Key, _Entry]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            left, right = _sides(line, language)
        except _NotUnderstood as error:
            faults.append(Fault(number, *error.args))
            continue
        for entry in left:
            others = rules.setdefault(entry.terms, {})
            for other in right:
                if other.terms != entry.terms:
                    others.setdefault(other.terms, other)
    done = {key: tuple(others.values()) for key, others in rules.items()}
    return Synonyms(done, max(map(len, done), default=1), text), tuple(faults)


def respelt(word: str) -> str | None:
    """The word in the other of the spellings -ise and -ize, -yse and -yze; None if it is in neither.

    "Exercise" becomes "exercize", which no article has: who asks the index for it finds nothing, and loses nothing.
    """
    match = _ISE.fullmatch(word)
    if match is None:
        return None
    swapped = {"s": "z", "z": "s", "S": "Z", "Z": "S"}[match[2]]
    return f"{match[1]}{swapped}{match[3]}"


def _respelt(span: Sequence[Token]) -> Iterator[_Entry]:
    other = respelt(span[0].surface) if len(span) == 1 else None
    if other is not None:
        yield _Entry(other, tuple(token.term for token in analysis.tokens(other)))


class _NotUnderstood(Exception):  # noqa: N818  # two words of a fault: what is wrong, and the mend
    pass


def _sides(line: str, language: str) -> tuple[list[_Entry], list[_Entry]]:
    """What is expanded, and to what; for a line without an arrow both are the whole line."""
    sides = [_entries(side, language) for side in _ARROW.split(line)]
    if len(sides) > 2:
        raise _NotUnderstood("has more than one =>", r"write one rule a line, or \=> where the sign itself is meant")
    if len(sides) == 1 and len({entry.terms for entry in sides[0]}) < 2:
        mend = "name at least two that differ in more than their endings, or put # before it"
        raise _NotUnderstood("says nothing that the search does not know", mend)
    return sides[0], sides[-1]


def _entries(side: str, language: str) -> list[_Entry]:
    return [_entry(piece.strip(), language) for piece in _parted(side)]


def _parted(side: str) -> Iterable[str]:
    at = 0
    while at <= len(side):
        match = _ENTRY.match(side, at)
        end = match.end() if match else len(side)
        yield side[at:end]
        at = end + 1


def _entry(written: str, language: str) -> _Entry:
    surface = " ".join(_ESCAPED.sub(r"\1", written).split())
    tokens = analysis.tokens(surface, language)
    if not surface:
        raise _NotUnderstood("has an empty place", r"take out the comma or the arrow, or write \, for the sign itself")
    if not tokens:
        raise _NotUnderstood(f"holds “{surface}”, which the search leaves out of every question", "take it out")
    if len(tokens) == 1 and len(surface.split()) > 1:
        token = tokens[0].surface
        raise _NotUnderstood(
            f"holds “{surface}”, of which the search keeps only “{token}”",
            f"write “{token}” if you mean that, or say more",
        )
    return _Entry(surface, tuple(token.term for token in tokens))


def _key(span: Sequence[Token]) -> Key:
    return tuple(token.term for token in span)
