"""What people ask for and documents call otherwise is proposed, and never guessed from nothing."""

import pytest

from bot.core.answering.synonyms import Synonyms, parse
from bot.core.answering.unknown_words import Proposal, Wondered, by_choice, by_neighbour
from bot.core.text import analysis


@pytest.mark.parametrize(
    ("words", "missing", "headings", "proposal"),
    [
        ("How much maternity leave?", ("maternity",), ("Parental leave",), ("maternity leave", "parental leave")),
        ("When is a sick note due?", ("note",), ("Travel", "Sick certificates"), ("sick note", "sick certificates")),
        ("What maternity leave?", ("maternity",), ("Leave",), None),
        ("How much leave?", (), ("Parental leave",), None),
        ("maternity", ("maternity",), ("Parental leave",), None),
        ("leave => pay, maternity leave", ("maternity",), ("a => leave",), None),
    ],
)  # fmt: skip
def test_of_two_words_the_unknown_one_may_be_what_a_heading_has_beside_the_other(
    words: str, missing: tuple[str, ...], headings: tuple[str, ...], proposal: tuple[str, str] | None
) -> None:
    assert by_neighbour(Wondered(words, missing, headings)) == (Proposal(*proposal) if proposal else None)


@pytest.mark.parametrize(
    ("missing", "headings", "proposal"),
    [
        (("gym",), ("Sports",), ("gym", "sports")),
        (("gym",), ("What is to be known of our sports", "Sports hall"), ("gym", "sports hall")),
        (("gym", "pool"), ("Sports",), None),
        (("gym",), ("Gym",), None),
        (("gym",), (), None),
    ],
)
def test_the_only_unknown_word_may_be_what_the_chosen_passage_is_called(
    missing: tuple[str, ...], headings: tuple[str, ...], proposal: tuple[str, str] | None
) -> None:
    assert by_choice(Wondered("Is there a gym?", missing, headings)) == (Proposal(*proposal) if proposal else None)


def test_a_proposal_is_a_line_that_the_synonyms_understand() -> None:
    line = Proposal("maternity leave", "parental leave").line
    assert parse(line)[1] == ()
    known = Synonyms().with_lines([line])
    (expansion,) = known.expansions(analysis.tokens("maternity leave"))
    assert expansion.surface == "parental leave"
    assert Synonyms().with_lines([]) == Synonyms()
