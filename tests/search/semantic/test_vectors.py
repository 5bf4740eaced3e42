"""Vectors, a byte a component."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.semantic.vectors import BLOCK, Vectors, key_of
from tests.examples import EXAMPLES

WIDTH = 8


def unit(*rows: list[float]) -> np.ndarray:
    vectors = np.array(rows, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def some(texts: int, seed: int = 0) -> list[np.ndarray]:
    """Windows of so many texts, one to three each."""
    chance = np.random.default_rng(seed)
    return [unit(*chance.normal(size=(int(chance.integers(1, 4)), WIDTH)).tolist()) for _ in range(texts)]


def keys(texts: int) -> list[bytes]:
    return [key_of("", str(number)) for number in range(texts)]


@settings(max_examples=EXAMPLES)
@given(st.integers(1, 40), st.integers(0, 1_000))
def test_a_text_is_as_near_as_its_nearest_window_to_within_a_hundredth(texts: int, seed: int) -> None:
    windows, question = some(texts, seed), some(1, seed + 1)[0][0]
    found = Vectors.empty(WIDTH).extended(keys(texts), windows).similarities(question)
    exact = [max(0.0, float((each @ question).max())) for each in windows]
    assert found == pytest.approx(exact, abs=0.01)


def test_many_texts_are_compared_as_few_are() -> None:
    windows, question = some(2 * BLOCK), some(1, 7)[0][0]
    together = Vectors.empty(WIDTH).extended(keys(len(windows)), windows).similarities(question)
    alone = Vectors.empty(WIDTH).extended(keys(1), windows[-1:]).similarities(question)
    assert together[-1] == alone[0]


def test_no_text_is_near_where_there_is_none() -> None:
    assert len(Vectors.empty(WIDTH).similarities(some(1)[0][0])) == 0


def test_vectors_that_are_added_later_are_those_that_were_added_at_once() -> None:
    windows, question = some(9), some(1, 3)[0][0]
    at_once = Vectors.empty(WIDTH).extended(keys(9), windows)
    later = Vectors.empty(WIDTH).extended(keys(9)[:4], windows[:4]).extended(keys(9)[4:], windows[4:])
    assert np.array_equal(at_once.similarities(question), later.similarities(question))
    assert later.numbers == {key: number for number, key in enumerate(keys(9))}


@settings(max_examples=EXAMPLES)
@given(st.lists(st.integers(0, 8), max_size=12))
def test_picked_texts_keep_their_vectors(numbers: list[int]) -> None:
    every, question = Vectors.empty(WIDTH).extended(keys(9), some(9)), some(1, 3)[0][0]
    picked = every.picked(np.array(numbers, np.int64))
    assert np.array_equal(picked.similarities(question), every.similarities(question)[numbers])


def test_a_vector_of_nothing_is_near_to_nothing() -> None:
    vectors = Vectors.empty(WIDTH).extended(keys(1), [np.zeros((1, WIDTH), np.float32)])
    assert vectors.similarities(some(1)[0][0]).tolist() == [0]


def test_head_and_text_cannot_be_taken_for_each_other() -> None:
    assert key_of("a", "b") != key_of("", "ab")
