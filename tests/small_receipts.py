"""Receipts of small answers."""

from collections.abc import Sequence
from datetime import date

from bot.core.answering.receipts import Receipt, receipt_of
from bot.core.model import Answer, Article, Audience, Outcome, Question, Quotation


def receipt(*quoted: tuple[Article, int], name: str = "r1", collections: frozenset[str] | None = None) -> Receipt:
    """What an answer left that quotes these paragraphs, by their numbers from 1."""
    passages = [article.passages[number - 1] for article, number in quoted]
    return _receipt([Quotation(passage, 0, len(passage.text)) for passage in passages], name, collections)


def receipt_of_part(article: Article, start: int, end: int) -> Receipt:
    """What an answer left that quotes these characters of the first paragraph."""
    return _receipt([Quotation(article.passages[0], start, end)], "r1", None)


def _receipt(quotations: Sequence[Quotation], name: str, collections: frozenset[str] | None) -> Receipt:
    asked = Question("How long?", Audience(collections=collections))
    answer = Answer(asked, Outcome.ANSWERED, "revision", tuple(quotations), receipt=name)
    return receipt_of(answer, date(2026, 3, 2), {})
