"""Which engine ranks."""

import pytest

from bot.core.corpus import Corpus
from bot.library.engine import MANY, Engine, build_index
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex
from tests.small_articles import article


@pytest.mark.parametrize(
    ("engine", "count", "kind"),
    [
        ("okapi", 2, OkapiIndex),
        ("postings", 2, PostingPassageIndex),
        ("auto", 2, OkapiIndex),
        ("auto", MANY, PostingPassageIndex),
    ],
)
def test_few_passages_are_ranked_by_rank_bm25_and_many_by_posting_lists(engine: Engine, count: int, kind: type) -> None:
    corpus = Corpus([article("many", *(f"Passage number {number}." for number in range(count)))])
    assert isinstance(build_index(corpus, engine).ranker, kind)
