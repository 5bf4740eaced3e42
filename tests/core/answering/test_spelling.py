"""Misspelt words, and the words that only look like it."""

import json
from collections import Counter
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.spelling import distance, suggest
from bot.core.text import analysis
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything

KNOWN = {
    "rekognition": 9, "recognition": 8, "amazon": 30, "moratorium": 7, "facial": 20, "microsoft": 4, "surveillance": 5,
    "government": 6, "country": 3, "regulation": 5, "server": 1, "section": 2, "police": 9, "could": 2, "résumé": 1,
    "amazon's": 12, "prosecution": 1, "h1n1b": 1, "политика": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Rekogniton", "rekognition"),
        ("Rekogintion", "rekognition"),
        ("Amzon", "amazon"),
        ("moratorum", "moratorium"),
        ("facail", "facial"),
        ("recogniton", "recognition"),
        ("Microsft", "microsoft"),
        ("survelliance", "surveillance"),
        ("goverment", "government"),
        ("maazon", "amazon"),
        ("Amzon’s", "amazon"),
        ("ploice", "police"),
        ("surveilance", "surveillance"),
        ("coudl", "could"),
        ("политка", "политика"),
    ],
)
def test_a_slip_is_recognised(typed: str, meant: str) -> None:
    assert suggest(typed, KNOWN) == meant


@pytest.mark.parametrize("word", ["county", "relation", "though", "place", "fight", "prince", "polite", "messing"])
def test_an_everyday_word_is_never_taken_for_a_slip(word: str) -> None:
    vocabulary = dict.fromkeys(
        ["country", "regulation", "through", "palace", "flight", "price", "police", "missing"], 9
    )
    assert suggest(word, vocabulary) is None


@pytest.mark.parametrize(("word", "kin"), [("serves", "server"), ("tabled", "tables"), ("rekognitions", "rekognition")])
def test_another_ending_makes_another_word_and_no_slip(word: str, kin: str) -> None:
    assert suggest(word, {kin: 9}) is None


@pytest.mark.parametrize("word", ["polic", "amzn", "facl", "fac"])
def test_short_words_bear_one_slip_or_none(word: str) -> None:
    assert suggest(word, {"facial": 9, "amazon": 9, "face": 9, "facts": 9}) is None


def test_only_long_words_bear_two_slips() -> None:
    assert suggest("survelliance", {"surveillance": 1}) == "surveillance"
    assert suggest("palticne", {"platinum": 1, "plaintive": 1}) is None
    assert suggest("mrotaroium", {"moratoriums": 1}) is None


def test_a_letter_for_another_is_a_slip_only_where_fingers_or_ears_confuse_them() -> None:
    assert suggest("polucy", {"policy": 1}) is None
    assert suggest("amendxent", {"amendment": 1}) is None
    assert suggest("licensinf", {"licensing": 1}) == "licensing"
    assert suggest("independant", {"independent": 1}) == "independent"


@pytest.mark.parametrize("word", ["h1n1c", "2o2o2", "GDPR2x", "x" * 41, "休暇制度で", "מדיניות"])
def test_digits_long_strings_and_scripts_without_case_are_let_alone(word: str) -> None:
    assert suggest(word, KNOWN | {"休暇制度は": 3, "מדיניוח": 3, "x" * 40: 1, "2o2o": 1}) is None


def test_the_first_letter_holds_unless_it_changed_places_with_the_second() -> None:
    assert suggest("bmazon", KNOWN) is None
    assert suggest("maazno", KNOWN) is None
    assert suggest("maazon", KNOWN) == "amazon"


def test_a_known_word_needs_no_suggestion() -> None:
    assert suggest("Amazon", KNOWN) is None
    assert suggest("Amazon’s", KNOWN) is None


def test_the_nearest_wins_then_the_most_frequent_then_the_alphabet() -> None:
    assert suggest("blinketting", {"blankettings": 90, "blanketting": 1}) == "blanketting"
    assert suggest("zorbing", {"zorbling": 2, "zorbding": 3}) == "zorbding"
    assert suggest("zorbing", {"zorbling": 2, "zorbding": 2}) == "zorbding"
    assert suggest("zorbing", {"zorbding": 2, "zorbling": 2}) == "zorbding"


@pytest.mark.parametrize("text", (WITH_WORDS | WITHOUT_WORDS).values(), ids=WITH_WORDS | WITHOUT_WORDS)
def test_hostile_words_have_no_suggestion(text: str) -> None:
    assert suggest(text, KNOWN | {"": 1, "é": 1}) is None


letters = st.text(st.sampled_from("aebsn"), max_size=8)


@settings(max_examples=80)
@given(letters, letters, st.integers(0, 4))
def test_as_many_slips_lead_there_as_back(one: str, other: str, limit: int) -> None:
    assert distance(one, other, limit) == distance(other, one, limit)
    assert (distance(one, other, limit) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other, 20)
    assert distance(one, other, limit) == min(distance(one, other, 20), limit + 1)


@settings(max_examples=100)
@given(anything, st.dictionaries(anything, st.integers(1, 9), max_size=5))
def test_a_suggestion_is_a_known_word_and_never_the_word_itself(word: str, vocabulary: dict[str, int]) -> None:
    suggested = suggest(word, vocabulary)
    assert suggested is None or (suggested in vocabulary and suggested != analysis.fold(word))


@settings(max_examples=80)
@given(st.data())
def test_a_letter_left_out_of_a_long_word_is_found_whichever_it_is(data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len("moratorium") - 2))
    assert suggest("moratorium"[:at] + "moratorium"[at + 1 :], KNOWN) == "moratorium"


def test_the_order_of_the_vocabulary_does_not_matter() -> None:
    words = {f"zor{one}{other}ing": 1 for one in "bdfgklm" for other in "bdfgklm"}
    shuffled = dict(sorted(words.items(), key=lambda each: each[0][::-1]))
    assert suggest("zorbing", words) == suggest("zorbing", shuffled) is not None


def test_the_right_one_is_found_among_a_hundred_thousand_words() -> None:
    syllables = "sur veil lance mor tor ium gov ern ment con sti tu tion al re".split()
    vocabulary = {"".join(parts): 1 for parts in islice(product(syllables, repeat=5), 100_000)}
    vocabulary |= {"surveillances": 1}
    assert suggest("survelliances", vocabulary) == "surveillances"


@pytest.fixture(scope="module")
def seeds(outside: Path) -> tuple[dict[str, int], list[str]]:
    """The words of the raw articles, and those of the questions that they do not answer."""
    if not (outside / "seeds").is_dir():
        pytest.skip(f"no raw articles in {outside}")
    raw = [file.read_text(encoding="utf-8") for file in sorted((outside / "seeds").glob("*.txt"))]
    lines = (outside / "questions/seeds.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [each["question"] for each in map(json.loads, lines) if not each["answerable"]]
    return Counter(word for text in raw for word in set(analysis.words(text))), asked


def test_no_word_of_a_foreign_question_is_taken_for_a_known_one(seeds: tuple[dict[str, int], list[str]]) -> None:
    vocabulary, asked = seeds
    assert [word for question in asked for word in analysis.words(question) if suggest(word, vocabulary)] == []
