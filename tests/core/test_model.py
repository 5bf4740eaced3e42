"""The values hold what they promise: a quotation is a stretch of its passage, and knows its source."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Answer, Outcome, Passage, Query, Question, Quotation, Reference, Scope
from tests.small_articles import article, attribution

TEXT = "Leave is twenty days."
PASSAGE = Passage(attribution("leave"), 3, TEXT)


@settings(max_examples=30)
@given(st.integers(-5, 30), st.integers(-5, 30))
def test_a_quotation_is_an_exact_stretch_of_its_passage_or_cannot_be_built(start: int, end: int) -> None:
    if 0 <= start < end <= len(TEXT):
        quotation = Quotation(PASSAGE, start, end)
        assert quotation.text == TEXT[start:end]
        assert quotation.text in PASSAGE.text
    else:
        with pytest.raises(ValueError, match="leave#3"):
            Quotation(PASSAGE, start, end)


def test_a_quotation_carries_the_attribution_of_its_passage() -> None:
    assert Quotation(PASSAGE, 0, 5).attribution is PASSAGE.attribution


def test_a_quotation_without_a_passage_and_an_attribution_without_a_source_cannot_be_built() -> None:
    with pytest.raises(TypeError):
        Quotation(start=0, end=5)  # type: ignore[call-arg]  # that is the point
    with pytest.raises(TypeError):
        Passage(number=1, text="Leave")  # type: ignore[call-arg]  # that is the point


def test_nobody_can_change_what_was_quoted() -> None:
    with pytest.raises(FrozenInstanceError):
        PASSAGE.text = "Leave is thirty days."  # type: ignore[misc]  # that is the point


def test_an_untitled_article_is_cited_by_how_it_begins() -> None:
    assert attribution(title="Leave", begins="Parents may").label == "Leave"
    assert attribution(begins="Parents may").label == "Untitled, begins “Parents may…”"


def test_a_paragraph_is_found_by_its_number_counted_from_one() -> None:
    leave = article("leave", "first", "second")
    assert [getattr(leave.passage(number), "text", None) for number in (-1, 0, 1, 2, 3)] == [
        None, None, "first", "second", None,
    ]  # fmt: skip


def test_references_are_written_as_articles_write_them() -> None:
    assert (str(Reference("leave")), str(PASSAGE.reference)) == ("leave", "leave#3")


def test_each_term_of_a_query_has_a_weight() -> None:
    with pytest.raises(ValueError, match="2 terms but 1 weights"):
        Query(("leave", "day"), (1.0,))


def test_only_an_answer_with_quotations_counts_as_answered() -> None:
    question = Question("leave?")
    assert [outcome for outcome in Outcome if Answer(question, outcome, "r").answered] == [Outcome.ANSWERED]


def test_an_open_scope_admits_everything() -> None:
    assert Scope().is_open
    assert Scope().admits(attribution())
    assert not Scope(collections=frozenset()).is_open
    assert not Scope(collections=frozenset()).admits(attribution(collection="hr"))


def test_since_is_inclusive_and_before_is_not() -> None:
    first = attribution(published=date(2020, 6, 10))
    assert Scope(since=date(2020, 6, 10)).admits(first)
    assert not Scope(since=date(2020, 6, 11)).admits(first)
    assert not Scope(before=date(2020, 6, 10)).admits(first)
    assert Scope(before=date(2020, 6, 11)).admits(first)


def test_what_is_unknown_lies_outside_every_scope_that_asks_for_it() -> None:
    unknown = attribution()
    for scope in (
        Scope(since=date.min),
        Scope(before=date.max),
        Scope(collections=frozenset({"hr"})),
        Scope(publishers=frozenset({"Vox"})),
        Scope(topics=frozenset({"leave"})),
    ):
        assert not scope.admits(unknown)
