"""How the items of an ordered list are counted: 1, a, A, i, I. For readers of every format."""

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numbered(number: int, style: str) -> str:
    """The mark of an item, from 1. `style` is HTML's `type`: "1", "a", "A", "i" or "I"."""
    if style in ("a", "A") and number > 0:
        return _letters(number) if style == "a" else _letters(number).upper()
    if style in ("i", "I") and 0 < number < 4_000:
        return _roman(number) if style == "i" else _roman(number).upper()
    return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    letters = ""
    for value, sign in ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
