"""Which headings of a document say its title, which nothing that a passage would keep, and where all are listed."""

import re
from collections.abc import Sequence

from bot.core.model import Passage
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission
from bot.documents.phrases import ABOVE_TITLE, NAMED_PART, NUMBERED_HEADING, plain

# How the names of companies end, and those of authorities, schools and clubs.
COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|llc|llp|plc|gmbh|ag|se|corp|corporation|company|group|s\.?a|b\.?v)\.?$"
    r"|\b(?:academy|agency|association|authority|bank|college|commission|council|county|foundation|hospital|institute"
    r"|ministry|school|society|trust|union|university)$|^(?:city|county|department|ministry|university) of\b",
    re.IGNORECASE,
)
# What a table of contents is called, and how each of its entries ends.
CONTENTS = re.compile(
    r"(?:table of )?contents(?: page)?|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice|sommario"
    r"|inhoud(?:sopgave)?",
    re.IGNORECASE,
)
PAGE = re.compile(r"(?<![\s.…·_])[\s.…·_]+\d{1,4}$")
FEWEST_ENTRIES = 2


def title_of(blocks: Sequence[Block]) -> str | None:
    """What a document calls itself: its one first-level heading, or a heading that stands above all else."""
    titled = [each for each in blocks if not ABOVE_TITLE.fullmatch(each.text)]
    if len(titled) < len(blocks) and (title := title_of(titled)):
        return title
    # A numbered heading is that of a chapter.
    headings = [each for each in blocks if each.kind is BlockKind.HEADING and not _is_of_a_part(each.text)]
    top = [each for each in headings if each.level == 1]
    first = list(blocks[:2])
    if first == headings[:2] != [] and COMPANY.search(first[0].text) and (first == top or _is_above_nothing(blocks, 1)):
        return first[-1].text  # above it stands who speaks
    if len(top) == 1 or (top and blocks[0] is top[0]):
        return top[0].text
    if headings and blocks[0] is headings[0] and all(each.level > headings[0].level for each in headings[1:]):
        return headings[0].text
    return None


def _is_above_nothing(blocks: Sequence[Block], at: int) -> bool:
    return (
        len(blocks) > at + 1 and blocks[at + 1].kind is BlockKind.HEADING and blocks[at + 1].level <= blocks[at].level
    )


def _is_of_a_part(text: str) -> bool:
    return bool(NUMBERED_HEADING.match(text) or NAMED_PART.match(text))


def without_contents(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[LeftOut]]:
    """The blocks without the entries that follow the word "Contents", and these.

    Nothing is taken unless half of them name headings that come later.
    """
    last = {plain(each.text): at for at, each in enumerate(blocks) if each.kind is BlockKind.HEADING}
    for at, block in enumerate(blocks):
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and CONTENTS.fullmatch(block.text.strip(" :")):
            end = at + 1
            while end < len(blocks) and blocks[end].kind is not BlockKind.HEADING and PAGE.search(_text(blocks[end])):
                end += 1
            entries = blocks[at + 1 : end]
            named = sum(last.get(_named(each), 0) >= end for each in entries)
            if named >= FEWEST_ENTRIES and named * 2 >= len(entries):
                left_out = [LeftOut(Omission.NAVIGATION, _text(each), each.line) for each in entries]
                return (*blocks[: at + 1], *blocks[end:]), left_out
    return tuple(blocks), []


def _text(block: Block) -> str:
    return " ".join(part for part in (block.label, block.text, *block.cells) if part)


def _named(entry: Block) -> str:
    return plain(PAGE.sub("", _text(entry)))


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
