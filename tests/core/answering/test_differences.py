"""Sources that differ are shown side by side; where that is not plain, nothing is said."""

import pytest

from bot.core.answering.amounts import Measure
from bot.core.answering.differences import Difference, differing
from bot.core.answering.marking import asked
from bot.core.model import Context, Passage, Quotation
from bot.core.text import analysis
from tests.small_articles import attribution

HOW_LONG = "How long is parental leave for employees?"
OLD = "Employees get 12 weeks of parental leave."
NEW = "Parental leave for employees is 14 weeks."


def passage(article: str, text: str, *, title: str | None = None, heading: str | None = None) -> Passage:
    return Passage(attribution(article, title=title), 1, text, Context((heading,) if heading else ()))


def whole(of: Passage) -> Quotation:
    return Quotation(of, 0, len(of.text))


def compared(question: str, *marked: Quotation) -> tuple[Difference, ...]:
    return differing(marked, asked(question, dict.fromkeys(analysis.terms(question), 1.0)))


def shown(question: str, *texts: str) -> list[list[str]]:
    """What differs between whole passages, each of an article of its own."""
    marked = [whole(passage(f"article-{number}", text)) for number, text in enumerate(texts)]
    return [[side.text for side in difference.sides] for difference in compared(question, *marked)]


def test_two_durations_on_one_topic_are_shown_side_by_side_in_their_own_words() -> None:
    assert shown(HOW_LONG, OLD, NEW) == [["12 weeks", "14 weeks"]]


def test_the_measure_and_the_places_are_told() -> None:
    (difference,) = compared(HOW_LONG, whole(passage("old", OLD)), whole(passage("new", NEW)))
    assert difference.measure is Measure.DURATION
    assert [(side.attribution.article, side.start, side.end) for side in difference.sides] == [
        ("old", 14, 22),
        ("new", 32, 40),
    ]


def test_a_pause_without_an_end_differs_from_one_with_an_end() -> None:
    question = "Is the pause on police use still in place?"
    one, other = (
        "The firm sets a one-year pause on police use.",
        "The pause on police use goes on until further notice.",
    )
    assert shown(question, one, other) == [["one-year", "until further notice"]]


MATCHED = "How many lawmakers did the test match?"


@pytest.mark.parametrize(
    ("question", "text", "left", "right"),
    [
        ("How much is the travel allowance?", "The travel allowance is {}.", "$50", "$65"),
        ("When does the smoking ban start?", "The smoking ban starts on {}.", "1 May 2020", "1 June 2020"),
        (MATCHED, "The test matched {}.", "28 lawmakers", "30 lawmakers"),
        ("How much tax is due on fuel?", "The tax that is due on fuel is {}.", "5%", "7 per cent"),
    ],
)
def test_money_dates_counts_and_percentages_too(question: str, text: str, left: str, right: str) -> None:
    assert shown(question, text.format(left), text.format(right)) == [[left, right]]


def test_a_source_that_agrees_with_another_one_stands_beside_it() -> None:
    assert shown(HOW_LONG, OLD, NEW, "Employees have 84 days of parental leave.") == [
        ["12 weeks", "14 weeks", "84 days"]
    ]


def test_the_title_tells_the_topic_too() -> None:
    one = passage("old", "Employees get 12 weeks.", title="Parental leave")
    other = passage("new", "Employees get 14 weeks.", title="Parental leave")
    assert len(compared(HOW_LONG, whole(one), whole(other))) == 1


@pytest.mark.parametrize(
    ("question", "left", "right"),
    [
        pytest.param(HOW_LONG, OLD, "Employees get 84 days of parental leave.", id="the same in other units"),
        pytest.param(HOW_LONG, OLD, "Employees get 10 days of notice.", id="another topic"),
        pytest.param(HOW_LONG, OLD, "Parental leave is for employees.", id="one says nothing"),
        pytest.param(HOW_LONG, OLD, "Employees get 12 or 14 weeks of parental leave.", id="a range"),
        pytest.param(HOW_LONG, OLD, "Employees get about 14 weeks of parental leave.", id="a rough figure"),
        pytest.param(HOW_LONG, OLD, "Employees get at least 10 weeks of parental leave.", id="a bound"),
        pytest.param(HOW_LONG, OLD, "Employees get 14 weeks of parental leave, adopters 6 weeks.", id="two cases"),
        pytest.param(HOW_LONG, OLD, "Employees took parental leave 3 years ago.", id="a time gone by"),
        pytest.param("Who gets parental leave?", OLD, NEW, id="no amount is asked for"),
        pytest.param(MATCHED, "The test matched 28 lawmakers.", "The test matched 28 members.", id="equal counts"),
        pytest.param(MATCHED, "The test matched 28 lawmakers.", "The test matched 5 actors.", id="other things"),
    ],
)
def test_no_difference_is_made_up(question: str, left: str, right: str) -> None:
    assert shown(question, left, right) == []


def test_dates_differ_only_where_both_speak_of_the_rarest_thing_that_is_asked_for() -> None:
    question = "When was the Vetlanda town library built?"
    marked = [
        whole(passage(name, f"The town library was built in {year}.")) for name, year in (("a", 1901), ("b", 1950))
    ]
    weights = dict.fromkeys(analysis.terms(question), 1.0)
    assert len(differing(marked, asked(question, weights))) == 1
    assert differing(marked, asked(question, weights | {"vetlanda": 1.2})) == ()


def test_two_paragraphs_of_one_article_do_not_differ_from_each_other() -> None:
    known = attribution("leave")
    assert compared(HOW_LONG, whole(Passage(known, 1, OLD)), whole(Passage(known, 2, NEW))) == ()


def test_an_article_that_says_both_is_at_odds_with_neither() -> None:
    both = passage("both", f"{OLD} Staff in France get 14 weeks.")
    assert compared(HOW_LONG, Quotation(both, 0, len(OLD)), whole(passage("new", NEW))) == ()


def test_nothing_is_at_odds_with_nothing() -> None:
    assert shown(HOW_LONG) == []
    assert shown("", OLD, NEW) == []
    assert shown(HOW_LONG, OLD) == []
