"""A System that counts shared words and nothing else: obvious, and enough to be measured."""

from collections import Counter
from collections.abc import Sequence

from bot.core.model import Article, Hit, Passage
from bot.core.text import analysis
from bot.core.text.sentences import Span, sentences


class OverlapSystem:
    """Ranks by the share of the question's terms that a passage has; marks the sentence that has most of them."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = tuple(articles)
        self._passages = [passage for article in articles for passage in article.passages]
        self._places: dict[str, list[int]] = {}
        for place, each in enumerate(self._passages):
            for term in _terms(f"{each.attribution.title} {each.context.words} {each.text}"):
                self._places.setdefault(term, []).append(place)

    def rank(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> list[Hit]:
        asked = _terms(question)
        shared = Counter(place for term in asked for place in self._places.get(term, ()))
        best = sorted(shared, key=lambda place: (-shared[place], place))[:k]
        return [Hit(self._passages[place], shared[place] / len(asked)) for place in best]

    def confidence(self, question: str) -> float:
        return max((hit.score for hit in self.rank(question, 1)), default=0.0)

    def mark(self, question: str, passage: Passage) -> Span:
        asked = _terms(question)
        return max(sentences(passage.text), key=lambda span: len(asked & _terms(passage.text[slice(*span)])))

    def without(self, hidden: frozenset[str]) -> "OverlapSystem":
        return OverlapSystem([article for article in self._articles if article.id not in hidden])


def _terms(text: str) -> frozenset[str]:
    return frozenset(analysis.terms(text))
