"""What of a passage is encoded: its text, and before it what it hangs on."""

from bot.core.model import CELL_SEPARATOR, Passage


def head_of(passage: Passage) -> str:
    """Title, headings, lead-in and the items above, a line each and none twice."""
    context = passage.context
    lines = (passage.attribution.title, *context.headings, context.lead_in, *context.parents)
    return "\n".join(dict.fromkeys(filter(None, lines)))


def text_of(passage: Passage) -> str:
    """The text as it is read aloud: each cell of a row after its head."""
    heads, cells = passage.context.row, passage.text.split(CELL_SEPARATOR)
    if len(cells) == 1:
        return passage.text
    if len(heads) != len(cells):
        return "; ".join(cells)
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True))
