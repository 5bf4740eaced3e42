"""The project's own ranking, marking and confidence, put before a test collection."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from bot.core.answering import confidence, marking
from bot.core.answering.inquiry import Inquiry, inquire
from bot.core.answering.second_look import second_look
from bot.core.answering.synonyms import Synonyms
from bot.core.corpus import Corpus
from bot.core.model import Article, Hit, Passage, Question
from bot.core.ports import PassageIndex
from bot.core.text.sentences import Span
from bot.evaluation.measures import DEPTH
from bot.evaluation.measuring import Progress, measure
from bot.evaluation.reading import read
from bot.evaluation.report import Report
from bot.library.engine import build_index
from bot.library.library import comparing, read_synonyms, today
from bot.settings import Settings


class OurSystem:
    """The road of a question, up to its quotations, over an index of a collection. Satisfies System."""

    def __init__(
        self, articles: Sequence[Article], synonyms: Synonyms, build: Callable[[Corpus], PassageIndex]
    ) -> None:
        self._corpus, self._synonyms, self._build = Corpus(articles), synonyms, build
        self._index = build(self._corpus)
        self._last: tuple[Question, Inquiry, Sequence[Hit]] | None = None

    def rank(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Iterable[Hit]:
        return self._found(question, earlier)[1][:k]

    def confidence(self, question: str) -> float:
        inquiry, hits = self._found(question)
        return confidence.confidence(inquiry.words, inquiry.covering, hits)

    def mark(self, question: str, passage: Passage) -> Span:
        inquiry, _ = self._found(question)
        return marking.mark(marking.asked(inquiry.words, inquiry.weights, inquiry.language), passage)

    def without(self, hidden: frozenset[str]) -> "OurSystem":
        return OurSystem([each for each in self._corpus.articles if each.id not in hidden], self._synonyms, self._build)

    def _found(self, text: str, earlier: tuple[str, ...] = ()) -> tuple[Inquiry, Sequence[Hit]]:
        question = Question(text, earlier=earlier)
        # Ranking, confidence and mark of a question are asked for one after the other: one search serves all.
        if self._last is None or self._last[0] != question:
            inquiry = inquire(question, self._index, self._synonyms, today(), DEPTH)
            hits = self._index.complete(inquiry.lookup, inquiry.consulted).hits
            self._last = question, inquiry, second_look(inquiry, hits)
        return self._last[1:]


def evaluate(folder: Path, settings: Settings, progress: Progress) -> Report:
    """Measures the answers on a collection in the BEIR layout. Raises ConfigurationError."""
    collection = read(folder)
    compare = comparing(settings, vectors_of(collection.name))
    build = partial(build_index, engine=settings.search.engine, compare=compare)
    return measure(collection, OurSystem(collection.articles, read_synonyms(settings.synonyms), build), progress)


def vectors_of(collection: str) -> str:
    """Names the place where the vectors of a test collection are kept."""
    return f"test {hashlib.sha256(collection.encode(errors='surrogatepass')).hexdigest()[:12]}"
