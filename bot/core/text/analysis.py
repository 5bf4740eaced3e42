"""Text → terms: one road for passages and for queries, so that what is asked meets what is written.

Unicode is folded (NFKC, case, curly quotes), words are cut out, stop words dropped, the rest stemmed
(Snowball's English stemmer, https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

from bot.core.model import Passage

# Marks that belong to the letter before them, and scripts whose vowel signs Python takes for no letters.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0e7f\u0e80-\u0fff\u1000-\u109f\u1780-\u17ff\u20d0-\u20f0\u3099\u309a"
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
WORD = re.compile(rf"[^\W_]{_LETTER}*(?:['’]{_LETTER}+)*")
# After "how" these ask for a measure, and are no words that a passage must have.
_MEASURES = frozenset("many much long often far old big large".split())
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})

# Articles, pronouns, auxiliaries, question words; in the last line the small talk of questions. Words that tell
# passages apart (not, over, under, before, after, until, more, most, other) are terms.
STOP_WORDS = frozenset(
    """
    a about also am an and any are aren't as at be because been being but by can can't cannot could did
    didn't do does doesn't doing don't done for from get got had has have having he her here hers herself
    him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let may me
    might must my myself of on or our ours ourselves please shall she should so some such than that that's
    the their theirs them themselves then there there's these they this those to too very was we were what
    what's when where whether which while who whom whose why will with won't would you you're you've your
    yours yourself yourselves know
    tell want wanted wants wondering happen happened happens hi hello hey thanks thank
    """.split()
)

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in a text, and the term that it is searched by."""

    surface: str
    term: str


def tokens(text: str) -> list[Token]:
    """The content words of a text, in order, with their terms. Stop words are left out."""
    found = []
    before = ""
    for match in WORD.finditer(_composed(text)):
        word = match.group()
        folded = fold(word)
        term = None if before == "how" and folded in _MEASURES else _term(folded)
        if term is not None:
            found.append(Token(word, term))
        before = folded
    return found


def terms(text: str) -> list[str]:
    """The terms of a text, in order, repeats included."""
    return [token.term for token in tokens(text)]


def pairs(some_terms: Sequence[str]) -> list[str]:
    """Each two terms that follow each other, as one: what is asked in these words in this order counts more."""
    return [f"{first} {second}" for first, second in pairwise(some_terms)]


@lru_cache(maxsize=4_096)
def passage_terms(passage: Passage) -> frozenset[str]:
    """The terms that a passage has: those of its title and keywords, its context and its own text."""
    return frozenset(term for part in _parts(passage) for term in terms(part))


def passage_words(passage: Passage) -> frozenset[str]:
    """The folded words that a passage has, in its title and keywords, its context and its own text."""
    return frozenset(word for part in _parts(passage) for word in words(part))


def _parts(passage: Passage) -> Iterator[str]:
    attribution = passage.attribution
    return filter(None, (attribution.title, *attribution.keywords, passage.context.words, passage.text))


def words(text: str) -> list[str]:
    """The words of a text as they are compared, stop words included."""
    return [fold(match.group()) for match in WORD.finditer(_composed(text))]


def stand(some_words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the words stand in the text one after the other."""
    length = len(some_words)
    return length > 0 and any(
        text[at] == some_words[0] and list(text[at : at + length]) == list(some_words)
        for at in range(len(text) - length + 1)
    )


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """The text as it is compared: NFKC, straight quotes, lower case (`str.casefold`)."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()


@lru_cache(maxsize=200_000)
def _term(folded: str) -> str | None:
    return None if folded in STOP_WORDS else _stemmer().stemWord(folded)


def _composed(text: str) -> str:
    """Letters with their marks as one character each, and no soft hyphens: what parts a word must be in the text."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.replace("\u00ad", ""))


def _stemmer() -> Stemmer.Stemmer:
    # A PyStemmer object must not be shared between threads.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer
