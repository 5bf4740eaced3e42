"""The articles as one value: found by name, shown with their neighbours, and aware of what replaces what."""

from datetime import date

import pytest

from bot.core.model import Article, Passage, Reference, Scope
from tests.small_articles import article, corpus

TODAY = date(2026, 7, 1)
OLD = article("old", "one", "two", "three", published=date(2020, 6, 10))


def passage(of: Article, number: int) -> Passage:
    found = of.passage(number)
    assert found is not None
    return found


def test_an_article_is_found_by_its_name_and_an_unknown_one_is_none() -> None:
    assert corpus(OLD).article("old") == OLD
    assert corpus(OLD).article("new") is None


def test_passages_come_article_by_article() -> None:
    assert [each.text for each in corpus(OLD, article("new", "four")).passages] == ["one", "two", "three", "four"]
    assert corpus().passages == ()


def test_two_articles_of_one_name_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="share an id"):
        corpus(OLD, article("old", "something else"))


@pytest.mark.parametrize(
    ("reference", "reach", "expected"),
    [
        (Reference("old", 2), 1, ["one", "two", "three"]),
        (Reference("old", 1), 1, ["one", "two"]),
        (Reference("old", 3), 1, ["two", "three"]),
        (Reference("old", 2), 0, ["two"]),
        (Reference("old", 2), 9, ["one", "two", "three"]),
        (Reference("old"), 1, ["one", "two"]),
        (Reference("old", 4), 1, []),
        (Reference("gone", 1), 1, []),
    ],
)
def test_a_passage_is_shown_with_its_neighbours(reference: Reference, reach: int, expected: list[str]) -> None:
    assert [each.text for each in corpus(OLD).around(reference, reach)] == expected


def test_only_the_statement_that_is_superseded_has_a_successor() -> None:
    new = article("new", "later", supersedes=[Reference("old", 2)])
    both = corpus(OLD, new)
    assert [both.successors(each, TODAY, Scope()) for each in OLD.passages] == [[], [new], []]
    assert both.successors(passage(new, 1), TODAY, Scope()) == []


def test_an_article_that_is_superseded_has_a_successor_for_each_of_its_statements() -> None:
    new = article("new", "later", supersedes=[Reference("old")])
    assert [corpus(OLD, new).successors(each, TODAY, Scope()) for each in OLD.passages] == [[new]] * 3


def test_of_several_successors_the_latest_speaks_first_and_an_undated_one_is_not_taken_for_the_oldest() -> None:
    newer = article("newer", "later", published=date(2021, 5, 18), supersedes=[Reference("old")])
    newest = article("newest", "latest", published=date(2022, 5, 18), supersedes=[Reference("old", 1)])
    undated = article("undated", "some day", supersedes=[Reference("old", 1)])
    for order in ([newer, newest, undated], [undated, newest, newer]):
        assert corpus(OLD, *order).successors(passage(OLD, 1), TODAY, Scope()) == [undated, newest, newer]
        assert corpus(OLD, *order).successors(passage(OLD, 2), TODAY, Scope()) == [newer]


def test_on_an_earlier_day_the_later_word_was_not_spoken_yet() -> None:
    new = article("new", "later", published=date(2021, 5, 18), supersedes=[Reference("old", 1)])
    both = corpus(OLD, new)
    assert both.successors(passage(OLD, 1), date(2021, 5, 17), Scope()) == []
    assert both.successors(passage(OLD, 1), date(2021, 5, 18), Scope()) == [new]


def test_an_article_cannot_succeed_itself_and_a_reference_to_nothing_does_no_harm() -> None:
    odd = article("odd", "text", supersedes=[Reference("odd"), Reference("odd", 1), Reference("gone", 7)])
    assert corpus(odd).successors(passage(odd, 1), TODAY, Scope()) == []
