"""Articles that are held as bytes are the articles, whatever was changed, saved and opened before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.corpus import Corpus
from bot.core.model import Article, Attribution, Context, Mark, Passage, PassageKind, Reference, Scope, Standing
from bot.search import files
from bot.search.indexed_corpus import IndexedCorpus
from bot.search.posting_passages import PostingPassageIndex
from bot.search.records import MOST_BLOBS, Lazily, Records, article_from, head_of, text_of, written
from tests.examples import EXAMPLES
from tests.small_articles import article

line = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates too
maybe = st.none() | line
days = st.none() | st.dates()
references = st.lists(st.builds(Reference, line, st.none() | st.integers(1, 99)), max_size=3).map(tuple)
attributions = st.builds(
    Attribution, line, line, maybe, maybe, maybe, days, maybe, st.sampled_from(Standing), days,
    st.lists(line, max_size=3).map(tuple), maybe,
)  # fmt: skip


def _passage(known: Attribution, number: int, text: str, heading: str | None) -> Passage:
    context = Context((heading,) if heading else (), row=("Days", "Years"), label="4.2", page=number)
    return Passage(known, number, text, context, PassageKind.ROW, (Mark("note", 1, "1"), Mark("struck", 0, text)))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    known = draw(attributions)
    texts = draw(st.lists(st.tuples(line, maybe), min_size=1, max_size=4))
    passages = tuple(_passage(known, number, text, heading) for number, (text, heading) in enumerate(texts, start=1))
    based_on = draw(st.lists(line, max_size=2).map(tuple))
    return Article(known, passages, draw(maybe), based_on, draw(days), draw(days), draw(days), draw(references))


@settings(max_examples=EXAMPLES)
@given(st.lists(articles(), max_size=4))
def test_an_article_that_is_written_down_is_read_as_it_was(these: list[Article]) -> None:
    heads, texts = (Records.made(written(part(each)) for each in these) for part in (head_of, text_of))
    assert [article_from(heads.read(number), texts.read(number)) for number in range(len(heads))] == these


def small(name: str, *texts: str) -> Article:
    return article(name, *texts, published=date(2020, 6, 10), supersedes=[Reference("a"), Reference("b", 2)])


def equal(held: IndexedCorpus, expected: list[Article]) -> None:
    """Everything that can be asked of holdings is what the same articles in memory say."""
    corpus, plain = held.corpus, Corpus(expected)
    index, other = held.index.ranker, PostingPassageIndex(plain.passages)
    assert len(held) == len(corpus.articles) == len(expected)
    assert list(corpus.articles) == expected
    assert tuple(corpus.passages) == tuple(plain.passages)
    assert tuple(corpus.attributions) == tuple(plain.attributions)
    assert corpus.revision == plain.revision
    for each in expected:
        assert corpus.article(each.id) == each
        for passage in each.passages:
            assert corpus.around(passage.reference) == plain.around(passage.reference)
            day = date(2021, 1, 1)
            assert corpus.successors(passage, day, Scope()) == plain.successors(passage, day, Scope())
    assert corpus.article("nobody") is None
    vocabulary = index.vocabulary(Scope())
    assert vocabulary == other.vocabulary(Scope())
    for word in [*vocabulary, "unheard"]:
        assert corpus.as_written(word, Scope()) == plain.as_written(word, Scope())


texts = st.lists(st.sampled_from(["Zebra", "zebra", "camel\u00adpanda", "panda", "the"]), min_size=1, max_size=5)
some = st.builds(
    lambda name, paragraphs: small(name, *map(" ".join, paragraphs)),
    st.sampled_from("abcdef"),
    st.lists(texts, min_size=1, max_size=3),
)
lots = st.lists(some, max_size=5, unique_by=lambda each: each.id)


@settings(max_examples=EXAMPLES)
@given(lots, lots, st.data(), st.booleans())
def test_changed_holdings_are_those_that_would_be_made_afresh(
    first: list[Article], more: list[Article], data: st.DataObject, saved: bool
) -> None:
    held = IndexedCorpus.empty().changed(first)
    if saved:
        held = IndexedCorpus.joined(*held.parted())
    equal(held, first)
    stay = sorted(data.draw(st.sets(st.integers(0, len(first) - 1)))) if first else []
    names = {first[number].id for number in stay}
    mixed: list[int | Article] = [*stay]
    for each in more:
        if each.id not in names:
            mixed.insert(data.draw(st.integers(0, len(mixed))), each)
    after = held.changed(mixed)
    equal(after, [first[each] if isinstance(each, int) else each for each in mixed])
    equal(held, first)


def test_holdings_can_be_saved_and_opened(tmp_path: Path) -> None:
    these = [small("a", "One zebra.", "Two camels."), small("b", "Three.")]
    files.save(tmp_path, *IndexedCorpus.empty().changed(these).parted())
    equal(IndexedCorpus.joined(*files.load(tmp_path)[:2]), these)


def test_empty_holdings_are_an_empty_corpus(tmp_path: Path) -> None:
    files.save(tmp_path, *IndexedCorpus.empty().parted())
    equal(IndexedCorpus.joined(*files.load(tmp_path)[:2]), [])


def test_articles_that_stay_must_keep_their_order() -> None:
    held = IndexedCorpus.empty().changed([small("a", "One."), small("b", "Two.")])
    with pytest.raises(ValueError, match="order"):
        held.changed([1, 0])


def test_who_waits_is_told_how_much_is_done() -> None:
    told: list[tuple[int, int]] = []
    IndexedCorpus.empty().changed(
        [small("a", "One."), small("b", "Two.")], lambda done, total: told.append((done, total))
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_records_that_were_often_changed_are_written_anew_as_one() -> None:
    records = Records.made([written(number) for number in range(5)])
    for number in range(2 * MOST_BLOBS):
        records = records.picked(np.array([1, 2, 3, 4, 5]), Records.made([written(number + 5)]))
        assert [records.read(each) for each in range(5)][-1] == number + 5
    assert len(records.blobs) <= MOST_BLOBS


def test_a_lazy_sequence_is_a_sequence() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number * 10

    lazy = Lazily(5, make)
    assert (len(lazy), made) == (5, [])
    assert (lazy[1], lazy[-1], lazy[1:3], list(lazy)) == (10, 40, (10, 20), [0, 10, 20, 30, 40])
    assert 30 in lazy
    for wrong in (5, -6):
        with pytest.raises(IndexError):
            lazy[wrong]


def test_a_changed_attribution_makes_another_revision() -> None:
    one = small("a", "One.")
    other = replace(one, owner="Somebody")
    assert (
        IndexedCorpus.empty().changed([one]).corpus.revision != IndexedCorpus.empty().changed([other]).corpus.revision
    )


def test_a_change_makes_lists_of_its_own_words_alone() -> None:
    many = [small(f"a{number}", *(f"Word{number}x{each} stands here." for each in range(5))) for number in range(40)]
    changed = IndexedCorpus.empty().changed(many).changed([*range(39), small("z", "One zebra.")])
    for field in (changed.fields.texts, changed.fields.pairs, changed.fields.words):  # type: ignore[union-attr]
        arrays, _ = field.parted()
        assert len(arrays["1.starts"]) < 10 < len(arrays["0.starts"])
