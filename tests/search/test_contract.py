"""What every PassageIndex promises, whichever engine ranks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.answer import Sources, answer
from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import parse
from bot.core.corpus import Corpus
from bot.core.lookup import Budget, Consulted, Lookup, Strictness
from bot.core.model import (
    Article,
    Attribution,
    Context,
    Hit,
    Mark,
    Passage,
    Query,
    Question,
    Reference,
    Scope,
    Standing,
)
from bot.core.ports import PassageIndex
from bot.core.text import analysis
from bot.search.embedded import EmbeddedIndex, Ranker
from bot.search.indexed_corpus import IndexedCorpus
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex
from tests.examples import EXAMPLES
from tests.opensearch import indexes as in_cluster
from tests.search.distant_index import DistantIndex
from tests.search.overlap_index import OverlapIndex
from tests.small_articles import article, attribution

Build = Callable[[Iterable[Article]], PassageIndex]


def ranked_by(ranker: Callable[[Sequence[Passage]], Ranker]) -> Build:
    def build(articles: Iterable[Article]) -> PassageIndex:
        corpus = Corpus(articles)
        return EmbeddedIndex(corpus, ranker(corpus.passages))

    return build


def held(articles: Iterable[Article]) -> PassageIndex:
    return IndexedCorpus.empty().changed(list(articles)).index


BUILDS = {
    "okapi": ranked_by(OkapiIndex),
    "postings": ranked_by(PostingPassageIndex),
    "held": held,
    "overlap": ranked_by(OverlapIndex),
    "distant": DistantIndex,
    **in_cluster.BUILDS,
}
pytestmark = pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS.keys())

EVERYTHING = Scope()
WORDS = ("zebra", "camel", "panda", "otter", "heron")
UNKNOWN = "unicorn"

texts = st.lists(st.sampled_from((*WORDS, "the", "…")), max_size=8).map(" ".join)
days = st.none() | st.sampled_from([date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)])
subjects = st.lists(st.sampled_from(["leave", "travel"]), unique=True)
known = st.builds(
    lambda collection, publisher, topics, published: attribution(
        collection=collection, publisher=publisher, topics=topics, published=published
    ),
    st.none() | st.sampled_from(["hr", "law"]),
    st.none() | st.sampled_from(["Vox", "Wired"]),
    subjects,
    days,
)


def written(these: Sequence[tuple[Attribution, Sequence[str]]]) -> list[Article]:
    """Articles with names of their own, and texts."""
    return [
        Article(own, tuple(Passage(own, number, text) for number, text in enumerate(paragraphs, start=1)))
        for own, paragraphs in (
            (replace(each, article=f"a{n}"), paragraphs) for n, (each, paragraphs) in enumerate(these)
        )
    ]


some_articles = st.lists(st.tuples(known, st.lists(texts, min_size=1, max_size=2)), max_size=4).map(written)
few = st.none() | st.frozensets(st.sampled_from(["hr", "law", "Vox", "Wired", "leave", "travel", "nowhere"]))
scopes = st.builds(Scope, few, few, few, days, days)
asked = st.lists(st.sampled_from((*WORDS, UNKNOWN)), max_size=6)


def one(*texts: str) -> list[Article]:
    """One article without a title, so that a passage is found by its own words alone."""
    return [article("leave", *texts)]


def lookup(*words: str, weights: Sequence[float] | None = None, scope: Scope = EVERYTHING, k: int = 10) -> Lookup:
    terms = tuple(analysis.terms(" ".join(words)))
    query = Query(terms, tuple(weights or (1.0,) * len(terms)), scope)
    return Lookup(query, Scope(collections=scope.collections), typed=words, k=k)


def hits_of(index: PassageIndex, asked: Lookup) -> tuple[Hit, ...]:
    return index.complete(asked, index.consult(asked)).hits


def found(index: PassageIndex, *words: str, k: int = 10, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.passage.text for hit in hits_of(index, lookup(*words, scope=scope, k=k))]


def consulted(index: PassageIndex, *words: str, scope: Scope = EVERYTHING) -> Consulted:
    return index.consult(lookup(*words, scope=scope))


def passages_of(articles: Iterable[Article]) -> list[Passage]:
    return [passage for each in articles for passage in each.passages]


@settings(max_examples=EXAMPLES)
@given(some_articles, asked, scopes)
def test_what_is_found_shares_a_term_and_lies_in_the_scope_and_nothing_of_that_is_missing(
    build: Build, these: list[Article], words: list[str], scope: Scope
) -> None:
    hits = hits_of(build(these), lookup(*words, scope=scope, k=100))
    wanted = set(analysis.terms(" ".join(words)))
    expected = [
        each for each in passages_of(these) if wanted & analysis.passage_terms(each) and scope.admits(each.attribution)
    ]
    assert sorted(repr(hit.passage) for hit in hits) == sorted(map(repr, expected))


@settings(max_examples=EXAMPLES)
@given(some_articles, asked)
def test_the_best_stands_first_and_of_equals_the_earlier_in_the_corpus(
    build: Build, these: list[Article], words: list[str]
) -> None:
    places = {passage.reference: place for place, passage in enumerate(passages_of(these))}
    hits = hits_of(build(these), lookup(*words, k=100))
    order = [(-hit.score, places[hit.passage.reference]) for hit in hits]
    assert order == sorted(order)


@settings(max_examples=EXAMPLES)
@given(some_articles, asked, scopes, st.integers(0, 10))
def test_a_smaller_k_only_cuts_the_ranking_short(
    build: Build, these: list[Article], words: list[str], scope: Scope, k: int
) -> None:
    index = build(these)
    whole = hits_of(index, lookup(*words, scope=scope, k=100))
    assert hits_of(index, lookup(*words, scope=scope, k=k)) == whole[:k]


@settings(max_examples=EXAMPLES)
@given(some_articles, asked, scopes)
def test_a_scope_leaves_out_passages_and_keeps_the_order_of_the_rest(
    build: Build, these: list[Article], words: list[str], scope: Scope
) -> None:
    index = build(these)
    open_hits = hits_of(index, lookup(*words, k=100))
    within = tuple(hit for hit in open_hits if scope.admits(hit.passage.attribution))
    assert hits_of(index, lookup(*words, scope=scope, k=100)) == within


@settings(max_examples=EXAMPLES)
@given(some_articles, scopes, st.sampled_from((*WORDS, UNKNOWN)))
def test_document_frequency_and_size_count_the_passages_within_the_scope(
    build: Build, these: list[Article], scope: Scope, word: str
) -> None:
    (term,) = analysis.terms(word)
    known = consulted(build(these), word, scope=scope)
    within = [each for each in passages_of(these) if scope.admits(each.attribution)]
    seen = [each for each in passages_of(these) if Scope(scope.collections).admits(each.attribution)]
    assert (known.articles, known.size) == (len(these), len(within))
    assert known.df[term] == sum(term in analysis.passage_terms(each) for each in within)
    assert (term in known.known) == any(term in analysis.passage_terms(each) for each in seen)


@settings(max_examples=EXAMPLES)
@given(some_articles, asked)
def test_the_same_query_gets_the_same_ranking_from_another_index_of_the_same_passages(
    build: Build, these: list[Article], words: list[str]
) -> None:
    index = build(these)
    hits = hits_of(index, lookup(*words, k=5))
    assert hits_of(index, lookup(*words, k=5)) == hits
    assert hits_of(build(list(these)), lookup(*words, k=5)) == hits


@settings(max_examples=EXAMPLES)
@given(some_articles, asked)
def test_weights_that_all_grow_alike_change_no_order(build: Build, these: list[Article], words: list[str]) -> None:
    index = build(these)
    plain = [hit.passage for hit in hits_of(index, lookup(*words, k=100))]
    doubled = hits_of(index, lookup(*words, weights=(2.0,) * len(analysis.terms(" ".join(words))), k=100))
    assert [hit.passage for hit in doubled] == plain


@settings(max_examples=EXAMPLES)
@given(some_articles, asked)
def test_every_engine_that_ranks_by_bm25_gives_the_same_scores_to_the_last_bit(
    build: Build, these: list[Article], words: list[str]
) -> None:
    if build is not BUILDS["overlap"]:
        query = replace(lookup(*words).query, pairs=tuple(analysis.pairs(analysis.terms(" ".join(words)))))
        wanted = replace(lookup(*words, k=100), query=query)
        assert hits_of(build(these), wanted) == hits_of(BUILDS["okapi"](these), wanted)


def test_a_term_that_weighs_more_decides(build: Build) -> None:
    index = build(one("a zebra", "a camel"))
    (less,) = hits_of(index, lookup("zebra", "camel", weights=(0.1, 1.0), k=1))
    (more,) = hits_of(index, lookup("zebra", "camel", weights=(1.0, 0.1), k=1))
    assert (less.passage.text, more.passage.text) == ("a camel", "a zebra")


def test_a_term_that_weighs_nothing_still_finds_and_stands_last(build: Build) -> None:
    index = build(one("a zebra", "a camel"))
    hits = hits_of(index, lookup("zebra", "camel", weights=(0.0, 1.0)))
    assert [hit.passage.text for hit in hits] == ["a camel", "a zebra"]


@pytest.mark.parametrize(
    "these",
    [[], one("…", "the", "🙂"), one("…"), one("")],
    ids=["no passage", "no words at all", "one without words", "an empty one"],
)
def test_an_index_without_words_finds_nothing_and_does_not_stumble(build: Build, these: list[Article]) -> None:
    index = build(these)
    assert found(index, "zebra") == []
    assert found(index) == []
    assert consulted(index, "zebra").df == {"zebra": 0}
    assert consulted(index, "zebra").size == len(passages_of(these))


def test_an_empty_query_an_unknown_word_or_no_room_finds_nothing(build: Build) -> None:
    index = build(one("a zebra", "a camel"))
    assert found(index) == []
    assert found(index, UNKNOWN) == []
    assert found(index, "zebra", k=0) == []


def test_a_negative_k_is_no_room_either(build: Build) -> None:
    assert found(build(one("a zebra", "a camel")), "zebra", "camel", k=-1) == []


def test_an_unknown_word_beside_a_known_one_does_no_harm(build: Build) -> None:
    assert found(build(one("a zebra", "a camel")), UNKNOWN, "camel") == ["a camel"]


@pytest.mark.parametrize("share", [1, 2, 4], ids=["one of four", "half", "all"])
def test_a_word_that_many_passages_have_finds_each_of_them(build: Build, share: int) -> None:
    these = one(*(["the zebra rests"] * share + ["the camel rests"] * (4 - share)))
    hits = hits_of(build(these), lookup("zebra"))
    assert len(hits) == share
    assert all(hit.score > 0 for hit in hits)


def test_a_single_passage_can_be_found(build: Build) -> None:
    (hit,) = hits_of(build(one("a zebra")), lookup("zebra"))
    assert (hit.passage.text, hit.score > 0) == ("a zebra", True)


def test_passages_without_words_among_others_are_never_found(build: Build) -> None:
    assert found(build(one("…", "a zebra", "the", "a camel")), "camel") == ["a camel"]


def test_the_title_and_the_heading_help_to_find_a_passage(build: Build) -> None:
    titled = article("a", "It is twenty days.", title="Zebra days")
    plain = article("b", "It is thirty days.")
    headed = replace(plain, passages=(replace(plain.passages[0], context=Context(("Camel days",))),))
    index = build([titled, headed])
    assert found(index, "zebra") == ["It is twenty days."]
    assert found(index, "camel") == ["It is thirty days."]
    assert consulted(index, "zebra").df == {"zebra": 1}


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
    index = build([old, new, bare])
    assert found(index, "zebra", scope=scope) == [f"{name} zebra" for name in expected]
    known = consulted(index, "zebra", scope=scope)
    assert known.df["zebra"] == known.size == len(expected)


def test_near_words_come_with_the_number_of_passages_within_the_scope_that_have_them(build: Build) -> None:
    first = article("one", "Zebra zebra camel.", "The zebra rests.", collection="hr")
    other = article("two", "Zebras rest.", collection="law")
    index = build([first, other])
    everything = consulted(index, "zebbra").vocabulary
    assert [everything.get(word, 0) for word in ("zebra", "zebras", "unicorn")] == [2, 1, 0]
    law = consulted(index, "zebbra", scope=Scope(collections=frozenset({"law"}))).vocabulary
    assert [law.get(word, 0) for word in ("zebra", "zebras")] == [0, 1]


def test_equal_passages_have_an_equal_revision(build: Build) -> None:
    assert build(one("a zebra", "a camel")).revision == build(one("a zebra", "a camel")).revision
    assert build([]).revision == build([]).revision


_ARTICLE = article("leave", "a zebra")


def _with(**changes: object) -> list[Article]:
    """The article, with a passage that differs in this."""
    return [replace(_ARTICLE, passages=(replace(_ARTICLE.passages[0], **changes),))]  # type: ignore[arg-type]


def _known(known: Attribution) -> list[Article]:
    return [Article(known, (replace(_ARTICLE.passages[0], attribution=known),))]


@pytest.mark.parametrize(
    "other",
    [
        [],
        [_ARTICLE, article("other", "a zebra")],
        _with(text="a zebra."),
        _with(number=2),
        _with(context=Context(("Animals",))),
        _known(attribution("leave-2")),
        _known(attribution(title="Leave")),
        _known(attribution(publisher="Vox")),
        _known(attribution(author="A. Writer")),
        _known(attribution(published=date(2020, 6, 10))),
        _known(attribution(updated=date(2020, 6, 10))),
        _known(attribution(url="https://example.com")),
        _known(attribution(standing=Standing.EXAMPLE)),
        _known(attribution(topics=["leave"])),
        _known(attribution(collection="hr")),
    ],
)
def test_the_revision_changes_with_a_passage_and_with_what_is_cited_beside_it(
    build: Build, other: list[Article]
) -> None:
    assert build(other).revision != build([_ARTICLE]).revision


@settings(max_examples=EXAMPLES)
@given(some_articles, some_articles)
def test_different_passages_have_different_revisions(build: Build, these: list[Article], those: list[Article]) -> None:
    assert (build(these).revision == build(those).revision) == (these == those)


def test_an_index_keeps_its_passages_whatever_becomes_of_the_list_it_was_made_from(build: Build) -> None:
    these = one("a zebra", "a camel")
    index = build(these)
    before = index.revision
    these.clear()
    assert found(index, "zebra") == ["a zebra"]
    assert (consulted(index, "zebra").size, index.revision) == (2, before)


def test_articles_may_come_from_a_generator(build: Build) -> None:
    assert found(build(each for each in one("a zebra", "a camel")), "camel") == ["a camel"]


ZEBRA = "zebra camel"


def test_strict_words_are_looked_for_in_every_passage(build: Build) -> None:
    index = build(one(*["the zebra camel"] * 20, "zebra panda", "zebra and a camel"))
    strict = replace(lookup("zebra", k=2), strictness=Strictness(excluded=(("the",),)))
    assert [hit.passage.text for hit in hits_of(index, strict)] == ["zebra panda", "zebra and a camel"]
    wanted = replace(lookup("zebra", k=2), strictness=Strictness(wanted=(("zebra", "panda"),)))
    assert [hit.passage.text for hit in hits_of(index, wanted)] == ["zebra panda"]


def test_strict_words_are_found_however_many_passages_go_before_them(build: Build) -> None:
    index = build(one(*["the zebra"] * 300, *["zebra and the camel stand"] * 300, "zebra and a camel", "a zebra"))
    strict = replace(lookup("zebra", k=2), strictness=Strictness(excluded=(("the",), ("of", "the"))))
    assert {hit.passage.text for hit in hits_of(index, strict)} == {"zebra and a camel", "a zebra"}
    row = replace(lookup("zebra", k=2), strictness=Strictness(wanted=(("and", "a"),)))
    assert [hit.passage.text for hit in hits_of(index, row)] == ["zebra and a camel"]


def test_what_was_found_in_time_is_given_and_that_it_is_not_all_is_noted(build: Build) -> None:
    index = build(one(*["the zebra"] * 300, "a zebra"))
    clock = iter(range(1_000))
    budget = Budget(ends=100.0, now=lambda: float(next(clock)))
    strict = replace(lookup("zebra", k=2), strictness=Strictness(excluded=(("the",),)), budget=budget)
    hits = hits_of(index, strict)
    assert len(hits) <= 1
    assert budget.spent or [hit.passage.text for hit in hits] == ["a zebra"]
    enough = Budget(ends=1_000.0, now=lambda: 0.0)
    assert [hit.passage.text for hit in hits_of(index, replace(strict, budget=enough))] == ["a zebra"]
    assert not enough.spent


def test_publishers_and_topics_are_found_by_words_of_their_names(build: Build) -> None:
    vox = article("vox", "zebra one", publisher="Vox (Open Sourced)", topics=["animal law"])
    wired = article("wired", "zebra two", publisher="Wired")
    index = build([vox, wired])
    by = {
        sources + topics: hits_of(index, replace(lookup("zebra"), sources=sources, topics=topics))
        for sources, topics in [(("vox",), ()), ((), ("Animal",)), (("nobody",), ()), (("vox", "wired"), ())]
    }
    assert {words: [hit.passage.text for hit in hits] for words, hits in by.items()} == {
        ("vox",): ["zebra one"],
        ("Animal",): ["zebra one"],
        ("nobody",): [],
        ("vox", "wired"): ["zebra one", "zebra two"],
    }
    assert index.consult(replace(lookup("zebra"), sources=("nobody",))).scope.publishers == frozenset()


def test_articles_of_unknown_date_are_counted_where_dates_are_asked_for(build: Build) -> None:
    index = build([article("a", "zebra", published=date(2020, 1, 1)), article("b", "zebra"), article("c", "zebra")])
    dated = consulted(index, "zebra", scope=Scope(before=date(2021, 1, 1)))
    assert (dated.dated, dated.undated, dated.size) == (True, 2, 1)
    assert not consulted(build(one("zebra")), "zebra", scope=Scope(before=date(2021, 1, 1))).dated


def test_a_corrected_word_comes_as_the_articles_write_it(build: Build) -> None:
    index = build(one("of zebras", "The Zebra rests."))
    assert index.consult(replace(lookup("zebra"), corrected=("zebra",))).written == {"zebra": "Zebra"}


def test_what_replaces_a_hit_comes_with_it_and_what_replaces_that(build: Build) -> None:
    old = article("old", "A zebra rests.", "Camels work.", published=date(2020, 1, 1))
    new = article("new", "Zebras and horses work.", published=date(2021, 1, 1), supersedes=[Reference("old", 2)])
    newest = article("newest", "They all rest.", published=date(2022, 1, 1), supersedes=[Reference("new")])
    index = build([old, new, newest, article("other", "Pandas.")])
    asked = lookup("camel")
    complete = index.complete(asked, index.consult(asked))
    (hit,) = complete.hits
    assert complete.articles.successors(hit.passage, date(2023, 1, 1), EVERYTHING) == [complete.articles.article("new")]
    assert [each.id for each in complete.articles.successors_of_any("new", date(2023, 1, 1), EVERYTHING)] == ["newest"]
    lead = complete.articles.article("newest")
    assert lead is not None
    assert lead.passages[0].text == "They all rest."
    above = complete.articles.article("old")
    assert above is not None
    assert above.passage(1) == old.passages[0]


def test_articles_that_share_words_are_found_struck_out_ones_too(build: Build) -> None:
    passage = article("b", "A camel.").passages[0]
    struck = replace(passage, marks=(Mark("struck", 2, "heavy otter"),))
    these = [
        article("a", "A zebra rests here."),
        replace(article("b", "A camel."), passages=(struck,)),
        article("c", "…"),
    ]
    index = build(these)
    assert article("a", "A zebra rests here.") in index.sharing(["zebra", "rests"])
    assert "b" in [each.id for each in index.sharing(["otter"])]


def test_of_many_articles_those_are_found_that_share_the_rarest_words(build: Build) -> None:
    these = [article(f"a{number}", "The zebra rests here.", "Camels work.") for number in range(700)]
    these[650] = article("a650", "The zebra rests here with an otter.")
    found = [each.id for each in build(these).sharing(["the", "zebra", "rests", "here", "with", "an", "otter"])]
    assert "a650" in found
    assert found == sorted(found, key=lambda name: int(name[1:]))


HOUSE = (
    article(
        "pause", "The Moratorium lasts one year.", "Police use ends.", "It said “no”.", published=date(2020, 6, 10)
    ),
    article("extension", "It goes on.", "The moratorium lasts on.", supersedes=[Reference("pause", 1)], title="More"),
    article("leave", "Parents get twelve weeks of leave.", "They ask in writing for the leave.", title="Parents"),
)


@pytest.mark.parametrize(
    "question", ["How long is the ban?", "leave of parents in weeks?", '"twelve weeks"', "moratorum", "leave -writing"]
)
def test_answers_from_excerpts_are_answers_from_everything(build: Build, question: str) -> None:
    corpus, synonyms = Corpus(HOUSE), parse("ban, moratorium")[0]

    def told(index: PassageIndex) -> object:
        sources = Sources(index, corpus.article, synonyms)
        return replace(answer(Question(question), sources, Policy(), date(2026, 1, 1)), confidence=0.0)

    if build is not BUILDS["overlap"]:  # which ranks otherwise
        assert told(build(HOUSE)) == told(BUILDS["okapi"](HOUSE))


@pytest.mark.parametrize(
    ("question", "calls"), [("How long is the ban?", 2), ("How long is the moratorum and leav?", 3), ("Unicorns?", 2)]
)
def test_a_question_costs_two_calls_and_a_misspelt_word_one_more(build: Build, question: str, calls: int) -> None:
    index = build(HOUSE)
    if isinstance(index, DistantIndex):
        answer(Question(question), Sources(index, Corpus(HOUSE).article, parse("")[0]), Policy(), date(2026, 1, 1))
        assert len(index.calls) == calls
