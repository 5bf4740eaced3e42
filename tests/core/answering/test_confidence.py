"""Confidence is a share: between none and all, wary of unknown words, and sure of what is covered."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.confidence import Covering, confidence, idf
from bot.core.model import Hit
from bot.core.text import analysis
from tests.hostile_texts import anything, prose
from tests.small_articles import passages

letters = st.sampled_from("bcdefgh")
weights = st.dictionaries(letters, st.floats(0.01, 20), max_size=8)


def hit(text: str, score: float = 1.0, similarity: float | None = None) -> Hit:
    return Hit(passages(text)[0], score, similarity)


@settings(max_examples=30)
@given(st.integers(1, 100_000), st.data())
def test_a_rarer_word_always_weighs_more_and_none_weighs_nothing(size: int, data: st.DataObject) -> None:
    df = data.draw(st.integers(1, size))
    assert idf(df - 1, size) > idf(df, size) > 0


def test_the_weight_is_lucenes() -> None:
    assert idf(3, 10) == pytest.approx(math.log(1 + 7.5 / 3.5))


@settings(max_examples=30)
@given(weights, st.lists(st.sampled_from("bcdefghxyz")), letters)
def test_coverage_is_a_share_and_one_more_word_never_covers_less(
    weighed: dict[str, float], present: list[str], word: str
) -> None:
    covered = Covering(weighed).share(hit(" ".join(present)))
    assert 0 <= covered <= Covering(weighed).share(hit(" ".join([*present, word]))) <= 1.0000001


def test_all_words_cover_all_and_none_cover_nothing() -> None:
    assert Covering({"zebra": 2.0, "camel": 1.0}).share(hit("zebra camel panda")) == pytest.approx(1)
    assert Covering({"zebra": 2.0, "camel": 1.0}).share(hit("panda")) == 0


def test_a_question_without_words_is_covered_by_nothing() -> None:
    assert Covering({}).share(hit("zebra")) == 0


def test_words_that_nobody_has_pull_coverage_down_most() -> None:
    assert Covering({"zebra": idf(50, 100), "unicorn": idf(0, 100)}).share(hit("zebra")) < 0.2


@settings(max_examples=30)
@given(anything | prose, st.lists(st.floats(0, 1_000), max_size=12))
def test_confidence_is_a_probability_whatever_was_asked(question: str, scores: list[float]) -> None:
    weighed = {term: idf(1, 10) for term in analysis.terms(question)}
    hits = [hit("zebra", score) for score in sorted(scores, reverse=True)]
    assert 0 <= confidence(question, Covering(weighed), hits) <= 1


def test_without_hits_or_without_words_there_is_no_confidence() -> None:
    assert confidence("zebra", Covering({"zebra": 1.0}), []) == 0
    assert confidence("", Covering({}), [hit("zebra")]) == 0


def test_a_name_that_no_passage_has_makes_less_sure_than_one_that_it_has() -> None:
    weighed = {"leav": 2.0, "zanzibar": 2.0}
    asked = "How much leave is there in Zanzibar?"
    known, unknown = hit("Leave in Zanzibar is long.", 4.0), hit("Leave in Berlin is long.", 4.0)
    assert confidence(asked, Covering(weighed), [known]) > confidence(asked, Covering(weighed), [unknown])


def test_a_better_match_makes_surer() -> None:
    weighed = {"leav": 2.0, "paid": 2.0}
    assert confidence("paid leave", Covering(weighed), [hit("paid leave", 4.0)]) > confidence(
        "paid leave", Covering(weighed), [hit("paid leave", 0.4)]
    )


def test_another_word_for_the_same_covers_some_of_it_and_the_word_itself_more() -> None:
    covering = Covering({"holiday": 1.0, "camel": 1.0}, ((("holiday",), ("vacation",)),))
    none, other, same = (covering.share(hit(text)) for text in ("panda", "vacation", "holiday"))
    assert none == 0 < other < same


def test_the_nearer_the_meaning_the_surer() -> None:
    weighed = Covering({"zebra": 1.0, "camel": 2.0})
    sure = [confidence("zebra camel", weighed, [hit("panda", 1.5, near)]) for near in (0.0, 0.3, 0.6, 0.9)]
    assert sure == sorted(sure)
    assert sure[0] < 0.1
    assert sure[-1] > 0.5


def test_a_passage_is_as_near_as_its_words_or_its_meaning() -> None:
    weighed = Covering({"zebra": 1.0, "camel": 3.0})
    assert weighed.nearness(hit("zebra", 1.0, 0.6)) == 0.6
    assert weighed.nearness(hit("camel", 1.0, 0.6)) == weighed.nearness(hit("camel")) == 0.75
