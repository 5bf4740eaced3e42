"""What is thought of what was found: what is worth quoting, and when the bot declines."""

from dataclasses import replace
from datetime import date

from bot.core.answering.findings import Findings, findings
from bot.core.answering.inquiry import inquire
from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import Synonyms
from bot.core.answering.timeline import AsOfView
from bot.core.model import Question, Scope
from tests.small_articles import article, corpus, index

TODAY = date(2026, 5, 3)
HOUSE = corpus(
    article("lockers", "Visitors leave umbrellas and prams in the lockers by the door."),
    article("lifts", "Prams go in the lift."),
    article("garden", "Nobody asks for the garden."),
)


def found(question: str, policy: Policy) -> Findings:
    rules = index(HOUSE)
    inquiry = inquire(Question(question), rules, Synonyms(), TODAY)
    hits = rules.complete(inquiry.lookup, inquiry.consulted).hits
    return findings(inquiry, hits, AsOfView(HOUSE, TODAY, Scope()), policy)


def quoted(question: str, policy: Policy) -> list[str]:
    return [hit.passage.attribution.article for hit in found(question, policy).worth_quoting]


def test_of_an_answer_that_may_be_none_more_is_shown() -> None:
    question, policy = "Where do visitors leave prams and umbrellas?", Policy(floor=0.0, weak=0.0, next_floor=0.2)
    assert quoted(question, policy) == ["lockers"]
    assert quoted(question, replace(policy, weak=1.0)) == ["lockers", "lifts"]


def test_nothing_is_worth_quoting_below_the_floor_unless_it_has_nearly_all_of_the_question() -> None:
    assert quoted("Do pilots land prams at night?", Policy(floor=1.0)) == []
    assert quoted("Where do visitors leave prams?", Policy(floor=1.0)) == ["lockers"]


def test_words_that_no_article_has_are_missing() -> None:
    assert found("May visitors bring parrots?", Policy()).missing == ("bring", "parrots")
