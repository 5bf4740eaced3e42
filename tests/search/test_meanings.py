"""What every Ranker promises where meanings count besides words."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from bot.core.lookup import Lookup
from bot.core.model import Passage, Query, Scope
from bot.core.text import analysis
from bot.search.embedded import EmbeddedIndex, Ranker
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex
from bot.search.weighing import Meanings
from tests.search.overlap_index import OverlapIndex
from tests.small_articles import article, corpus

Build = Callable[[Sequence[Passage]], Ranker]
BUILDS: dict[str, Build] = {"okapi": OkapiIndex, "postings": PostingPassageIndex, "overlap": OverlapIndex}
pytestmark = pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS.keys())

ALL = corpus(
    article("leave", "Parents get twelve weeks of leave.", "They ask in writing.", collection="hr"),
    article("pets", "Dogs stay at home.", "Parents of dogs too."),
)
SIMILARITIES = np.array([0.5, 0.125, 0.75, 0.25], np.float32)


class Compared:
    """Compares as it was told to. Satisfies Comparing."""

    model, count = "told", 4

    def meanings(self, words: str, mass: float) -> Meanings:
        return Meanings(SIMILARITIES, 2 * mass)


def query(words: str, scope: Scope | None = None) -> Query:
    terms = tuple(analysis.terms(words))
    return Query(terms, (1.0,) * len(terms), scope or Scope())


def test_a_passage_scores_what_its_words_and_its_meaning_do(build: Build) -> None:
    ranker = build(ALL.passages)
    by_words = {
        hit.passage: hit.score for hit in ranker.search(query("parents leave"), 10, Meanings(SIMILARITIES, 0.0))
    }
    found = ranker.search(query("parents leave"), 10, Meanings(SIMILARITIES, 4.0))
    expected = {
        passage: by_words[passage] + 4.0 * near
        for passage, near in zip(ALL.passages, SIMILARITIES.tolist(), strict=True)
    }
    assert {hit.passage: hit.score for hit in found} == pytest.approx(expected)
    assert [hit.score for hit in found] == sorted(expected.values(), reverse=True)


def test_a_passage_without_a_word_of_the_question_is_found_by_its_meaning(build: Build) -> None:
    found = build(ALL.passages).search(query("hamster"), 2, Meanings(SIMILARITIES, 1.0))
    assert [hit.passage.text for hit in found] == ["Dogs stay at home.", "Parents get twelve weeks of leave."]


def test_a_hit_tells_how_near_its_meaning_is_only_where_meanings_count(build: Build) -> None:
    ranker = build(ALL.passages)
    found = ranker.search(query("home"), 10, Meanings(SIMILARITIES, 1.0))
    assert {hit.passage: hit.similarity for hit in found} == dict(zip(ALL.passages, SIMILARITIES.tolist(), strict=True))
    assert [hit.similarity for hit in ranker.search(query("home"), 2)] == [None]


def test_meanings_lead_nowhere_out_of_the_scope(build: Build) -> None:
    scope = Scope(collections=frozenset({"hr"}))
    found = build(ALL.passages).search(query("home", scope), 10, Meanings(SIMILARITIES, 1.0))
    assert [hit.passage.attribution.article for hit in found] == ["leave", "leave"]


def test_equal_scores_keep_the_order_of_the_corpus(build: Build) -> None:
    found = build(ALL.passages).search(query("hamster"), 10, Meanings(np.full(4, 0.5, np.float32), 1.0))
    assert tuple(hit.passage for hit in found) == ALL.passages


def test_an_index_compares_meanings_by_the_mass_of_the_question_and_names_the_model(build: Build) -> None:
    index = EmbeddedIndex(ALL, build(ALL.passages), Compared())
    lookup = Lookup(query("hamster"), words="hamster", mass=3.0, k=1)
    (best,) = index.complete(lookup, index.consult(lookup)).hits
    assert best.score == pytest.approx(6 * 0.75)
    assert index.revision == f"{ALL.revision}+told"
