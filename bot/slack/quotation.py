"""Quotations → Block Kit: their words, and the source below them, wherever one is shown.

Words that are not ours stand in rich_text, whose text Slack takes literally. So an article can neither ping a channel
nor break the layout, and a quotation stays as it is to the last character.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from bot.core.answering import citing, wording
from bot.core.answering.display import Run, Style, display
from bot.core.model import Attribution, Passage, Quotation
from bot.slack.api import kit
from bot.slack.api.kit import Block

# What is longer is no link here: Slack takes so many characters of words in a context block.
LONGEST_URL = 1_500
LONGEST_WORDS = 600

_STYLES: dict[Style, dict[str, bool]] = {
    Style.PLAIN: {},
    Style.ANSWER: {"bold": True},
    Style.STRUCK: {"strike": True},
    Style.NOTE: {},
    Style.HEAD: {"italic": True},
    Style.ASIDE: {},
}


def quotation_block(quotation: Quotation) -> Block:
    """One quotation: a banner if a later word replaces it, the words, and the source below them."""
    replaced = wording.banner(quotation) if quotation.validity.replaced_by else None
    elements = [_line(replaced)] if replaced else []
    elements += quotation_elements(quotation)
    elements.append(source_section(quotation))
    if also_in := wording.also_in(quotation):
        elements.append(kit.section([kit.text(also_in)]))
    return kit.rich_text(elements)


def quotation_elements(quotation: Quotation) -> list[Block]:
    """The words of a quotation, below what they hang on, with a line above where they are not in force."""
    banner = None if quotation.validity.replaced_by else wording.banner(quotation)
    shown = display(quotation)
    lines = [kit.section([kit.text(line, italic=True)]) for line in shown.above]
    return [*([_line(banner)] if banner else []), *lines, kit.quote(run_elements(shown.runs))]


def source_section(quotation: Quotation) -> Block:
    """The attribution of a quotation, its title linked where there is a link."""
    known = unbroken(citing.brief_source([quotation], publisher=True))
    return kit.section([title(quotation.attribution), kit.text(f" · {known}" if known else "")])


def source_block(quotations: Sequence[Quotation], *, publisher: bool) -> Block:
    """One line for all that is quoted from one article; `publisher` names who published it."""
    also_in = [words for each in quotations if (words := wording.also_in(each))]
    return _source_line(
        quotations[0].attribution, " · ".join([citing.brief_source(quotations, publisher=publisher), *also_in])
    )


def full_source_block(passages: Sequence[Passage], more: str = "") -> Block:
    """The same with all that is known of the article, and what is not."""
    first, *others = passages
    return _source_line(first.attribution, " · ".join(filter(None, (citing.source(first, *others), more))))


def small_print(words: str) -> Block:
    """Words of our own that stand back."""
    return kit.context([kit.plain(shortened(words, 2_000))])


def shortened(words: str, most: int) -> str:
    """The words, or as many of them as there is room for."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def unbroken(source: str) -> str:
    """A source whose paragraphs keep their numbers at a line's end."""
    return source.replace("¶ ", "¶\u00a0")


def title(known: Attribution) -> Block:
    """The title of an article, linked where there is a link."""
    label = citing.label(known)
    return kit.link(label, known.url) if known.url else kit.text(label, italic=True)


def fingerprint(text: str) -> str:
    """By which a button tells whether what it shows is still what was quoted."""
    return sha256(text.encode()).hexdigest()[:8]


def _line(words: str) -> Block:
    return kit.section([kit.text(words, bold=True)])


def run_elements(runs: Iterable[Run]) -> list[Block]:
    """The words of a passage in rich text."""
    return [kit.quoted(run.text, _STYLES[run.style]) for run in runs if run.text]


def _source_line(known: Attribution, words: str) -> Block:
    label, rest = citing.label(known), unbroken(shortened(f" · {words}" if words else "", LONGEST_WORDS))
    if known.url and len(known.url) <= LONGEST_URL:
        return kit.context([kit.linked(label, known.url, rest)])
    return kit.context([kit.plain(f"{label}{rest}")])
