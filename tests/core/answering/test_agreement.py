"""The same statement is shown once, and the same statement in other words as that."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.agreement import Merged, Wording, aligned, merged, wordings
from bot.core.corpus import Corpus
from bot.core.model import Context, Hit, Passage, Quotation, Standing
from bot.core.text.analysis import words
from tests.hostile_texts import anything
from tests.small_articles import article, attribution, corpus

LEAVE = "Every employee has a right to twelve weeks of paid leave."
OTHER = "Every employee has a right to fourteen weeks of paid leave."
PLEDGE = (
    "We asked the council to write strict rules for cameras in schools, and we hope that it will do so before autumn"
)
REWORDED = "We have asked the council to write tough rules for cameras in schools, and hope it will do so before autumn"


def passage(
    name: str, text: str, standing: Standing = Standing.UNKNOWN, published: date | None = None, **more: str
) -> Passage:
    known = attribution(name, standing=standing, published=published, title=more.get("title"))
    return Passage(known, 1, text, Context(tuple(filter(None, [more.get("heading")]))))


def merge(*passages: Passage) -> list[list[str]]:
    """The articles of each group, the representing one first."""
    groups = merged([Hit(each, 1.0) for each in passages])
    return [[each.attribution.article for each in (group.hit.passage, *group.also_in)] for group in groups]


def test_the_same_words_are_shown_once() -> None:
    assert merge(passage("a", LEAVE), passage("b", LEAVE)) == [["a", "b"]]


def test_quotes_capitals_and_white_space_make_no_other_words() -> None:
    one, other = (
        "The firm’s “LEAVE” rule has a length of twelve weeks.",
        'The firm\'s "leave" rule has  a length of twelve weeks.',
    )
    assert merge(passage("a", one), passage("b", other)) == [["a", "b"]]


def test_other_words_stay_apart() -> None:
    assert merge(passage("a", LEAVE), passage("b", OTHER)) == [["a"], ["b"]]
    dollars, euros = (f"A fine of {sign}5 is due for each of the eight days." for sign in "$€")
    assert merge(passage("a", dollars), passage("b", euros)) == [["a"], ["b"]]


def test_the_best_standing_represents_them_at_the_place_of_the_best_ranked() -> None:
    found = [
        passage("example", LEAVE, Standing.EXAMPLE),
        passage("other", OTHER),
        passage("unknown", LEAVE),
        passage("republished", LEAVE, Standing.REPUBLISHED),
        passage("original", LEAVE, Standing.ORIGINAL),
    ]
    assert merge(*found) == [["original", "republished", "unknown", "example"], ["other"]]


def test_of_equal_standing_the_earliest_represents_then_the_first_by_name() -> None:
    early, late = date(2020, 6, 10), date(2020, 6, 11)
    undated, later = passage("a", LEAVE), passage("b", LEAVE, published=late)
    assert merge(undated, later, passage("d", LEAVE, published=early), passage("c", LEAVE, published=early)) == [
        ["c", "d", "b", "a"]
    ]


def test_few_words_agree_only_under_the_same_heading_and_title() -> None:
    phones, laptops = (
        passage("a", "Ask the manager.", heading="Phones"),
        passage("b", "Ask the manager.", heading="Laptops"),
    )
    assert merge(phones, laptops) == [["a"], ["b"]]
    assert merge(phones, passage("c", "Ask the manager.", heading="Phones")) == [["a", "c"]]


def test_the_same_quoted_words_agree_whoever_is_named_around_them() -> None:
    one = passage("a", f"“{PLEDGE},” the company wrote on its site.")
    other = passage("b", f'"{PLEDGE}", it said in a statement.')
    assert merge(one, other) == [["a", "b"]]


def test_what_says_more_than_the_quoted_words_and_whose_they_are_stays_apart() -> None:
    one = passage("a", f"“{PLEDGE},” the company said.")
    more = passage(
        "b", f"“{PLEDGE},” the company said. Two weeks later it sold its cameras to every school in the city."
    )
    denied = passage("c", f"“{PLEDGE}” is not what the company said.")
    assert merge(one, more, denied) == [["a"], ["b"], ["c"]]


def test_a_short_quotation_may_be_two_peoples() -> None:
    said = "“We take the privacy of our customers very seriously,”"
    assert merge(passage("a", f"{said} one firm said."), passage("b", f"{said} the other said.")) == [["a"], ["b"]]


few_texts = st.sampled_from([LEAVE, OTHER, LEAVE.upper(), "Yes.", f"“{PLEDGE},” it said.", f"“{PLEDGE},” she wrote."])
hits = st.lists(
    st.builds(
        lambda name, number, text, standing: Hit(Passage(attribution(name, standing=standing), number, text), 1.0),
        st.sampled_from("abc"),
        st.integers(1, 3),
        few_texts | anything,
        st.sampled_from(Standing),
    ),
    max_size=12,
)


def members(group: Merged) -> list[Passage]:
    return [group.hit.passage, *group.also_in]


@settings(max_examples=60)
@given(hits)
def test_no_hit_is_lost_and_none_comes_twice(found: list[Hit]) -> None:
    shown = [each for group in merged(found) for each in members(group)]
    assert sorted(map(repr, shown)) == sorted(repr(hit.passage) for hit in found)


@settings(max_examples=60)
@given(hits)
def test_groups_stand_in_the_order_in_which_their_first_hits_stood(found: list[Hit]) -> None:
    order = [hit.passage for hit in found]
    firsts = [min(order.index(each) for each in members(group)) for group in merged(found)]
    assert firsts == sorted(firsts)


@settings(max_examples=60)
@given(hits)
def test_nothing_merges_with_different_words(found: list[Hit]) -> None:
    attributions = {"it", "said", "she", "wrote"}
    for group in merged(found):
        assert (
            len({" ".join(word for word in words(each.text) if word not in attributions) for each in members(group)})
            == 1
        )


def worded(*paragraphs: str) -> tuple[Wording, ...]:
    """How the first paragraph's statement is worded in the others, each of an article of its own."""
    articles = [article(f"article-{number}", *text.split("\n")) for number, text in enumerate(paragraphs)]
    asked = articles[0].passages[-1]
    of = corpus(*articles)
    return wordings(Quotation(asked, 0, len(asked.text)), of.passages, of)


def shown(found: tuple[Wording, ...]) -> list[list[tuple[str, str]]]:
    return [[(each.quotation.attribution.article, each.presented) for each in wording.printings] for wording in found]


def test_each_wording_is_told_with_how_it_is_printed() -> None:
    found = worded(f"“{PLEDGE},” it said.", f"Nobody came. Part of the statement read:\n{REWORDED}.", f'"{PLEDGE}."')
    assert shown(found) == [
        [("article-0", "in quotation marks"), ("article-2", "in quotation marks")],
        [("article-1", "after “Part of the statement read:”")],
    ]
    assert found[1].printings[0].quotation.text == f"{REWORDED}."


def test_words_printed_without_marks_or_introduction_are_told_as_that() -> None:
    assert shown(worded(f"“{PLEDGE},” it said.", f"{PLEDGE.replace('strict', 'firm')}.")) == [
        [("article-0", "in quotation marks")],
        [("article-1", "without quotation marks")],
    ]


def test_what_interrupts_a_statement_makes_no_other_wording() -> None:
    whole = f"“{PLEDGE}. {LEAVE}”"
    interrupted = f"“{PLEDGE},” the company wrote on its site. “{LEAVE}”"
    assert worded(whole, interrupted) == ()
    assert len(worded(whole, interrupted, f"“{REWORDED}.”")) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(f"“{PLEDGE}.”", f"“{PLEDGE}.”", id="the same words"),
        pytest.param(f"{PLEDGE}.", f"{REWORDED}.", id="nobody's words"),
        pytest.param(
            f"“{PLEDGE}.”", "“We never asked anybody for anything, and we hope to keep it so.”", id="other words"
        ),
        pytest.param(f"“{LEAVE}”", f"“{OTHER}”", id="another number"),
        pytest.param(f"“{PLEDGE}.”", f"“{REWORDED.replace('will', 'will not')}.”", id="the contrary"),
        pytest.param("“We take privacy very seriously.”", "“We take privacy seriously.”", id="too short"),
    ],
)
def test_no_wording_is_made_up(one: str, other: str) -> None:
    assert worded(one, other) == ()


def test_an_article_is_no_other_wording_of_itself() -> None:
    assert worded(f"“{PLEDGE}.”\n“{REWORDED}.”") == ()


def test_only_what_was_quoted_is_looked_for() -> None:
    one, other = article("a", f"“{PLEDGE}.” {LEAVE}"), article("b", f"“{REWORDED}.”")
    of = corpus(one, other)
    asked = one.passages[0]
    assert wordings(Quotation(asked, asked.text.index(LEAVE), len(asked.text)), of.passages, of) == ()


@settings(max_examples=40)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_similarity_is_a_share_and_that_of_a_stretch_with_its_whole_is_one(left: list[str], right: list[str]) -> None:
    assert 0 <= aligned(left, right)[0] <= 1
    assert not left or aligned(left, ["x", *left, "y"])[0] == 1


def holding(of: Corpus, article: str, begins: str) -> Quotation:
    found = next(p for p in of.passages if p.attribution.article.startswith(article) and begins in p.text)
    return Quotation(found, 0, len(found.text))


@pytest.mark.parametrize(
    ("article", "begins"), [("000", "advocated"), ("001", "advocated"), ("002", "advocated"), ("004", "have argued")]
)
def test_a_real_statement_is_told_in_its_three_wordings(seeds: Corpus, article: str, begins: str) -> None:
    found = {
        frozenset((each.quotation.attribution.article[:3], each.presented) for each in wording.printings)
        for wording in wordings(holding(seeds, article, begins), seeds.passages, seeds)
    }
    assert found == {
        frozenset((name, "in quotation marks") for name in ("000", "001", "002")),
        frozenset({("003", "in quotation marks")}),
        frozenset({("004", "after “Part of the statement read:”")}),
    }


def test_a_real_statement_that_two_articles_print_alike_is_shown_once(seeds: Corpus) -> None:
    groups = [members(each) for each in merged([Hit(each, 1.0) for each in seeds.passages])]
    together = [{each.attribution.article[:3] for each in group} for group in groups if len(group) > 1]
    assert together == [{"001", "002"}]
