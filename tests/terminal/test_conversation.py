"""In a conversation a question goes on from the ones before it, until somebody starts anew or says goodbye."""

from datetime import date

from bot.core.answering.going_on import KEPT
from bot.core.model import Answer, Outcome, Question
from bot.terminal.conversation import converse


class Asked:
    """Answers everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.questions: list[Question] = []

    def __call__(self, question: Question) -> Answer:
        self.questions.append(question)
        kinds = {"hi": "greeting", "bye": "farewell"}
        outcome = Outcome.SMALL_TALK if question.text in kinds else Outcome.ANSWERED
        return Answer(question, outcome, "r", kind=kinds.get(question.text))


def said(*lines: str, day: date | None = None) -> list[Question]:
    asked = Asked()
    assert len(list(converse(lines, asked, day))) == len(asked.questions)
    return asked.questions


def test_each_question_takes_the_ones_before_it_along() -> None:
    assert [each.earlier for each in said("leave?", "  and for fathers?  ", "how long?")] == [
        (), ("leave?",), ("leave?", "and for fathers?"),
    ]  # fmt: skip


def test_a_question_that_stands_by_itself_takes_none_along() -> None:
    assert [each.earlier for each in said("How long is the probation period?", "Is there a gym for employees?")] == [
        (), (),
    ]  # fmt: skip


def test_only_the_last_few_are_taken_along() -> None:
    last = said(*(f"and question {number}" for number in range(9)))[-1]
    assert last.earlier == tuple(f"and question {number}" for number in range(8 - KEPT, 8))


def test_after_a_plus_it_starts_anew() -> None:
    assert said("leave?", "+ travel?", "how far?")[-1].earlier == ("+ travel?",)


def test_small_talk_and_empty_lines_are_no_earlier_questions() -> None:
    assert said("hi", "", "leave?", " ", "how long?")[-1].earlier == ("leave?",)


def test_a_farewell_or_exit_ends_it() -> None:
    assert [each.text for each in said("leave?", "bye", "more?")] == ["leave?", "bye"]
    assert said("EXIT", "more?") == []


def test_a_day_holds_for_all_questions() -> None:
    assert {each.as_of for each in said("leave?", "how long?", day=date(2020, 5, 18))} == {date(2020, 5, 18)}
