"""Text → terms: one road for passages and for queries, so that what is asked meets what is written.

A text is cleaned and cut into words (`writing`); each word comes to terms (`forms`, `numbers`, `stems`). Stop words are
dropped, but for those that are names: "what does IT do?", "closed in May", `"who"` in quotation marks.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from bot.core.model import Passage
from bot.core.text import numbers
from bot.core.text.abbreviations import Abbreviation
from bot.core.text.folding import fold
from bot.core.text.forms import BESIDE_NUMBERS, MEASURES, Entry, Form, Token, entries
from bot.core.text.languages import ENGLISH, STOP_WORDS
from bot.core.text.writing import (
    LINE_END,
    UNPARTED,
    WORD,
    cleaned,
    clusters,
    folded_words,
    has_quoted_word,
    is_quoted,
    places,
    sentence_after,
    sentence_before,
    units,
)

__all__ = [
    "STOP_WORDS",
    "WORD",
    "Analysed",
    "Form",
    "Token",
    "analysed",
    "fold",
    "pairs",
    "passage_terms",
    "passage_words",
    "stand",
    "terms",
    "tokens",
    "which_terms",
    "words",
]


@dataclass(frozen=True, slots=True)
class Analysed:
    """The content words of a text, in order, and the other forms of them."""

    tokens: tuple[Token, ...]
    forms: tuple[Form, ...]


def analysed(text: str, language: str = ENGLISH, named: Collection[str] = ()) -> Analysed:
    """The words of a text in a language; of stop words those that are names, or `named` (folded)."""
    text = cleaned(text)
    found: list[Token] = []
    forms: list[Form] = []
    cut = units(text)
    # What stands around a word is looked at only where it may matter: most words are known by themselves.
    everywhere, around = bool(named) or has_quoted_word(text), None
    known_units = entries(language)
    for place, unit in enumerate(cut):
        known = known_units[unit]
        if known.looks_around or (everywhere and not known.tokens):
            around = around or _Around(text, cut, named, language, everywhere)
            found += around.tokens(place, known)
        else:
            found += known.tokens
        if known.forms:
            forms += known.forms
    return Analysed(tuple(found), tuple(forms))


def tokens(text: str, language: str = ENGLISH) -> list[Token]:
    """The content words of a text, in order, with their terms. Stop words are left out."""
    return list(analysed(text, language).tokens)


def terms(text: str, language: str = ENGLISH, abbreviations: Iterable[Abbreviation] = ()) -> list[str]:
    """What a text is found by: the terms of its words in order, repeats included, then those of their other forms.

    Where it has one of the abbreviations, also those of the long form, and the other way round.
    """
    both = analysed(text, language)
    own = [token.term for token in both.tokens]
    found = own + [term for form in both.forms for term in form.terms]
    for abbreviation in abbreviations:
        forms = _of_both_forms(abbreviation, language)
        if all(forms) and (missing := [form for form in forms if not stand(form, own)]) and len(missing) == 1:
            found += missing[0]
    return found


# The same sentences, items and headings are found again and again.
@lru_cache(maxsize=8_192)
def which_terms(text: str, language: str = ENGLISH, abbreviations: tuple[Abbreviation, ...] = ()) -> frozenset[str]:
    """What a text is found by, each term once."""
    return frozenset(terms(text, language, abbreviations))


@lru_cache(maxsize=10_000)
def _of_both_forms(abbreviation: Abbreviation, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.term for token in analysed(form, language).tokens) for form in abbreviation)


def pairs(some_terms: Sequence[str]) -> list[str]:
    """Each two terms that follow each other, as one: what is asked in these words in this order counts more."""
    return [f"{first} {second}" for first, second in pairwise(some_terms)]


@lru_cache(maxsize=4_096)
def passage_terms(passage: Passage) -> frozenset[str]:
    """The terms that a passage has: those of its title and keywords, its context and its own text."""
    known = passage.attribution
    own = terms(passage.text, known.language, known.abbreviations)
    around = (which_terms(each, known.language, known.abbreviations) for each in _beside(passage))
    return frozenset(own).union(*around)


def passage_words(passage: Passage) -> frozenset[str]:
    """The folded words that a passage has, in its title and keywords, its context and its own text."""
    return frozenset(words(passage.text)).union(words_beside(passage))


def words_beside(passage: Passage) -> Iterator[str]:
    """The folded words of its title and keywords, and of its context, in this order."""
    return chain.from_iterable(map(_words_of, _beside(passage)))


# The passages of an article share their title, and many a heading.
@lru_cache(maxsize=1_000)
def _words_of(context: str) -> tuple[str, ...]:
    return tuple(words(context))


def _beside(passage: Passage) -> Iterator[str]:
    """What a passage has besides its own text, and others as well."""
    attribution = passage.attribution
    return filter(None, (attribution.title, *attribution.keywords, passage.context.words))


def words(text: str) -> list[str]:
    """The words of a text as they are compared, stop words included; of scripts that part no words, the letters."""
    text = cleaned(text).replace(LINE_END, "")
    if text.isascii() or not UNPARTED.search(text):
        return folded_words(text)
    found: list[str] = []
    for unit in units(text):
        found += clusters(fold(unit)) if UNPARTED.match(unit) else folded_words(unit)
    return found


def as_written(word: str, text: str) -> str | None:
    """A folded word as a text writes it, where it has the word."""
    for match in WORD.finditer(text):
        # What a soft hyphen parts looks like a word here, but is none.
        if fold(match.group()) == word and word in words(text):
            return match.group()
    return None


def stand(some_words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the words stand in the text one after the other."""
    length = len(some_words)
    return (
        length > 0
        and some_words[0] in text
        and any(
            text[at] == some_words[0] and list(text[at : at + length]) == list(some_words)
            for at in range(len(text) - length + 1)
        )
    )


class _Around:
    """The words of a text, each with what stands beside it."""

    def __init__(
        self, text: str, cut: Sequence[str], named: Collection[str], language: str, may_be_named: bool
    ) -> None:
        self._text, self._cut, self._named, self._language = text, cut, named, language
        self._may_be_named = may_be_named

    @cached_property
    def _at(self) -> Sequence[int]:
        return places(self._text, self._cut)

    def tokens(self, place: int, known: Entry) -> tuple[Token, ...]:
        """What a word comes to, seen where it stands."""
        unit = self._cut[place]
        if not known.tokens:
            if not self._is_named(place) and not (known.looks_around and self._is_name(place)):
                return ()
            return (Token(unit, fold(unit).removesuffix("'s"), optional=True),)
        if unit in MEASURES:
            return () if place and fold(self._cut[place - 1]) == "how" else known.tokens
        month = numbers.SHORT_MONTHS[fold(unit)]
        return (Token(unit, numbers.month_term(month)),) if self._beside_a_number(place) else known.tokens

    def _is_named(self, place: int) -> bool:
        """Whether a stop word stands in quotation marks, or is asked for."""
        if not self._may_be_named:
            return False
        unit, at = self._cut[place], self._at[place]
        return fold(unit) in self._named or is_quoted(self._text, at, at + len(unit))

    def _is_name(self, place: int) -> bool:
        """Whether a stop word is a name: beside a number, or in capitals where the others have small letters.

        A capital alone tells nothing at the beginning of a sentence, nor in a title.
        """
        unit = self._cut[place]
        if fold(unit) in BESIDE_NUMBERS and self._beside_a_number(place):
            return True
        if not unit[0].isupper() or len(unit) < 2:
            return False
        in_capitals = unit.removesuffix("'s").removesuffix("’s").isupper()
        # Other languages write other words with capitals: all nouns, or polite pronouns.
        if not in_capitals and self._language != ENGLISH:
            return False
        at = self._at[place]
        before = sentence_before(self._text, at)
        if not in_capitals and not any(map(str.isalpha, before)):
            return False
        others = f"{before} {sentence_after(self._text, at + len(unit))}"
        if in_capitals:
            return any(map(str.islower, others)) or not any(map(str.isalpha, others))
        letters = [word[0] for word in others.split()]
        return sum(map(str.islower, letters)) >= sum(map(str.isupper, letters))

    def _beside_a_number(self, place: int) -> bool:
        """Whether a day of the month or a year stands next to a word."""
        cut, after = self._cut, place + 1
        return (place > 0 and _begins_with_a_number(cut[place - 1])) or (
            after < len(cut) and _begins_with_a_number(cut[after])
        )


@lru_cache(maxsize=10_000)
def _begins_with_a_number(word: str) -> bool:
    return (numbers.in_digits(fold(word)) or word)[:4].isdigit()
