"""How many there are of something, in words."""


def counted(number: int, what: str) -> str:
    """A number and what it counts: 1 passage, 1,234 passages."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
