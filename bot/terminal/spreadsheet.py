"""Cells that no spreadsheet takes for a formula, and no terminal for a command."""

from bot.terminal.literal import literal

# How begins what a spreadsheet would take for one, in the widths of both Latin and East Asian scripts.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def literal_cell(text: str) -> str:
    """A cell that stays the words it holds."""
    plain = literal(text, lines=True).plain
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) else plain
