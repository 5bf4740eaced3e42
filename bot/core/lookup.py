"""What an index is asked for a question, and what it answers: the values of the port `PassageIndex`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from bot.core.corpus import Corpus
from bot.core.model import Hit, Passage, Query, Scope
from bot.core.text import analysis
from bot.core.text.analysis import stand


@dataclass(frozen=True, slots=True)
class Strictness:
    """Words that a passage must have as they are, one after the other, and words that it must not have.

    Each item is a row of folded words, as `analysis.words` gives them.
    """

    wanted: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether `admits` may turn a passage away."""
        return bool(self.wanted or self.excluded)

    def admits(self, passage: Passage) -> bool:
        """Whether a passage has all of the wanted words, and none of the excluded ones."""
        text = _words(passage.text)
        known = set(text)

        def stands(row: Sequence[str]) -> bool:
            return known.issuperset(row) and stand(row, text)

        return all(map(stands, self.wanted)) and not any(map(stands, self.excluded))


# Whoever excludes a common word has many passages looked at, and the next question the same ones again: half a
# kilobyte each.
@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(analysis.words(text))


@dataclass(slots=True)
class Budget:
    """The time that a question may take, until `ends` by a clock that grows steadily.

    `spent` becomes true when it has run out and somebody wanted to go on: then something was left out.
    """

    ends: float = inf
    now: Callable[[], float] = lambda: 0.0
    spent: bool = False

    def left(self) -> bool:
        """Whether to go on."""
        self.spent = self.spent or self.now() > self.ends
        return not self.spent


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a question is looked up by.

    `query` has the terms of all synonyms: one that no passage has changes no score. `seen` is what the asker may see,
    whatever the question's filters; `sources` and `topics` are such filters, as typed. `typed` are the words that may
    be misspelt; `corrected` are known words that are searched in place of misspelt ones. `words` are the question's
    own, without filters and with corrections, where meanings are compared; `mass` is the idf mass of their terms. `k`:
    how many hits are wanted. `budget`: how long an index may look for them; it gives what it has found by then.
    """

    query: Query
    seen: Scope = field(default_factory=Scope)
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    strictness: Strictness = field(default_factory=Strictness)
    corrected: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    words: str = ""
    mass: float = 0.0
    k: int = 10
    budget: Budget = field(default_factory=Budget, compare=False)


@dataclass(frozen=True, slots=True)
class Consulted:
    """What an index knows of the words of a question, before anything is ranked.

    `articles`: how many there are, whoever may see them. `scope`: the query's, narrowed to the publishers and topics
    that the filters name (an empty set where they name none). `size`: the passages within it. `df`: for each term of
    the query, how many of these have it. `known`: the query's terms that a passage has which the asker may see.
    `publishing`: those of the others that stand in the name of a publisher whose articles the asker may see.
    `vocabulary`: folded words that a misspelt one may have been meant to be, at least all near ones within the scope,
    each with its df. `written`: the corrected words as the articles write them. `dated`: whether any article that the
    asker may see has a date; `undated`: how many only their unknown date keeps out of the scope.
    `candidates` is for `complete` alone: whatever an index wants to keep from one call to the next.
    """

    articles: int
    scope: Scope
    size: int
    df: Mapping[str, int]
    known: frozenset[str]
    vocabulary: Mapping[str, int]
    written: Mapping[str, str]
    dated: bool = False
    undated: int = 0
    publishing: frozenset[str] = frozenset()
    candidates: object = None


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, best first, ties in corpus order, and what an answer looks at besides them.

    `articles` has every article that a hit stands in, every one that replaces it or a passage of it, what replaces
    those, and so on. They may be excerpts: of their passages, the hits, those just before them, and the first.
    """

    hits: tuple[Hit, ...]
    articles: Corpus


def revision_with(corpus: str, model: str | None) -> str:
    """Names an index by the revision of its corpus, and by the model that compares meanings, if one does."""
    return f"{corpus}+{model}" if model else corpus


def corpus_and_model(revision: str) -> tuple[str, str | None]:
    """The two that `revision_with` named an index by."""
    corpus, _, model = revision.partition("+")
    return corpus, model or None
