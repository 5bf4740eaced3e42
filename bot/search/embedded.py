"""The port of a question, satisfied inside this process: a corpus, and an engine that ranks its passages."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from bot.core.corpus import Corpus
from bot.core.lookup import Consulted, Found, Lookup, revision_with
from bot.core.model import Article, Hit, Query, Scope
from bot.search.attributions import Attributions
from bot.search.weighing import Meanings

# Where not every passage is admitted: how many more hits than are wanted are looked at first, and how many times as
# many after that.
FIRST_LOOK, FURTHER = 4, 8


class Ranker(Protocol):
    """Ranks the passages of a corpus, in its order."""

    def search(
        self, query: Query, k: int, meanings: Meanings | None = None, having: Collection[str] = ()
    ) -> tuple[Hit, ...]:
        """The best `k` passages that lie in the query's scope, best first, ties in order.

        They share a term with the query, unless their meanings count as well. Those without one
        of the folded words in `having` may be left out.
        """

    def df(self, term: str, scope: Scope) -> int:
        """In how many passages within the scope the term occurs (document frequency)."""

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        """The folded words of the passages within the scope, and in how many passages each occurs."""

    def size(self, scope: Scope) -> int:
        """How many passages lie within the scope."""

    def sharing(self, words: Collection[str]) -> Collection[int] | None:
        """The articles that share most of these folded words, by their numbers; None where all are soon looked at."""


class Comparing(Protocol):
    """Compares the meaning of a question with that of each passage of a corpus."""

    @property
    def model(self) -> str:
        """Names the model that does."""

    @property
    def count(self) -> int:
        """How many texts are compared; passages with the same text share one."""

    def meanings(self, words: str, mass: float) -> Meanings:
        """How near each passage is to a question in these words, whose terms have this idf mass."""


class EmbeddedIndex:
    """A corpus, what ranks its passages, and what compares their meanings, if anything does. Satisfies PassageIndex."""

    def __init__(self, corpus: Corpus, ranker: Ranker, comparing: Comparing | None = None) -> None:
        self._corpus, self.ranker, self.comparing = corpus, ranker, comparing
        self._attributions = Attributions(corpus)

    def compared(self, compare: Callable[[Corpus], Comparing]) -> "EmbeddedIndex":
        """The same index, with the meanings of its passages compared as well."""
        return EmbeddedIndex(self._corpus, self.ranker, compare(self._corpus))

    def count_words(self) -> int:
        """How many different words its passages have."""
        return len(self.ranker.vocabulary(Scope()))

    @property
    def revision(self) -> str:
        return revision_with(self._corpus.revision, self.comparing.model if self.comparing else None)

    def languages(self, seen: Scope) -> tuple[str, ...]:
        return self._attributions.languages(seen)

    def consult(self, lookup: Lookup) -> Consulted:
        corpus, ranker, terms = self._corpus, self.ranker, dict.fromkeys(lookup.query.terms)
        known = self._attributions
        scope = known.narrowed(lookup)
        df = {term: ranker.df(term, scope) for term in terms}
        unknown = [term for term, count in df.items() if not count]
        elsewhere = (term for term in unknown if scope != lookup.seen and ranker.df(term, lookup.seen))
        dates = known.dates(scope, lookup.seen)
        return Consulted(
            articles=len(corpus.articles),
            scope=scope,
            size=ranker.size(scope),
            df=df,
            known=frozenset(terms).difference(unknown).union(elsewhere),
            vocabulary=ranker.vocabulary(scope) if unknown else {},
            written={word: corpus.as_written(word, scope) for word in lookup.corrected},
            dated=dates.dated,
            undated=dates.undated,
            publishing=known.publishing(lookup.seen).intersection(unknown) if unknown else frozenset(),
        )

    def complete(self, lookup: Lookup, consulted: Consulted) -> Found:
        query = replace(lookup.query, scope=consulted.scope)
        meanings = self.comparing.meanings(lookup.words, lookup.mass) if self.comparing else None
        if not lookup.strictness:
            return Found(self.ranker.search(query, lookup.k, meanings), self._corpus)
        if not query.terms:
            return Found(tuple(islice(self._with_the_words(lookup, consulted.scope), lookup.k)), self._corpus)
        return Found(tuple(islice(self._admitted(query, lookup, meanings), lookup.k)), self._corpus)

    def sharing(self, words: Collection[str]) -> Sequence[Article]:
        articles, found = self._corpus.articles, self.ranker.sharing(words)
        return articles if found is None else [articles[number] for number in sorted(found)]

    def _admitted(self, query: Query, lookup: Lookup, meanings: Meanings | None) -> Iterator[Hit]:
        """The hits that are admitted, best first. They are looked at one by one, so the fewer the better."""
        seen, k = 0, FIRST_LOOK * lookup.k
        having = frozenset(word for row in lookup.strictness.wanted for word in row)
        while True:
            hits = self.ranker.search(query, k, meanings, having)
            for hit in hits[seen:]:
                if not lookup.budget.left():
                    return
                if lookup.strictness.admits(hit.passage):
                    yield hit
            if len(hits) < k:
                return
            seen, k = k, k * FURTHER

    def _with_the_words(self, lookup: Lookup, scope: Scope) -> Iterator[Hit]:
        """The passages that have what is asked for word for word, in order: "who we are" has no word to rank by."""
        longest = max((word for row in lookup.strictness.wanted for word in row), key=len, default="")
        for passage in self._corpus.having(longest) if longest else ():
            if not lookup.budget.left():
                return
            if scope.admits(passage.attribution) and lookup.strictness.admits(passage):
                yield Hit(passage, 0.0)
