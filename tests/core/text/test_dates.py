"""A day is read as people write it, and what is no day, or may be two, is never guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import dates
from bot.core.text.periods import Ambiguous, Period
from tests.hostile_texts import anything

TODAY = date(2026, 3, 10)  # a Tuesday
DAY = date(2020, 5, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2020-05-18", "2020/5/18", "18.5.2020", "18. 5. 2020", "18.05.20", "5/18/2020", "18/5/2020", "18-05-2020",
        "18 May 2020", "the 18th of May 2020", "May 18, 2020", "May 18th 2020", "18th May, 2020", "Monday 18 May 2020",
        "2020 May 18", "18. Mai 2020", "dem 18. Mai 2020", "18 mai 2020", "le 18 mai 2020", "18 de mayo de 2020",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_common_form(text: str) -> None:
    assert dates.read(text, TODAY) == Period(DAY, DAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("May 2020", date(2020, 5, 1), date(2020, 5, 31)),
        ("05/2020", date(2020, 5, 1), date(2020, 5, 31)),
        ("Sept. 2020", date(2020, 9, 1), date(2020, 9, 30)),
        ("février 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("März 2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("mar 2020", date(2020, 3, 1), date(2020, 3, 31)),
        ("Q3 2020", date(2020, 7, 1), date(2020, 9, 30)),
        ("the second quarter of 2020", date(2020, 4, 1), date(2020, 6, 30)),
        ("the end of 2020", date(2020, 12, 31), date(2020, 12, 31)),
        ("beginning of May 2020", date(2020, 5, 1), date(2020, 5, 1)),
        ("mid-2020", date(2020, 7, 1), date(2020, 7, 1)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("l’année dernière", date(2025, 1, 1), date(2025, 12, 31)),
        ("letztes Jahr", date(2025, 1, 1), date(2025, 12, 31)),
        ("el año pasado", date(2025, 1, 1), date(2025, 12, 31)),
        ("last month", date(2026, 2, 1), date(2026, 2, 28)),
        ("this quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("last week", date(2026, 3, 2), date(2026, 3, 8)),
    ],
)
def test_a_longer_time_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert dates.read(text, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY), ("now", TODAY), ("heute", TODAY), ("aujourd’hui", TODAY), ("hoy", TODAY),
        ("yesterday", date(2026, 3, 9)), ("gestern", date(2026, 3, 9)), ("tomorrow", date(2026, 3, 11)),
        ("last Friday", date(2026, 3, 6)), ("Tuesday", date(2026, 3, 3)), ("next Friday", date(2026, 3, 13)),
        ("2 weeks ago", date(2026, 2, 24)), ("a year ago", date(2025, 3, 10)), ("vor 3 Monaten", date(2025, 12, 10)),
        ("il y a deux ans", date(2024, 3, 10)), ("hace 10 días", date(2026, 2, 28)), ("in 3 days", date(2026, 3, 13)),
    ],
)  # fmt: skip
def test_a_day_may_be_named_by_how_far_it_is(text: str, day: date) -> None:
    assert dates.read(text, TODAY) == Period(day, day)


def test_without_a_year_it_is_the_last_one_or_the_next() -> None:
    christmas, may = Period(date(2025, 12, 24), date(2025, 12, 24)), Period(date(2025, 5, 1), date(2025, 5, 31))
    assert dates.read("24 December", TODAY) == christmas
    assert dates.read("May", TODAY) == may
    assert dates.read("24 December", TODAY, ahead=True) == Period(date(2026, 12, 24), date(2026, 12, 24))
    assert dates.read("29 February", TODAY, ahead=True) == Period(date(2028, 2, 29), date(2028, 2, 29))


def test_a_day_of_the_week_is_never_today() -> None:
    assert dates.read("Tuesday", TODAY, ahead=True) == Period(date(2026, 3, 17), date(2026, 3, 17))


def test_a_day_that_two_countries_read_differently_is_both() -> None:
    assert dates.read("5/6/2020", TODAY) == Ambiguous(date(2020, 6, 5), date(2020, 5, 6))
    assert dates.read("6/6/2020", TODAY) == Period(date(2020, 6, 6), date(2020, 6, 6))


@pytest.mark.parametrize(
    "text",
    ["", "the", "31 June 2020", "2020-13", "2021-02-29", "32.1.2020", "20 people", "the merger", "18 5 2020", "Q5 2020",
     "May May 2020", "900 years ago ago", "0000", "99999 days ago", "may be"],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates.read(text, TODAY) is None


def test_a_sentence_may_begin_with_a_date() -> None:
    assert dates.leading("May 2020 in the north of 2021".split(), TODAY) == (2, dates.read("May 2020", TODAY))
    assert dates.leading("the 18th of May 2020, what then".split(), TODAY) == (5, dates.read("18 May 2020", TODAY))
    assert dates.leading("2020? May we".split(), TODAY) == (1, dates.read("2020", TODAY))
    assert dates.leading("the merger of 2020".split(), TODAY) is None


words = st.lists(st.sampled_from("the 18th of May 2020 last year ago in 999 years 0 31 Q2 mid end friday , .".split()))


@settings(max_examples=80)
@given(anything | words.map(" ".join), st.dates(), st.booleans())
def test_reading_never_raises_and_a_period_has_an_order(text: str, today: date, ahead: bool) -> None:
    found = dates.read(text, today, ahead=ahead)
    assert not isinstance(found, Period) or found.first <= found.last
    leading = dates.leading(text.split(), today)
    assert leading is None or 1 <= leading[0] <= dates.LONGEST
    assert 0 <= dates.attempted(text.split()) <= dates.LONGEST
