"""A quotation is a stretch of its passage, as long as it must be, and is checked against the article as it is now."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.answering import marking, quoting
from bot.core.answering.display import Run, Style, display
from bot.core.answering.quoting import FULL, LONGEST_SENTENCE, SHORT, quote_lead, still_stands
from bot.core.model import CELL_SEPARATOR, Hit, Mark, Passage, PassageKind, Quotation
from bot.core.text import analysis
from bot.core.text.sentences import LONGEST
from tests.hostile_texts import anything, prose
from tests.small_articles import article, passages

FILLER = "Nothing of the kind is said in this sentence about other things."
questions = st.sampled_from(
    ["How long?", "What does the board pay?", "Who signed art. 7?", "Mr. Smith", "été", "$1,000"]
)


def passage(text: str) -> Passage:
    return passages(text)[0]


def asked(question: str) -> marking.Asked:
    return marking.asked(question, dict.fromkeys(analysis.terms(question), 1.0))


def in_full(text: str, question: str) -> Quotation:
    return quoting.quote(Hit(passage(text), 2.5), asked(question))


def in_short(text: str, question: str) -> Quotation:
    return quoting.quote(Hit(passage(text), 2.5), asked(question), SHORT)


@settings(max_examples=30)
@given(prose | anything, questions)
def test_whatever_is_quoted_stands_in_its_passage_and_is_no_longer_than_it_may_be(text: str, question: str) -> None:
    assume(text.strip())
    for quoted in (in_full(text, question), in_short(text, question)):
        assert quoted.text in text
        assert quoted.text == text[quoted.start : quoted.end]
        assert 0 < len(quoted.text) <= LONGEST_SENTENCE
        assert quoted.start <= quoted.mark[0] < quoted.mark[1] <= quoted.end
        assert quoted.attribution == passage(text).attribution
        assert quoted.score == 2.5


@settings(max_examples=30)
@given(prose, questions)
def test_a_later_quotation_lies_within_what_would_be_the_first(text: str, question: str) -> None:
    assume(text.strip())
    whole, short = in_full(text, question), in_short(text, question)
    assert whole.start <= short.start < short.end <= whole.end


def test_a_passage_of_five_hundred_characters_is_quoted_in_full_and_a_longer_one_is_not() -> None:
    whole = ("Leave is long. " * 50)[: FULL - 4] + "day."
    assert len(whole) == FULL
    assert in_full(whole, "leave").text == whole
    assert len(in_full(f"{whole} More.", "leave").text) < len(whole) + 6


def test_a_longer_passage_gives_the_sentence_that_answers_with_its_neighbours() -> None:
    before, after = "The board wrote this down in March.", "It said so again in May."
    long = " ".join([FILLER] * 5 + [before, "Every zebra has ten days of leave.", after] + [FILLER] * 5)
    assert in_full(long, "How much leave has a zebra?").text == f"{before} Every zebra has ten days of leave. {after}"


def test_neighbours_that_would_make_it_too_long_stay_away() -> None:
    wide = "word " * 70 + "end."
    text = f"{wide} Every zebra has ten days of leave. {wide}"
    assert in_full(text, "How much leave has a zebra?").text in (
        f"{wide} Every zebra has ten days of leave.",
        f"Every zebra has ten days of leave. {wide}",
    )


@pytest.mark.parametrize("position", range(4))
def test_the_sentence_that_has_the_words_of_the_question_is_the_one_marked(position: int) -> None:
    said = [FILLER] * 3
    said.insert(position, "Every zebra may take leave.")
    assert in_short(" ".join(said), "May a zebra take leave?").marked == "Every zebra may take leave."


def test_of_equal_sentences_the_earliest_is_marked() -> None:
    assert in_short("The zebra rests here. The zebra rests here.", "zebra").mark[0] == 0


def test_a_later_quotation_is_not_cut_before_the_sentence_that_says_what_it_announces() -> None:
    said = "Four exempt zebras were named. The board spoke of Anna, Berta, Clara and Dora."
    assert in_short(f"{said} {' '.join([FILLER] * 9)}", "Which zebras are exempt?").text.startswith(said)


def test_a_long_sentence_is_quoted_whole_and_the_part_that_answers_is_marked() -> None:
    clauses = "; ".join(f"in case {number} the board decides as it did in the year before" for number in range(9))
    long = f"Leave is granted as follows: {clauses}; and every zebra has ten days of leave; {clauses}."
    quoted = in_short(f"{FILLER} {long} {FILLER}", "How much leave has a zebra?")
    assert quoted.text == long
    assert "every zebra has ten days" in quoted.marked
    assert len(quoted.marked) <= LONGEST


def test_a_passage_without_full_stops_is_quoted_all_the_same() -> None:
    text = "x" * 3_000
    assert 0 < len(in_full(text, "zebra").text) <= FULL
    assert 0 < len(in_short(text, "zebra").text) <= LONGEST


@pytest.mark.parametrize("padding", ["", " ".join([FILLER] * 12)])
def test_where_the_answer_is_struck_out_it_is_shown_and_what_stands_beside_it_is_not_marked(padding: str) -> None:
    text = f"Lions have two days. {padding} They rest at noon.".replace("  ", " ")
    struck = Mark("struck", len(text), "Every zebra has ten days of leave.")
    of = replace(passage(text), marks=(struck,))
    quoted = quoting.quote(Hit(of, 1.0), asked("How much leave has a zebra?"))
    assert Run(" Every zebra has ten days of leave.", Style.STRUCK) in display(quoted).runs
    assert all(run.style is not Style.ANSWER for run in display(quoted).runs)


def test_of_a_long_row_the_sentence_that_answers_is_marked_and_of_a_short_one_the_whole() -> None:
    long = CELL_SEPARATOR.join(("Leave", f"{' '.join([FILLER] * 9)} Every zebra has ten days.", "Board"))
    for text, marked in ((long, "Every zebra has ten days."), ("Zebras\tten days", "Zebras\tten days")):
        of = replace(passage(text), kind=PassageKind.ROW)
        quoted = quoting.quote(Hit(of, 1.0), asked("How many days has a zebra?"))
        assert (quoted.text, quoted.marked) == (text, marked)


def test_the_lead_of_an_article_is_its_first_sentence() -> None:
    lead = quote_lead(article("leave", "Leave is paid in full. It is long.", "More of it."))
    assert lead.text == "Leave is paid in full."
    assert lead.attribution.article == "leave"


def test_a_quotation_stands_while_its_article_has_it_at_its_place() -> None:
    leave = article("leave", "Preface.", "Leave is paid. It is long.")
    quoted = Quotation(leave.passages[1], 0, 14)
    assert still_stands(quoted, leave)
    assert still_stands(quoted, article("leave", "Another preface.", "Leave is paid. It is long.", "And more."))


@pytest.mark.parametrize(
    "now",
    [
        None,
        article("leave", "Preface."),
        article("leave", "Preface.", "Leave is PAID. It is long."),
        article("leave", "Preface.", "Leave is  paid. It is long."),
        article("leave", "Preface.", "Leave is paid"),
        article("leave", "Leave is paid. It is long.", "Preface."),
        article("leave", "Preface.", "In short: Leave is paid. It is long."),
    ],
    ids=["gone", "shorter article", "a letter", "a blank", "cut off", "elsewhere", "moved"],
)
def test_a_quotation_whose_article_says_something_else_does_not_stand(now: object) -> None:
    leave = article("leave", "Preface.", "Leave is paid. It is long.")
    assert not still_stands(Quotation(leave.passages[1], 0, 14), now)  # type: ignore[arg-type]  # an Article or None


def test_letters_that_only_look_alike_do_not_stand() -> None:
    leave = article("leave", "Caf\u00e9 hours are nine to five.")
    quoted = Quotation(leave.passages[0], 0, 5)
    assert not still_stands(quoted, article("leave", "Cafe\u0301 hours are nine to five."))


def test_a_quotation_whose_attribution_was_corrected_is_not_posted_under_the_old_one() -> None:
    leave = article("leave", "Leave is paid.", publisher="Vox")
    corrected = article("leave", "Leave is paid.", publisher="Wired")
    assert not still_stands(Quotation(leave.passages[0], 0, 14), corrected)


def test_a_sentence_that_was_qualified_since_does_not_stand() -> None:
    leave = article("leave", "Leave is paid")
    qualified = article("leave", "Leave is paid only in the first year.")
    assert not still_stands(Quotation(leave.passages[0], 0, 13), qualified)
