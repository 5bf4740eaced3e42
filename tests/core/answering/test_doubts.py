"""What keeps an answer from being firm, whatever its score."""

from dataclasses import replace

import pytest

from bot.core.answering.answer_types import Kind
from bot.core.answering.confidence import Covering
from bot.core.answering.doubts import Doubts, doubts
from bot.core.model import Context, Hit, PassageKind
from bot.core.text import analysis
from tests.small_articles import passages


def doubted(question: str, *hits: Hit, missing: tuple[str, ...] = ()) -> Doubts:
    tokens = analysis.tokens(question)
    return doubts(question, tokens, missing, Covering({token.term: 1.0 for token in tokens}), hits)


def hit(text: str, *, context: Context | None = None, similarity: float | None = None) -> Hit:
    return Hit(replace(passages(text)[0], context=context or Context()), 1.0, similarity)


def test_an_answer_that_has_all_words_is_not_doubted() -> None:
    assert not doubted("Who signs leases?", hit("The landlord signs leases."))


def test_a_word_that_no_passage_has_keeps_an_answer_from_being_firm() -> None:
    found = doubted("May the council sign leases?", hit("The landlord signs leases."), missing=("council",))
    assert found
    assert found.unknown == ("council",)


def test_an_unknown_word_is_no_doubt_where_meanings_are_compared() -> None:
    question = "May the council sign leases?"
    assert not doubted(question, hit("The landlord signs leases.", similarity=0.8), missing=("council",))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much does a gym membership cost?", Kind.MONEY),
        ("How many gym towels are there?", Kind.NUMBER),
        ("How long is gym membership?", Kind.DURATION),
    ],
)
def test_an_amount_that_is_asked_for_and_that_no_passage_shows_is_a_doubt(question: str, kind: Kind) -> None:
    assert doubted(question, hit("The gym has towels for its membership.")).amount is kind
    assert doubted(question, hit("Gym membership lasts two years, with 3 towels, and costs $5.")).amount is None


def test_the_amount_must_stand_in_the_best_passage_or_in_what_it_hangs_on() -> None:
    question = "How long is gym membership?"
    assert doubted(question, hit("Gym membership is free."), hit("It lasts two years.")).amount is Kind.DURATION
    lead_in = Context(lead_in="For two years, gym membership has:")
    assert doubted(question, hit("Free towels.", context=lead_in)).amount is None


def test_passages_that_lack_much_of_the_question_are_doubted_and_those_that_lack_a_little_are_not() -> None:
    question = "May tenants keep parrots?"
    assert doubted(question, hit("Tenants keep the keys."), hit("Parrots talk.")).elsewhere is False
    assert not doubted(question, hit("Tenants keep the keys."), hit("Parrots talk."))
    assert doubted(question, hit("Tenants keep the keys.")).lacking == ("parrots",)
    assert not doubted(question, hit("Tenants keep the keys.")).elsewhere
    assert doubted("Which insurer covers tenants?", hit("Tenants keep the keys.")).elsewhere
    assert not doubted("Which insurer covers tenants?", hit("Tenants keep the keys.", similarity=0.9)).elsewhere


def test_a_heading_that_merely_shares_words_does_not_make_an_answer_firm_but_one_that_is_the_question_does() -> None:
    asked = "Who may sign leases abroad?"
    shares = Context(headings=("Leases abroad: forms, deadlines, archive and contacts",))
    assert doubted(asked, hit("Ask the office.", context=shares)).in_titles
    assert not doubted(
        asked, hit("Ask the office.", context=Context(headings=("Who may sign leases abroad?",)))
    ).in_titles


def test_what_the_shown_passages_lack_is_named_as_typed_the_weightiest_first() -> None:
    tokens = analysis.tokens("Which Forms do leases abroad need?")
    covering = Covering({token.term: weight for token, weight in zip(tokens, (1.0, 2.0, 3.0, 1.0), strict=True)})
    found = doubts("Which Forms do leases abroad need?", tokens, (), covering, [hit("Leases need ink.")])
    assert found.lacking == ("abroad", "Forms")


def test_the_heads_of_a_table_count_as_words_of_its_rows() -> None:
    row = replace(passages("Lease\tLandlord")[0], kind=PassageKind.ROW, context=Context(row=("Form", "Signed by")))
    assert not doubted("Who signed the lease form?", Hit(row, 1.0)).in_titles
