"""The elements of a page, in order → blocks. For web pages, and for formats that are turned into pages first."""

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml.etree import _Element, iterwalk

from bot.documents.blocks import Block, BlockKind, LeftOut, Omission
from bot.documents.readers.element_names import SILENT
from bot.documents.readers.elements import Elements

QUOTES = ("“", "”"), ("‘", "’")
# Nobody would look for words in these: listing them would drown what matters.
CODE = frozenset(("script", "style", "head"))
# Silent elements that stand by themselves; all others stand within a line, and part no paragraph.
APART = frozenset(("nav", "pre", "listing", "xmp", "dialog"))
CODE_SIGNS = re.compile(r"[{}\[\];=<>|\\$_#]")
# How pages of laws tell the depth of a clause, and what is its number.
INDENT = re.compile(r"(?:^|[\s_-])(?:indent|level|lvl)[_-]?([1-9])(?:$|\s)", re.IGNORECASE)
LABEL = re.compile(r"((?:\([A-Za-z0-9-]{1,6}\)\s?)+|(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])\s+(?=\S)")


def walked(
    tree: _Element, skipped: Mapping[_Element, Omission], *, counts_blocks: bool = False
) -> tuple[list[Block], list[LeftOut]]:
    """The blocks of a page and what is left out of them. `skipped` are elements that are no part of it.

    `counts_blocks`: the lines of the page are nobody's, so that its blocks are counted instead.
    """
    walk = _Walk(tree, skipped, counts_blocks)
    for event, node in iterwalk(tree, events=("start", "end", "comment")):
        if event == "start":
            walk.start(node)
        elif event == "end":
            walk.end(node)
        else:
            walk.after(node)
    walk.elements.end()
    return walk.elements.blocks, walk.elements.left_out


class _Walk:
    """Tells elements what the elements of a page say."""

    def __init__(self, tree: _Element, skipped: Mapping[_Element, Omission], counts_blocks: bool) -> None:
        self._counts_blocks = counts_blocks
        self.elements = Elements()
        self._skipped = skipped
        self._silent: _Element | None = None
        self._quotes = 0
        self._clauses: dict[_Element, tuple[int, int]] = {}
        self._items: dict[_Element, tuple[int, str | None, int]] = {}
        # A text that is nothing but preformatted is no code.
        self._pre_is_text = not any((node.text or "").strip() for node in tree.iter("p", "li", "td", "dd"))

    def start(self, node: _Element) -> None:
        """An element begins, and its text up to the first element in it."""
        if self._silent is not None:
            return
        counted = len(self.elements.blocks) + 1 if self._counts_blocks else node.sourceline
        self.elements.line = counted or self.elements.line
        tag = str(node.tag)
        reason = self._skipped.get(node)
        if tag in CODE:
            self._silent = node
            return
        if reason is None and tag in SILENT and tag != "pre":
            reason = SILENT[tag]
        if reason is not None:
            self._leave_out(node, reason)
            return
        if tag == "pre" and (self._pre_is_text or _is_prose(node)):
            self._preformatted(node)
            return
        self.elements.open(tag, dict(node.attrib))
        if level := node.get("item-level"):
            self._items[node] = (int(level), node.get("item-label"), len(self.elements.blocks))
        elif tag == "p" and (indent := INDENT.search(node.get("class") or "")):
            self._clauses[node] = (int(indent[1]), len(self.elements.blocks))
        if tag == "q":
            self.elements.text(QUOTES[self._quotes % 2][0])
            self._quotes += 1
        if node.text:
            self.elements.text(node.text)

    def end(self, node: _Element) -> None:
        """An element ends."""
        if self._silent is not None:
            if self._silent is node:
                self._silent = None
                self.after(node)
            return
        if node.tag == "q" and self._quotes:
            self._quotes -= 1
            self.elements.text(QUOTES[self._quotes % 2][1])
        self.elements.close(str(node.tag))
        if node in self._clauses:
            self._indent(*self._clauses.pop(node))
        elif node in self._items:
            self._item(*self._items.pop(node))
        self.after(node)

    def after(self, node: _Element) -> None:
        """The text behind an element or comment."""
        if self._silent is None and node.tail:
            self.elements.text(node.tail)

    def _leave_out(self, node: _Element, reason: Omission) -> None:
        """Listed as it is; what stands before and behind it stays apart, unless it is within a line."""
        self._silent = node
        tag = str(node.tag)
        if tag in APART or tag not in SILENT:
            self.elements.open(tag, {})
            self.elements.close(tag)
        self.elements.omit(reason, " ".join(_texts(node)))

    def _item(self, level: int, label: str | None, start: int) -> None:
        """What was written as an item without being one in name."""
        blocks = self.elements.blocks
        for at in range(start, len(blocks)):
            kind = BlockKind.ITEM if at == start and blocks[at].kind is BlockKind.PARAGRAPH else blocks[at].kind
            blocks[at] = replace(blocks[at], kind=kind, level=level, label=label if at == start else blocks[at].label)

    def _indent(self, level: int, start: int) -> None:
        blocks = self.elements.blocks
        for at in range(start, len(blocks)):
            if blocks[at].kind is BlockKind.PARAGRAPH and not blocks[at].level:
                blocks[at] = _clause(blocks[at], level)

    def _preformatted(self, node: _Element) -> None:
        self._silent = node
        for part in "".join(_texts(node)).replace("\r", "").split("\n\n"):
            self.elements.open("p")
            for number, line in enumerate(part.strip("\n").split("\n")):
                if number:
                    self.elements.end_line()
                self.elements.text(line)
            self.elements.close("p")


def _is_prose(node: _Element) -> bool:
    """Whether preformatted text is sentences, and no code."""
    text = "".join(node.itertext())
    words = len(re.findall(r"[^\W\d_]{2,}", text))
    plain = not node.get("class") and not len(node)
    return plain and words > 4 and "." in text and len(CODE_SIGNS.findall(text)) < 0.03 * words


def _clause(block: Block, level: int) -> Block:
    label = LABEL.match(block.text)
    if label is None:
        return replace(block, level=level - 1)
    start = label.end()
    marks = tuple(replace(each, at=max(0, each.at - start)) for each in block.marks)
    return replace(
        block, kind=BlockKind.ITEM, text=block.text[start:], level=level, label=label[1].strip(), marks=marks
    )


def _texts(node: _Element) -> list[str]:
    found: list[str] = []
    for each in node.iter():
        if isinstance(each.tag, str) and each.tag not in CODE and each.text:
            found.append(each.text)
        if each is not node and each.tail and (each.getparent() is None or each.getparent().tag not in CODE):
            found.append(each.tail)
    return found
