"""Which passages come first when the first hits are looked at again."""

from dataclasses import replace
from datetime import date

from bot.core.answering.inquiry import inquire
from bot.core.answering.second_look import second_look
from bot.core.answering.synonyms import Synonyms
from bot.core.model import Context, Hit, Passage, PassageKind, Question
from tests.small_articles import article, corpus, index, passages


def looked_at(question: str, *hits: Hit, earlier: tuple[str, ...] = ()) -> list[str]:
    """The texts of the hits after the second look."""
    rules = index(corpus(article("rules", *(hit.passage.text for hit in hits), "Nobody asks for this.")))
    inquiry = inquire(Question(question, earlier=earlier), rules, Synonyms(), date(2026, 5, 3))
    return [hit.passage.text for hit in second_look(inquiry, hits)]


def hit(text: str, score: float, **changes: object) -> Hit:
    passage: Passage = replace(passages(text)[0], **changes)  # type: ignore[arg-type]
    return Hit(passage, score)


def test_a_passage_with_the_amount_that_is_asked_for_comes_before_one_that_has_the_words_alone() -> None:
    words, amount = "Parental leave is paid leave.", "Parental leave: twelve weeks."
    assert looked_at("How long is parental leave?", hit(words, 2.0), hit(amount, 1.9)) == [amount, words]
    assert looked_at("Is parental leave paid?", hit(words, 2.0), hit(amount, 1.9)) == [words, amount]


def test_a_cell_is_read_with_the_head_of_its_column() -> None:
    heads = Context(row=("Service", "Days of leave"))
    words, row = "Leave depends on service.", hit("all\t29", 1.9, kind=PassageKind.ROW, context=heads)
    assert looked_at("How many days of leave?", hit(words, 2.0), row) == ["all\t29", words]


def test_a_passage_that_has_all_words_comes_before_one_that_repeats_a_few() -> None:
    repeats, has_all = "Badge, badge, badge.", "Interns show a badge at the door."
    assert looked_at("Do interns need a badge at the door?", hit(repeats, 2.0), hit(has_all, 1.9)) == [has_all, repeats]


def test_of_earlier_questions_a_passage_need_not_have_every_word() -> None:
    first, second = "Badges are free.", "Interns get badges at the door."
    hits = (hit(first, 2.0), hit(second, 1.9))
    assert looked_at("What about badges?", *hits, earlier=("Do interns enter by the door?",)) == [first, second]


def test_hits_far_down_keep_their_places() -> None:
    many = [hit(f"Rule {number}.", 100.0 - number) for number in range(31)]
    last = "Rule: three weeks."
    assert looked_at("How many weeks does a rule last?", *many, hit(last, 1.0))[-1] == last
