"""What kind of answer a question asks for, and what shows one."""

import pytest

from bot.core.answering.answer_types import Kind, kind_of, shows
from bot.core.text import analysis


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How long is paid leave?", Kind.DURATION),
        ("How many unused vacation days may I carry over?", Kind.DURATION),
        ("How far in advance must I book?", Kind.DURATION),
        ("What is the deadline for a claim?", Kind.DURATION),
        ("By when must I hand in the form?", Kind.DURATION),
        ("How often are wages paid?", Kind.FREQUENCY),
        ("What time does the office close?", Kind.CLOCK),
        ("How late may interns work?", Kind.CLOCK),
        ("What are the normal working hours?", Kind.CLOCK),
        ("How many working hours has a week?", Kind.DURATION),
        ("What share of the rent does the employer pay?", Kind.SHARE),
        ("What does a new badge cost?", Kind.MONEY),
        ("What can a team budget be used for?", Kind.OTHER),
        ("How high is the fine for parking there?", Kind.MONEY),
        ("How much do I pay for a guest room?", Kind.MONEY),
        ("How much can I claim for a hotel?", Kind.MONEY),
        ("How much leave can I claim?", Kind.NUMBER),
        ("How many desks are there?", Kind.NUMBER),
        ("How much annual leave do I earn per pay period?", Kind.NUMBER),
        ("What is the overtime rate?", Kind.NUMBER),
        ("When did the rule change?", Kind.TIME),
        ("May I bring my dog?", Kind.OTHER),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_a_story_around_the_question_asks_for_nothing() -> None:
    story = "I have waited for my refund since March and nobody told me how long it takes, my manager is away. "
    assert kind_of(f"{story}Who can approve it in her place?") is Kind.PERSON


@pytest.mark.parametrize(
    ("question", "shown", "not_shown"),
    [
        ("How long is leave?", "It lasts twelve (12) weeks.", "It needs 2 signatures."),
        ("How soon must I report it?", "Report it immediately.", "Report it to the desk on floor 3."),
        ("How old must I be?", "You must be 18 or older.", "You must be honest."),
        ("How long is leave after 5 years?", "You get 3 weeks.", "After 5 years you get more."),
        ("What time does it close?", "It closes at 6 p.m.", "It closes on 6 May."),
        ("What does a badge cost?", "A badge is $12.", "A badge has 12 digits."),
        ("What share do we pay?", "We pay 80 %.", "We pay 80 people."),
        ("How many desks are there?", "There are four.", "There are some."),
        ("How many desks are there?", "1.2 Rooms\nThere are 4.", "1.2. Rooms\nThe desks of W3C, as in 3.4.2, are new."),
        (
            "How many desks are there?",
            "Two of them.",
            "One of the rooms is for third parties, and no one sits in the third.",
        ),
        ("How many desks are there?", "A 20-desk room.", "A desk is $300–500, 5 % off."),
        ("How often are desks cleaned?", "Every other day.", "Every desk is cleaned."),
        ("How often are wages paid?", "Wages are paid twice a month.", "Wages are paid in cash."),
    ],
)
def test_a_sentence_shows_what_is_asked_for_where_it_has_one_that_the_question_has_not(
    question: str, shown: str, not_shown: str
) -> None:
    asked = frozenset(analysis.words(question))
    assert shows(kind_of(question), shown, asked)
    assert not shows(kind_of(question), not_shown, asked)


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DURATION, Kind.MONEY, Kind.SHARE, Kind.FREQUENCY, Kind.CLOCK])
def test_a_sentence_of_nothing_but_figures_takes_no_time(kind: Kind) -> None:
    asked = frozenset({"how", "many"})
    for figures in ("1" * 50_000, "1," * 50_000, "1." * 50_000, "$1-" * 30_000):
        shows(kind, figures, asked)
