"""Pairs in numbers are ranked as pairs in strings are, through any life of an index."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import analysis
from bot.search.arrays import TERMS, within
from bot.search.building import Counting
from bot.search.fields import Change, Fields
from bot.search.pairs import CountingPairs, Pairs
from bot.search.postings import PostingIndex
from bot.search.vocabulary import Terms
from tests.examples import EXAMPLES
from tests.small_articles import passages

texts = st.lists(st.sampled_from(["zebra", "camel", "panda", "the"]), max_size=8).map(" ".join)
asked = st.lists(st.sampled_from(["zebra", "camel", "panda", "otter"]), max_size=4)


def changed(fields: Fields, gone: list[int], later: list[str]) -> Fields:
    """The fields without some articles of one passage each, and with others."""
    counting = fields.counting()
    for each in passages(*later):
        counting.add([each])
    return fields.changed(Change(gone, gone), counting)


@settings(max_examples=EXAMPLES)
@given(st.lists(texts, max_size=6), st.lists(texts, max_size=4), st.data(), asked)
def test_pairs_in_numbers_score_as_pairs_in_strings(
    first: list[str], later: list[str], data: st.DataObject, words: list[str]
) -> None:
    gone = sorted(data.draw(st.sets(st.integers(0, len(first) - 1)))) if first else []
    fields = Fields.joined(*changed(Fields.empty(), [], first).parted())
    fields = changed(fields, gone, later)
    left = [text for place, text in enumerate(first) if place not in gone] + later
    strings = PostingIndex.build([analysis.pairs(analysis.terms(text)) for text in left], k1=1.0, b=0.0)
    pairs = analysis.pairs(analysis.terms(" ".join(words)))
    assert fields.pairs.scores(pairs).tolist() == strings.scores(pairs).tolist()
    for pair in [*pairs, "zebra", "", "zebra camel panda"]:
        assert fields.pairs.df(pair) == strings.df(pair)
    assert fields.pairs.frequencies() == strings.frequencies()


@settings(max_examples=EXAMPLES)
@given(st.lists(texts.map(str.split), max_size=12), st.integers(1, 20), st.permutations(["zebra", "camel", "panda"]))
def test_what_is_counted_in_batches_is_what_is_counted_at_once(
    these: list[list[str]], batch: int, asked: list[str]
) -> None:
    pairs = CountingPairs()
    counting = Counting(Terms(), pairs, batch)
    for terms in these:
        counting.add(terms)
    counted = counting.done()
    index = PostingIndex.empty(Terms()).with_counted((), counted)
    own = PostingIndex.empty(Pairs(Terms())).with_counted((), pairs.done(Pairs(Terms()), counted.vocabulary))
    assert index.scores(asked).tolist() == PostingIndex.build(these).scores(asked).tolist()
    strings = PostingIndex.build(analysis.pairs(terms) for terms in these)
    assert own.scores(analysis.pairs(asked)).tolist() == strings.scores(analysis.pairs(asked)).tolist()


def test_pairs_are_counted_beside_their_terms_and_not_by_themselves() -> None:
    with pytest.raises(TypeError, match="beside"):
        Fields.empty().pairs.changed((), [["zebra camel"]])


def test_saved_pairs_keep_their_numbers() -> None:
    fields = changed(Fields.empty(), [], ["zebra camel panda", "camel zebra"])
    arrays, _ = fields.pairs.parted()
    opened = Pairs.of(within(arrays, TERMS), fields.texts.vocabulary)
    assert opened.terms() == fields.pairs.vocabulary.terms()
    assert [opened.find(pair) for pair in opened.terms()] == [0, 1, 2]
