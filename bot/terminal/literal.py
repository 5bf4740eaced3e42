"""Text as it stands: neither rich's markup nor what a terminal would obey is read in it."""

from rich.text import Text

# C0 and C1 controls, and what turns the direction of writing.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_CONTROLS |= {ord("\t"): " ", ord("\n"): " "}


def literal(text: str, style: str = "", *, lines: bool = False) -> Text:
    """The text in a style, on one line; with `lines` on as many as it has."""
    parts = text.split("\n") if lines else [text]
    return Text("\n".join(part.translate(_CONTROLS) for part in parts), style=style)
