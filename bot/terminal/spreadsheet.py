"""Cells that no spreadsheet takes for a formula."""

# How begins what one would take for that.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def literal_cell(text: str) -> str:
    """A cell that stays the words it holds."""
    return f"'{text}" if text.startswith(FORMULA) else text
