"""How many there are of something, in words."""

from collections.abc import Sequence


def counted(number: int, what: str) -> str:
    """A number and what it counts: 1 passage, 1,234 passages."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def some_of(names: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of several names, and how many more there are: one, two and 3 more."""
    more = len(names) - most
    return between.join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
