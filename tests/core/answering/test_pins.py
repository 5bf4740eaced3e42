"""What a curator chose for a question comes first, for that question alone, and only as long as it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.answering.answer import Sources, answer
from bot.core.answering.pins import Pin, PinState, hash_of, matching, same, state_of
from bot.core.answering.policy import Policy
from bot.core.answering.receipts import canonical
from bot.core.answering.synonyms import Synonyms
from bot.core.model import Answer, Article, Chosen, Passage, Question, Reference
from tests.small_articles import article, corpus, index

TODAY = date(2026, 5, 4)
DAY = timedelta(days=1)
LEAVE = article("leave", "Parents get twelve weeks of paid leave.", "Ask your manager in writing.")
SPORTS = article("sports", "Each employee may train in the hall downstairs.", "The hall opens at seven.")
GYM = Pin("p", ("Is there a gym?",), "sports", (1,), hash_of(SPORTS.passages[:1]), "the Legal team", TODAY - DAY)


def ask(words: str, *pins: Pin, articles: tuple[Article, ...] = (LEAVE, SPORTS)) -> Answer:
    there = corpus(*articles)

    def standing(pin: Pin) -> tuple[Passage, ...]:
        state, passages = state_of(pin, there, TODAY)
        return passages if state is PinState.STANDS else ()

    sources = Sources(index(there), there.article, Synonyms(), pins=pins, standing=standing)
    return answer(Question(words), sources, Policy(), TODAY)


def test_what_was_declined_is_answered_by_what_a_curator_chose_and_says_who_did() -> None:
    assert not ask("Is there a gym?").answered
    answered = ask("Is there a gym?", GYM)
    (quotation,) = answered.quotations
    assert quotation.text == "Each employee may train in the hall downstairs."
    assert quotation.chosen == Chosen("the Legal team", TODAY - DAY)
    assert (answered.weak, answered.confidence, answered.missing_terms) == (False, 1.0, ())


def test_it_comes_before_what_is_found_and_is_quoted_once() -> None:
    pin = replace(GYM, questions=("How many weeks of paid leave do parents get?",))
    answered = ask("How many weeks of paid leave do parents get?", pin)
    assert [each.attribution.article for each in answered.quotations] == ["sports", "leave"]
    own = replace(pin, article="leave", words=hash_of(LEAVE.passages[:1]))
    assert [each.attribution.article for each in ask(own.questions[0], own).quotations] == ["leave"]


def test_several_paragraphs_are_quoted_whole_and_together() -> None:
    both = replace(GYM, paragraphs=(1, 2), words=hash_of(SPORTS.passages))
    (quotation,) = ask("Is there a gym?", both).quotations
    assert quotation.text == "\n".join(each.text for each in SPORTS.passages)


@pytest.mark.parametrize("words", ["gym?", "Is there a gym there?", "A GYM, is there?", "gyms"])
def test_the_same_words_in_any_order_and_form_are_the_question(words: str) -> None:
    assert ask(words, GYM).quotations[0].chosen


@pytest.mark.parametrize(
    "words",
    ["Is there a gym for children?", "Is there a pool?", "gym as of 2020", "gym -hall", "source:Nobody gym", "And?"],
)
def test_other_questions_days_and_filters_are_not(words: str) -> None:
    assert all(each.chosen is None for each in ask(words, GYM).quotations)


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("How much maternity leave do I get?", "maternity leave, how much do I get", True),
        (
            "How many days of maternity leave can a part-time employee take after birth",
            "How many days of maternity leave may part-time employees take after the birth in total",
            True,
        ),
        ("Who may fly business class to Berlin for work?", "Who may fly business class to Paris for work?", False),
        ("May staff carry over 5 days of holiday a year?", "May staff carry over 9 days of holiday a year?", False),
        ("Who approves travel?", "Who approves overtime?", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_rewordings_are_told_from_other_questions_with_care(one: str, other: str, are_one: bool) -> None:
    assert (same(one, other) > 0) is are_one
    assert same(one, other) == same(other, one)


def test_the_nearest_wording_and_of_these_the_latest_choice_counts() -> None:
    older = replace(GYM, id="a", on=TODAY - 5 * DAY)
    other = replace(GYM, id="b", questions=("pool",))
    assert matching("Is there a gym?", [older, GYM, other]) == [GYM, older]


def test_a_passage_that_only_moved_is_still_chosen() -> None:
    moved = article("sports", "News.", *(each.text for each in SPORTS.passages))
    assert state_of(GYM, corpus(LEAVE, moved), TODAY) == (PinState.STANDS, (moved.passages[1],))


@pytest.mark.parametrize(
    ("articles", "state"),
    [
        ((article("sports", "Nobody may train in the hall."),), PinState.CHANGED),
        ((LEAVE,), PinState.GONE),
        ((SPORTS, article("new", "Now.", supersedes=[Reference("sports", 1)])), PinState.REPLACED),
        ((replace(SPORTS, in_force_until=TODAY - DAY),), PinState.NOT_IN_FORCE),
        ((article("sports", *2 * [SPORTS.passages[0].text, "x"]),), PinState.STANDS),
        ((article("sports", "x", *2 * [SPORTS.passages[0].text]),), PinState.CHANGED),
    ],
)
def test_what_changed_went_or_was_replaced_is_not_shown_as_chosen(
    articles: tuple[Article, ...], state: PinState
) -> None:
    assert state_of(GYM, corpus(*articles), TODAY)[0] is state
    chosen = [each.chosen for each in ask("Is there a gym?", GYM, articles=articles).quotations]
    assert any(chosen) is (state is PinState.STANDS)


def test_a_file_that_changes_at_this_moment_is_not_quoted_as_chosen() -> None:
    there = corpus(LEAVE, SPORTS)
    changed = article("sports", "Nobody may train in the hall.")
    sources = Sources(
        index(there),
        lambda name: changed if name == "sports" else there.article(name),
        Synonyms(),
        pins=[GYM],
        standing=lambda pin: SPORTS.passages[:1],
    )
    assert not answer(Question("Is there a gym?"), sources, Policy(), TODAY).answered


def test_a_choice_makes_another_receipt_and_stands_in_it() -> None:
    words = "How many weeks of paid leave do parents get?"
    pin = replace(GYM, questions=(words,))
    without, with_pin = ask(words), ask(words, pin)
    assert without.receipt != with_pin.receipt == ask(words, pin).receipt
    assert with_pin.receipt != ask(words, replace(pin, by="HR")).receipt
    assert '"chosen": {"by": "the Legal team", "on": "2026-05-03"}' in canonical(with_pin)
    assert "chosen" not in canonical(without)
