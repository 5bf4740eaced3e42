"""What hides in a line: it moves a terminal's cursor, ends the line, or turns round what stands beside it."""

from bot.core.model import TURNS_ROUND

# With C1 controls and line separators.
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *TURNS_ROUND)}


def escaped(text: str) -> str:
    """A text with such characters as JSON may write them, which is read back as what it was."""
    return text.translate(_ESCAPES)
