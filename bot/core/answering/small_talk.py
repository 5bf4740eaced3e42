"""What people say that is no question: a greeting, thanks, "what can you do", "summarize this".

Told from questions by plain phrases, one file per language (config/small_talk). A message is small talk only if there
is nothing else in it; a greeting before a question, and thanks and a name after it, are no words of the question.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from bot.core.answering.asides import stripped
from bot.core.text import analysis

LONGEST_PHRASE = 8
LONGEST_NAME = 3
"""Words of a name behind thanks, or in a greeting."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PARTED_BEFORE = re.compile(r"(?:[.,;:?!)…–—-]|\n)\s*$")
_PARTED_AFTER = re.compile(r"\s*(?:[,;:!.–—-]|\n)|\s*$")
_NAMED_AFTER = re.compile(r"\s*(?:[,;:!–—-]|\n)")
_MARKS = re.compile(r"[\s,;:!.–—-]*")


class TalkKind(StrEnum):
    """What a message says or wants that is no question."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    HELP = "help"
    ABILITIES = "abilities"
    MAKER = "maker"
    ABOUT = "about"
    SUMMARIZE = "summarize"
    WRITE = "write"
    TRANSLATE = "translate"


TASKS = frozenset({TalkKind.SUMMARIZE, TalkKind.WRITE, TalkKind.TRANSLATE})
_ENDS = frozenset({TalkKind.THANKS, TalkKind.FAREWELL})

Phrase = tuple[str, ...]
Meaning = tuple[TalkKind, str]
"""A kind, and the language in which it was said."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a message is: small talk of a kind, in a language; or (`kind` is None) the question that it asks."""

    kind: TalkKind | None
    language: str
    question: str


class NoSmallTalkError(ValueError):
    """A file of phrases cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The phrases of all languages, and what is answered in each. Without any, every message is a question.

    `loose` are the phrases that may stand right before or after a question, without a mark between.
    """

    phrases: Mapping[Phrase, Meaning] = field(default_factory=dict)
    loose: frozenset[Phrase] = frozenset()
    addressed: frozenset[Phrase] = frozenset()
    polite: frozenset[Phrase] = frozenset()
    replies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def read(self, text: str) -> Talk:
        """What a message is. Never raises."""
        message = stripped(text)
        words = _words(message)
        first, greeting = self._greeting(message, words)
        last, closing = self._closing(message, words, first)
        inner = _key(words[first:last])
        meaning = self._meant(inner) if inner else closing or greeting
        if meaning:
            return Talk(*meaning, text)
        if (first, last) == (0, len(words)):
            return Talk(None, "", text)
        start = words[first - 1].end if first else 0
        marks = _MARKS.match(message, start) if first else None
        end = words[last].start if last < len(words) else len(message)
        return Talk(None, "", message[marks.end() if marks else start : end].strip())

    def _greeting(self, text: str, words: Sequence[_Word]) -> tuple[int, Meaning | None]:
        """How many words of greeting a message begins with, and what they are."""
        at, found = 0, None
        while at < len(words):
            length = self._longest(words, at, frozenset({TalkKind.GREETING}))
            after = self._whom(text, words, at + length) if length else None
            if not length or (after is None and _key(words[at : at + length]) not in self.loose):
                break
            found = self.phrases[_key(words[at : at + length])]
            at += length + (after or 0)
        return at, found

    def _whom(self, text: str, words: Sequence[_Word], at: int) -> int | None:
        """How many words from here on say who is greeted, up to a mark or the end; None if something else is said."""
        ends = [words[at + count - 1].end for count in range(min(LONGEST_NAME, len(words) - at) + 1)]
        for count, end in enumerate(ends[1:], 1):
            if _key(words[at : at + count]) in self.addressed and _PARTED_AFTER.match(text, end):
                return count
        if _PARTED_AFTER.match(text, ends[0]):
            return 0
        for count, end in enumerate(ends[1:], 1):
            named = all(word.capital or (word.folded,) in self.addressed for word in words[at : at + count])
            if named and _NAMED_AFTER.match(text, end):
                return count
        return None

    def _closing(self, text: str, words: Sequence[_Word], first: int) -> tuple[int, Meaning | None]:
        """Where the thanks begin that a message ends with (its length if there are none), and what they are."""
        end, found = len(words), None
        while (begin := self._last_courtesy(text, words, first, end)) is not None:
            length = self._longest(words[:end], begin, _ENDS)
            found = found or self.phrases[_key(words[begin : begin + length])]
            end = begin
        return end, found

    def _last_courtesy(self, text: str, words: Sequence[_Word], first: int, end: int) -> int | None:
        """Where thanks begin that reach to the end: alone, or with the name of who says them, or is thanked."""
        for begin in range(max(first, end - LONGEST_PHRASE - LONGEST_NAME), end):
            length = self._longest(words[:end], begin, _ENDS)
            if not length:
                continue
            behind = words[begin + length : end]
            apart = begin == first or bool(_PARTED_BEFORE.search(text, words[begin - 1].end, words[begin].start))
            is_name = len(behind) <= LONGEST_NAME and all(word.capital for word in behind)
            if apart and (is_name or _key(behind) in self.addressed):
                return begin
            if not behind and _key(words[begin:end]) in self.loose:
                return begin
        return None

    def _meant(self, words: Phrase) -> Meaning | None:
        """What the words mean as they are, or without those that are only polite before and after them."""
        begun, ended = self._without_beginning(words), self._without_end(words)
        both = self._without_end(begun)
        found = (self.phrases.get(each) or self._task(each) for each in (words, begun, ended, both))
        return next(filter(None, found), None)

    def _without_beginning(self, words: Phrase) -> Phrase:
        while start := next((n for n in range(min(4, len(words) - 1), 0, -1) if words[:n] in self.polite), 0):
            words = words[start:]
        return words

    def _without_end(self, words: Phrase) -> Phrase:
        while end := next((n for n in range(min(4, len(words) - 1), 0, -1) if words[-n:] in self.polite), 0):
            words = words[:-end]
        return words

    def _task(self, words: Phrase) -> Meaning | None:
        """What is to be done, if the words begin with that."""
        found = (self.phrases.get(words[:length]) for length in range(min(LONGEST_PHRASE, len(words)), 0, -1))
        return next((each for each in found if each and each[0] in TASKS), None)

    def _longest(self, words: Sequence[_Word], at: int, kinds: frozenset[TalkKind]) -> int:
        """How many words from here on are a phrase of one of these kinds; 0 if none are."""
        here = _key(words[at : at + LONGEST_PHRASE])
        for length in range(len(here), 0, -1):
            found = self.phrases.get(here[:length])
            if found and found[0] in kinds:
                return length
        return 0


def parse(files: Mapping[str, str]) -> SmallTalk:
    """Reads the files of phrases: language → TOML. Of two that claim a phrase the first has it.

    Raises NoSmallTalkError.
    """
    return _parsed(tuple(files.items()))


@lru_cache(maxsize=2)
def _parsed(files: tuple[tuple[str, str], ...]) -> SmallTalk:
    phrases: dict[Phrase, Meaning] = {}
    loose, addressed, polite = set[Phrase](), set[Phrase](), set[Phrase]()
    replies: dict[str, Mapping[str, str]] = {}
    for language, text in files:
        given = _toml(language, text)
        for kind in TalkKind:
            listed = _listed(language, given.get("task", {}) if kind in TASKS else given, kind)
            apart = _listed(language, given, f"{kind}_apart")
            for phrase in (*listed, *apart):
                phrases.setdefault(phrase, (kind, language))
            loose.update(listed if kind in _ENDS or kind is TalkKind.GREETING else ())
        addressed.update(_listed(language, given, "addressed"))
        polite.update(_listed(language, given, "polite"))
        replies[language] = {name: str(value) for name, value in given.get("reply", {}).items()}
        if missing := sorted({*TalkKind, *FACTS} - replies[language].keys()):
            raise NoSmallTalkError(f"{language}: [reply] lacks {', '.join(missing)}")
    return SmallTalk(phrases, frozenset(loose), frozenset(addressed), frozenset(polite), replies)


FACTS = ("empty", "one", "many", "newest", "publishers", "topics", "titles", "examples", "date", "months")
"""What a language's replies say beside those to each kind."""


def _toml(language: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoSmallTalkError(f"{language}: {error}") from error


def _listed(language: str, given: Mapping[str, Any], key: str) -> list[Phrase]:
    listed = given.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise NoSmallTalkError(f"{language}: {key} is no list of phrases")
    return [phrase for each in listed if (phrase := _key(_words(each)))]


def _words(text: str) -> list[_Word]:
    return [
        _Word(_bare(match.group()), match.start(), match.end(), match.group()[0].isupper())
        for match in _WORD.finditer(text)
    ]


def _bare(word: str) -> str:
    """Folded, without accents and apostrophes: "Qu’est" is "quest", "Grüße" "grusse"."""
    folded = analysis.fold(word).replace("'", "")
    if folded.isascii():
        return folded
    letters = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _key(words: Sequence[_Word]) -> Phrase:
    return tuple(word.folded for word in words)
