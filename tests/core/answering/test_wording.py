"""The few words of policybot's own: what is unknown is said to be unknown, and no refusal is silent."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.answering import citing, wording
from bot.core.answering.answer_types import Kind
from bot.core.model import Answer, Attribution, Outcome, Passage, Question, Validity
from tests.small_articles import attribution, quotation

FULL = attribution(
    title="Leave",
    publisher="Example Ltd",
    author="A. Writer",
    published=date(2020, 6, 10),
    updated=date(2021, 5, 1),
    url="https://example.com/leave",
)


def source(of: Attribution, number: int = 3) -> str:
    return citing.source(Passage(of, number, "Leave is paid."))


def refused(outcome: Outcome, question: str = "parental leave?", missing: tuple[str, ...] = ()) -> str:
    return " ".join(wording.refusal(Answer(Question(question), outcome, "r", missing_terms=missing), 1_000))


def test_a_day_is_written_as_people_write_it() -> None:
    assert citing.day(date(2020, 6, 1)) == "1 June 2020"


def test_a_source_names_publisher_author_date_and_paragraph() -> None:
    for part in ("Example Ltd", "A. Writer", "10 June 2020", "1 May 2021", "¶ 3"):
        assert part in source(FULL)


def test_what_is_unknown_is_said_to_be_unknown() -> None:
    told = source(attribution())
    for part in ("publisher unknown", "author unknown", "date unknown", "no link"):
        assert part in told
        assert part not in source(FULL)
    assert "None" not in told


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=400))
@example("x" * 300)
def test_a_label_is_never_too_long_and_starts_as_the_title_does(title: str) -> None:
    label = citing.label(attribution(title=title))
    assert 0 < len(label) <= citing.LONGEST_LABEL
    assert label == title or title.startswith(label.removesuffix("…"))


def test_an_untitled_article_is_cited_by_how_it_begins() -> None:
    assert citing.label(attribution(begins="Parents may")) == "Untitled, begins “Parents may…”"


def test_only_a_replaced_passage_has_a_banner_and_it_names_the_later_word_and_its_day() -> None:
    assert wording.banner(quotation("One year.")) is None
    banner = wording.banner(quotation("One year.", validity=Validity(replaced_by=FULL, replaced_on=date(2020, 6, 10))))
    assert banner is not None
    assert "“Leave”" in banner
    assert "10 June 2020" in banner


def test_a_banner_without_a_day_names_no_day() -> None:
    banner = wording.banner(quotation("One year.", validity=Validity(replaced_by=attribution(title="Leave"))))
    assert banner is not None
    assert "None" not in banner
    assert " on " not in banner


@pytest.mark.parametrize(
    "validity",
    [
        Validity(in_force=False, begins=date(2027, 1, 1)),
        Validity(in_force=False, ended=date(2027, 1, 1)),
        Validity(in_force=True, review_since=date(2027, 1, 1)),
    ],
)
def test_whatever_limits_a_passage_in_time_is_said_with_its_day(validity: Validity) -> None:
    assert "1 January 2027" in (wording.banner(quotation("One year.", validity=validity)) or "")


def test_a_passage_that_is_in_force_carries_no_banner() -> None:
    assert wording.banner(quotation("One year.", validity=Validity(in_force=True))) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [(["a"], "“a”"), (["a", "b"], "“a” or “b”"), (["a", "b", "c"], "“a”, “b” or “c”")],
)
def test_missing_words_are_listed_as_people_list_them(words: list[str], told: str) -> None:
    sentence = wording.missing(words)
    assert sentence is not None
    assert sentence.endswith(f" {told}.")


def test_several_missing_words_are_words_and_of_many_the_first_are_named() -> None:
    assert wording.missing(["a"]) == "No document has the word “a”."
    assert wording.missing(["a", "b"]) == "No document has the words “a” or “b”."
    assert wording.missing("a b c d e f g".split()) == (
        "No document has the words “a”, “b”, “c”, “d”, “e” or 2 more of yours."
    )


@pytest.mark.parametrize(
    ("wanted", "excluded", "told"),
    [
        (["a b"], [], "Only passages with “a b” word for word were looked for."),
        ([], ["c", "d"], "Only passages without “c” or “d” were looked for."),
        (["a", "b"], ["c"], "Only passages with “a” and “b” word for word and without “c” were looked for."),
        ([], [], None),
    ],
)
def test_a_strict_search_says_what_was_looked_for(wanted: list[str], excluded: list[str], told: str | None) -> None:
    assert wording.only_looked_for(wanted, excluded) == told


def test_where_no_word_is_missing_nothing_is_said_of_it() -> None:
    assert wording.missing([]) is None


def test_a_refusal_says_that_it_proves_nothing_and_which_words_are_missing() -> None:
    told = refused(Outcome.NOT_COVERED, missing=("parental",))
    assert wording.NO_PROOF in told
    assert "“parental”" in told


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in (Outcome.ANSWERED, Outcome.SMALL_TALK)])
def test_no_refusal_is_silent(outcome: Outcome) -> None:
    assert refused(outcome).strip()


def test_a_refusal_of_a_long_question_says_how_long_it_is_and_may_be() -> None:
    told = refused(Outcome.TOO_LONG, "x" * 40_000)
    assert "40,000" in told
    assert "1,000" in told


def test_an_empty_corpus_says_how_to_add_an_article() -> None:
    assert "policybot add" in refused(Outcome.NO_ARTICLES)


def test_an_answer_needs_no_refusal() -> None:
    assert wording.refusal(Answer(Question("leave?"), Outcome.ANSWERED, "r"), 1_000) == []


def test_a_weak_answer_says_what_its_passages_lack() -> None:
    assert wording.lacks((), None) is None
    assert wording.lacks(("dog",), None) == "None of them has the word “dog”."
    assert wording.lacks((), Kind.MONEY) == "The first has no amount of money."
    both = "The first has no length of time and none of them has the words “dog” or “cat”."
    assert wording.lacks(("dog", "cat"), Kind.DURATION) == both
