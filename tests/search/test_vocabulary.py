"""A term has one number, before and after it was saved."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.vocabulary import SavedTerms, Terms
from tests.examples import EXAMPLES

any_text = st.text(st.characters(), max_size=5)  # lone surrogates too
terms = st.lists(any_text, unique=True, max_size=20)


@settings(max_examples=EXAMPLES)
@given(terms, terms)
def test_terms_keep_their_numbers_through_saving_and_adding(first: list[str], later: list[str]) -> None:
    numbering = Terms().numbering()
    assert [numbering[term] for term in first * 2] == [*range(len(first))] * 2
    opened = Terms.of(Terms().extended(numbering).arrays())
    further = opened.numbering()
    for term in later:
        assert further[term] == further[term]
    longer = opened.extended(further)
    expected = list(dict.fromkeys(first + later))
    assert longer.terms() == expected
    assert [longer.find(term) for term in expected] == list(range(len(expected)))
    assert len(longer) == len(expected)
    assert len(opened) == len(first)


def test_an_unknown_term_has_no_number() -> None:
    assert Terms().find("leave") is None
    assert Terms(SavedTerms.of(["leave"])).find("days") is None
    assert Terms(SavedTerms.of([])).find("days") is None


def test_two_terms_that_share_a_hash_are_told_apart() -> None:
    real = SavedTerms.of(["leave"])
    both = SavedTerms.of(["leave", "other"])
    # As if "other" had the hash of "leave", and came before it.
    shared = replace(both, hashes=np.repeat(real.hashes, 2), numbers=np.array([1, 0], dtype=np.int32))
    assert shared.find("leave") == 0
