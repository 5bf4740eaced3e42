"""Numbers of things, and the first of many things, in words."""

import pytest

from bot.core.counting import counted, people, some_of


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (1_234, "1,234 files")])
def test_what_is_counted_is_named_in_the_right_number(number: int, said: str) -> None:
    assert counted(number, "file") == said


def test_people_are_counted_as_people() -> None:
    assert [people(number) for number in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


@pytest.mark.parametrize(
    ("many", "said"), [(1, "0"), (2, "0, 1"), (3, "0, 1 and 1 more"), (2_000, "0, 1 and 1,998 more")]
)
def test_of_many_names_the_first_are_said_and_how_many_more_there_are(many: int, said: str) -> None:
    assert some_of([str(number) for number in range(many)], 2) == said
