"""The passages that the cluster proposes, and their exact scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.core.model import Query
from bot.search.opensearch import requests
from bot.search.opensearch.documents import HEADING, PAIRS, TEXT, TITLE, WHOLE, id_of
from bot.search.opensearch.reader import Reader
from bot.search.opensearch.requests import Clause
from bot.search.opensearch.scoring import Candidate, Whole, pairs_of, score, weights_of

# By how much our score may exceed Lucene's where nothing else is known: it keeps lengths to a sixteenth.
EXCEEDS = 1.1


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


def window_of(reader: Reader, query: Query, filters: tuple[Clause, ...], size: int) -> Window:
    """The best so many passages by Lucene's score."""
    words, pairs = list(weights_of(query)), pairs_of(query)
    found = []
    for hit in reader.hits(requests.candidates(query, filters, size)):
        own = hit["fields"]
        lengths = {name: own[f"{name}_length"][0] for name in (TEXT, TITLE, HEADING)}
        often = _frequencies(hit, words, pairs)
        found.append(Candidate(own["article"][0], own["number"][0], hit["_score"], lengths, often))
    return Window(query, filters, tuple(found), size)


def ranked(reader: Reader, query: Query, window: Window) -> list[Ranked]:
    """The candidates, best first, ties in corpus order."""
    if not window.candidates:
        return []
    counted = reader.later(reader.statistics, query)
    places, known = reader.places(), reader.corpus.names
    names = dict.fromkeys(each.article for each in window.candidates)
    ids = [id_of(known[places[name]]) for name in names]
    words = list(weights_of(query))
    wholes = {
        hit["fields"]["article"][0]: Whole(
            hit["fields"][f"{WHOLE}_length"][0], _frequencies(hit, words, ()).get(WHOLE, {})
        )
        for hit in reader.hits(requests.whole(query, ids))
    }
    known = counted.result()
    return sorted(
        Ranked(-score(query, each, wholes[each.article], known), places[each.article], each.number, each.lucene)
        for each in window.candidates
    )


def is_settled(window: Window, found: Sequence[Ranked], k: int) -> bool:
    """Whether no passage outside of the window can be among the best `k`."""
    if window.is_all:
        return True
    if len(found) < k:
        return False
    exceeds = max([EXCEEDS, *(1.02 * -each.minus / each.lucene for each in found if each.lucene > 0)])
    return -found[k - 1].minus > exceeds * window.candidates[-1].lucene


def _frequencies(hit: Any, words: Sequence[str], pairs: Sequence[str]) -> dict[str, dict[str, int]]:
    """How often a document has each word, by field; told by the scores of clauses named by field and place."""
    found: dict[str, dict[str, int]] = {}
    for name, often in (hit.get("matched_queries") or {}).items():
        named, _, place = name.partition(" ")
        word = (pairs if named == PAIRS else words)[int(place)]
        found.setdefault(named, {})[word] = round(often)
    return found
