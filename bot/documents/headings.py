"""Which of a document's headings says its title, and which say nothing that a passage would keep."""

import re
from collections.abc import Sequence

from bot.core.model import Passage
from bot.documents.blocks import Block, BlockKind
from bot.documents.phrases import NAMED_PART, NUMBERED_HEADING, plain

# How the names of companies end.
COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|llc|llp|plc|gmbh|ag|se|corp|corporation|company|group|s\.?a|b\.?v)\.?$",
    re.IGNORECASE,
)


def title_of(blocks: Sequence[Block]) -> str | None:
    """What a document calls itself: its one first-level heading, or a heading that stands above all else."""
    # A numbered heading is that of a chapter.
    headings = [each for each in blocks if each.kind is BlockKind.HEADING and not _is_of_a_part(each.text)]
    top = [each for each in headings if each.level == 1]
    if len(top) == 2 and list(blocks[:2]) == top and COMPANY.search(top[0].text):
        return top[1].text  # above it stands who speaks
    if len(top) == 1 or (top and blocks[0] is top[0]):
        return top[0].text
    if headings and blocks[0] is headings[0] and all(each.level > headings[0].level for each in headings[1:]):
        return headings[0].text
    return None


def _is_of_a_part(text: str) -> bool:
    return bool(NUMBERED_HEADING.match(text) or NAMED_PART.match(text))


def unused_headings(blocks: Sequence[Block], found: Sequence[Passage]) -> list[Block]:
    """The headings that no passage stands under, and that say no title."""
    used = {heading for passage in found for heading in passage.context.headings}
    title = plain(found[0].attribution.title or "") if found else ""
    return [
        each
        for each in blocks
        if each.kind is BlockKind.HEADING and each.text and each.text not in used and plain(each.text) != title
    ]


def unused_heads(blocks: Sequence[Block], found: Sequence[Passage]) -> list[Block]:
    """The column heads that stand beside no passage, a row each: "Question" and "Answer" above such, for example."""
    used = {head for passage in found for head in passage.context.row}
    unused: dict[tuple[str, ...], Block] = {}
    for each in blocks:
        heads = tuple(head for head in each.heads if head and head not in used)
        if heads:
            unused.setdefault(heads, Block(BlockKind.ROW, " ".join(heads), line=each.line))
    return list(unused.values())
