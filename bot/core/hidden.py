"""What hides in a line: it moves a terminal's cursor, ends the line, or turns round what stands beside it."""

# C1 controls, line separators, and what turns the direction of writing.
_HIDDEN = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}


def escaped(text: str) -> str:
    """A text with such characters as JSON may write them, which is read back as what it was."""
    return text.translate(_HIDDEN)
