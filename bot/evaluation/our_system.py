"""The project's own ranking, marking and confidence, as a system that is measured."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.core.answering import confidence, marking
from bot.core.answering.inquiry import Inquiry, inquire
from bot.core.answering.second_look import second_look
from bot.core.answering.synonyms import Synonyms
from bot.core.corpus import Corpus
from bot.core.model import Article, Hit, Passage, Question
from bot.core.ports import PassageIndex
from bot.core.text.sentences import Span
from bot.evaluation.measures import DEPTH


class OurSystem:
    """The road of a question, up to its quotations, over an index of a collection. Satisfies System."""

    def __init__(
        self, articles: Sequence[Article], synonyms: Synonyms, build: Callable[[Corpus], PassageIndex], day: date
    ) -> None:
        self._corpus, self._synonyms, self._build, self._day = Corpus(articles), synonyms, build, day
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
        shown = [each for each in self._corpus.articles if each.id not in hidden]
        return OurSystem(shown, self._synonyms, self._build, self._day)

    def _found(self, text: str, earlier: tuple[str, ...] = ()) -> tuple[Inquiry, Sequence[Hit]]:
        question = Question(text, earlier=earlier)
        # Ranking, confidence and mark of a question are asked for one after the other: one search serves all.
        if self._last is None or self._last[0] != question:
            inquiry = inquire(question, self._index, self._synonyms, self._day, DEPTH)
            hits = self._index.complete(inquiry.lookup, inquiry.consulted).hits
            self._last = question, inquiry, second_look(inquiry, hits)
        return self._last[1:]
