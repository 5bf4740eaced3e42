"""How many there are of something, in words."""

from collections.abc import Sequence


def counted(number: int, what: str, several: str = "") -> str:
    """A number and what it counts: 1 passage, 1,234 passages; `several` where that is no mere s."""
    return f"{number:,} {what if number == 1 else several or f'{what}s'}"


def people(number: int) -> str:
    """A number of people: 1 person, 2 people."""
    return counted(number, "person", "people")


def some_of(names: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of several names, and how many more there are: one, two and 3 more."""
    more = len(names) - most
    return between.join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
