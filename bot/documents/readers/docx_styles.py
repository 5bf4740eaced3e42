"""What the styles of a Word file say of paragraphs and runs: which are headings, which are hidden, also by inheritance.

ISO/IEC 29500-1, 17.7: a style may be based on another one; what it does not say itself, that says for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{WORD}val"
NAMED_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
# Depths of lists that are told by the name of a style alone.
NAMED_LIST = re.compile(r"List (?:Bullet|Number)(?: ([2-5]))?", re.IGNORECASE)
# Tables of contents, by the names of their styles, which are English in every language; where a file has no styles, by
# their ids.
OF_CONTENTS = re.compile(r"toc ?(?:[1-9]|heading)|table of figures", re.IGNORECASE)
OFF = ("0", "false", "off")
DEEPEST = 12
# The style that a heading has for the library, by its level.
HEADING = "bot-heading-{}"


@dataclass(slots=True)
class Styles:
    """The styles of a file, by their ids."""

    by_id: dict[str, _Element] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[_Element]:
        """A style and those that it is based on, the nearest first."""
        for _ in range(DEEPEST):
            style = self.by_id.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")

    def is_hidden(self, name: str) -> bool:
        """Whether what has the style is not shown."""
        for style in self.chain(name):
            node = style.find(f"{WORD}rPr/{WORD}vanish")
            if node is not None:
                return node.get(VALUE) not in OFF
        return False

    def level(self, name: str) -> int:
        """The level of the headings that have the style, 1 to 6; 0 if it is none of headings."""
        for style in self.chain(name):
            if match := NAMED_HEADING.fullmatch(value(style, "name")):
                return int(match[1])
            outline = style.find(f"{WORD}pPr/{WORD}outlineLvl")
            if outline is not None:
                return _level(outline)
        return 0

    def contents(self, root: _Element) -> Iterator[_Element]:
        """The paragraphs of a part of the file that are tables of its contents."""
        for style in root.iter(f"{WORD}pStyle"):
            name = style.get(VALUE) or ""
            names = [value(each, "name") for each in self.chain(name)] or [name]
            if any(map(OF_CONTENTS.fullmatch, names)):
                yield from style.iterancestors(f"{WORD}p")

    def mark_headings(self, root: _Element) -> None:
        """Gives every heading of a part of the file the style of its level."""
        for properties in root.iter(f"{WORD}pPr"):
            style = properties.find(f"{WORD}pStyle")
            outline = properties.find(f"{WORD}outlineLvl")
            level = (
                _level(outline) if outline is not None else self.level("" if style is None else style.get(VALUE, ""))
            )
            if not level:
                continue
            if style is None:
                style = properties.makeelement(f"{WORD}pStyle", {})
                properties.insert(0, style)
            style.set(VALUE, HEADING.format(level))

    def hidden(self, root: _Element) -> Iterator[_Element]:
        """The paragraphs and runs of a part of the file that are hidden, by themselves or by their style."""
        for kind, named in (("r", "rStyle"), ("p", "pStyle")):
            for node in root.iter(f"{WORD}{kind}"):
                own = node.find(f"{WORD}rPr/{WORD}vanish")
                if own is not None:
                    if own.get(VALUE) not in OFF:
                        yield node
                elif self.is_hidden(value(node, f"{kind}Pr/{WORD}{named}")):
                    yield node


def styles_of(part: _Element | None) -> Styles:
    """The styles of a file; `part` is the one that says them, None if there is none."""
    found = Styles()
    for style in () if part is None else part.iter(f"{WORD}style"):
        found.by_id[style.get(f"{WORD}styleId") or ""] = style
    return found


def list_styles(styles: Styles) -> str:
    """Rules for the library that give lists their depth whose style's name tells it, and headings their level."""
    rules = [f"p.{HEADING.format(level)} => h{level}:fresh" for level in range(1, 7)]
    for style in styles.by_id.values():
        name = value(style, "name")
        if match := NAMED_LIST.fullmatch(name):
            around = "ul|ol > li > " * (int(match[1] or "1") - 1)
            rules.append(f"p[style-name='{name}'] => {around}ul > li:fresh")
    return "\n".join(rules)


def value(node: _Element, path: str) -> str:
    """What a property of an element says; "" if it has none of this name."""
    child = node.find(f"{WORD}{path}")
    return "" if child is None else child.get(VALUE) or ""


def _level(outline: _Element) -> int:
    text = outline.get(VALUE) or ""
    return int(text) + 1 if text in ("0", "1", "2", "3", "4", "5") else 0
