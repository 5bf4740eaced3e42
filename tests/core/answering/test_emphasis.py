"""What of a question counts how much."""

import pytest

from bot.core.answering.emphasis import EARLIER, STORY, asked_pairs, emphasized, stands_alone


def weights(question: str, *earlier: str) -> dict[str, float]:
    return {token.surface: token.weight for token in emphasized(question, earlier).tokens}


def test_every_word_of_a_short_question_counts_in_full() -> None:
    assert set(weights("I moved house. Do I get a day off?").values()) == {1.0}


def test_the_sentence_that_asks_counts_more_than_the_story_around_it() -> None:
    found = weights(
        "My landlord sold the flat last Tuesday and we are packing boxes with the children. Do I get a day off to move?"
    )
    assert (found["day"], found["off"], found["move"]) == (1.0, 1.0, 1.0)
    assert (found["landlord"], found["boxes"], found["children"]) == (STORY, STORY, STORY)


def test_a_story_after_the_question_counts_less_too() -> None:
    found = weights("How many days off do movers get? My landlord sold our flat, so we pack boxes with three children.")
    assert (found["movers"], found["landlord"]) == (1.0, STORY)


@pytest.mark.parametrize("break_", [", ", " and ", "; ", " - ", " so "])
def test_a_story_without_full_stops_ends_where_a_clause_asks(break_: str) -> None:
    found = weights(
        f"my landlord sold the flat last tuesday we pack boxes with small children{break_}can movers take special leave"
    )
    assert (found["movers"], found["special"], found["landlord"]) == (1.0, 1.0, STORY)


def test_a_long_question_that_tells_nothing_of_its_asker_is_asked_as_a_whole() -> None:
    found = weights(
        "A bank holds deposits of clients in several currencies and reports them quarterly. Which records must it keep?"
    )
    assert set(found.values()) == {1.0}


def test_a_clause_of_few_words_is_no_question_of_its_own() -> None:
    found = weights("Big cats such as lions, leopards, tigers and jaguars hunt alone at night, what else do they hunt?")
    assert set(found.values()) == {1.0}


def test_what_was_asked_before_counts_less_and_each_of_its_words_once() -> None:
    found = weights("and for part-timers?", "How many days of leave do we get?", "May leave days be sold?")
    assert found["part"] == 1.0
    assert (found["leave"], found["sold"]) == (EARLIER, EARLIER)
    terms = [token.term for token in emphasized("leave?", ["paid leave", "leave"]).tokens]
    assert terms == ["leav", "paid"]


def test_pairs_are_those_of_what_is_asked() -> None:
    assert asked_pairs(emphasized("sick leave?", ["annual holiday"]).tokens) == ["sick leav"]


@pytest.mark.parametrize(
    ("question", "alone"), [("+ what about May?", True), (" +ban", True), ("what about +ban", False)]
)
def test_a_plus_at_the_beginning_lets_a_question_stand_alone(question: str, alone: bool) -> None:
    assert stands_alone(question) is alone


def test_what_only_asks_for_a_meaning_counts_less() -> None:
    assert weights("What counts as work at night?") == {"work": 1.0, "night": 1.0, "counts": STORY}
    assert set(weights("How does a trainee count as staff?").values()) == {1.0}
