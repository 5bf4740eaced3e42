"""What hides in a line: it moves a terminal's cursor, ends the line, or turns round what stands beside it."""

# Unicode's explicit directional formatting characters (UAX #9, 2): marks, embeddings, overrides and isolates.
_TURNS_ROUND = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TAKEN_OUT = dict.fromkeys(_TURNS_ROUND)
# With C1 controls and line separators.
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *_TURNS_ROUND)}


def straight(text: str) -> str:
    """The text without what would turn the direction of what stands beside it."""
    return text.translate(_TAKEN_OUT)


def escaped(text: str) -> str:
    """A text with such characters as JSON may write them, which is read back as what it was."""
    return text.translate(_ESCAPES)
