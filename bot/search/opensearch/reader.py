"""Asks one revision in the cluster, and counts there what scores depend on."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from bot.core.corpus import Corpus
from bot.core.model import Query, Scope
from bot.search.opensearch import requests
from bot.search.opensearch.connecting import SECONDS, Connection
from bot.search.opensearch.documents import HEADING, PAIRS, TEXT, TITLE, WHOLE, key
from bot.search.opensearch.requests import Clause
from bot.search.opensearch.revision import RevisionInCluster
from bot.search.opensearch.scoring import Statistics, pairs_of

REMEMBERED = 50_000  # numbers of passages that have a term

Counted = dict[tuple[str, str], int]
"""How many passages have a term, by field and term."""


class Reader:
    """The articles that may be seen of one revision, which never changes: what was counted once is remembered.

    `visible` are filters that let what may be seen pass. All methods that ask the cluster raise SearchError.
    """

    def __init__(
        self, connection: Connection, place: RevisionInCluster, corpus: Corpus, visible: Sequence[Clause]
    ) -> None:
        self._connection, self.place, self.corpus, self.visible = connection, place, corpus, list(visible)
        self._df: Counted = {}
        self._tokens: Mapping[str, int] | None = None
        self._places: dict[str, int] = {}

    def search(self, body: Mapping[str, Any], **parameters: str) -> Any:
        """What is found in all of the revision."""
        with self.place.asked() as published:
            return self._connection.search(published.alias, json.dumps(body), SECONDS, **parameters)

    def hits(self, body: Mapping[str, Any]) -> list[Any]:
        """The documents that are found, with the scores of named clauses."""
        answer = self.search(body, search_type="dfs_query_then_fetch", include_named_queries_score="true")
        hits: list[Any] = answer["hits"]["hits"]
        return hits

    def later(self, ask: Any, *arguments: Any) -> "Future[Any]":
        """Asks at the same time as whoever calls this goes on. What is asked so may not ask so itself: all threads of
        the pool might wait for one that is free.
        """
        return self._connection.later(ask, *arguments)

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
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

    def counted(self, query: Query, scope: Scope, seen: Scope) -> Counted:
        """For each term, how many passages have it in each field, of all that may be seen; `either` within the scope,
        and `seen` within what the asker may see. `size` counts the passages within the scope.
        """
        terms, memory = list(dict.fromkeys(query.terms)), self._df
        inside, around = requests.within(scope), requests.within(seen)
        filters = {"either": inside, "seen": around}
        wanted = [(name, word) for name in (TEXT, TITLE, HEADING, WHOLE) for word in terms]
        wanted += [(PAIRS, pair) for pair in pairs_of(query)]
        wanted += [("either", word) for word in terms]
        if inside != around:
            wanted += [("seen", word) for word in terms]
        found = {each: memory[each] for each in wanted if each in memory and not filters.get(each[0])}
        asked = [each for each in wanted if each not in found]
        clauses = [
            (requests.matching(word), filters[name]) if name in filters else (requests.term(name, word), [])
            for name, word in asked
        ]
        if inside:
            clauses.append(({"exists": {"field": "number"}}, inside))
        numbers = self.counts([requests.both(clause, [*self.visible, *own]) for clause, own in clauses])
        size = numbers.pop() if inside else len(self.corpus.passages)
        found |= dict(zip(asked, numbers, strict=True))
        lasting = {each: number for each, number in found.items() if not filters.get(each[0])}
        # Another one in place of the old one: others may be reading that.
        self._df = {**memory, **lasting} if len(memory) < REMEMBERED else lasting
        if inside == around:
            found |= {("seen", word): found["either", word] for word in terms}
        return {**found, ("size", ""): size}

    def statistics(self, query: Query) -> Statistics:
        """What the scores of a query's terms depend on."""
        counted = self.counted(query, Scope(), Scope())
        df: dict[str, dict[str, int]] = {name: {} for name in (TEXT, TITLE, HEADING, PAIRS, WHOLE)}
        for (name, word), number in counted.items():
            if name in df:
                df[name][word] = number
        return Statistics(len(self.corpus.passages), len(self.corpus.articles), self._lengths(), df)

    def _lengths(self) -> Mapping[str, int]:
        if self._tokens is None:
            sums = self.search(requests.sums(self.visible))["aggregations"]
            self._tokens = {name: round(each["value"]) for name, each in sums.items()}
        return self._tokens

    def places(self) -> Mapping[str, int]:
        """The number of each article in the corpus, by its key in the cluster."""
        if not self._places:
            self._places = {key(name): at for at, name in enumerate(self.corpus.names)}
        return self._places
