"""Raw text → paragraphs: whichever way it is written, and not one character altered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.faults import Faulty
from bot.documents.readers.text import LONGEST_BOILERPLATE, Boilerplate, paragraphs, parse_boilerplate, sift

LINES = st.one_of(
    st.sampled_from(
        ["", " ", "\t", "\xa0", "A sentence.", "Half a", "x" * 200, "  indented.", "trailing. ", "\\", "---", "Share"]
    ),
    st.text(st.characters(exclude_characters="\n"), max_size=30),
)
RAW_TEXTS = st.lists(LINES, max_size=12).map("\n".join)
SOME_LEAVINGS = parse_boilerplate("^share$\n^half\nsentence")


def found(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text)]


def without_white_space(text: str) -> str:
    return "".join(text.split())


@given(RAW_TEXTS)
def test_a_paragraph_is_a_stretch_of_the_text_at_the_line_that_it_names(text: str) -> None:
    lines = text.split("\n")
    for paragraph in paragraphs(text):
        assert paragraph.text
        assert paragraph.text == paragraph.text.strip()
        height = paragraph.text.count("\n") + 1
        assert "\n".join(lines[paragraph.line - 1 : paragraph.line - 1 + height]).strip() == paragraph.text


@given(RAW_TEXTS)
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    assert without_white_space("".join(found(text))) == without_white_space(text)


@given(RAW_TEXTS)
def test_every_paragraph_is_either_kept_or_dropped(text: str) -> None:
    everything = paragraphs(text)
    kept, dropped = sift(everything, SOME_LEAVINGS)
    assert sorted(kept + dropped, key=lambda paragraph: paragraph.line) == everything
    assert not any(SOME_LEAVINGS.match(paragraph.text) for paragraph in kept)
    assert all(SOME_LEAVINGS.match(paragraph.text) for paragraph in dropped)


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert found("Leave\n\nOne year.\n\n \t\n\nTwo years.\n") == ["Leave", "One year.", "Two years."]


def test_lines_that_end_like_sentences_are_paragraphs() -> None:
    assert found("Leave\nOne year.\n“Two years.”\nThree (or so).\nFour!") == [
        "Leave", "One year.", "“Two years.”", "Three (or so).", "Four!",
    ]  # fmt: skip


def test_lines_too_long_to_be_wrapped_by_hand_are_paragraphs() -> None:
    first, second = "word " * 40 + "end", "more " * 40 + "end"
    assert found(f"{first}\n{second}\n{first}") == [first, second, first]


def test_a_text_wrapped_by_hand_keeps_its_paragraphs_and_its_line_ends() -> None:
    text = "Parents may take leave in\nthe first year. Each parent\napplies.\n\nApplications go to\nthe People team."
    assert found(text) == text.split("\n\n")


def test_the_parts_of_an_enumeration_are_paragraphs() -> None:
    text = "The employee shall:\n(a) give notice;\n(b) hand over the keys;\n(c) sign the form."
    assert found(text) == text.split("\n")


def test_chinese_and_japanese_sentences_end_too() -> None:
    assert found("第一条。\n第二条！\n第三条？") == ["第一条。", "第二条！", "第三条？"]


def test_a_text_of_white_space_has_no_paragraphs() -> None:
    for text in ("", "\n", " \n\t\n\xa0\n\u2028"):
        assert found(text) == []


def test_a_paragraph_is_dropped_only_as_a_whole() -> None:
    some = parse_boilerplate("^share this$")
    assert some.match("Share \t this")
    assert some.match("share\nthis")
    assert not some.match("Share this form with nobody.")


def test_a_block_whose_every_line_is_a_leaving_is_one() -> None:
    some = parse_boilerplate("^home$\n^menu$")
    assert some.match("Home\nMenu\nHome")
    assert not some.match("Home\nMenu\nOne year of leave")


def test_what_is_longer_than_any_leaving_is_kept_unlooked_at() -> None:
    # A pattern's work grows with the line: this bounds it, whatever somebody writes into config/.
    some = Boilerplate((re.compile("x"),))
    assert some.match("x" * LONGEST_BOILERPLATE)
    assert not some.match("x" * (LONGEST_BOILERPLATE + 1))


def test_patterns_are_read_one_a_line_without_comments() -> None:
    some = parse_boilerplate("# a comment\n\n  ^a b$  \n")
    assert [pattern.pattern for pattern in some.patterns] == ["^a b$"]
    assert some.match("A B")


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "*", "[", "(?P<a>b", "(?<=a*)b"])
def test_a_bad_pattern_is_a_fault_on_its_line(pattern: str) -> None:
    with pytest.raises(Faulty) as caught:
        parse_boilerplate(f"# fine\n^fine$\n{pattern}")
    assert caught.value.line == 3
    assert caught.value.what.startswith("is no regular expression")
