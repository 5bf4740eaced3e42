"""Which passages come first when the first hits are looked at again."""

from dataclasses import replace
from datetime import date

import pytest

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


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("How many days of leave?", "Days of leave"),
        ("How long is leave?", "Leave (months)"),
        ("How long is leave?", "Leave in whole weeks"),
        ("What does leave cost?", "Cost of leave (EUR)"),
    ],
)
def test_a_cell_is_read_with_the_head_of_its_column(question: str, head: str) -> None:
    words, heads = "Leave depends on days and cost.", Context(row=("Service", head))
    row = hit("all\t29", 1.9, kind=PassageKind.ROW, context=heads)
    assert looked_at(question, hit(words, 2.0), row) == ["all\t29", words]


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


def test_how_often_something_is_done_is_no_amount_that_tells_passages_apart() -> None:
    words, frequency = "Reports are made in writing.", "Reports are made each year."
    assert looked_at("How often are reports made?", hit(words, 2.0), hit(frequency, 1.9)) == [words, frequency]


def test_of_two_passages_that_are_as_good_the_one_that_stands_earlier_in_its_document_comes_first() -> None:
    early, late = "Badges are worn.", "Badges are shown."
    hits = (hit(late, 2.0, number=9), hit(early, 2.0))
    assert looked_at("What about badges?", *hits) == [early, late]


def test_the_longer_a_question_is_the_less_it_counts_that_a_passage_has_all_of_it() -> None:
    repeats, has_all = "Badge, badge, badge.", "Interns show a badge at the door."
    asked = "Do interns need a badge at the door, and a permit, locker, laptop, phone, desk, mentor, visa, contract?"
    assert looked_at(asked, hit(repeats, 3.0), hit(has_all, 1.9)) == [repeats, has_all]


@pytest.mark.parametrize(
    "question",
    ["What counts as late work?", "What is meant by late work?", "What does late work mean?", "What is late work?"],
)
def test_what_a_word_means_is_told_by_the_passage_that_says_so(question: str) -> None:
    uses, defines = "Late work counts double, and late work is rare.", "“Late work” means work after nine."
    other = "“Early work” means work before six, not late work."
    assert looked_at(question, hit(uses, 2.0), hit(other, 1.9), hit(defines, 1.8))[0] == defines
