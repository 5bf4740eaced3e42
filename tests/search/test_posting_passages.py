"""The index for large corpora ranks as rank-bm25 does: the same passages, the same order, the same bits."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Context, Passage, Query, Scope
from bot.core.text import analysis
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex
from tests.examples import EXAMPLES
from tests.small_articles import attribution

WORDS = ["zebra", "camel", "panda", "the", "otter"]
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
corpora = st.lists(
    st.builds(
        lambda name, title, heading, text, collection: Passage(
            attribution(name, title=title, collection=collection, published=date(2020, 1, 1)),
            1,
            text,
            Context((heading,) if heading else ()),
        ),
        st.sampled_from(["one", "two", "three"]),
        st.none() | texts,
        st.none() | texts,
        texts,
        st.none() | st.sampled_from(["hr", "law"]),
    ),
    max_size=12,
)
scopes = st.builds(Scope, st.none() | st.frozensets(st.sampled_from(["hr", "law"])))
questions = st.lists(st.sampled_from([*WORDS, "unicorn"]), max_size=5)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    terms = analysis.terms(" ".join(draw(questions)))
    weights = draw(st.lists(st.sampled_from([1.0, 0.5, 0.3, 0.0]), min_size=len(terms), max_size=len(terms)))
    return Query(tuple(terms), tuple(weights), draw(scopes), tuple(analysis.pairs(terms)))


@settings(max_examples=EXAMPLES)
@given(corpora, queries(), st.integers(0, 15))
def test_the_ranking_is_that_of_the_default_engine_to_the_last_bit(these: list[Passage], query: Query, k: int) -> None:
    okapi, postings = OkapiIndex(these), PostingPassageIndex(these)
    assert postings.search(query, k) == okapi.search(query, k)
    assert postings.size(query.scope) == okapi.size(query.scope)
    for term in query.terms:
        assert postings.df(term, query.scope) == okapi.df(term, query.scope)


@settings(max_examples=EXAMPLES)
@given(corpora, scopes)
def test_the_vocabulary_is_that_of_the_default_engine(these: list[Passage], scope: Scope) -> None:
    assert dict(PostingPassageIndex(these).vocabulary(scope)) == dict(OkapiIndex(these).vocabulary(scope))
