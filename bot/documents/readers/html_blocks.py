"""A page's tree → its blocks of visible text, in the order of the page: paragraphs, list items, headings, table rows.

Nothing but white space is altered: runs of it count as one blank, as browsers show them, `<br>` ends a line, and two
of them a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element, iterwalk

# What is never text: code, forms, pictures, and what browsers show only where scripts are off.
SILENT = frozenset(
    """
    script style noscript template title svg math iframe object embed canvas audio video select option
    datalist button textarea input map area frameset noframes progress meter dialog
    """.split()
)
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp
    small span strike strong sub sup time tt u var wbr img picture source br td th
    """.split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
WHITE = re.compile(r"[ \t\n\r\f]+")
LINE_END = re.compile(r" ?\x00 ?")
PARAGRAPH_END = re.compile(r" ?\x00 ?(?:\x00 ?)+")
# What cannot be seen and might steer a terminal: control characters other than white space, and halves of pairs.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Marks the end of a line while a block is collected. NUL cannot come from a parsed page.
BREAK = "\x00"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands by itself on the page. `level`: 1 to 6 for a heading, else 0."""

    text: str
    level: int = 0


def blocks(root: _Element) -> Iterator[Block]:
    """The visible blocks under an element, none of them empty."""
    reading = _Reading()
    for event, node in iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield from reading.open(node)
        elif event == "end":
            yield from reading.close(node)
        else:
            reading.add(node.tail)
    yield from reading.ended()


class _Reading:
    """Collects text until a block ends. The cells of a table's row are one block, unless they hold blocks."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._level = 0
        self._in_pre = 0
        self._silent: _Element | None = None

    def open(self, node: _Element) -> Iterator[Block]:
        if self._silent is not None:
            return
        if node.tag in SILENT or _is_hidden(node):
            self._silent = node
            return
        if not _is_inline(node):
            yield from self.ended()
            self._level = HEADINGS.get(node.tag, self._level)
            self._in_pre += node.tag == "pre"
        elif node.tag == "br":
            self._text.append(BREAK)
        elif node.tag in ("td", "th"):
            self._text.append(" ")
        self.add(node.text)

    def close(self, node: _Element) -> Iterator[Block]:
        if self._silent is node:
            self._silent = None
        elif self._silent is None and not _is_inline(node):
            yield from self.ended()
            self._level = 0 if node.tag in HEADINGS else self._level
            self._in_pre -= node.tag == "pre"
        self.add(node.tail)

    def add(self, text: str | None) -> None:
        if text and self._silent is None:
            self._text.append(text.replace("\n", BREAK) if self._in_pre else text)

    def ended(self) -> Iterator[Block]:
        """What was collected, as blocks."""
        collected = WHITE.sub(" ", "".join(self._text))
        self._text.clear()
        for part in PARAGRAPH_END.split(collected):
            lines = (UNSEEN.sub("", line).strip() for line in LINE_END.split(part))
            text = (" " if self._level else "\n").join(line for line in lines if line)
            if text:
                yield Block(text, self._level)


def _is_inline(node: _Element) -> bool:
    # What has a colon or hyphen in its name is no HTML; browsers show it within the line.
    return node.tag in INLINE or ":" in node.tag or "-" in node.tag


def _is_hidden(node: _Element) -> bool:
    return node.get("hidden", "until-found") != "until-found" or bool(HIDDEN.search(node.get("style", "")))
