"""Which stretch of a passage is quoted, and whether it still stands in its article."""

from bot.core.answering.marking import Asked, mark, mark_among
from bot.core.model import Article, Hit, PassageKind, Quotation
from bot.core.text.sentences import sentences

FULL = 500


def quote_in_full(hit: Hit, question: Asked) -> Quotation:
    """The whole passage if it is a table's row or short (FULL), else the sentence that answers and its neighbours."""
    text = hit.passage.text
    if hit.passage.kind is PassageKind.ROW:
        return _whole(hit)
    spans = sentences(text)
    best = first = last = mark_among(question, hit.passage, spans)
    if len(text) <= FULL:
        return Quotation(hit.passage, 0, len(text), hit.score, spans[best])
    # The neighbours join as long as the quotation stays readable: what follows first, as it explains.
    for earlier, later in ((first, last + 1), (first - 1, last)):
        if earlier >= 0 and later < len(spans):
            joined = min(first, earlier), max(last, later)
            if spans[joined[1]][1] - spans[joined[0]][0] <= FULL:
                first, last = joined
    return Quotation(hit.passage, spans[first][0], spans[last][1], hit.score, spans[best])


def quote_sentence(hit: Hit, question: Asked) -> Quotation:
    """The sentence of the passage that answers; of a table's row all cells."""
    if hit.passage.kind is PassageKind.ROW:
        return _whole(hit)
    start, end = mark(question, hit.passage)
    return Quotation(hit.passage, start, end, hit.score, (start, end))


def _whole(hit: Hit) -> Quotation:
    length = len(hit.passage.text)
    return Quotation(hit.passage, 0, length, hit.score, (0, length))


def quote_lead(article: Article) -> Quotation:
    """The first sentence of an article."""
    first = article.passages[0]
    start, end = sentences(first.text)[0]
    return Quotation(first, start, end)


def still_stands(quotation: Quotation, article: Article | None) -> bool:
    """Whether the article, as it is now, has the quoted passage at its place, character for character, and says
    the same of itself."""
    return article is not None and article.passage(quotation.passage.number) == quotation.passage
