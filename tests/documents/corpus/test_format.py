"""Corpus files ⇄ articles: what is structure, what is text, and that nothing is lost on the way."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.model import Article, Reference, Standing
from bot.documents.corpus.format import BEGINS, Heading, parse, render
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.readers.text import paragraphs

LOOKS_LIKE_STRUCTURE = [
    "---", "--- ", "----", "-- -", "- - -", "***", "** *", "___", "__ _", "_ _ _", "\t---", "# a", "#", "##", "## ",
    "#tag", "   # a", "\t# a", "####### a", "- a", "-", "- ", "* a", "+ a", "1. a", "1) a", "1.", "123456789. a",
    "\t- a", "\u0661. a", "\\", "\\\\", "\\# a", " \\- a", "\\ a", "- \\# a", "```", "> a", "| a | b |", "<!-- a -->",
    "===", "\xa0- a", "-\xa0a", "\u2028", "a\u2028- b", "\x0b# a", "\x85", "\ufeff# a", "\u200b",
    "a \\", "title: a", "",
]  # fmt: skip
LINES = st.one_of(
    st.sampled_from(LOOKS_LIKE_STRUCTURE),
    st.text(st.sampled_from("-*_+#\\ \t1.)a\xa0"), max_size=8),
    st.text(st.characters(exclude_characters="\n"), max_size=20),
)
RAW_TEXTS = st.lists(LINES, max_size=8).map("\n".join)


def read(body: str, front: str = "title: T\n") -> Article:
    return parse("leave", f"---\n{front}---\n{body}")


def texts(body: str) -> list[str]:
    return [passage.text for passage in read(body).passages]


def headings(body: str) -> list[str | None]:
    return [(passage.context.words or None) for passage in read(body).passages]


def fault(text: str) -> Faulty:
    with pytest.raises(Faulty) as caught:
        parse("leave", text)
    return caught.value


@given(RAW_TEXTS)
@example("a\n-- -\nb")
@example("a\n  ** *\nb")
def test_what_is_rendered_is_read_back_to_the_last_character(raw: str) -> None:
    found = [paragraph.text for paragraph in paragraphs(raw)]
    if found:
        article = parse("leave", render(Metadata(), found))
        assert [passage.text for passage in article.passages] == found
        assert {(passage.context.words or None) for passage in article.passages} == {None}


@pytest.mark.parametrize("line", [line for line in LOOKS_LIKE_STRUCTURE if line.strip()])
def test_a_line_that_looks_like_structure_is_text_once_it_is_rendered(line: str) -> None:
    found = [line.strip(), f"a\n{line}\nb", f"{line.strip()}\n{line.strip()}"]
    assert [passage.text for passage in parse("leave", render(Metadata(), found)).passages] == found


@given(LINES.filter(str.strip), st.integers(1, 6))
@example("C #", 2)
@example("##", 1)
@example("a ## #", 3)
@example("\\", 6)
def test_a_heading_that_is_rendered_is_read_back_and_the_text_below_it_too(text: str, level: int) -> None:
    (passage,) = parse("leave", render(Metadata(), [Heading(text, level), "One year."])).passages
    assert ((passage.context.words or None), passage.text) == (" ".join(text.split()), "One year.")


def test_a_rendered_line_stays_as_it_is_unless_it_looks_like_structure() -> None:
    assert render(Metadata(), ["A *b* [c](d) 1. e", "# f"]) == "---\n---\n\nA *b* [c](d) 1. e\n\n\\# f\n"


def test_what_is_known_of_an_article_reaches_each_of_its_passages() -> None:
    front = (
        "title: Leave\npublisher: Us\nauthor: Jo\npublished: 2024-03-01\nupdated: 2024-04-01\nurl: https://x.org/a\n"
        "topics: [leave, pay]\ncollection: staff\nowner: People\nstanding: original\nbased_on: [a law]\n"
        "in_force_from: 2024-05-01\nin_force_until: 2025-05-01\nreview_by: 2025-01-01\nsupersedes: [old, older#2]\n"
    )
    article = read("One.\n\nTwo.", front)
    assert article.owner == "People"
    assert article.based_on == ("a law",)
    assert (article.in_force_from, article.in_force_until) == (date(2024, 5, 1), date(2025, 5, 1))
    assert article.review_by == date(2025, 1, 1)
    assert article.supersedes == (Reference("old"), Reference("older", 2))
    for passage in article.passages:
        known = passage.attribution
        assert known == article.attribution
        assert (known.article, known.title, known.publisher, known.author) == ("leave", "Leave", "Us", "Jo")
        assert (known.published, known.updated) == (date(2024, 3, 1), date(2024, 4, 1))
        assert (known.url, known.topics, known.collection) == ("https://x.org/a", ("leave", "pay"), "staff")
        assert known.standing is Standing.ORIGINAL


def test_passages_are_numbered_from_one_and_headings_do_not_count() -> None:
    article = read("# A\n\nOne.\n\n## B\n\n- Two.\n- Three.\n\n---\n\nFour.")
    assert [(passage.number, passage.text) for passage in article.passages] == [
        (1, "One."), (2, "Two."), (3, "Three."), (4, "Four."),
    ]  # fmt: skip
    assert article.passage(4) == article.passages[3]
    assert article.passage(0) is None
    assert article.passage(5) is None


def test_a_heading_is_the_context_of_all_passages_until_the_next_one() -> None:
    assert headings("One.\n## A\nTwo.\n\nThree.\n- Four.\n### B\nFive.\n##\nSix.") == [
        None, "A", "A", "A", "B", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# A", "A"),
        ("###### A", "A"),
        ("   ## A", "A"),
        ("##\tA  ", "A"),
        ("## A ##", "A"),
        ("## A #", "A"),
        ("## C#", "C#"),
        ("## A # b", "A # b"),
        ("## #", None),
        ("##", None),
        ("## ", None),
    ],
)
def test_a_heading_is_read_without_its_signs(line: str, heading: str | None) -> None:
    assert headings(f"{line}\nText.") == [heading]
    assert texts(f"{line}\nText.") == ["Text."]


@pytest.mark.parametrize("line", ["####### A", "#A", "\\# A", "\\## A ##"])
def test_what_is_no_heading_is_text(line: str) -> None:
    assert texts(line) == [line.removeprefix("\\")]


@pytest.mark.parametrize("sign", ["-", "*", "+", "1.", "1)", "12.", "  -", "\t*"])
def test_a_list_item_is_a_passage_without_its_sign(sign: str) -> None:
    assert texts(f"Before:\n{sign} one *a*\n{sign} two\nwrapped\n\nAfter.") == [
        "Before:", "one *a*", "two\nwrapped", "After.",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["-5 degrees", "*bold* text", "1.5 days", "(c) The rest", "1234567890. a", "-", "–a"])
def test_what_only_resembles_a_list_item_is_text(line: str) -> None:
    assert texts(line) == [line]


@pytest.mark.parametrize("rule", ["---", "***", "___", "- - -", "-- -", "  ----  ", "*\t*\t*"])
def test_a_rule_parts_paragraphs_and_is_none(rule: str) -> None:
    assert texts(f"One.\n{rule}\nTwo.") == ["One.", "Two."]


def test_a_paragraph_may_run_over_several_lines() -> None:
    assert texts("One\n  two\nthree.\n \t \nFour.") == ["One\n  two\nthree.", "Four."]


def test_a_backslash_counts_only_at_the_start_of_a_line() -> None:
    assert texts("\\- a \\- b\n\n\\\\c\n\nd \\") == ["- a \\- b", "\\c", "d \\"]


def test_nothing_inside_a_line_is_markup() -> None:
    line = "A [link](https://x.org), `code`, **bold**, <b>, &amp; and $x$."
    assert texts(line) == [line]


def test_the_first_words_stand_in_for_a_title_that_nobody_knows() -> None:
    known = read("word " * (BEGINS - 1) + "word, and more.", "").attribution
    assert known.begins == " ".join(["word"] * BEGINS)
    assert known.label == f"Untitled, begins “{known.begins}…”"


@pytest.mark.parametrize(("text", "begins"), [("Leave:", "Leave"), ("…", "…"), ("—", "—"), ("x" * 100, "x" * 80)])
def test_the_first_words_are_never_empty_and_never_long(text: str, begins: str) -> None:
    assert read(text, "").attribution.begins == begins


def test_a_file_without_front_matter_is_a_fault_on_its_first_line() -> None:
    for text in ("", "Leave is long.", "\n---\ntitle: T\n---\nx", "----\ntitle: T\n---\nx"):
        found = fault(text)
        assert (found.line, found.what) == (1, "does not start with front matter")
        assert "policybot add" in found.mend


def test_front_matter_without_an_end_is_a_fault() -> None:
    for text in ("---", "---\ntitle: T", "---\ntitle: T\n----\nText."):
        assert "without an end" in fault(text).what


def test_an_article_without_text_is_a_fault() -> None:
    for body in ("", "\n \n", "# Only a heading", "---\n***", "## A\n\n---"):
        assert fault(f"---\ntitle: T\n---\n{body}").what == "has no text"


def test_front_matter_may_be_empty_and_its_fences_may_trail_blanks() -> None:
    assert parse("a", "---  \n---\t\nText.").passages[0].text == "Text."


def test_the_line_of_a_fault_counts_from_the_top_of_the_file() -> None:
    assert fault("---\ntitle: T\nauthr: Jo\n---\nText.").line == 3
    assert fault("---\n# a comment\n\ntitle: a: b\n---\nText.").line == 4
    assert fault("---\ntitle: T\npublished: never\n---\nText.").line == 3
    assert fault("---\ntitle: T\nowner: a\x07b\n---\nText.").line == 3


def test_a_fence_further_down_is_a_rule() -> None:
    assert texts("One.\n\n---\n\ntitle: two") == ["One.", "title: two"]
