"""A Ranker that counts shared terms and nothing else: slow, obvious, and enough for the contract."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bot.core.model import Hit, Passage, Query, Scope
from bot.core.text import analysis
from bot.search.weighing import Meanings


class OverlapIndex:
    """A passage scores the sum of the weights of the query's terms that it has."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = [(passage, analysis.passage_terms(passage)) for passage in passages]

    def search(
        self, query: Query, k: int, meanings: Meanings | None = None, having: Collection[str] = ()
    ) -> tuple[Hit, ...]:
        weighed = list(zip(query.terms, query.weights, strict=True))
        hits = []
        for at, (passage, terms) in enumerate(self._passages):
            near = float(meanings.similarities[at]) if meanings else None
            if query.scope.admits(passage.attribution) and (near is not None or terms & set(query.terms)):
                own = float(sum(weight for term, weight in weighed if term in terms))
                hits.append(Hit(passage, own + (meanings.weight * near if meanings and near else 0.0), near))
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hits[: max(0, k)])

    def df(self, term: str, scope: Scope) -> int:
        return sum(term in terms for _, terms in self._within(scope))

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        counted: Counter[str] = Counter()
        for passage, _ in self._within(scope):
            counted.update(analysis.passage_words(passage))
        return counted

    def size(self, scope: Scope) -> int:
        return len(self._within(scope))

    def sharing(self, words: Collection[str]) -> None:
        return None

    def _within(self, scope: Scope) -> list[tuple[Passage, frozenset[str]]]:
        return [(passage, terms) for passage, terms in self._passages if scope.admits(passage.attribution)]
