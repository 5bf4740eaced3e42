"""What every PassageIndex promises, whichever engine ranks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Context, Passage, Query, Scope, Standing
from bot.core.ports import PassageIndex
from bot.core.text import analysis
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex
from tests.examples import EXAMPLES
from tests.search.overlap_index import OverlapIndex
from tests.small_articles import article, attribution, passages

Build = Callable[[Iterable[Passage]], PassageIndex]

pytestmark = pytest.mark.parametrize("build", [OkapiIndex, PostingPassageIndex, OverlapIndex])

EVERYTHING = Scope()
WORDS = ("zebra", "camel", "panda", "otter", "heron")
UNKNOWN = "unicorn"

texts = st.lists(st.sampled_from((*WORDS, "the", "…")), max_size=8).map(" ".join)
days = st.none() | st.sampled_from([date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)])
subjects = st.lists(st.sampled_from(["leave", "travel"]), unique=True)
some_passages = st.lists(
    st.builds(
        lambda text, collection, publisher, topics, published: Passage(
            attribution(collection=collection, publisher=publisher, topics=topics, published=published), 1, text
        ),
        texts,
        st.none() | st.sampled_from(["hr", "law"]),
        st.none() | st.sampled_from(["Vox", "Wired"]),
        subjects,
        days,
    ),
    max_size=5,
)
few = st.none() | st.frozensets(st.sampled_from(["hr", "law", "Vox", "Wired", "leave", "travel", "nowhere"]))
scopes = st.builds(Scope, few, few, few, days, days)
asked = st.lists(st.sampled_from((*WORDS, UNKNOWN)), max_size=6)


def query(*words: str, weights: Sequence[float] | None = None, scope: Scope = EVERYTHING) -> Query:
    terms = tuple(analysis.terms(" ".join(words)))
    return Query(terms, tuple(weights or (1.0,) * len(terms)), scope)


def found(index: PassageIndex, *words: str, k: int = 10, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.passage.text for hit in index.search(query(*words, scope=scope), k)]


@settings(max_examples=EXAMPLES)
@given(some_passages, asked, scopes)
def test_what_is_found_shares_a_term_and_lies_in_the_scope_and_nothing_of_that_is_missing(
    build: Build, these: list[Passage], words: list[str], scope: Scope
) -> None:
    hits = build(these).search(query(*words, scope=scope), 100).hits
    wanted = set(analysis.terms(" ".join(words)))
    expected = [each for each in these if wanted & analysis.passage_terms(each) and scope.admits(each.attribution)]
    assert sorted(repr(hit.passage) for hit in hits) == sorted(map(repr, expected))


@settings(max_examples=EXAMPLES)
@given(some_passages, asked)
def test_the_best_stands_first_and_of_equals_the_earlier_in_the_corpus(
    build: Build, these: list[Passage], words: list[str]
) -> None:
    numbered = [replace(each, number=number) for number, each in enumerate(these, start=1)]
    order = [(-hit.score, hit.passage.number) for hit in build(numbered).search(query(*words), 100)]
    assert order == sorted(order)


@settings(max_examples=EXAMPLES)
@given(some_passages, asked, scopes, st.integers(0, 10))
def test_a_smaller_k_only_cuts_the_ranking_short(
    build: Build, these: list[Passage], words: list[str], scope: Scope, k: int
) -> None:
    index = build(these)
    whole = index.search(query(*words, scope=scope), 100)
    assert index.search(query(*words, scope=scope), k).hits == whole.hits[:k]


@settings(max_examples=EXAMPLES)
@given(some_passages, asked, scopes)
def test_a_scope_leaves_out_passages_and_keeps_the_order_of_the_rest(
    build: Build, these: list[Passage], words: list[str], scope: Scope
) -> None:
    index = build(these)
    open_hits = index.search(query(*words), 100).hits
    within = tuple(hit for hit in open_hits if scope.admits(hit.passage.attribution))
    assert index.search(query(*words, scope=scope), 100).hits == within


@settings(max_examples=EXAMPLES)
@given(some_passages, scopes, st.sampled_from((*WORDS, UNKNOWN)))
def test_document_frequency_and_size_count_the_passages_within_the_scope(
    build: Build, these: list[Passage], scope: Scope, word: str
) -> None:
    index = build(these)
    (term,) = analysis.terms(word)
    within = [each for each in these if scope.admits(each.attribution)]
    assert index.size(scope) == len(within)
    assert index.df(term, scope) == sum(term in analysis.passage_terms(each) for each in within)


@settings(max_examples=EXAMPLES)
@given(some_passages, asked)
def test_the_same_query_gets_the_same_ranking_from_another_index_of_the_same_passages(
    build: Build, these: list[Passage], words: list[str]
) -> None:
    index = build(these)
    ranking = index.search(query(*words), 5)
    assert index.search(query(*words), 5) == ranking
    assert build(list(these)).search(query(*words), 5) == ranking
    assert ranking.revision == index.revision


@settings(max_examples=EXAMPLES)
@given(some_passages, asked)
def test_weights_that_all_grow_alike_change_no_order(build: Build, these: list[Passage], words: list[str]) -> None:
    index = build(these)
    plain = [hit.passage for hit in index.search(query(*words), 100)]
    doubled = index.search(query(*words, weights=(2.0,) * len(analysis.terms(" ".join(words)))), 100)
    assert [hit.passage for hit in doubled] == plain


def test_a_term_that_weighs_more_decides(build: Build) -> None:
    index = build(passages("a zebra", "a camel"))
    assert [hit.passage.text for hit in index.search(query("zebra", "camel", weights=(0.1, 1.0)), 1)] == ["a camel"]
    assert [hit.passage.text for hit in index.search(query("zebra", "camel", weights=(1.0, 0.1)), 1)] == ["a zebra"]


def test_a_term_that_weighs_nothing_still_finds_and_stands_last(build: Build) -> None:
    index = build(passages("a zebra", "a camel"))
    hits = index.search(query("zebra", "camel", weights=(0.0, 1.0)), 10).hits
    assert [hit.passage.text for hit in hits] == ["a camel", "a zebra"]


@pytest.mark.parametrize(
    "these",
    [(), passages("…", "the", "🙂"), passages("…"), passages("")],
    ids=["no passage", "no words at all", "one without words", "an empty one"],
)
def test_an_index_without_words_finds_nothing_and_does_not_stumble(build: Build, these: tuple[Passage, ...]) -> None:
    index = build(these)
    assert found(index, "zebra") == []
    assert found(index) == []
    assert index.df("zebra", EVERYTHING) == 0
    assert index.size(EVERYTHING) == len(these)


def test_an_empty_query_an_unknown_word_or_no_room_finds_nothing(build: Build) -> None:
    index = build(passages("a zebra", "a camel"))
    assert found(index) == []
    assert found(index, UNKNOWN) == []
    assert found(index, "zebra", k=0) == []


def test_a_negative_k_is_no_room_either(build: Build) -> None:
    assert found(build(passages("a zebra", "a camel")), "zebra", "camel", k=-1) == []


def test_an_unknown_word_beside_a_known_one_does_no_harm(build: Build) -> None:
    assert found(build(passages("a zebra", "a camel")), UNKNOWN, "camel") == ["a camel"]


@pytest.mark.parametrize("share", [1, 2, 4], ids=["one of four", "half", "all"])
def test_a_word_that_many_passages_have_finds_each_of_them(build: Build, share: int) -> None:
    these = passages(*(["the zebra rests"] * share + ["the camel rests"] * (4 - share)))
    hits = build(these).search(query("zebra"), 10).hits
    assert len(hits) == share
    assert all(hit.score > 0 for hit in hits)


def test_a_single_passage_can_be_found(build: Build) -> None:
    (hit,) = build(passages("a zebra")).search(query("zebra"), 3)
    assert (hit.passage.text, hit.score > 0) == ("a zebra", True)


def test_passages_without_words_among_others_are_never_found(build: Build) -> None:
    assert found(build(passages("…", "a zebra", "the", "a camel")), "camel") == ["a camel"]


def test_the_title_and_the_heading_help_to_find_a_passage(build: Build) -> None:
    titled = article("a", "It is twenty days.", title="Zebra days").passages[0]
    headed = replace(article("b", "It is thirty days.").passages[0], context=Context(("Camel days",)))
    index = build([titled, headed])
    assert found(index, "zebra") == ["It is twenty days."]
    assert found(index, "camel") == ["It is thirty days."]
    assert index.df("zebra", EVERYTHING) == 1


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(collections=frozenset({"hr"})), ["old"]),
        (Scope(publishers=frozenset({"Vox"})), ["new"]),
        (Scope(topics=frozenset({"leave"})), ["old", "new"]),
        (Scope(topics=frozenset({"travel", "cars"})), ["new"]),
        (Scope(since=date(2021, 5, 1)), ["new"]),
        (Scope(before=date(2021, 5, 1)), ["old"]),
        (Scope(since=date(2020, 5, 1), before=date(2021, 5, 1)), ["old"]),
        (Scope(collections=frozenset()), []),
        (Scope(collections=frozenset({"hr"}), publishers=frozenset({"Vox"})), []),
    ],
)
def test_a_scope_narrows_by_collection_publisher_topic_and_date(
    build: Build, scope: Scope, expected: list[str]
) -> None:
    old = article("old", "old zebra", published=date(2020, 5, 1), topics=["leave"], collection="hr")
    new = article("new", "new zebra", published=date(2021, 5, 1), topics=["leave", "travel"], publisher="Vox")
    bare = article("bare", "bare zebra")
    index = build([*old.passages, *new.passages, *bare.passages])
    assert found(index, "zebra", scope=scope) == [f"{name} zebra" for name in expected]
    assert index.df("zebra", scope) == index.size(scope) == len(expected)


def test_the_vocabulary_counts_the_passages_that_have_a_word_within_the_scope(build: Build) -> None:
    one = article("one", "Zebra zebra camel.", "The zebra rests.", collection="hr")
    other = article("two", "Zebras rest.", collection="law")
    index = build([*one.passages, *other.passages])
    everything = index.vocabulary(EVERYTHING)
    assert [everything.get(word, 0) for word in ("zebra", "zebras", "camel", "the", "unicorn")] == [2, 1, 1, 1, 0]
    law = index.vocabulary(Scope(collections=frozenset({"law"})))
    assert [law.get(word, 0) for word in ("zebra", "zebras", "camel", "the")] == [0, 1, 0, 0]


def test_equal_passages_have_an_equal_revision(build: Build) -> None:
    assert build(passages("a zebra", "a camel")).revision == build(passages("a zebra", "a camel")).revision
    assert build([]).revision == build([]).revision


_PASSAGE = passages("a zebra")[0]


@pytest.mark.parametrize(
    "other",
    [
        [],
        [_PASSAGE, _PASSAGE],
        [replace(_PASSAGE, text="a zebra.")],
        [replace(_PASSAGE, number=2)],
        [replace(_PASSAGE, context=Context(("Animals",)))],
        [replace(_PASSAGE, attribution=attribution("leave-2"))],
        [replace(_PASSAGE, attribution=attribution(title="Leave"))],
        [replace(_PASSAGE, attribution=attribution(publisher="Vox"))],
        [replace(_PASSAGE, attribution=attribution(author="A. Writer"))],
        [replace(_PASSAGE, attribution=attribution(published=date(2020, 6, 10)))],
        [replace(_PASSAGE, attribution=attribution(updated=date(2020, 6, 10)))],
        [replace(_PASSAGE, attribution=attribution(url="https://example.com"))],
        [replace(_PASSAGE, attribution=attribution(standing=Standing.EXAMPLE))],
        [replace(_PASSAGE, attribution=attribution(topics=["leave"]))],
        [replace(_PASSAGE, attribution=attribution(collection="hr"))],
    ],
)
def test_the_revision_changes_with_a_passage_and_with_what_is_cited_beside_it(
    build: Build, other: list[Passage]
) -> None:
    assert build(other).revision != build([_PASSAGE]).revision


@settings(max_examples=EXAMPLES)
@given(some_passages, some_passages)
def test_different_passages_have_different_revisions(build: Build, these: list[Passage], those: list[Passage]) -> None:
    assert (build(these).revision == build(those).revision) == (these == those)


def test_an_index_keeps_its_passages_whatever_becomes_of_the_list_it_was_made_from(build: Build) -> None:
    these = list(passages("a zebra", "a camel"))
    index = build(these)
    before = index.revision
    these.clear()
    assert found(index, "zebra") == ["a zebra"]
    assert (index.size(EVERYTHING), index.revision) == (2, before)


def test_passages_may_come_from_a_generator(build: Build) -> None:
    assert found(build(each for each in passages("a zebra", "a camel")), "camel") == ["a camel"]
