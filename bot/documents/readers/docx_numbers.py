"""The numbers that Word shows before paragraphs ("4.2.1", "(a)"), which a file tells only by rules of counting.

ISO/IEC 29500-1, 17.9: a paragraph has a list and a level, its own or its style's; a level has a format and a text, in
which "%1" stands for the number of the first level, and so on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from bot.documents.blocks import Block, BlockKind
from bot.documents.readers.docx_styles import WORD, Styles, value
from bot.documents.readers.numbering import numbered

STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
# The number of a paragraph on its way through the library, between two characters that no text has.
MARKED = re.compile("\ue001([^\ue002]*)\ue002")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbers:
    """Counts the numbered paragraphs of a file, as they are told in their order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def put(self, root: _Element) -> None:
        """Writes its number before the words of each numbered paragraph."""
        for paragraph in root.iter(f"{WORD}p"):
            place = self._place(paragraph)
            label = self._next(*place) if place else ""
            text = next((each for each in paragraph.iter(f"{WORD}t") if each.text), None)
            if label and text is not None:
                text.text = f"\ue001{label}\ue002{text.text}"

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        """The list and level of a paragraph."""
        properties = paragraph.find(f"{WORD}pPr")
        if properties is None:
            return None
        number, level = _numbering(properties)
        inherited = self.styles.get(value(properties, "pStyle"), ("", 0))
        return (number or inherited[0], inherited[1] if level is None else level) if number or inherited[0] else None

    def _next(self, number: str, level: int) -> str:
        listed = self.lists.get(number, "")
        known = self.levels.get((listed, level))
        if known is None:
            return ""
        counts = self.counts.setdefault(listed, {})
        start = self.restarts.pop((number, level), None)
        counts[level] = start if start is not None else counts.get(level, known.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if known.form == "bullet":
            return ""
        return re.sub(r"%([1-9])", lambda match: self._count(listed, int(match[1]) - 1, counts), known.text).strip()

    def _count(self, listed: str, level: int, counts: dict[int, int]) -> str:
        known = self.levels.get((listed, level), _Level("decimal", "", 1))
        count = counts.setdefault(level, known.start)
        return f"{count:02}" if known.form == "decimalZero" else numbered(count, STYLES.get(known.form, "1"))


def numbers_of(numbering: _Element | None, styles: Styles) -> Numbers:
    """How paragraphs are counted, by the part of a file that says so (None where it has none) and by its styles."""
    found = Numbers()
    linked: dict[tuple[str, int], str] = {}
    elsewhere: dict[str, str] = {}
    for abstract in () if numbering is None else numbering.iter(f"{WORD}abstractNum"):
        for level in abstract.iter(f"{WORD}lvl"):
            start = _whole(value(level, "start"), 1)
            key = (abstract.get(f"{WORD}abstractNumId") or "", _whole(level.get(f"{WORD}ilvl"), 0))
            found.levels[key] = _Level(value(level, "numFmt"), value(level, "lvlText"), start)
            if linked_style := value(level, "pStyle"):
                linked[key] = linked_style
        if link := value(abstract, "numStyleLink"):
            elsewhere[abstract.get(f"{WORD}abstractNumId") or ""] = link
    for each in () if numbering is None else numbering.iter(f"{WORD}num"):
        number = each.get(f"{WORD}numId") or ""
        found.lists[number] = value(each, "abstractNumId")
        for override in each.iter(f"{WORD}lvlOverride"):
            if start_text := value(override, "startOverride"):
                found.restarts[number, _whole(override.get(f"{WORD}ilvl"), 0)] = _whole(start_text, 1)
    for number, listed in found.lists.items():  # a list may be told by a style, which names another list
        if style_link := elsewhere.get(listed):
            named = next((_numbering(style.find(f"{WORD}pPr"))[0] for style in styles.chain(style_link)), "")
            found.lists[number] = found.lists.get(named, listed)
    levels = {linked_style: level for (_, level), linked_style in linked.items()}
    for name in styles.by_id:
        number, depth = "", levels.get(name)
        for style in styles.chain(name):
            own, level = _numbering(style.find(f"{WORD}pPr"))
            number, depth = number or own, level if depth is None else depth
        if number:
            found.styles[name] = (number, depth or 0)
    return found


def with_numbers(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with their numbers where they belong: the label of an item, the beginning of a heading or cell."""
    for block in blocks:
        match = MARKED.match(block.text)
        plain = replace(
            block,
            text=MARKED.sub("", block.text),
            cells=tuple(MARKED.sub(r"\1 ", cell) for cell in block.cells),
            heads=tuple(MARKED.sub(r"\1 ", head) for head in block.heads),
            question=MARKED.sub(r"\1 ", block.question) if block.question else block.question,
        )
        if match is None:
            yield plain
            continue
        marks = tuple(replace(mark, at=max(0, mark.at - match.end())) for mark in block.marks)
        if block.kind is BlockKind.HEADING:
            shift = len(match[1]) + 1
            marks = tuple(replace(mark, at=mark.at + shift) for mark in marks)
            yield replace(plain, text=f"{match[1]} {plain.text}", marks=marks)
        else:
            kind = BlockKind.ITEM if block.kind is BlockKind.PARAGRAPH else block.kind
            yield replace(plain, kind=kind, level=max(1, block.level), label=match[1], marks=marks)


def _numbering(properties: _Element | None) -> tuple[str, int | None]:
    node = None if properties is None else properties.find(f"{WORD}numPr")
    if node is None:
        return "", None
    level = value(node, "ilvl")
    return value(node, "numId"), _whole(level, 0) if level else None


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
