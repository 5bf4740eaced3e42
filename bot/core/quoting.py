"""Which stretch of a passage is quoted, and whether it still stands in its article."""

from collections.abc import Mapping

from bot.core import analysis
from bot.core.model import Article, Hit, Quotation
from bot.core.sentences import sentences

FULL = 500
LEAD_BONUS = 0.1


def quote_in_full(hit: Hit, weights: Mapping[str, float]) -> Quotation:
    """The whole passage if it has at most FULL characters, else the sentence that answers and its neighbours."""
    text = hit.passage.text
    if len(text) <= FULL:
        return Quotation(hit.passage, 0, len(text), hit.score)
    spans = sentences(text)
    best = best_sentence(text, spans, weights)
    first = last = best
    # The neighbours join as long as the quotation stays readable: what follows first, as it explains.
    for neighbour in (best + 1, best - 1):
        if 0 <= neighbour < len(spans):
            start, end = spans[min(first, neighbour)][0], spans[max(last, neighbour)][1]
            if end - start <= FULL:
                first, last = min(first, neighbour), max(last, neighbour)
    return Quotation(hit.passage, spans[first][0], spans[last][1], hit.score)


def quote_sentence(hit: Hit, weights: Mapping[str, float]) -> Quotation:
    """The sentence of the passage that answers."""
    spans = sentences(hit.passage.text)
    start, end = spans[best_sentence(hit.passage.text, spans, weights)]
    return Quotation(hit.passage, start, end, hit.score)


def quote_lead(article: Article) -> Quotation:
    """The first sentence of an article."""
    first = article.passages[0]
    start, end = sentences(first.text)[0]
    return Quotation(first, start, end)


def best_sentence(text: str, spans: list[tuple[int, int]], weights: Mapping[str, float]) -> int:
    """The position of the sentence that covers most of the question's weight; of equals, the earliest.

    `weights` gives each term of the question its idf. The first sentence gets a little extra: leads answer.
    """

    def value(position: int) -> float:
        start, end = spans[position]
        present = set(analysis.terms(text[start:end]))
        covered = sum(weight for term, weight in weights.items() if term in present)
        return covered + (LEAD_BONUS * sum(weights.values()) if position == 0 else 0.0)

    return max(range(len(spans)), key=lambda position: (value(position), -position))


def still_stands(quotation: Quotation, article: Article | None) -> bool:
    """Whether the article, as it is now, has the quotation at its place, character for character."""
    passage = article.passage(quotation.passage.number) if article else None
    return passage is not None and passage.text[quotation.start : quotation.end] == quotation.text
