"""Amounts are read where they are plain, and left alone where they are not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.amounts import OPEN_ENDED, Amount, Measure, amounts
from tests.hostile_texts import anything, prose

_PIECES = "12 weeks|a year|$1.5m|€2,000|5 %|30 June 2020|May 18|in 2016|28 lawmakers|two|thousand|sıx|-|,| |or|and|1,0"
pieces = st.lists(st.sampled_from(_PIECES.split("|")), max_size=20)


def only(text: str) -> Amount:
    found = amounts(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "shown", "days"),
    [
        ("a one-year pause", "one-year", 365),
        ("a pause for a year", "a year", 365),
        ("a pause of 12 months", "12 months", 365),
        ("twelve (12) weeks of leave", "twelve (12) weeks", 84),
        ("twenty-one days' notice", "twenty-one days'", 21),
        ("paused until further notice", "until further notice", OPEN_ENDED),
        ("lasts 36 hours", "36 hours", 1.5),
    ],
)
def test_durations_are_read_as_days(text: str, shown: str, days: float) -> None:
    amount = only(text)
    assert (amount.measure, text[amount.start : amount.end]) == (Measure.DURATION, shown)
    assert amount.value == pytest.approx(days)


@pytest.mark.parametrize(
    ("text", "shown", "value", "unit"),
    [
        ("it costs $1,500.50 today", "$1,500.50", 1500.5, "$"),
        ("a budget of €1.5bn", "€1.5bn", 1.5e9, "€"),
        ("three hundred thousand dollars", "three hundred thousand dollars", 300_000, "$"),
        ("GBP 20 a day", "GBP 20", 20, "£ per day"),
    ],
)
def test_money_is_read_with_its_currency_and_rate(text: str, shown: str, value: float, unit: str) -> None:
    amount = only(text)
    assert (amount.measure, text[amount.start : amount.end]) == (Measure.MONEY, shown)
    assert (amount.value, " ".join(amount.unit.split())) == (value, unit)


@pytest.mark.parametrize("text", ["30 June 2020", "June 30, 2020", "30th of June 2020", "2020-06-30", "Jun. 30 2020"])
def test_a_day_is_the_same_however_it_is_written(text: str) -> None:
    assert only(f"It ends on {text}.").value == (2020, 6, 30)


def test_a_date_that_says_less_fits_one_that_says_more() -> None:
    day, month, other = only("on 30 June 2020"), only("in June 2020"), only("in July 2020")
    assert day.is_like(month)
    assert not day.is_like(other)


@pytest.mark.parametrize(("left", "right"), [("30 days", "one month"), ("52 weeks", "a year"), ("24 hours", "one day")])
def test_a_period_in_other_units_is_the_same_period(left: str, right: str) -> None:
    assert only(f"lasts {left}").is_like(only(f"lasts {right}"))


def test_periods_that_differ_by_a_week_are_not_the_same() -> None:
    assert not only("12 weeks of leave").is_like(only("13 weeks of leave"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("$5", "€5"),
        ("$5 a day", "$5 a month"),
        ("at least 12 weeks", "up to 14 weeks"),
        ("10 working days", "14 days"),
        ("30 days", "within 10 days"),
        ("28 lawmakers", "30 cameras"),
        ("5%", "5 euros"),
    ],
)
def test_what_measures_something_else_is_not_compared(left: str, right: str) -> None:
    assert not only(f"This is {left}").is_comparable(only(f"This is {right}"))


@pytest.mark.parametrize(
    "text",
    [
        "10 to 12 weeks",
        "10-12 weeks",
        "5 or 6 days",
        "between 5 and 10 members",
        "about 5 million people",
        "two years ago",
        "a girl who is 18 years old",
        "section 7 applies",
        "over the past 5 years",
        "you may ask one person",
        "version 2.0.1",
        "a year and 6 months",
        "the 2016 elections",
        "twelve-",
    ],
)
def test_what_is_not_plain_is_left_alone(text: str) -> None:
    assert amounts(text) == []


@settings(max_examples=60)
@given(anything | prose | pieces.map(" ".join) | pieces.map("".join))
def test_amounts_are_stretches_of_the_text_in_order(text: str) -> None:
    at = 0
    for amount in amounts(text):
        assert at <= amount.start < amount.end <= len(text)
        at = amount.end


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "10 aaa " * 3_000, "12 weeks or " * 3_000, "1,000," * 4_000, "$ " * 9_000]
)
def test_no_text_is_slow(text: str) -> None:
    began = time.perf_counter()
    amounts(text)
    assert time.perf_counter() - began < 2
