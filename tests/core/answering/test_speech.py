"""What stands in quotation marks, or after a line that introduces it, is somebody's words; the rest is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.speech import has_speech, quoted, utterances
from tests.hostile_texts import anything, prose
from tests.small_articles import article, passages

broken = st.text(' "“”«»„ab,.:!\n', max_size=60)
texts = (
    anything
    | prose
    | broken
    | st.lists(st.sampled_from(["The board said:", "“We agree,”", "it read.", '"No'])).map(" ".join)
)


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We agree,” the board said. “We always did.”", ["We agree,", "We always did."]),
        ('"We agree," the board said. "We always did."', ["We agree,", "We always did."]),
        ("«We agree», the board said.", ["We agree"]),
        ("„We agree“, the board said.", ["We agree"]),
        ("It is a “sensible” rule (“fair”).", ["sensible", "fair"]),
        ("“We agree.\n“We always did.”", ["We always did."]),
    ],
)
def test_words_in_quotation_marks_are_found_whatever_the_marks(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_mark_that_faces_the_wrong_way_still_closes() -> None:
    assert parts("“This must end, “said the director of the union.") == ["This must end,"]
    assert parts("It calls the rule “good for all “.") == ["good for all"]
    assert parts("“They agree ” , the board said.") == ["They agree"]


def test_a_closing_mark_that_nothing_opened_quotes_nothing() -> None:
    assert parts("This must be stopped. ”") == []
    assert parts("until there is a law,” grounded in rights,” the president said.") == []


def test_a_quotation_that_the_next_paragraph_continues_goes_on_to_the_end() -> None:
    assert parts("“We agree. We always did.") == ["We agree. We always did."]


def test_a_mark_that_never_closes_inside_a_paragraph_quotes_nothing() -> None:
    assert parts("They said “yes and went on.") == []
    assert parts("They said “yes and then “no” to it.") == ["no"]


def test_inches_and_apostrophes_are_no_quotation_marks() -> None:
    assert parts("The board’s screen of 6\" is the members' own, and 8\" is rock 'n' roll.") == []


def introduced(above: str, text: str) -> list[tuple[str, str]]:
    before, of = passages(above, text)
    return [
        (each.introduction.text, text[each.start : each.end]) for each in utterances(of, before) if each.introduction
    ]


@pytest.mark.parametrize("line", ["Part of the statement read:", "In a statement, the firm said:"])
def test_a_line_that_introduces_the_next_paragraph_makes_it_speech(line: str) -> None:
    assert introduced(f"Nobody was there. {line}", "We agree. We always did.") == [
        (line, "We agree."),
        (line, "We always did."),
    ]


@pytest.mark.parametrize("line", ["You must bring:", "The firm sends a statement explaining:"])
def test_a_line_that_introduces_a_list_makes_no_speech(line: str) -> None:
    assert introduced(line, "A passport and two photographs.") == []


def test_words_after_an_introduction_in_the_same_paragraph_are_speech_and_those_before_are_not() -> None:
    (of,) = passages("It was late. The board said: we agree. It is right.")
    assert [(of.text[each.start : each.end], each.is_speech) for each in utterances(of)] == [
        ("It was late.", False),
        ("we agree.", True),
        ("It is right.", True),
    ]


def test_words_in_marks_need_no_introduction() -> None:
    before, of = passages("The statement read:", "“We agree.”")
    (said,) = utterances(of, before)
    assert (said.marked, said.introduction) == (True, None)


@settings(max_examples=60)
@given(texts, texts)
def test_what_is_said_is_a_stretch_of_its_passage(above: str, text: str) -> None:
    before, of = article("leave", above, text).passages
    found = utterances(of, before)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.marked == any(start <= each.start and each.end <= end for start, end in quoted(text))
    assert any(each.is_speech for each in found) <= has_speech(of, before)


@pytest.mark.parametrize("text", ["“ " * 9_000, '"a ' * 9_000, "said a: " * 3_000, "a: " * 9_000, "“a, “b" * 3_000])
def test_no_text_is_slow(text: str) -> None:
    utterances(passages(text * 10)[0])  # a slow one takes so long that pytest-timeout ends it
