"""What a word of a language is searched by: its stem (Snowball, https://snowballstem.org).

English words that Snowball takes for one ("important" and "import", "several" and "severance") are held apart by a
list, `over_stemmed.txt`.
"""

import threading
from functools import cache
from importlib import resources

import Stemmer

from bot.core.text.languages import ALGORITHMS, ENGLISH

_local = threading.local()


def stem(folded: str, language: str = ENGLISH) -> str:
    """The term that a folded word of a language is searched by."""
    kept = _over_stemmed().get(folded) if language == ENGLISH else None
    algorithm = ALGORITHMS[language]
    return kept or (algorithm and _stemmer(algorithm).stemWord(folded)) or folded


@cache
def _over_stemmed() -> dict[str, str]:
    """The first word of a line is the term of every word on it."""
    text = resources.files(__package__).joinpath("over_stemmed.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {word: line[0] for line in lines for word in line}


def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    # A PyStemmer object must not be shared between threads.
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__
    if algorithm not in stemmers:
        # Its own cache takes longer than to stem a word anew.
        stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)
    return stemmers[algorithm]
