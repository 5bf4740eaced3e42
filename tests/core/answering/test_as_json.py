"""The JSON of an answer holds the source's words exactly, and what nobody knows as null."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.core.answering.as_json import answer_as_json
from bot.core.model import Answer, Context, Mark, Outcome, Passage, Question, Quotation, Standing, Validity
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything
from tests.small_articles import attribution, quotation

KNOWN = attribution(
    "leave-2020",
    title="Leave",
    publisher="Example Ltd",
    author="A. Writer",
    published=date(2020, 6, 10),
    url="https://example.com/leave",
    standing=Standing.REPUBLISHED,
)
LATER = attribution("leave-2021", title="Leave, again")
PASSAGE = Passage(KNOWN, 3, "Leave is paid.\nIt is “long”; see <b>there</b>.")


def answered(*quotations: Quotation) -> Answer:
    return Answer(Question("Is leave paid?"), Outcome.ANSWERED, "abc", quotations=quotations)


def as_read(answer: Answer) -> Any:
    """What a program reads that is given the JSON as text."""
    return json.loads(json.dumps(answer_as_json(answer)))


def test_a_quotation_has_every_key_of_its_source_and_the_words_as_they_stand() -> None:
    (quoted,) = as_read(answered(Quotation(PASSAGE, 15, 28, 2.5, (15, 28), Validity(False, LATER))))["quotations"]
    assert (
        quoted.items()
        >= {
            "text": "It is “long”;",
            "passage": "Leave is paid.\nIt is “long”; see <b>there</b>.",
            "article": "leave-2020",
            "title": "Leave",
            "publisher": "Example Ltd",
            "author": "A. Writer",
            "published": "2020-06-10",
            "url": "https://example.com/leave",
            "standing": "republished",
            "paragraph": 3,
            "score": 2.5,
            "superseded_by": "leave-2021",
        }.items()
    )


def test_a_quotation_says_what_it_hangs_on_and_what_is_marked_in_it() -> None:
    context = Context(("Travel",), "Never refunded:", ("Drinks",), ("Cost", "Limit"), "4.2", 3)
    passage = replace(PASSAGE, context=context, marks=(Mark("note", 5, "1"),))
    (quoted,) = as_read(answered(Quotation(passage, 0, 14)))["quotations"]
    assert quoted["context"] == {
        "headings": ["Travel"],
        "lead_in": "Never refunded:",
        "parents": ["Drinks"],
        "row": ["Cost", "Limit"],
        "label": "4.2",
        "page": 3,
    }
    assert quoted["marks"] == [{"kind": "note", "at": 5, "text": "1"}]
    assert quoted["paragraphs"] == [3]


def test_an_answer_has_the_keys_that_programs_rely_on() -> None:
    read = as_read(answered(Quotation(PASSAGE, 0, 14)))
    assert {"question", "answered", "quotations", "missing_terms", "nearest"} <= read.keys()
    assert (read["question"], read["answered"]) == ("Is leave paid?", True)


def test_what_nobody_knows_is_null_and_an_untitled_article_is_cited_by_how_it_begins() -> None:
    (quoted,) = as_read(answered(quotation("Leave is paid.", attribution(begins="Leave is"))))["quotations"]
    assert [quoted[key] for key in ("publisher", "author", "published", "url", "superseded_by")] == [None] * 5
    assert quoted["standing"] == "unknown"
    assert quoted["title"] == "Untitled, begins “Leave is…”"


def test_a_refusal_names_missing_words_and_nearest_sources_and_quotes_nothing() -> None:
    refusal = Answer(
        Question("parental leave?"), Outcome.NOT_COVERED, "abc", missing_terms=("parental",), nearest=(KNOWN,)
    )
    read = as_read(refusal)
    assert (read["answered"], read["quotations"], read["missing_terms"]) == (False, [], ["parental"])
    assert [(each["article"], each["title"]) for each in read["nearest"]] == [("leave-2020", "Leave")]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_told(outcome: Outcome) -> None:
    read = as_read(Answer(Question(""), outcome, "abc"))
    assert read["outcome"] == outcome.value
    assert read["answered"] == (outcome is Outcome.ANSWERED)


@settings(max_examples=30)
@given(anything)
def test_any_question_and_any_text_survive_the_way_through_json(text: str) -> None:
    quotations = (quotation(text),) if text else ()
    read = as_read(Answer(Question(text), Outcome.ANSWERED, "abc", quotations=quotations))
    assert read["question"] == text
    assert [each["text"] for each in read["quotations"]] == ([text] if text else [])


@pytest.mark.parametrize("text", [*WITH_WORDS.values(), *WITHOUT_WORDS.values()], ids=[*WITH_WORDS, *WITHOUT_WORDS])
def test_one_answer_is_one_line(text: str) -> None:
    assert "\n" not in json.dumps(answer_as_json(Answer(Question(text), Outcome.NO_QUESTION, "abc")))
