"""What is asked meets what is written, however either is typed."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.model import Context
from bot.core.text.analysis import fold, passage_terms, terms, tokens
from bot.core.text.writing import cleaned
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything, prose
from tests.small_articles import article, passages


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("LEAVE", "leave"),
        ("policies", "policy"),
        ("suspended", "suspending"),
        ("Amazon’s", "Amazon's"),
        ("Amazon's", "Amazon"),
        ("ＩＢＭ", "IBM"),
        ("ﬁrearms", "firearms"),
        ("STRASSE", "straße"),
        ("rock ’n’ roll", "rock 'n' roll"),
        ("①", "1"),
    ],
)
def test_case_width_quotes_and_endings_do_not_matter(asked: str, written: str) -> None:
    assert terms(asked) == terms(written)


@pytest.mark.parametrize("text", ["What is it?", "THE", "It’s this", "don't", "don’t", "you CAN do that", "e.g."])
def test_stop_words_are_no_terms(text: str) -> None:
    assert terms(text) == []


def test_numbers_and_single_letters_are_words() -> None:
    assert terms("plan B, section 230") == ["plan", "b", "section", "230"]


def test_terms_keep_their_order_and_their_repeats() -> None:
    assert terms("zebra camel zebra") == ["zebra", "camel", "zebra"]


def test_words_of_other_scripts_are_words() -> None:
    assert len(terms("מדיניות החופשה")) == 2
    assert len(terms("политика отпусков")) == 2
    assert terms("休暇制度") == ["休暇", "暇制", "制度"]


@pytest.mark.parametrize("text", WITHOUT_WORDS.values(), ids=WITHOUT_WORDS)
def test_what_holds_no_word_has_no_terms(text: str) -> None:
    assert tokens(text) == []


@pytest.mark.parametrize("text", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_holds_words_has_terms(text: str) -> None:
    assert tokens(text)


@settings(max_examples=30)
@given(anything | prose)
@example("0\x1f0")
def test_a_token_stands_in_the_text_as_it_was_typed(text: str) -> None:
    at = 0
    text = cleaned(text)
    for token in tokens(text):
        at = text.index(token.surface, at) + len(token.surface)
        assert token.term


@settings(max_examples=30)
@given(prose, prose)
def test_a_text_has_the_terms_of_its_sentences(first: str, second: str) -> None:
    assert Counter(terms(f"{first}.\n{second}")) == Counter(terms(first)) + Counter(terms(second))


@settings(max_examples=30)
@given(prose)
def test_a_passage_has_the_same_terms_as_a_question_with_its_words(text: str) -> None:
    assert set(passage_terms(passages(text)[0])) == set(terms(text))


def test_a_passage_has_the_terms_of_its_title_and_its_heading_too() -> None:
    passage = replace(article("a", "Twenty days.", title="Parental leave").passages[0], context=Context(("How long",)))
    assert set(passage_terms(passage)) == set(terms("Parental leave How long Twenty days"))


@settings(max_examples=30)
@given(anything)
def test_what_is_folded_once_stays_as_it_is(text: str) -> None:
    assert terms(fold(fold(text))) == terms(fold(text))


def test_threads_that_analyse_at_the_same_time_get_the_same_terms() -> None:
    # A stemmer that is shared between threads spoils its buffer.
    words = " ".join(f"{start}{end}" for start in ("suspend", "polici", "regul", "organis") for end in ("ing", "ation"))
    expected = [terms(f"{words} {number}ing") for number in range(50)]
    results: dict[int, list[list[str]]] = {}

    def analyse(thread: int) -> None:
        results[thread] = [terms(f"{words} {number}ing") for number in range(50)]

    threads = [threading.Thread(target=analyse, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == dict.fromkeys(range(4), expected)


def test_a_long_text_is_read_to_its_end() -> None:
    assert terms("zebra camel " * 20_000) == ["zebra", "camel"] * 20_000


def test_decomposed_letters_are_the_same_letters() -> None:
    assert terms("re\u0301sume\u0301") == terms("résumé")


def test_a_word_with_vowel_signs_is_one_word() -> None:
    assert [token.surface for token in tokens("नीति")] == ["नीति"]


def test_a_vowel_sign_stays_with_its_letter() -> None:
    assert terms("ที่นี่") == ["ที่นี่"]


def test_a_soft_hyphen_does_not_part_a_word() -> None:
    assert terms("sus\u00adpension") == terms("suspension")


@settings(max_examples=30)
@given(st.sampled_from("'’"))
def test_a_possessive_is_found_by_its_owner(apostrophe: str) -> None:
    assert terms(f"the police{apostrophe}s duty") == terms("the police duty")


def test_a_number_without_end_is_found_by_no_more_words_than_others() -> None:
    assert sum(map(len, terms("1." * 10_000))) < 100_000
