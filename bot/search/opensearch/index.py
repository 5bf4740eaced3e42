"""The port of a question, satisfied by a cluster: two round trips, whatever the number of passages.

The first asks at the same time for how many passages have each term, for the passages that Lucene ranks highest, and
for words near to those that may be misspelt. The second asks for the articles of these passages, as far as their words
count. Then the scores are added up here, exactly.

Lucene's scores are near to ours, so a window of its best passages holds ours, all but always. Where the least of the
wanted scores is so low that a passage outside of the window could reach it, a larger window is asked for.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from bot.core.answering import spelling
from bot.core.corpus import Corpus
from bot.core.lookup import Consulted, Found, Lookup
from bot.core.model import Article, Hit, Passage, Query, Scope
from bot.core.text import analysis
from bot.search.attributions import Attributions
from bot.search.field_terms import STRUCK
from bot.search.opensearch import requests
from bot.search.opensearch.connecting import Connection
from bot.search.opensearch.documents import HEADING, PAIRS, TEXT, TITLE, WHOLE, id_of, key
from bot.search.opensearch.publishing import RevisionInCluster
from bot.search.opensearch.requests import Clause
from bot.search.opensearch.scoring import Candidate, Statistics, Whole, pairs_of, score, weights_of

# Passages in the first window, and how many times as many in each further one.
WINDOW, WIDER, WIDEST = 150, 4, 10_000
# By how much our score may exceed Lucene's where nothing else is known: it keeps lengths to a sixteenth.
EXCEEDS = 1.1
# So many places are fetched and put in order; where there are more, the first is found sooner by looking from the top.
PLACES = 1_000
# A quotation is looked for in the articles of so many passages at most.
SHARING = 150
REMEMBERED = 50_000  # numbers of passages that have a term


@dataclass(frozen=True, slots=True)
class Window:
    """What the first trip found: candidates, the best of Lucene's first; and what they were found by."""

    query: Query
    filters: tuple[Clause, ...]
    candidates: tuple[Candidate, ...]
    size: int

    @property
    def is_all(self) -> bool:
        """Whether no other passage matches."""
        return len(self.candidates) < self.size

    def serves(self, query: Query, filters: Sequence[Clause]) -> bool:
        """Whether the candidates of this query are those of another one, which may have lost terms since."""
        mine, theirs = weights_of(self.query), weights_of(query)
        same = all(mine.get(word) == weight for word, weight in theirs.items())
        return same and set(query.pairs) <= set(self.query.pairs) and list(self.filters) == list(filters)


class Ranked(NamedTuple):
    """A candidate: its score with the sign turned, the number of its article and its own, and Lucene's score."""

    minus: float
    place: int
    number: int
    lucene: float


@dataclass(slots=True)
class _Remembered:
    """What was asked of a revision before: it never changes."""

    df: dict[tuple[str, str], int] = field(default_factory=dict)
    tokens: Mapping[str, int] | None = None
    words: set[str] = field(default_factory=set)


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
        self._connection, self.place, self._corpus = connection, place, corpus
        self.visible, self._attributions = visible, Attributions(corpus)
        self._visible = requests.within(Scope(collections=visible))
        self._remembered = _Remembered()
        self._places: dict[str, int] = {}

    def count_words(self) -> int:
        """About how many different words its passages have."""
        body = {"size": 0, "aggs": {"words": {"cardinality": {"field": "words"}}}}
        return int(self._search(body)["aggregations"]["words"]["value"])

    def seen_by(self, corpus: Corpus, visible: frozenset[str] | None) -> "OpenSearchIndex":
        """The same revision for who may see these collections alone, whose articles these are."""
        return OpenSearchIndex(self._connection, self.place, corpus, visible)

    @property
    def revision(self) -> str:
        return self._corpus.revision

    def languages(self, seen: Scope) -> tuple[str, ...]:
        return self._attributions.languages(seen)

    def consult(self, lookup: Lookup) -> Consulted:
        known = self._attributions
        scope = known.narrowed(lookup)
        terms = list(dict.fromkeys(lookup.query.terms))
        waiting = self._connection.later(self._window, lookup, scope, WINDOW) if terms and lookup.k > 0 else None
        near = self._connection.later(self._near_words, lookup.typed, scope)
        written = {word: self._connection.later(self._written, word, scope) for word in lookup.corrected}
        counted = self._counted(lookup.query, scope, lookup.seen)
        unknown = [term for term in terms if not counted["either", term]]
        self._remember_words(lookup, counted)
        dates = known.dates(scope, lookup.seen)
        return Consulted(
            articles=len(self._corpus.articles),
            scope=scope,
            size=counted["size", ""],
            df={term: counted["either", term] for term in terms},
            known=frozenset(term for term in terms if counted["either", term] or counted["seen", term]),
            vocabulary=self._vocabulary(near.result(), scope) if unknown else {},
            written={word: each.result() for word, each in written.items()},
            dated=dates.dated,
            undated=dates.undated,
            publishing=known.publishing(lookup.seen).intersection(unknown) if unknown else frozenset(),
            candidates=waiting.result() if waiting is not None else None,
        )

    def sharing(self, words: Collection[str]) -> Sequence[Article]:
        articles = self._corpus.articles
        if len(articles) <= SHARING:
            return articles
        both = [*words, *(STRUCK + word for word in words)]
        body = requests.sharing(both[: requests.MOST_TERMS], self._visible, SHARING)
        places = self._places_of_articles()
        found = {places[hit["fields"]["article"][0]] for hit in self._asked(body)}
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
            ranked = self._ranked(query, window)
            if window.size >= WIDEST or self._is_settled(window, ranked, lookup.k) or not lookup.budget.left():
                return Found(self._hits(ranked[: lookup.k]), self._corpus)
            window = self._window(lookup, consulted.scope, min(WIDEST, WIDER * window.size))

    def _filters(self, lookup: Lookup, scope: Scope) -> tuple[Clause, ...]:
        return (*self._visible, *requests.within(scope), *requests.strictly(lookup.strictness))

    def _window(self, lookup: Lookup, scope: Scope, size: int) -> Window:
        query, filters = lookup.query, self._filters(lookup, scope)
        size = max(size, min(WIDEST, 5 * lookup.k))
        hits = self._asked(requests.candidates(query, filters, size))
        words = list(weights_of(query))
        pairs = pairs_of(query)
        found = []
        for hit in hits:
            own = hit["fields"]
            lengths = {name: own[f"{name}_length"][0] for name in (TEXT, TITLE, HEADING)}
            often = _frequencies(hit, words, pairs)
            found.append(Candidate(own["article"][0], own["number"][0], hit["_score"], lengths, often))
        return Window(query, filters, tuple(found), size)

    def _ranked(self, query: Query, window: Window) -> list[Ranked]:
        """The candidates, best first, ties in corpus order."""
        if not window.candidates:
            return []
        counted = self._connection.later(self._statistics, query)
        places, attributions = self._places_of_articles(), self._corpus.attributions
        names = dict.fromkeys(each.article for each in window.candidates)
        ids = [id_of(attributions[places[name]].article) for name in names]
        words = list(weights_of(query))
        wholes = {
            hit["fields"]["article"][0]: Whole(
                hit["fields"][f"{WHOLE}_length"][0], _frequencies(hit, words, ()).get(WHOLE, {})
            )
            for hit in self._asked(requests.whole(query, ids))
        }
        known = counted.result()
        ranked = (
            Ranked(-score(query, each, wholes[each.article], known), places[each.article], each.number, each.lucene)
            for each in window.candidates
        )
        return sorted(ranked)

    def _hits(self, ranked: Sequence[Ranked]) -> tuple[Hit, ...]:
        articles = self._corpus.articles
        # 0.0 - x: a score of nought is not to become minus nought.
        return tuple(Hit(articles[each.place].passages[each.number - 1], 0.0 - each.minus) for each in ranked)

    @staticmethod
    def _is_settled(window: Window, ranked: Sequence[Ranked], k: int) -> bool:
        """Whether no passage outside of the window can be among the best `k`."""
        if window.is_all:
            return True
        if len(ranked) < k:
            return False
        exceeds = max([EXCEEDS, *(1.02 * -each.minus / each.lucene for each in ranked if each.lucene > 0)])
        return -ranked[k - 1].minus > exceeds * window.candidates[-1].lucene

    def _asked(self, body: Mapping[str, Any]) -> list[Any]:
        answer = self._search(body, search_type="dfs_query_then_fetch", include_named_queries_score="true")
        hits: list[Any] = answer["hits"]["hits"]
        return hits

    def _search(self, body: Mapping[str, Any], **parameters: str) -> Any:
        with self.place.asked() as published:
            return self._connection.search(published.alias, json.dumps(body), **parameters)

    def _counted(self, query: Query, scope: Scope, seen: Scope) -> dict[tuple[str, str], int]:
        """For each term, how many passages have it in each field, of all that may be seen; `either` within the scope,
        and `seen` within what the asker may see. `size` counts the passages within the scope.
        """
        terms, memory = list(dict.fromkeys(query.terms)), self._remembered.df
        inside, around = requests.within(scope), requests.within(seen)
        filters = {"either": inside, "seen": around}
        wanted = [(name, word) for name in (TEXT, TITLE, HEADING, WHOLE) for word in terms]
        wanted += [(PAIRS, pair) for pair in pairs_of(query)]
        wanted += [("either", word) for word in terms]
        if inside != around:
            wanted += [("seen", word) for word in terms]
        asked = [each for each in wanted if each not in memory or filters.get(each[0])]
        clauses = [
            (requests.matching(word), filters[name]) if name in filters else (requests.term(name, word), [])
            for name, word in asked
        ]
        if inside:
            clauses.append(({"exists": {"field": "number"}}, inside))
        numbers = self._counts([requests.both(clause, [*self._visible, *own]) for clause, own in clauses])
        size = numbers.pop() if inside else len(self._corpus.passages)
        found = dict(zip(asked, numbers, strict=True))
        if len(memory) > REMEMBERED:
            memory.clear()
        memory |= {each: number for each, number in found.items() if not filters.get(each[0])}
        found |= {each: memory[each] for each in wanted if each not in found}
        if inside == around:
            found |= {("seen", word): found["either", word] for word in terms}
        return {**found, ("size", ""): size}

    def _counts(self, clauses: Sequence[Clause]) -> list[int]:
        """How many documents of the revision match each clause.

        In a whole index a term's df is known without a look at its list. So what has gone from the base is counted by
        itself, and taken off.
        """
        with self.place.asked() as published:
            everything = ",".join(published.indexes)
            counted = [(everything, clause) for clause in clauses]
            if published.gone:
                left_out: Clause = {"terms": {"article": list(published.gone)}}
                counted += [(published.indexes[0], requests.both(clause, [left_out])) for clause in clauses]
            numbers = self._connection.counts(counted)
        off = numbers[len(clauses) :] or [0] * len(clauses)
        return [number - less for number, less in zip(numbers, off, strict=False)]

    def _statistics(self, query: Query) -> Statistics:
        counted = self._counted(query, Scope(), Scope())
        df: dict[str, dict[str, int]] = {name: {} for name in (TEXT, TITLE, HEADING, PAIRS, WHOLE)}
        for (name, word), number in counted.items():
            if name in df:
                df[name][word] = number
        return Statistics(len(self._corpus.passages), len(self._corpus.articles), self._tokens(), df)

    def _tokens(self) -> Mapping[str, int]:
        if self._remembered.tokens is None:
            sums = self._search(requests.sums(self._visible))["aggregations"]
            self._remembered.tokens = {name: round(each["value"]) for name, each in sums.items()}
        return self._remembered.tokens

    def _remember_words(self, lookup: Lookup, counted: Mapping[tuple[str, str], int]) -> None:
        """Words whose terms passages have are not misspelt, the next time neither."""
        if len(self._remembered.words) > REMEMBERED:
            self._remembered.words.clear()
        if lookup.query.scope.is_open and all(counted["either", term] for term in lookup.query.terms):
            self._remembered.words.update(lookup.typed)

    def _near_words(self, typed: Sequence[str], scope: Scope) -> Mapping[str, int]:
        """Known words that these may be misspelt from, and in how many passages each stands, whoever may see them."""
        fresh = (word for word in typed if word not in self._remembered.words)
        sought = dict.fromkeys(each for word in fresh if (each := spelling.sought(word)) is not None)
        if not sought:
            return {}
        own = list(dict.fromkeys(each for word in sought for each in (word, spelling.swapped(word))))
        counted = self._connection.later(self._counts, [requests.term("words", word) for word in own])
        is_part = bool(self._visible) or not scope.is_open
        suggested = self._search(requests.near(sought, known_elsewhere=is_part)).get("suggest", {})
        entries = [entry for each in suggested.values() for entry in each]
        near = {option["text"]: option["freq"] for entry in entries for option in entry["options"]}
        return {**near, **dict(zip(own, counted.result(), strict=True))}

    def _vocabulary(self, near: Mapping[str, int], scope: Scope) -> Mapping[str, int]:
        """The words that passages within the scope have, and how many have each."""
        filters = [*self._visible, *requests.within(scope)]
        if filters or self.place.published.gone:
            numbers = self._counts([requests.both(requests.term("words", word), filters) for word in near])
            near = dict(zip(near, numbers, strict=True))
        return {word: number for word, number in near.items() if number}

    def _written(self, word: str, scope: Scope) -> str:
        """A folded word as the first passage within the scope writes it."""
        filters = [*self._visible, *requests.within(scope)]
        for passage in self._in_order(requests.both(requests.term("words", word), filters)):
            if scope.admits(passage.attribution) and (found := analysis.as_written(word, passage.text)):
                return found
        return word

    def _with_the_words(self, lookup: Lookup, scope: Scope) -> Iterator[Hit]:
        """The passages that have what is asked for word for word, in order: "who we are" has no word to rank by."""
        if not lookup.strictness.wanted:
            return
        filters = self._filters(lookup, scope)
        for passage in self._in_order({"bool": {"filter": list(filters)}}):
            if not lookup.budget.left():
                return
            if scope.admits(passage.attribution) and lookup.strictness.admits(passage):
                yield Hit(passage, 0.0)

    def _in_order(self, query: Clause) -> Iterable[Passage]:
        """Passages in corpus order, among them all that match."""
        found = self._search(requests.places(query, PLACES))["hits"]
        if found["total"]["value"] > PLACES:
            # So many match that the first ones stand near the top.
            return self._corpus.passages
        numbers = self._places_of_articles()
        places = sorted((numbers[hit["fields"]["article"][0]], hit["fields"]["number"][0]) for hit in found["hits"])
        return (self._corpus.articles[at].passages[number - 1] for at, number in places)

    def _places_of_articles(self) -> Mapping[str, int]:
        """The number of each article in the corpus, by its key in the cluster."""
        if not self._places:
            self._places = {key(known.article): at for at, known in enumerate(self._corpus.attributions)}
        return self._places


def _frequencies(hit: Any, words: Sequence[str], pairs: Sequence[str]) -> dict[str, dict[str, int]]:
    """How often a document has each word, by field; told by the scores of clauses named by field and place."""
    found: dict[str, dict[str, int]] = {}
    for name, often in (hit.get("matched_queries") or {}).items():
        named, _, place = name.partition(" ")
        word = (pairs if named == PAIRS else words)[int(place)]
        found.setdefault(named, {})[word] = round(often)
    return found
