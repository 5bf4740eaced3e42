"""What the cluster is asked for a question, as the bodies of requests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.core.lookup import Strictness
from bot.core.model import Query, Scope
from bot.search.opensearch.documents import HEADING, PAIRS, TEXT, TITLE, WHOLE, key
from bot.search.opensearch.scoring import pairs_of, weights_of
from bot.search.weighing import ARTICLES, HEADINGS, TITLES
from bot.search.weighing import PAIRS as ADJACENT

Clause = Mapping[str, Any]
# OpenSearch takes no more than 1,024 clauses at a time, and a term of a question needs four.
MOST_TERMS = 240
SUGGESTED = 50


def term(field: str, word: str, boost: float = 1.0) -> Clause:
    """Documents that have a term."""
    return {"term": {field: {"value": key(word), "boost": boost}}}


def matching(word: str) -> Clause:
    """Passages that are found by a term: in their text, their context or their title."""
    return {"bool": {"should": [term(TEXT, word), term(TITLE, word)], "minimum_should_match": 1}}


def both(query: Clause, filters: Sequence[Clause]) -> Clause:
    """What matches a query and every filter."""
    return {"bool": {"filter": [query, *filters]}} if filters else query


def within(scope: Scope) -> list[Clause]:
    """Filters that admit what a scope admits."""
    filters: list[Clause] = []
    for field, names in (
        ("collection", scope.collections),
        ("publisher", scope.publishers),
        ("topics", scope.topics),
    ):
        if names is not None:
            filters.append({"terms": {field: sorted(map(key, names))}})
    if scope.since is not None or scope.before is not None:
        since = {"gte": scope.since.isoformat()} if scope.since else {}
        before = {"lt": scope.before.isoformat()} if scope.before else {}
        filters.append({"range": {"published": {**since, **before}}})
    return filters


def strictly(strictness: Strictness) -> list[Clause]:
    """Filters that admit what a question's exact words admit."""
    wanted = [_in_a_row(row) for row in strictness.wanted]
    excluded = [_in_a_row(row) for row in strictness.excluded]
    return [*wanted, {"bool": {"must_not": excluded}}] if excluded else wanted


def _in_a_row(words: Sequence[str]) -> Clause:
    if not words:
        return {"match_none": {}}
    clauses = [{"span_term": {"said": key(word)}} for word in words]
    return clauses[0] if len(clauses) == 1 else {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def candidates(query: Query, filters: Sequence[Clause], most: int) -> Mapping[str, Any]:
    """The passages that Lucene ranks highest, with the exact frequencies of the query's terms in each.

    To score exactly there would take several times as long. The frequencies are scores of clauses that match or do not
    without any consequence; an empty filter keeps them from being wanted.
    """
    weighed = list(weights_of(query).items())[:MOST_TERMS]
    pairs = pairs_of(query)[:MOST_TERMS]
    found = [
        *(term(TEXT, word, weight) for word, weight in weighed),
        *(term(TITLE, word, TITLES * weight) for word, weight in weighed),
    ]
    beside = [
        *(term(HEADING, word, HEADINGS * weight) for word, weight in weighed),
        *(term(PAIRS, pair, ADJACENT) for pair in pairs),
        _of_whole(weighed),
    ]
    words = [word for word, _ in weighed]
    named = [
        *frequencies(TEXT, words),
        *frequencies(TITLE, words),
        *frequencies(HEADING, words),
        *frequencies(PAIRS, pairs),
    ]
    return {
        "size": most,
        "track_total_hits": False,
        "docvalue_fields": ["article", "number", *(f"{field}_length" for field in (TEXT, TITLE, HEADING))],
        "query": {
            "bool": {
                "must": [{"bool": {"should": found, "minimum_should_match": 1}}],
                "should": beside,
                "filter": [*filters],
            }
        },
        "post_filter": unwanted(named),
    }


def _of_whole(weighed: Sequence[tuple[str, float]]) -> Clause:
    """What the article that a passage stands in scores for these words and their weights."""
    return {
        "has_parent": {
            "parent_type": "article",
            "score": True,
            "boost": ARTICLES,
            "query": {"bool": {"should": [term(WHOLE, word, weight) for word, weight in weighed]}},
        }
    }


def whole(query: Query, ids: Sequence[str]) -> Mapping[str, Any]:
    """The articles with these ids, with the exact frequencies of the query's terms in each."""
    words = list(weights_of(query))[:MOST_TERMS]
    return {
        "size": len(ids),
        "track_total_hits": False,
        "docvalue_fields": ["article", f"{WHOLE}_length"],
        "query": {"ids": {"values": list(ids)}},
        "post_filter": unwanted(frequencies(WHOLE, words)),
    }


def frequencies(field: str, words: Sequence[str]) -> list[Clause]:
    """Clauses whose scores are how often a document has each word, named by the field and the word's place."""
    return [
        {
            "script_score": {
                "query": term(field, word),
                "script": {
                    "source": "termFreq(params.field, params.term)",
                    "params": {"field": field, "term": key(word)},
                },
                "_name": f"{field} {at}",
            }
        }
        for at, word in enumerate(words)
    ]


def unwanted(clauses: Sequence[Clause]) -> Clause:
    """A filter that lets everything pass; of what has passed, it is told which of the clauses match."""
    return {"bool": {"filter": [{"match_all": {}}], "should": list(clauses)}}


def having(word: str, filters: Sequence[Clause], most: int) -> Mapping[str, Any]:
    """Passages that have a folded word anywhere, in no order."""
    return places(both(term("words", word), filters), most)


def places(query: Clause, most: int) -> Mapping[str, Any]:
    """Where the passages stand that match, in no order, and whether there are more."""
    return {
        "size": most,
        "track_total_hits": most + 1,
        "docvalue_fields": ["article", "number"],
        "sort": ["_doc"],
        "query": query,
    }


def sharing(words: Sequence[str], filters: Sequence[Clause], most: int) -> Mapping[str, Any]:
    """The passages that share most of these folded words, the rare ones first: one of each article."""
    return {
        "size": most,
        "track_total_hits": False,
        "docvalue_fields": ["article"],
        "collapse": {"field": "article"},
        "query": {
            "bool": {
                "should": [term("words", word) for word in words],
                "minimum_should_match": 1,
                "filter": list(filters),
            }
        },
    }


def sums(filters: Sequence[Clause]) -> Mapping[str, Any]:
    """How long each field is in all documents together."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": list(filters)}},
        "aggs": {field: {"sum": {"field": f"{field}_length"}} for field in (TEXT, TITLE, HEADING, WHOLE)},
    }


def near(words: Iterable[str], *, known_elsewhere: bool) -> Mapping[str, Any]:
    """Words that others were perhaps meant to be: at most two letters away, and of the same first letter."""
    of = {
        "field": "words",
        "suggest_mode": "always" if known_elsewhere else "missing",
        "max_edits": 2,
        "prefix_length": 1,
        "min_word_length": 4,
        "size": SUGGESTED,
        "shard_size": SUGGESTED,
        "accuracy": 0.1,
        "max_term_freq": 2_000_000_000,
        "max_inspections": 200,
    }
    return {"size": 0, "suggest": {word: {"text": word, "term": of} for word in words}}
