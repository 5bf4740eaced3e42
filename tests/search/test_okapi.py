"""The ranking is rank-bm25's own with Lucene's idf, to the last bit, and has none of rank-bm25's faults."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.core.model import Context, Passage, Query
from bot.core.text import analysis
from bot.search.okapi import Field, OkapiIndex
from bot.search.weighing import ARTICLES, HEADINGS, K1, PAIRS, TITLES, B
from tests.examples import EXAMPLES
from tests.small_articles import article, passages

WORDS = [chr(first) + chr(second) for first in range(0x0430, 0x0436) for second in range(0x0430, 0x0434)]

paragraphs = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=12)
titles = st.none() | st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
articles = st.lists(st.tuples(titles, titles, paragraphs), max_size=4)
questions = st.lists(st.sampled_from(WORDS), max_size=8)


class LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank-bm25 as it is, but for the idf of Lucene's BM25Similarity."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        count = self.corpus_size
        self.idf = {term: math.log(1 + (count - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


def bm25(documents: list[list[str]], asked: Sequence[str], b: float = B) -> list[float]:
    """rank-bm25's own scores, and noughts where it would divide by nought."""
    if not any(documents):
        return [0.0] * len(documents)
    return [float(score) for score in LuceneOkapi(documents, k1=K1, b=b).get_scores(asked)]


def written(these: list[tuple[str | None, str | None, list[str]]]) -> list[Passage]:
    """Articles, each with a title, one heading and its paragraphs, as passages in corpus order."""
    return [
        replace(passage, context=Context((heading,) if heading else ()))
        for number, (title, heading, texts) in enumerate(these)
        for passage in article(f"a{number}", *texts, title=title).passages
    ]


def by_hand(passages: list[Passage], terms: list[str], pairs: list[str]) -> list[float]:
    """The score of each passage: five scores of rank-bm25, over its fields, weighed and added."""
    titles = [
        analysis.terms("\n".join([each.attribution.title or "", *each.attribution.keywords])) for each in passages
    ]
    headings = [analysis.terms(each.context.words) for each in passages]
    texts = [heading + analysis.terms(each.text) for heading, each in zip(headings, passages, strict=True)]
    names = [each.attribution.article for each in passages]
    first = [number for number, name in enumerate(names) if names.index(name) == number]
    whole = {
        name: titles[names.index(name)]
        + [term for own, text in zip(names, texts, strict=True) if own == name for term in text]
        for name in dict.fromkeys(names)
    }
    by_article = dict(zip(whole, bm25(list(whole.values()), terms), strict=True))
    fields = zip(
        bm25(texts, terms),
        bm25(titles, terms),
        bm25([heading if number in first else [] for number, heading in enumerate(headings)], terms),
        bm25([[f"{one} {two}" for one, two in pairwise(text)] for text in texts], pairs, b=0.0),
        (by_article[name] for name in names),
        strict=True,
    )
    return [
        text + TITLES * title + HEADINGS * heading + PAIRS * pair + ARTICLES * entire
        for text, title, heading, pair, entire in fields
    ]


def plain(terms: list[str]) -> Query:
    return Query(tuple(terms), (1.0,) * len(terms))


@settings(max_examples=EXAMPLES)
@given(paragraphs, questions)
def test_a_field_scores_as_rank_bm25_does_with_lucenes_idf(texts: list[str], words: list[str]) -> None:
    documents = [text.split() for text in texts]
    assert list(Field(documents).scores(words)) == bm25(documents, words)


@settings(max_examples=EXAMPLES)
@given(articles, questions)
def test_the_ranking_is_rank_bm25s_own_over_all_fields_with_ties_in_corpus_order(
    these: list[tuple[str | None, str | None, list[str]]], words: list[str]
) -> None:
    passages = written(these)
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    scores = by_hand(passages, words, pairs)
    matching = [at for at, each in enumerate(passages) if analysis.passage_terms(each) & set(words)]
    matching.sort(key=lambda at: (-scores[at], at))
    ranking = OkapiIndex(passages).search(replace(plain(words), pairs=tuple(pairs)), 100)
    assert [(hit.passage, hit.score) for hit in ranking] == [(passages[at], scores[at]) for at in matching]


@settings(max_examples=EXAMPLES)
@given(paragraphs, questions)
def test_weights_of_one_change_nothing_and_weights_multiply(texts: list[str], words: list[str]) -> None:
    index = OkapiIndex(passages(*texts))
    once = {hit.passage.number: hit.score for hit in index.search(plain(words), 100)}
    half = index.search(Query(tuple(words), (0.5,) * len(words)), 100)
    assert {hit.passage.number: hit.score * 2 for hit in half} == pytest.approx(once)


def test_a_score_is_the_formula_of_the_books() -> None:
    index = OkapiIndex(passages("zebra zebra camel", "camel panda otter heron", "panda"))
    (hit,) = index.search(plain(["zebra"]), 10)
    in_text = math.log(1 + 2.5 / 1.5) * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / (8 / 3)))
    in_article = math.log(1 + 0.5 / 1.5) * 2 * (K1 + 1) / (2 + K1)  # the only one, and so of mean length
    assert hit.score == pytest.approx(in_text + ARTICLES * in_article)


def test_words_that_stand_next_to_each_other_as_asked_count_more() -> None:
    these = passages("zebra camel panda", "camel panda zebra")
    asked = Query(("panda", "zebra"), (1.0, 1.0), pairs=("panda zebra",))
    assert [hit.passage.number for hit in OkapiIndex(these).search(asked, 2)] == [2, 1]


def test_a_pair_alone_finds_nothing() -> None:
    asked = Query(("unicorn",), (1.0,), pairs=("zebra camel",))
    assert OkapiIndex(passages("zebra camel")).search(asked, 2) == ()


@pytest.mark.parametrize("share", [2, 3, 4], ids=["half", "most", "all"])
def test_a_common_word_scores_more_in_the_passage_that_has_it_more_often(share: int) -> None:
    # rank-bm25's own idf is nought for half of the passages and negative for more.
    texts = ["zebra camel", "zebra zebra", "zebra panda", "zebra otter"][:share] + ["heron heron"] * (4 - share)
    hits = OkapiIndex(passages(*texts)).search(plain(["zebra"]), 10)
    assert len(hits) == share
    assert hits[0].passage.text == "zebra zebra"
    assert all(hit.score > 0 for hit in hits)


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    these = passages("zebra grass", "camel grass", "panda camel", "otter camel")
    hits = OkapiIndex(these).search(plain(["zebra", "camel"]), 10)
    assert hits[0].passage.text == "zebra grass"


def test_a_term_that_is_asked_twice_counts_twice() -> None:
    index = OkapiIndex(passages("zebra", "camel"))
    (once,) = index.search(plain(["zebra"]), 10)
    (twice,) = index.search(plain(["zebra", "zebra"]), 10)
    assert twice.score == pytest.approx(2 * once.score)


def test_scores_are_plain_numbers_that_json_can_hold() -> None:
    (hit,) = OkapiIndex(passages("zebra")).search(plain(["zebra"]), 1)
    assert type(hit.score) is float


def test_the_longer_of_two_passages_with_the_same_word_stands_second() -> None:
    hits = OkapiIndex(passages("zebra and camel and panda and otter", "zebra")).search(plain(["zebra"]), 2)
    assert [hit.passage.number for hit in hits] == [2, 1]
