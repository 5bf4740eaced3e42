"""What a person reads in a terminal: the source's words, always with their source, and never read as markup."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from bot.core.answering import wording
from bot.core.model import Answer, Context, Mark, Outcome, Question, Quotation, Validity
from bot.terminal.show import show_answer, show_finding, show_trouble
from tests.hostile_texts import anything
from tests.small_articles import attribution, quotation

KNOWN = attribution(
    title="Leave", publisher="Example Ltd", author="A. Writer", published=date(2020, 6, 10), url="https://example.com/l"
)
MARKUP = "[bold]Leave[/bold] :smile: [/] \\[x] {y} %s <b>"


def printed(shown: RenderableType, width: int = 500) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, color_system=None)
    console.print(shown)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def answered(*quotations: Quotation, missing: tuple[str, ...] = ()) -> str:
    return printed(
        show_answer(Answer(Question("q"), Outcome.ANSWERED, "r", quotations=quotations, missing_terms=missing), 1_000)
    )


def refused(outcome: Outcome, **more: tuple[object, ...]) -> str:
    return printed(show_answer(Answer(Question("q" * 2_000), outcome, "r", **more), 1_000))  # type: ignore[arg-type]  # as given


def test_a_quotation_is_shown_with_everything_that_is_known_of_its_source() -> None:
    shown = answered(quotation("Leave is paid.", KNOWN))
    for part in ("Leave is paid.", "Leave", "Example Ltd", "A. Writer", "10 June 2020", "¶ 1", "https://example.com/l"):
        assert part in shown


def test_a_quotation_stands_below_what_it_hangs_on_and_what_is_struck_out_is_marked_without_colours() -> None:
    passage = replace(
        quotation("The limit is 30 euros.", KNOWN).passage,
        context=Context(("Meals",), "We refund:"),
        marks=(Mark("struck", 13, "20"),),
    )
    shown = answered(Quotation(passage, 0, len(passage.text)))
    assert [line.strip() for line in shown.split("\n")[:3]] == [
        "Meals", "We refund:", "The limit is ~~20~~ 30 euros.",
    ]  # fmt: skip


def test_the_nearest_passages_are_shown_on_request_and_marked_as_no_answer() -> None:
    refused = Answer(Question("q"), Outcome.NOT_COVERED, "r", nearest_passages=(quotation("Leave is paid.", KNOWN),))
    assert "Leave is paid." not in printed(show_answer(refused, 1_000))
    assert "--nearest" in printed(show_answer(refused, 1_000))
    shown = printed(show_answer(refused, 1_000, nearest=True))
    assert shown.index(wording.NEAREST) < shown.index("Leave is paid.") < shown.index("Example Ltd")
    nothing = replace(refused, nearest_passages=())
    assert wording.NOTHING_NEAR in printed(show_answer(nothing, 1_000, nearest=True))


def test_what_is_unknown_is_shown_as_unknown() -> None:
    shown = answered(quotation("Leave is paid.", attribution(begins="Leave is")))
    for part in ("Untitled, begins “Leave is…”", "publisher unknown", "author unknown", "date unknown", "no link"):
        assert part in shown
    assert "None" not in shown


def test_quotations_stand_in_their_order_each_above_its_own_source() -> None:
    shown = answered(quotation("One.", KNOWN), quotation("Two.", attribution(title="Other")))
    places = [shown.index(part) for part in ("One.", "— Leave", "Two.", "— Other")]
    assert places == sorted(places)


def test_the_banner_stands_above_the_words_that_were_replaced() -> None:
    shown = answered(quotation("One year.", KNOWN, validity=Validity(replaced_by=attribution(title="Extension"))))
    assert 0 <= shown.index("Extension") < shown.index("One year.")
    assert "Replaced" not in answered(quotation("One year.", KNOWN))


def test_an_answer_says_which_words_no_article_has() -> None:
    assert "“contractor”" in answered(quotation("Leave is paid.", KNOWN), missing=("contractor",))


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_whatever_is_quoted_is_shown_letter_by_letter(text: str) -> None:
    assert text in answered(quotation(text, KNOWN))


@settings(max_examples=30)
@given(anything.filter(bool))
def test_nothing_that_an_article_may_hold_breaks_the_terminal(text: str) -> None:
    assert printed(show_answer(Answer(Question(text), Outcome.ANSWERED, "r", (quotation(text, KNOWN),)), 1_000), 30)


def test_markup_in_a_text_is_text() -> None:
    titled = attribution(title=MARKUP, publisher=MARKUP, author=MARKUP, url=f"https://example.com/{MARKUP}")
    assert answered(quotation(MARKUP, titled)).count(MARKUP) == 5
    assert MARKUP in printed(show_trouble(MARKUP))
    assert MARKUP in printed(show_finding("corpus", False, MARKUP))
    assert MARKUP in refused(Outcome.NOT_COVERED, nearest=(titled,))


@pytest.mark.parametrize("code", ["\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\", "\x9b2J"])
def test_an_article_cannot_steer_the_terminal(code: str) -> None:
    shown = answered(quotation(f"Leave {code} is paid.", attribution(title=f"Leave{code}", publisher=code)))
    assert not {"\x1b", "\x9b", "\x07"} & set(shown)


def test_a_refusal_says_why_and_names_missing_words_and_the_nearest_titles() -> None:
    shown = refused(Outcome.NOT_COVERED, missing_terms=("parental",), nearest=(KNOWN, attribution(title="Trips")))
    for part in ("“parental”", wording.NO_PROOF, "Leave", "Trips"):
        assert part in shown


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in (Outcome.ANSWERED, Outcome.SMALL_TALK)])
def test_no_refusal_is_an_empty_screen(outcome: Outcome) -> None:
    assert refused(outcome).strip()
    assert "Nearest" not in refused(outcome)


def test_a_finding_says_whether_it_is_sound() -> None:
    assert printed(show_finding("corpus", True, "8 articles")).startswith("ok ")
    assert printed(show_finding("token", False, "not set")).startswith("fix ")
    advice = printed(show_finding("corpus", True, "8 articles", "add more"))
    assert advice.startswith("advice ")
    assert advice.rstrip().endswith("8 articles; add more")
