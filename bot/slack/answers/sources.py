"""Where quotations stand: a small grey line below them, of a title and what tells it from others."""

from collections.abc import Sequence

from bot.core.answering import wording
from bot.core.model import Attribution, Passage, Quotation
from bot.slack.api import kit
from bot.slack.api.kit import Block
from bot.slack.quotation import unbroken

# What is longer is no link here: Slack takes so many characters of words in a context block.
LONGEST_URL = 1_500
LONGEST_WORDS = 600


def source_block(quotations: Sequence[Quotation], *, publisher: bool) -> Block:
    """One line for all that is quoted from one article; `publisher` names who published it."""
    also_in = [words for each in quotations if (words := wording.also_in(each))]
    return _line(
        quotations[0].attribution, " · ".join([wording.brief_source(quotations, publisher=publisher), *also_in])
    )


def full_source_block(passages: Sequence[Passage], more: str = "") -> Block:
    """The same with all that is known of the article, and what is not."""
    first, *others = passages
    return _line(first.attribution, " · ".join(filter(None, (wording.source(first, *others), more))))


def small_print(words: str) -> Block:
    """Words of our own that stand back."""
    return kit.context([kit.plain(shortened(words, 2_000))])


def shortened(words: str, most: int) -> str:
    """The words, or as many of them as there is room for."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _line(known: Attribution, words: str) -> Block:
    label, rest = wording.label(known), unbroken(shortened(f" · {words}" if words else "", LONGEST_WORDS))
    if known.url and len(known.url) <= LONGEST_URL:
        return kit.context([kit.linked(label, known.url, rest)])
    return kit.context([kit.plain(f"{label}{rest}")])
