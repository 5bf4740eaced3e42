"""Small talk is answered from what the corpus is about; a question is answered without the courtesies around it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.core.answering.answer import Sources
from bot.core.answering.as_json import answer_as_json
from bot.core.answering.introducing import examples
from bot.core.answering.policy import Policy
from bot.core.answering.quoting import quote_lead
from bot.core.answering.replying import reply
from bot.core.answering.synonyms import Synonyms
from bot.core.model import Answer, Article, Audience, Context, Outcome, Passage, Question
from tests.core.answering.test_small_talk import TALK
from tests.small_articles import article, corpus, index

TODAY = date(2026, 7, 1)
LEAVE = article(
    "leave", "Every employee has thirty days of paid holiday a year.", title="Holidays", publisher="People team",
    topics=["leave"], published=date(2025, 3, 1),
)  # fmt: skip
TRAVEL = article(
    "travel", "Trains are booked by the travel desk.", title="Trips", topics=["travel"], published=date(2026, 2, 3)
)
DOGS = article("dogs", "Dogs may come to the office on Fridays.", title="Animals at work")
SECRET = article("secret", "Zebra Ltd is bought in May.", title="Project Zebra", collection="board")


def asked_above(question: str, of: Article) -> Article:
    """The article with a question above its first passage."""
    first, *others = of.passages
    return replace(of, passages=(replace(first, context=Context((question,))), *others))


HOUSE = (asked_above("Who books trains?", TRAVEL), LEAVE, DOGS)


def say(
    text: str,
    articles: Sequence[Article] = HOUSE,
    collections: frozenset[str] | None = None,
    earlier: tuple[str, ...] = (),
) -> Answer:
    these = corpus(*articles)
    sources = Sources(index(these), these.article, Synonyms())
    question = Question(text, Audience(collections=collections), earlier=earlier)
    return reply(question, sources, Policy(), TODAY, these, TALK)


def test_earlier_questions_do_not_hide_what_answers_one_that_can_stand_by_itself() -> None:
    before = ("When are trains booked by the travel desk?", "How many days of holiday does every employee have?")
    said = say("When do dogs come?", earlier=before)
    assert [each.passage.text for each in said.quotations] == ["Dogs may come to the office on Fridays."]
    assert not said.weak
    assert said.notes == ()
    assert said.question.earlier == before
    assert any("Read with" in note for note in say("and the desk?", earlier=before).notes)


def test_a_greeting_is_answered_with_questions_that_the_corpus_answers() -> None:
    said = say("Hello!")
    assert (said.outcome, said.kind, said.answered, said.quotations) == (Outcome.SMALL_TALK, "greeting", False, ())
    assert "I have 3 documents." in said.said
    assert said.suggestions == (
        "Who books trains?",
        "What is said about Holidays?",
        "What is said about Animals at work?",
    )
    for question in said.suggestions:
        assert say(question).answered
        assert not say(question).weak


def offered(*headings: str) -> tuple[str, ...]:
    """What is offered from an article with these headings that answers whatever is asked."""
    passages = (
        Passage(DOGS.attribution, number, "Be kind.", Context((each,))) for number, each in enumerate(headings, 1)
    )
    nameless = replace(DOGS, passages=tuple(passages))
    answered = (quote_lead(nameless),)
    ask = lambda words: Answer(Question(words), Outcome.ANSWERED, "r1", quotations=answered)  # noqa: E731
    return tuple(each for each in examples([nameless.attribution], corpus(nameless), ask) if "Animals" not in each)


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("How to request a train", "How do I request a train?"),
        ("Who is told of a train", "Who is told of a train?"),
        ("The train of the year", "What is said about the train of the year?"),
        ("What is a Train?", "What is a Train?"),
    ],
)
def test_headings_become_questions_that_a_person_would_ask(heading: str, question: str) -> None:
    assert offered(heading) == (question,)


def test_what_a_template_leaves_open_is_no_question_and_what_a_form_asks_its_reader_comes_last() -> None:
    assert offered("What is $title$ of trains?") == ()
    questions = ("Have you booked a train?", "Who books trains?", "When do trains leave?", "Where do trains stop?")
    assert offered(*questions) == questions[1:]


def test_what_there_is_comes_from_the_articles() -> None:
    told = " ".join(say("what do you know about").said)
    for part in ("3 documents", "3 February 2026", "People team", "travel, leave", "“Trips”"):
        assert part in told


def test_it_is_answered_in_the_language_in_which_it_was_said() -> None:
    assert "3. Februar 2026" in " ".join(say("Welche Dokumente hast du?").said)
    assert say("gracias").said == ("De nada.",)


def test_thanks_get_no_list() -> None:
    assert say("Thanks!").said == ("You’re welcome.",)
    assert say("Thanks!").suggestions == ()


@pytest.mark.parametrize(
    ("text", "verb"), [("summarize the policy", "summarize"), ("Write a poem", "write"), ("translate it", "translate")]
)
def test_what_the_bot_does_not_do_is_said_with_what_it_does(text: str, verb: str) -> None:
    said = say(text)
    assert said.kind == verb
    assert said.said[0].startswith(f"I quote, I do not {verb}.")
    assert said.suggestions


def test_nobody_hears_of_what_they_may_not_see() -> None:
    said = say("what do you know", (*HOUSE, SECRET), frozenset({"staff"}))
    assert said.said[-1] == "I have no documents yet."
    assert "Zebra" not in str(say("what do you know", (*HOUSE, SECRET), frozenset({"board"})).said[1:2])
    assert say("what do you know", (SECRET,)).said[1] == "I have one document."


def test_a_question_is_answered_without_the_courtesies_around_it_and_shown_as_it_was_typed() -> None:
    said = say("Hi Amira, who books trains? Thanks, Bob Smith")
    assert said.quotations[0].attribution == TRAVEL.attribution
    assert said.missing_terms == ()
    assert said.question.text == "Hi Amira, who books trains? Thanks, Bob Smith"
    assert said.receipt != say("Who books trains?").receipt


def test_the_json_names_the_kind_of_small_talk_and_nothing_of_it_for_questions() -> None:
    said = answer_as_json(say("thank you"))
    assert (said["kind"], said["outcome"], said["answered"]) == ("thanks", "small talk", False)
    assert "kind" not in answer_as_json(say("Who books trains?"))
