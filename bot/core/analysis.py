"""Text → terms: one road for passages and for queries, so that what is asked meets what is written.

Unicode is folded (NFKC, case, curly quotes), words are cut out, stop words dropped, the rest stemmed
(Snowball's English stemmer, https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from bot.core.model import Passage

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been before being
    below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
    during each either else ever every few for from further get gets got had hadn't has hasn't have haven't
    having he he'd he'll he's her here here's hers herself him himself his how how's however i i'd i'll i'm
    i've if in into is isn't it it's its itself just let's many may me might more most much must my myself
    no nor not of off on once only or other our ours ourselves out over own please same shall shan't she
    she'd she'll she's should shouldn't so some such tell than that that's the their theirs them themselves
    then there there's these they they'd they'll they're they've this those through to too under until up
    upon us very was wasn't we we'd we'll we're we've were weren't what what's when when's where where's
    whether which while who who's whom whose why why's will with within without won't would wouldn't yet you
    you'd you'll you're you've your yours yourself yourselves
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
    for match in WORD.finditer(text):
        term = _term(match.group())
        if term is not None:
            found.append(Token(match.group(), term))
    return found


def terms(text: str) -> list[str]:
    """The terms of a text, in order, repeats included."""
    return [token.term for token in tokens(text)]


def passage_terms(passage: Passage) -> list[str]:
    """The terms by which a passage is found: those of its title, its heading and its own text."""
    context = (passage.attribution.title, passage.heading, passage.text)
    return [term for part in context if part for term in terms(part)]


def words(text: str) -> list[str]:
    """The words of a text as they are compared, stop words included."""
    return [fold(match.group()) for match in WORD.finditer(text)]


def fold(text: str) -> str:
    """The text as it is compared: NFKC, straight quotes, lower case (`str.casefold`)."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()


@lru_cache(maxsize=200_000)
def _term(word: str) -> str | None:
    folded = fold(word)
    return None if folded in STOP_WORDS else _stemmer().stemWord(folded)


def _stemmer() -> Stemmer.Stemmer:
    # A PyStemmer object must not be shared between threads.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer
