"""What a receipt pins: the words of each passage that was quoted, and what it hung on."""

from dataclasses import replace
from datetime import date

from bot.core.answering.receipts import Receipt, as_json, from_json, read_otherwise, receipt_id, receipt_of
from bot.core.corpus import Corpus
from bot.core.model import Answer, Article, Context, Mark, Outcome, Passage, Question, Quotation
from tests.small_articles import article, corpus

LEAVE = article("leave", "Thirty days.")


def receipt(passage: Passage) -> Receipt:
    answer = Answer(Question("How long?"), Outcome.ANSWERED, "r", (Quotation(passage, 0, len(passage.text)),))
    return receipt_of(answer, date(2026, 3, 2), {"leave": "abc"})


def reading(**other: object) -> Corpus:
    """A corpus whose one passage reads otherwise."""
    passage = replace(LEAVE.passages[0], **other)  # type: ignore[arg-type]  # whatever a test gives
    return corpus(Article(LEAVE.attribution, (passage,)))


def test_what_stands_as_it_was_quoted_is_not_read_otherwise() -> None:
    assert read_otherwise(receipt(LEAVE.passages[0]), corpus(LEAVE)) == frozenset()


def test_other_words_another_context_or_other_marks_are_told() -> None:
    kept = receipt(LEAVE.passages[0])
    for other in (
        reading(text="Thirty days"),
        reading(context=Context(("Leave",))),
        reading(marks=(Mark("note", 6, "1"),)),
        corpus(),
    ):
        assert read_otherwise(kept, other) == {"leave"}


def test_a_receipt_keeps_the_earlier_questions_that_its_own_goes_on_from() -> None:
    asked = Question("and in May?", earlier=("When is leave due?",))
    kept = receipt_of(Answer(asked, Outcome.NOT_COVERED, "r1"), date(2026, 3, 2), {})
    assert from_json(as_json(kept)).earlier == ("When is leave due?",)
    assert receipt_id(asked, kept.day, "r1") != receipt_id(Question("and in May?"), kept.day, "r1")


def test_a_receipt_from_before_there_was_context_is_of_an_earlier_reader() -> None:
    kept = receipt(LEAVE.passages[0])
    old = replace(kept, answer=kept.answer.replace('"context"', '"heading"'))
    assert read_otherwise(old, corpus(LEAVE)) == {"leave"}
