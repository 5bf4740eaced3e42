"""A mark hits if its first sentence overlaps a stretch that answers, or contains a string that does."""

import pytest

from bot.evaluation.collection import Asked, Collection, Entry, Gold, gather
from bot.evaluation.golden import Target, first_sentence, target_of

TEXT = "Staff get leave. They get 25\ndays. In March, all days that are left lapse."
STAFF, DAYS, MARCH = (0, 16), (17, 34), (35, 74)


def collection(*texts: str) -> Collection:
    return gather("small", [Entry(f"p{at}", "", text, "leave") for at, text in enumerate(texts, start=1)], [])


def asked(*gold: Gold, answers: tuple[str, ...] = (), relevant: tuple[str, ...] = ("p1",)) -> Asked:
    return Asked("q", "How many?", grades=dict.fromkeys(relevant, 1), gold=gold, answers=answers)


def target(question: Asked, *texts: str) -> Target:
    found = target_of(question, collection(*texts))
    assert found
    return found


def hits(found: Target) -> list[bool]:
    return [found.is_hit_by(sentence) for sentence in (STAFF, DAYS, MARCH)]


def test_the_sentences_that_a_golden_stretch_touches_are_hits() -> None:
    assert hits(target(asked(Gold("They get 25\ndays.")), TEXT)) == [False, True, False]
    assert hits(target(asked(Gold("leave. They")), TEXT)) == [True, True, False]


def test_white_space_parts_words_whatever_it_is_made_of() -> None:
    assert hits(target(asked(Gold(" They get  25 days. ")), TEXT)) == [False, True, False]


def test_a_stretch_that_stands_twice_answers_twice() -> None:
    assert target(asked(Gold("25 days")), "In 25 days. Or 25 days.").spans == ((3, 10), (15, 22))


def test_golden_words_are_words_and_no_pattern() -> None:
    assert target(asked(Gold("(a+)+$ [")), "Say (a+)+$ [ to it.").spans == ((4, 12),)


def test_a_sentence_that_contains_an_answer_is_a_hit_in_any_case_and_with_any_quotes() -> None:
    assert hits(target(asked(answers=("in march", "April")), TEXT)) == [False, False, True]
    assert target(asked(answers=("the staff's 25 days",)), "The staff’s 25\ndays lapse.").is_hit_by((0, 26))


def test_an_answer_that_runs_over_two_sentences_is_in_neither() -> None:
    assert hits(target(asked(answers=("leave. They",)), TEXT)) == [False, False, False]


def test_the_first_relevant_passage_with_the_answer_is_the_one_to_mark() -> None:
    question = asked(Gold("25 days"), relevant=("p3", "p2", "p1"))
    assert target(question, "In 25 days.", "About 25 days.", "Of leave.").passage.text == "About 25 days."


def test_a_stretch_that_belongs_to_one_passage_is_not_looked_for_in_others() -> None:
    question = asked(Gold("25 days", "p2"), relevant=("p1", "p2"))
    assert target(question, "In 25 days.", "About 25 days.").passage.text == "About 25 days."


@pytest.mark.parametrize(
    "question",
    [
        asked(),
        asked(Gold("30 days")),
        asked(answers=("30",)),
        asked(Gold("25 days"), relevant=()),
        asked(Gold("25 days"), relevant=("left out for want of text",)),
        Asked("q", "How many?", answerable=False, grades={"p1": 1}, gold=(Gold("25 days"),)),
    ],
)
def test_where_no_mark_could_hit_none_is_asked_for(question: Asked) -> None:
    assert target_of(question, collection("In 25 days.")) is None


def test_of_a_mark_only_its_first_sentence_counts() -> None:
    assert first_sentence(TEXT, (0, len(TEXT))) == STAFF
    assert first_sentence(TEXT, (20, 60)) == DAYS
    assert first_sentence(TEXT, (16, 18)) == DAYS
    assert first_sentence(TEXT, (40, 41)) == MARCH


@pytest.mark.parametrize("mark", [(16, 17), (5, 5), (7, 3), (-1, 4), (0, 75), (80, 90)])
def test_a_mark_of_nothing_is_a_mistake(mark: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="marks nothing in a text of 74 characters"):
        first_sentence(TEXT, mark)
