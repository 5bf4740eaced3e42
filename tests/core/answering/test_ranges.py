"""Which numbers a row or an item stands for."""

from dataclasses import replace

import pytest

from bot.core.answering.ranges import has_in_range
from bot.core.model import PassageKind
from tests.small_articles import passages


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("5 to 9\t29", "7", "10"),
        ("31–99 employees", "40", "30"),
        ("between 1,000 and 2,500 euros", "1500", "2600"),
        ("10 and more\t33", "12", "9"),
        ("15+ years: 8 hours", "20", "14"),
        ("100 employees or more", "250", "99"),
        ("At least 20 rooms", "20", "19"),
        ("more than 5 days", "6", "4"),
        ("Fewer than 3 years: 4 hours", "2", "5"),
        ("up to 12 weeks", "11", "13"),
        ("24 or fewer", "24", "25"),
    ],
)
def test_a_number_is_meant_by_the_range_that_it_lies_in(text: str, inside: str, outside: str) -> None:
    item = replace(passages(text)[0], kind=PassageKind.ITEM)
    assert has_in_range(item, inside)
    assert not has_in_range(item, outside)


def test_running_text_is_not_read_for_ranges() -> None:
    assert not has_in_range(passages("Between 5 and 9 people came.")[0], "7")


@pytest.mark.parametrize("term", ["leav", "7a", "", "½"])
def test_what_is_no_number_lies_in_no_range(term: str) -> None:
    assert not has_in_range(replace(passages("5 to 9")[0], kind=PassageKind.ROW), term)
