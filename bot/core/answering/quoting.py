"""Which stretch of a passage is quoted, and whether it still stands in its article."""

from collections.abc import Sequence
from itertools import accumulate

from bot.core.answering.marking import Asked, mark_among
from bot.core.model import CELL_SEPARATOR, Article, Hit, Passage, PassageKind, Quotation
from bot.core.text import analysis
from bot.core.text.sentences import Span, sentences, whole_sentences

# Shorter passages are quoted whole, in characters: the first of an answer, and those after it.
FULL, SHORT = 500, 300
# A sentence is never cut, unless it is longer than this.
LONGEST_SENTENCE = 1_500


def quote(hit: Hit, question: Asked, longest: int = FULL) -> Quotation:
    """The whole passage if it is a table's row or short, else the sentence that answers and its neighbours.

    No sentence is cut, so that one may be longer than `longest`, up to LONGEST_SENTENCE.
    """
    text = hit.passage.text
    if hit.passage.kind is PassageKind.ROW:
        return _row(hit, question)
    spans = sentences(text)
    mark = spans[mark_among(question, hit.passage, spans)]
    if len(text) <= longest:
        start, end = 0, len(text)
    else:
        start, end = _with_neighbours(whole_sentences(text), mark, longest)
        if end - start > LONGEST_SENTENCE:
            start, end = mark
    struck = _struck_out_of_the_answer(hit.passage, question, mark)
    if struck:
        # What is still said beside it is not what was asked for: nothing is marked, and what is struck out is shown.
        reached = min(start, *struck), max(end, *struck)
        start, end = reached if reached[1] - reached[0] <= LONGEST_SENTENCE else (start, end)
        mark = start, end
    return Quotation(hit.passage, start, end, hit.score, mark)


def _struck_out_of_the_answer(passage: Passage, question: Asked, mark: Span) -> tuple[int, ...]:
    """Where words are struck out that have more of the question than the sentence that would be marked."""

    def mass(text: str) -> float:
        held = question.weights.keys() & analysis.which_terms(text)
        return sum(question.weights[term] for term in sorted(held))

    if not passage.marks:
        return ()
    most = mass(passage.text[slice(*mark)])
    return tuple(each.at for each in passage.marks if each.kind == "struck" and mass(each.text) > most)


def _with_neighbours(spans: Sequence[Span], mark: Span, longest: int) -> Span:
    """The sentence around the mark; its neighbours join as long as it stays readable: what follows first, as it
    explains."""
    first = last = next(at for at, (start, end) in enumerate(spans) if start <= mark[0] and mark[1] <= end)
    for earlier, later in ((first, last + 1), (first - 1, last)):
        if earlier >= 0 and later < len(spans):
            joined = min(first, earlier), max(last, later)
            if spans[joined[1]][1] - spans[joined[0]][0] <= longest:
                first, last = joined
    return spans[first][0], spans[last][1]


def _row(hit: Hit, question: Asked) -> Quotation:
    """All cells of a row; of a long one the sentence that answers is marked, and the whole of a short one."""
    text = hit.passage.text
    mark = 0, len(text)
    if len(text) > FULL:
        cells = text.split(CELL_SEPARATOR)
        starts = accumulate((len(cell) + len(CELL_SEPARATOR) for cell in cells), initial=0)
        spans = [
            (start + first, start + last)
            for start, cell in zip(starts, cells, strict=False)
            for first, last in sentences(cell)
        ]
        mark = spans[mark_among(question, hit.passage, spans)]
    return Quotation(hit.passage, 0, len(text), hit.score, mark)


def quote_lead(article: Article) -> Quotation:
    """The first sentence of an article."""
    first = article.passages[0]
    start, end = sentences(first.text)[0]
    return Quotation(first, start, end)


def still_stands(quotation: Quotation, article: Article | None) -> bool:
    """Whether the article, as it is now, has every quoted passage at its place, character for character, and says
    the same of itself."""
    return article is not None and all(article.passage(each.number) == each for each in quotation.passages)
