"""The posting lists give rank-bm25's own scores, bit for bit, whatever was built, changed, saved and opened before."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.search import block_max, engines
from bot.search.loops import NUMPY, Loops
from bot.search.okapi import Okapi
from bot.search.postings import PostingIndex
from tests.benchmarks.generator import Collection
from tests.examples import EXAMPLES

STEPS = 12

WAYS = [NUMPY, NUMPY._replace(best=block_max.by_blocks), NUMPY._replace(best=block_max.of_all)]
if (compiled := engines.fastest()) != NUMPY:
    WAYS.append(compiled)
every_way = pytest.mark.parametrize("way", WAYS, ids=["NumPy", "by blocks", "of all", "compiled"][: len(WAYS)])

WORDS = ["the", "of", "leave", "days", "paid", "parental", "", "\n", "né", "\ud800", "a b"]
passage = st.lists(st.sampled_from(WORDS), max_size=12) | st.lists(st.sampled_from(WORDS[:2]), max_size=40)
collections = st.lists(passage, max_size=40)
questions = st.lists(st.sampled_from([*WORDS, "unicorn"]), max_size=6)
parameters = st.tuples(st.sampled_from([0.1, 1.0, 1.5, 3.0]), st.sampled_from([0.0, 0.3, 0.75, 1.0]))


def oracle(
    passages: Sequence[Sequence[str]],
    terms: Sequence[str],
    k: int,
    *,
    allowed: Sequence[int] | None = None,
    parameters: tuple[float, float] = (1.5, 0.75),
    weights: Sequence[float] | None = None,
) -> list[tuple[int, float]]:
    """What rank-bm25 scores, best first, ties in corpus order; of the passages that have a term."""
    matching = [
        position
        for position, own in enumerate(passages)
        if not set(own).isdisjoint(terms) and (allowed is None or position in allowed)
    ]
    if not matching:
        return []
    bm25 = Okapi(passages, k1=parameters[0], b=parameters[1])
    with np.errstate(invalid="ignore"):  # rank-bm25 divides nought by nought for empty passages where b is 1
        if weights is None:
            scores = bm25.get_scores(terms)
        else:
            scores = sum(weight * bm25.get_scores([term]) for term, weight in zip(terms, weights, strict=True))
    matching.sort(key=lambda position: (-scores[position], position))
    return [(position, float(scores[position])) for position in matching[:k]]


@every_way
@settings(max_examples=EXAMPLES)
@given(collections, questions, st.integers(1, 60), parameters)
def test_the_scores_are_rank_bm25s_to_the_last_bit_with_ties_in_corpus_order(
    way: Loops, passages: list[list[str]], terms: list[str], k: int, parameters: tuple[float, float]
) -> None:
    index = PostingIndex.build(passages, k1=parameters[0], b=parameters[1]).using(way)
    assert index.search(terms, k) == oracle(passages, terms, k, parameters=parameters)


@every_way
@settings(max_examples=EXAMPLES)
@given(collections, questions, st.integers(1, 9), st.sets(st.integers(0, 39)), st.data())
def test_weights_multiply_and_only_what_is_allowed_is_found(
    way: Loops, passages: list[list[str]], terms: list[str], k: int, some: set[int], data: st.DataObject
) -> None:
    worth = st.sampled_from([1.0, 0.5, 0.3, 0.0, -1.0, 1e-300, 1e300]) | st.floats(0.01, 10)
    weights = data.draw(st.lists(worth, min_size=len(terms), max_size=len(terms)))
    allowed = sorted(position for position in some if position < len(passages))
    mask = np.isin(np.arange(len(passages)), allowed)
    index = PostingIndex.build(passages).using(way)
    expected = oracle(passages, terms, k, allowed=allowed, weights=weights)
    assert index.search(terms, k, weights, allowed) == index.search(terms, k, weights, mask) == expected


@every_way
@settings(max_examples=EXAMPLES)
@given(collections, questions)
def test_scores_by_position_are_those_of_rank_bm25_too(way: Loops, passages: list[list[str]], terms: list[str]) -> None:
    index = PostingIndex.build(passages).using(way)
    expected = np.zeros(len(passages))
    for position, score in oracle(passages, terms, len(passages)):
        expected[position] = score
    assert index.scores(terms).tolist() == expected.tolist()


class Life(RuleBasedStateMachine):
    """An index that is built, changed, saved and opened, beside a plain list of the same passages."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[list[str]] = []
        self.index = PostingIndex.build([])
        self.earlier: list[tuple[PostingIndex, list[list[str]]]] = []
        self.folder = TemporaryDirectory()

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(passages=collections)
    def build(self, passages: list[list[str]]) -> None:
        self.index, self.passages = PostingIndex.build(passages), passages

    @rule(added=st.lists(passage, max_size=6), data=st.data())
    def change(self, added: list[list[str]], data: st.DataObject) -> None:
        count = len(self.passages)
        removed = data.draw(st.sets(st.integers(0, count - 1), max_size=count)) if count else set()
        size = count - len(removed) + len(added)
        at = data.draw(st.none() | st.permutations(range(size)).map(lambda order: order[: len(added)]))
        self.earlier.append((self.index, self.passages))
        self.index = self.index.changed(removed, added, at)
        left = iter([own for position, own in enumerate(self.passages) if position not in removed])
        new = dict(zip(at if at is not None else range(size - len(added), size), added, strict=True))
        self.passages = [new[position] if position in new else next(left) for position in range(size)]

    @rule()
    def save_and_open(self) -> None:
        self.index.save(Path(self.folder.name), corpus="these")
        self.index = PostingIndex.open(Path(self.folder.name), corpus="these")

    @rule(terms=questions, k=st.integers(1, 12), way=st.sampled_from(WAYS))
    def ask(self, terms: list[str], k: int, way: Loops) -> None:
        assert self.index.using(way).search(terms, k) == oracle(self.passages, terms, k)
        expected = dict(oracle(self.passages, terms, len(self.passages)))
        assert self.index.scores(terms).tolist() == [expected.get(each, 0.0) for each in range(len(self.passages))]
        if self.earlier:
            index, passages = self.earlier[-1]
            assert index.using(way).search(terms, k) == oracle(passages, terms, k)

    @invariant()
    def counts_agree(self) -> None:
        assert len(self.index) == len(self.passages)
        for term in WORDS[:4]:
            having = [position for position, own in enumerate(self.passages) if term in own]
            assert self.index.df(term) == len(having)
            assert sorted(self.index.having(term).tolist()) == having
        assert self.index.frequencies() == Counter(term for own in self.passages for term in set(own))


def test_the_scores_stay_rank_bm25s_through_any_life_of_an_index_and_readers_keep_theirs() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS))


@pytest.fixture(scope="module")
def large() -> tuple[Collection, list[list[str]], Okapi, PostingIndex]:
    collection = Collection(3_000)
    passages = list(collection.passages())
    return collection, passages, Okapi(passages), PostingIndex.build(passages)


@every_way
@pytest.mark.parametrize("stop_words", [True, False], ids=["with stop words", "content words"])
def test_thousands_of_passages_give_the_same_ten_as_rank_bm25(
    way: Loops, large: tuple[Collection, list[list[str]], Okapi, PostingIndex], stop_words: bool
) -> None:
    collection, _, okapi, index = large
    for terms in collection.questions(25, stop_words=stop_words):
        scores = okapi.get_scores(terms)
        order = np.lexsort((np.arange(len(scores)), -scores))[:10]
        expected = [(int(each), float(scores[each])) for each in order if scores[each] > 0]
        assert index.using(way).search(terms, 10) == expected


@every_way
def test_many_passages_that_score_alike_keep_corpus_order(way: Loops) -> None:
    passages = [["leave", "days"]] * 3_000
    index = PostingIndex.build(passages).using(way)
    assert [position for position, _ in index.search(["leave"], 12)] == list(range(12))
    moved = index.changed([0], [["leave", "days"]], at=[5]).using(way)
    assert [position for position, _ in moved.search(["leave"], 12)] == list(range(12))


@pytest.fixture(scope="module")
def long() -> tuple[list[list[str]], PostingIndex]:
    """More pairs of frequency and length than two bytes can tell apart."""
    core = [f"w{often}" for often in range(1, 51) for _ in range(often)]
    passages = [core + ["leave"] * number for number in range(1_350)]
    return passages, PostingIndex.build(passages)


@every_way
def test_passages_of_very_many_lengths_are_scored_alike(way: Loops, long: tuple[list[list[str]], PostingIndex]) -> None:
    passages, index = long
    assert index.using(way).search(["w7", "leave", "w50"], 5) == oracle(passages, ["w7", "leave", "w50"], 5)


@every_way
def test_a_term_that_weighs_nothing_still_finds(way: Loops) -> None:
    index = PostingIndex.build([["leave"], ["days"], ["paid"]]).using(way)
    assert index.search(["leave", "days"], 9, weights=[0.0, 1.0])[1] == (0, 0.0)


@pytest.mark.parametrize("passages", [[], [[]], [[], []]], ids=["none", "an empty one", "two empty ones"])
def test_an_index_without_words_finds_nothing_and_does_not_stumble(passages: list[list[str]]) -> None:
    index = PostingIndex.build(passages)
    assert index.search(["leave"], 3) == []
    assert index.scores(["leave"]).tolist() == [0.0] * len(passages)
    assert index.changed([], [["leave"]]).search(["leave"], 3) == oracle([*passages, ["leave"]], ["leave"], 3)


def test_an_index_that_lost_its_last_word_finds_nothing_and_does_not_stumble() -> None:
    index = PostingIndex.build([["leave"], [], [], []]).changed([0], [])
    assert index.search(["leave"], 3) == []
    assert index.changed([], [["leave"]]).search(["leave"], 3) == oracle([[], [], [], ["leave"]], ["leave"], 3)


@pytest.mark.parametrize("terms", [[], ["unicorn"]], ids=["no term", "an unknown term"])
def test_what_matches_nothing_finds_nothing(terms: list[str]) -> None:
    assert PostingIndex.build([["leave"], ["days"]]).search(terms, 3) == []


@pytest.mark.parametrize("k", [0, -1])
def test_no_room_finds_nothing(k: int) -> None:
    assert PostingIndex.build([["leave"]]).search(["leave"], k) == []


@pytest.mark.parametrize(
    "call",
    [
        lambda: PostingIndex.build(["leave"]),
        lambda: PostingIndex.build([["leave"]]).search("leave", 3),
    ],
    ids=["as a passage", "as a query"],
)
def test_a_string_in_place_of_terms_is_refused_rather_than_read_letter_by_letter(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="not a string"):
        call()


@pytest.mark.parametrize(("k1", "b"), [(0.0, 0.5), (-1.0, 0.5), (1.5, -0.1), (1.5, 1.1), (float("nan"), 0.5)])
def test_parameters_without_meaning_are_refused(k1: float, b: float) -> None:
    with pytest.raises(ValueError, match="k1 must be positive"):
        PostingIndex.build([["leave"]], k1=k1, b=b)


def test_a_position_that_is_not_there_cannot_be_removed_nor_taken() -> None:
    index = PostingIndex.build([["leave"], ["days"]])
    for removed, at in (([2], None), ([-1], None), ([], [3]), ([], [-1])):
        with pytest.raises(IndexError):
            index.changed(removed, [["paid"]], at)
    with pytest.raises(ValueError, match="cannot stand at"):
        index.changed([], [["paid"], ["paid"]], [1, 1])


def test_as_many_weights_as_terms_are_wanted() -> None:
    with pytest.raises(ValueError, match="zip"):
        PostingIndex.build([["leave"]]).search(["leave"], 1, weights=[1.0, 1.0])


def test_a_question_of_hundreds_of_words_is_answered_exactly() -> None:
    passages = [["leave", "days"], ["leave"], ["paid"]]
    terms = ["leave", "days"] * 300
    assert PostingIndex.build(passages).search(terms, 3) == oracle(passages, terms, 3)


def test_arrays_of_an_index_cannot_be_written_to() -> None:
    index = PostingIndex.build([["leave"], ["days"]])
    (part,) = index._snapshot.parts
    assert not any(array.flags.writeable for array in part.segment.arrays().values())
