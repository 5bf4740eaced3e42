"""Which questions go on from earlier ones, and which messages ask several."""

from datetime import date

import pytest

from bot.core.answering.going_on import KEPT, goes_on, parts_of, taken_along, together
from bot.core.model import Answer, Outcome, Passage, Question, Quotation
from tests.small_articles import article

TODAY = date(2026, 7, 1)
LEAVE = article("leave", "Leave lasts twelve weeks.", "Managers approve it.")


@pytest.mark.parametrize(
    "words",
    [
        "and for part-timers?",
        "What about Microsoft?",
        "Who approves it?",
        "why?",
        "Und in Teilzeit?",
        "Does that apply?",
    ],
)
def test_what_cannot_stand_alone_goes_on(words: str) -> None:
    assert goes_on(words)


@pytest.mark.parametrize(
    "words",
    [
        "+and for part-timers?",
        "What is PTO?",
        "How many weeks of leave do parents get?",
        "Is there a federal law on dogs?",
    ],
)
def test_what_stands_alone_does_not(words: str) -> None:
    assert not goes_on(words)


def test_the_last_questions_are_taken_along_from_a_new_start_on() -> None:
    asked = [f"question {number}" for number in range(9)]
    assert taken_along(asked) == tuple(asked[-KEPT:])
    assert taken_along([*asked, "+ anew", "and then?"]) == ("+ anew", "and then?")


def test_a_message_that_only_asks_is_parted() -> None:
    assert parts_of("How long is leave? Who approves it?", TODAY) == ("How long is leave?", "Who approves it?")


@pytest.mark.parametrize(
    "words",
    [
        "How long is leave?",
        "I quit yesterday. When do I get my pay? Who decides?",
        "How long is leave? Who approves it? source:Vox",
        "Who may eat here? Who may drink here? Who may sleep here? Who may work here?",
        "Really? How long is leave?",
        "How long is leave??",
    ],
)
def test_a_story_one_question_and_one_with_filters_stay_whole(words: str) -> None:
    assert parts_of(words, TODAY) == (words,)


def whole(passage: Passage) -> Quotation:
    return Quotation(passage, 0, len(passage.text))


def answered(words: str, *numbers: int) -> Answer:
    quotations = tuple(whole(LEAVE.passages[number - 1]) for number in numbers)
    outcome = Outcome.ANSWERED if numbers else Outcome.NOT_COVERED
    return Answer(Question(words), outcome, "r", quotations, confidence=0.5, missing_terms=() if numbers else ("dogs",))


def test_the_best_of_each_part_comes_first_and_nothing_twice() -> None:
    both = together([answered("How long?", 1), answered("Who?", 2, 1)], 3)
    assert [each.passage.number for each in both.quotations] == [1, 2]


def test_what_is_not_answered_is_said() -> None:
    one = together([answered("How long?", 1), answered("Are dogs allowed?")], 3)
    assert one.answered
    assert "On “Are dogs allowed?” I found nothing to quote." in one.notes
    assert together([answered("A dog?"), answered("Two dogs?")], 3).missing_terms == ("dogs",)
