"""The passages of a small document, for tests: what comes out of a reader and of `passages` together."""

from bot.core.model import Attribution, Passage, Standing
from bot.documents.blocks import Reading
from bot.documents.headings import title_of
from bot.documents.passages import passages
from bot.documents.readers import registry


def reading(text: str, name: str = "a.md") -> Reading:
    """What the reader for a file of this name makes of a text."""
    return registry.read(name, text.encode())


def drawn(text: str, name: str = "a.md") -> tuple[Passage, ...]:
    """The passages of a text in a file of this name."""
    read = reading(text, name)
    title = read.known.get("title") or title_of(read.blocks)
    return passages(read.blocks, Attribution("a", "", title, None, None, None, None, Standing.UNKNOWN))


def texts(text: str, name: str = "a.md") -> list[str]:
    """The words of the passages."""
    return [each.text for each in drawn(text, name)]
