"""Receipts of answers that quote whole paragraphs."""

from datetime import date

from bot.core.model import Answer, Article, Audience, Outcome, Question, Quotation
from bot.core.receipts import Receipt, receipt_of


def receipt(*quoted: tuple[Article, int], name: str = "r1", collections: frozenset[str] | None = None) -> Receipt:
    """What an answer left that quotes these paragraphs, by their numbers from 1."""
    passages = [article.passages[number - 1] for article, number in quoted]
    answer = Answer(
        Question("How long?", Audience(collections=collections)),
        Outcome.ANSWERED,
        "revision",
        tuple(Quotation(passage, 0, len(passage.text)) for passage in passages),
        receipt=name,
    )
    return receipt_of(answer, date(2026, 3, 2), {})
