"""Quotation → Block Kit: the words, and the source below them, wherever one is shown.

Words that are not ours stand in rich_text, whose text Slack takes literally. So an article can neither ping a channel
nor break the layout, and a quotation stays as it is to the last character.
"""

from bot.core.answering import wording
from bot.core.model import Attribution, Passage, Quotation
from bot.slack.api import kit
from bot.slack.api.kit import Block, one_line

# Where else it stands may be said by a hundred publishers.
LONGEST_LIST = 600


def quotation_block(quotation: Quotation) -> Block:
    """One quotation: a banner if a later word replaces it, the words, and the source below them."""
    elements = []
    if banner := wording.banner(quotation):
        elements.append(kit.section([kit.text(banner, bold=True)]))
    elements.append(kit.quote(_quoted(quotation)))
    elements.append(source_section(quotation.passage))
    if also_in := wording.also_in(quotation):
        elements.append(kit.section([kit.text(_shortened(also_in))]))
    return kit.rich_text(elements)


def source_section(passage: Passage) -> Block:
    """The attribution of a passage, its title linked where there is a link."""
    return kit.section([title(passage.attribution), kit.text(f" · {wording.source(passage)}")])


def title(known: Attribution) -> Block:
    """The title of an article, linked where there is a link."""
    label = wording.label(known)
    return {"type": "link", "url": known.url, "text": label} if known.url else kit.text(label, italic=True)


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LIST else f"{words[: LONGEST_LIST - 1]}…"


def _quoted(quotation: Quotation) -> list[Block]:
    """The quoted words, with the sentence that answers in bold where there are others beside it."""
    before, marked, after = quotation.parts
    if not (before or after):
        return [kit.text(one_line(quotation.text))]
    parts = (kit.text(one_line(before)), kit.text(one_line(marked), bold=True), kit.text(one_line(after)))
    return [part for part in parts if part["text"]]
