"""The port of a question, satisfied by a cluster: two round trips, whatever the number of passages.

The first asks at the same time for how many passages have each term, for the passages that Lucene ranks highest, and
for words near to those that may be misspelt. The second asks for the articles of these passages, as far as their words
count. Then the scores are added up here, exactly.

Lucene's scores are near to ours, so a window of its best passages holds ours, all but always. Where the least of the
wanted scores is so low that a passage outside of the window could reach it, a larger window is asked for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from bot.core.answering import spelling
from bot.core.corpus import Corpus
from bot.core.lookup import Consulted, Found, Lookup
from bot.core.model import Article, Hit, Scope
from bot.search.attributions import Attributions
from bot.search.field_terms import STRUCK
from bot.search.opensearch import requests, words
from bot.search.opensearch.connecting import Connection
from bot.search.opensearch.reader import Counted, Reader
from bot.search.opensearch.requests import Clause
from bot.search.opensearch.revision import RevisionInCluster
from bot.search.opensearch.window import Ranked, Window, is_settled, ranked, window_of

# Passages in the first window, and how many times as many in each further one.
WINDOW, WIDER, WIDEST = 150, 4, 10_000
# A quotation is looked for in the articles of at most this many passages.
SHARING = 150
KNOWN_WORDS = 50_000  # are remembered not to be misspelt


class OpenSearchIndex:
    """One revision of a corpus in a cluster. Satisfies PassageIndex.

    `corpus` are the articles that may be seen; they are those of the collections in `visible` (None: of all). All
    methods that ask the cluster raise SearchError.
    """

    comparing = None
    """No encoder compares meanings beside it."""

    def __init__(
        self, connection: Connection, place: RevisionInCluster, corpus: Corpus, visible: frozenset[str] | None = None
    ) -> None:
        self._connection, self.place, self.visible = connection, place, visible
        self._corpus, self._attributions = corpus, Attributions(corpus)
        self._reader = Reader(connection, place, corpus, requests.within(Scope(collections=visible)))
        self._known_words: set[str] = set()

    def seen_by(self, corpus: Corpus, visible: frozenset[str] | None) -> "OpenSearchIndex":
        """The same revision for people who may see these collections alone, whose articles these are."""
        return OpenSearchIndex(self._connection, self.place, corpus, visible)

    def count_words(self) -> int:
        """About how many different words its passages have."""
        body = {"size": 0, "aggs": {"words": {"cardinality": {"field": "words"}}}}
        return int(self._reader.search(body)["aggregations"]["words"]["value"])

    @property
    def revision(self) -> str:
        return self._corpus.revision

    def languages(self, seen: Scope) -> tuple[str, ...]:
        return self._attributions.languages(seen)

    def consult(self, lookup: Lookup) -> Consulted:
        known, reader = self._attributions, self._reader
        scope = known.narrowed(lookup)
        terms = list(dict.fromkeys(lookup.query.terms))
        # All of this is one trip: each is asked while the others are under way.
        window = reader.later(self._window, lookup, scope, WINDOW) if terms and lookup.k > 0 else None
        fresh = (word for word in lookup.typed if word not in self._known_words)
        sought = list(dict.fromkeys(each for word in fresh if (each := spelling.sought(word)) is not None))
        near = reader.later(words.suggested, reader, sought, scope) if sought else None
        own = reader.later(words.themselves, reader, sought) if sought else None
        written = {word: reader.later(words.as_written, reader, word, scope) for word in lookup.corrected}
        counted = reader.counted(lookup.query, scope, lookup.seen)
        unknown = [term for term in terms if not counted["either", term]]
        self._remember(lookup, counted)
        vocabulary: Mapping[str, int] = {}
        if unknown and near is not None and own is not None:
            vocabulary = words.within(reader, {**near.result(), **own.result()}, scope)
        dates = known.dates(scope, lookup.seen)
        return Consulted(
            articles=len(self._corpus.articles),
            scope=scope,
            size=counted["size", ""],
            df={term: counted["either", term] for term in terms},
            known=frozenset(term for term in terms if counted["either", term] or counted["seen", term]),
            vocabulary=vocabulary,
            written={word: each.result() for word, each in written.items()},
            dated=dates.dated,
            undated=dates.undated,
            publishing=known.publishing(lookup.seen).intersection(unknown) if unknown else frozenset(),
            candidates=window.result() if window is not None else None,
        )

    def sharing(self, words: Collection[str]) -> Sequence[Article]:
        articles = self._corpus.articles
        if len(articles) <= SHARING:
            return articles
        both = [*words, *(STRUCK + word for word in words)]
        body = requests.sharing(both[: requests.MOST_TERMS], self._reader.visible, SHARING)
        places = self._reader.places()
        found = {places[hit["fields"]["article"][0]] for hit in self._reader.hits(body)}
        return [articles[place] for place in sorted(found)]

    def complete(self, lookup: Lookup, consulted: Consulted) -> Found:
        query = replace(lookup.query, scope=consulted.scope)
        if lookup.k < 1 or not self._corpus.articles:
            return Found((), self._corpus)
        if not query.terms:
            hits = self._with_the_words(lookup, consulted.scope) if lookup.strictness else iter(())
            return Found(tuple(islice(hits, lookup.k)), self._corpus)
        window = consulted.candidates
        if not isinstance(window, Window) or not window.serves(query, self._filters(lookup, consulted.scope)):
            window = self._window(lookup, consulted.scope, WINDOW)
        while True:
            found = ranked(self._reader, query, window)
            if window.size >= WIDEST or is_settled(window, found, lookup.k) or not lookup.budget.left():
                return Found(self._hits(found[: lookup.k]), self._corpus)
            window = self._window(lookup, consulted.scope, min(WIDEST, WIDER * window.size))

    def _filters(self, lookup: Lookup, scope: Scope) -> tuple[Clause, ...]:
        return (*self._reader.visible, *requests.within(scope), *requests.strictly(lookup.strictness))

    def _window(self, lookup: Lookup, scope: Scope, size: int) -> Window:
        wanted = max(size, min(WIDEST, 5 * lookup.k))
        return window_of(self._reader, lookup.query, self._filters(lookup, scope), wanted)

    def _hits(self, found: Sequence[Ranked]) -> tuple[Hit, ...]:
        articles = self._corpus.articles
        # 0.0 - x: a score of zero is not to become minus zero.
        return tuple(Hit(articles[each.place].passages[each.number - 1], 0.0 - each.minus) for each in found)

    def _with_the_words(self, lookup: Lookup, scope: Scope) -> Iterator[Hit]:
        """The passages that have what is asked for word for word, in order: "who we are" has no word to rank by."""
        if not lookup.strictness.wanted:
            return
        filters = self._filters(lookup, scope)
        for passage in words.in_order(self._reader, {"bool": {"filter": list(filters)}}):
            if not lookup.budget.left():
                return
            if scope.admits(passage.attribution) and lookup.strictness.admits(passage):
                yield Hit(passage, 0.0)

    def _remember(self, lookup: Lookup, counted: Counted) -> None:
        """Words whose terms passages have are not misspelt, and need not be looked up the next time."""
        if lookup.query.scope.is_open and all(counted["either", term] for term in lookup.query.terms):
            kept = self._known_words if len(self._known_words) < KNOWN_WORDS else set[str]()
            self._known_words = kept.union(lookup.typed)
