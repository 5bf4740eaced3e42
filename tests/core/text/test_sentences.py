"""A passage falls into sentences, and nothing of it falls between them."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text.sentences import LONGEST, sentences
from tests.hostile_texts import anything, prose

long_words = st.lists(st.sampled_from(["x" * 700, "y" * 399, "z," * 150, "a: b", "word"]), max_size=6).map(" ".join)
texts = anything | prose | long_words | st.text(' .!?…\n"”)aB;,:。', max_size=900)


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@settings(max_examples=30)
@given(texts)
def test_every_character_that_is_no_space_lies_in_exactly_one_sentence(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert text[at:start].strip() == ""
        assert at <= start < end <= len(text)
        at = end
    assert text[at:].strip() == ""


@settings(max_examples=30)
@given(texts)
def test_no_sentence_is_longer_than_the_longest_or_has_space_around_it(text: str) -> None:
    for part in parts(text):
        assert 0 < len(part) <= LONGEST
        assert part == part.strip()


def test_each_sentence_is_one() -> None:
    assert parts("Leave is paid. Is it long? It is! “So they say.” Ask the board.") == [
        "Leave is paid.", "Is it long?", "It is!", "“So they say.”", "Ask the board.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Leave is twenty days",
        "Mr. Smith pays Dr. Jones 3.5 per cent.",
        "The U.S. Senate has the word.",
        "See art. 7 of the law, e.g. its second sentence.",
        "It was signed by J. R. Smith.",
        "It costs $1,000.50 a day.",
        "They asked “why?” and got no reply.",
        "It lasts … until it ends.",
        "Version 2.0.1 of policy.md applies.",
        "The meeting is at 3 p.m. on Mondays.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert parts(text) == [text]


def test_the_mark_that_closes_a_quotation_belongs_to_the_sentence_before_it() -> None:
    assert parts("He said “stop.” They did (at last.) Then he left.") == [
        "He said “stop.”", "They did (at last.)", "Then he left.",
    ]  # fmt: skip


def test_full_width_full_stops_end_sentences_without_a_blank() -> None:
    assert parts("休暇は二十日です。誰でも取れます。") == ["休暇は二十日です。", "誰でも取れます。"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000"])
def test_a_text_without_characters_has_no_sentence(text: str) -> None:
    assert parts(text) == []


def test_a_sentence_as_long_as_the_longest_stays_whole() -> None:
    text = "a" * (LONGEST - 1) + "."
    assert parts(text) == [text]


def test_a_sentence_that_is_too_long_is_parted_between_words() -> None:
    text = "Whoever works here may take a day of leave for every month " * 20
    words = [word for part in parts(text) for word in part.split()]
    assert words == text.split()


def test_a_sentence_that_is_too_long_is_parted_at_a_mark_rather_than_at_a_blank() -> None:
    text = "word " * 60 + "end; " + "more " * 60 + "end."
    assert parts(text)[0] == ("word " * 60 + "end;")


def test_a_text_without_any_blank_is_parted_all_the_same() -> None:
    assert "".join(parts("x" * 2_000)) == "x" * 2_000


def test_a_long_passage_is_parted_without_a_stumble() -> None:
    assert len(parts("word " * 20_000)) >= 250
    assert len(parts("Leave is paid here. " * 5_000)) == 5_000


@pytest.mark.parametrize("whole", ["$1,000,000", "10:30", "https://example.com/leave"])
def test_a_number_a_time_or_an_address_is_never_parted(whole: str) -> None:
    text = "word " * 60 + f"is {whole} " + "more " * 60
    assert any(whole in part for part in parts(text))


def test_a_line_that_was_wrapped_does_not_end_its_sentence() -> None:
    whole = (
        "Whoever travels for the company sends all receipts to the Finance Department within thirty days of the trip, "
        "see No. 5 of the rules. Later receipts are refunded by Human Resources alone, and never by the United Bank."
    )
    text = textwrap.fill(whole, 60)
    found = [text[slice(*span)] for span in sentences(text)]
    assert [each.split()[0] for each in found] == ["Whoever", "Later"]
    assert found[1].endswith("United Bank.")


@pytest.mark.parametrize(
    "text", ["Opening hours of the people desk in Springfield\nMonday to Friday", "12 Main Street\nSpringfield\nOregon"]
)
def test_a_line_that_was_ended_by_its_author_ends_its_sentence(text: str) -> None:
    assert [text[slice(*span)] for span in sentences(text)] == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Fees follow par. (3) of the act.",
        "See Sec. 4.2.1 and No. 5, i.e. the old rules.",
        "The U.S. Department pays, e.g. in May.",
        "J. R. R. Smith of 52 Stat. 1060 wrote it.",
        "Das gilt ggf. auch, vgl. Abs. 2 der Ordnung.",
    ],
)
def test_abbreviations_of_laws_and_of_other_languages_end_no_sentence(text: str) -> None:
    assert len(sentences(text)) == 1
