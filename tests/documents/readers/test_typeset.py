"""Lines → paragraphs: not a letter is lost, and what is taken out is shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.readers.typeset import Line, typeset

WORDS = st.sampled_from("leave is paid. One-year regu- lation • – (a) well- being team’s".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
LEFT, SIZES = st.sampled_from([72.0, 86.0, 90.0, 320.0]), st.sampled_from([9.0, 11.0, 20.0])
LINES = st.lists(st.builds(Line, TEXTS, st.just(1), LEFT, st.floats(40, 760), SIZES), max_size=30)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@given(LINES)
def test_not_a_letter_of_a_page_is_lost_or_moved(lines: list[Line]) -> None:
    found = typeset(lines)
    assert letters("".join(each.text for each in found.paragraphs)) == letters("".join(line.text for line in lines))
    assert found.dropped == ()


@given(LINES)
def test_a_paragraph_is_one_stretch_without_blanks_around_it(lines: list[Line]) -> None:
    for paragraph in typeset(lines).paragraphs:
        assert paragraph.text == paragraph.text.strip() != ""


def test_lines_that_are_set_alike_far_down_several_pages_are_no_heads() -> None:
    pages = [
        [
            Line(text, page, 72, 700 - 14 * n, 11)
            for n, text in enumerate(["First rule.", "Same rule.", f"Rule {page}x."])
        ]
        for page in (1, 2, 3)
    ]
    texts = [paragraph.text for paragraph in typeset([line for page in pages for line in page]).paragraphs]
    assert texts.count("Same rule.") == 3


def test_spaces_between_paragraphs_are_not_taken_for_those_between_lines() -> None:
    sentences = [f"Rule {n} says that everybody has leave in each year, and that it is paid in full." for n in "abcde"]
    lines = [Line(text, 1, 72, 700 - 21 * n, 11) for n, text in enumerate(sentences)]
    assert [paragraph.text for paragraph in typeset(lines).paragraphs] == sentences
