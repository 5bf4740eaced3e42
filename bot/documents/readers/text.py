"""Plain text → blocks: paragraphs, items, numbered clauses, and headings where they are safe to tell.

Also what a web page leaves behind in a raw text (appeals, credits, comment forms), by patterns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.blocks import ASKING, Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.phrases import ABOVE_TITLE
from bot.documents.readers.collecting import Collecting, Words
from bot.documents.readers.decoding import decoded
from bot.documents.readers.front_matter import NONE, PLAIN_KEYS, front_matter
from bot.documents.readers.plain_lines import BARE_NUMBER, BULLET, NUMBER, Piece, is_numbered, pieces
from bot.documents.readers.plain_tables import TAB, without_tables

LONGEST_BOILERPLATE = 2_000
LONGEST_HEADING, MOST_WORDS = 80, 10
# How a part of a text is counted that has a title.
PART = re.compile(r"(?:[IVXLC]{1,6}|[A-Z]|\d{1,3})[.)]?\s")
# So near below its name stands the first row of a table, which may have heads above it.
NEAR = 4
# How many pieces may stand above a title.
TOP = 10
NO_HEADING = re.compile(r"""[.!?…:;,。！？]["'”’»)\]]*$""")
# What says something by itself: a version, a day.
SAYING = re.compile(
    r"\bversion\s+\d|\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|(?:,|:.*\d).*\b(?:19|20)\d\d\b"
    r"|^(?:effective|valid|dated|issued|approved|adopted|updated|last|stand|gültig|fassung)\b.*\b(?:19|20)\d\d$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|page\s+\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Patterns of lines that belong to a web page and not to its article."""

    patterns: tuple[re.Pattern[str], ...]

    def match(self, text: str) -> bool:
        """Whether the paragraph is a leaving as a whole, or each of its lines is. White space counts as one blank.

        What is longer than LONGEST_BOILERPLATE is none: so a pattern's work is bounded, whatever it says.
        """
        if len(text) > LONGEST_BOILERPLATE:
            return False
        return self._find(text) or ("\n" in text and all(self._find(line) for line in text.split("\n")))

    def _find(self, text: str) -> bool:
        line = " ".join(text.split())
        return any(pattern.search(line) for pattern in self.patterns)


def parse_boilerplate(text: str) -> Boilerplate:
    """Reads one regular expression a line; `#` starts a comment line. Case is ignored. Raises Faulty."""
    patterns = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                patterns.append(re.compile(line.strip(), re.IGNORECASE))
            except (re.error, OverflowError, RecursionError) as error:
                raise Faulty(number, f"is no regular expression ({error})", "mend it, or put # before it") from error
    return Boilerplate(tuple(patterns))


def read(data: bytes) -> Reading:
    """Reads the bytes of a plain text. It never raises."""
    page = decoded(data)
    text = page.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\f", "\n\n")
    front = front_matter(text)
    if not any(PLAIN_KEYS.match(f"{key}:") for key in front.known):  # between two rules of a text is text
        front = NONE
    lines = text.split("\n")
    lines[: front.lines] = [""] * front.lines
    left_out = []
    for number, line in enumerate(lines):
        if PAGE_NUMBER.fullmatch(line):
            left_out.append(LeftOut(Omission.RUNNING_HEAD, line.strip(), number + 1))
            lines[number] = ""
    tables = list(without_tables(lines))
    lines = [line.expandtabs(TAB) for line in lines]
    found = list(pieces(lines))
    outline = _Outline(lines, frozenset(block.line for block in tables))
    blocks = [block for at in range(len(found)) if (block := outline.block(found, at))]
    blocks = sorted([*blocks, *tables], key=lambda block: block.line)
    warnings = (*page.warnings, *front.warnings)
    return Reading(tuple(blocks), tuple(left_out), front.known, warnings, places=front.places)


class _Outline:
    """Tells headings, clauses and items from paragraphs.

    `lines`: those of the text, by which underlines are found; `rows`: on which of them, from 1, rows of tables stood.
    """

    def __init__(self, lines: Sequence[str], rows: frozenset[int]) -> None:
        self._lines = lines
        self._rows = rows
        self._indents: list[int] = []
        self._depth = 0
        self._bracketed: int | None = None

    def block(self, found: Sequence[Piece], at: int) -> Block | None:
        """The block of a piece; None if it says nothing."""
        piece = found[at]
        text = piece.text
        if match := BULLET.match(text):
            return _block(BlockKind.ITEM, text[match.end() :], self._bullet_depth(piece), None, piece)
        number = NUMBER.match(text) or self._bare_number(found, at)
        if number is not None:
            return self._clause(found, at, number["label"], text[number.end() :])
        self._indents.clear()
        self._bracketed = None
        if self._is_heading(found, at):
            self._depth = 0
            # Two of them at the top are who speaks, and of what.
            above = [each for each in found[: min(at, TOP)] if not ABOVE_TITLE.fullmatch(each.text)]
            both = len(above) == 1 and text.isupper() and above[0].text.isupper() and not PART.match(text)
            is_top = not above or both
            return _block(BlockKind.HEADING, text, 1 if is_top else 2, None, piece)
        # Below a clause, what is indented belongs to it.
        level = self._depth if piece.indent and self._depth else 0
        self._depth = level
        return _block(BlockKind.PARAGRAPH, text, level, None, piece)

    def _clause(self, found: Sequence[Piece], at: int, label: str, words: str) -> Block | None:
        piece = found[at]
        parts = [part for part in re.split(r"[.§\s]+", label.strip("().:")) if part]
        counts = len(parts) == 1 and parts[0].isdigit()
        is_bracketed = label.startswith("(") or bool(re.fullmatch(r"[a-z][.)]", label))
        if is_bracketed:
            self._bracketed = piece.indent
        below = self._bracketed if self._bracketed is not None else piece.indent
        if is_bracketed or (counts and (piece.indent > below or (self._depth > 0 and piece.indent > 0))):
            # Which other such number it stands below is told for all formats alike.
            return _block(BlockKind.PARAGRAPH, piece.text, self._depth, None, piece)
        if self._is_title(found, at, words):
            self._depth = 0
            return _block(BlockKind.HEADING, piece.text, min(6, len(parts) + 1), None, piece)
        self._depth = max(1, len(parts))
        return _block(BlockKind.ITEM, words, self._depth, label, piece)

    def _bare_number(self, found: Sequence[Piece], at: int) -> re.Match[str] | None:
        """The number of a title such as "4 Retention": only where clauses follow that begin with it, or it is short."""
        match = BARE_NUMBER.match(found[at].text)
        if match is None or not _is_short(found[at].text):
            return None
        inner = next((NUMBER.match(each.text) for each in found[at + 1 :]), None)
        belongs = inner is not None and inner["label"].startswith(f"{match['label']}.")
        return match if belongs else None

    def _is_title(self, found: Sequence[Piece], at: int, words: str) -> bool:
        after = found[at + 1] if at + 1 < len(found) else None
        if after is None or not words[:1].isupper():
            return False
        if words.endswith(ASKING) and _is_short(words[:-1]):
            return not is_numbered(after.text)
        if not _is_short(words):
            return False
        own, inner = NUMBER.match(found[at].text), NUMBER.match(after.text)
        label = own["label"].rstrip(".") if own else found[at].text.split()[0]
        return inner is None or inner["label"].startswith((f"{label}.", "(")) or inner["label"][0].isalpha()

    def _is_heading(self, found: Sequence[Piece], at: int) -> bool:
        piece = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if len(piece.lines) > 1 or not _is_short(piece.text):
            return False
        if not self._rows.isdisjoint(range(piece.line + 1, piece.line + NEAR)):
            return piece.text[:1].isupper()
        if after is not None and self._is_underlined(piece):
            return True
        if after is None or not (piece.text[:1].isupper() or piece.text[:1].isdigit()):
            return False
        # Of several short lines none is safe to be a heading, but the first of a text, and one in capitals.
        above_prose = not _is_short(after.text) or bool(NUMBER.match(after.text))
        return above_prose or at == 0 or piece.text.isupper()

    def _is_underlined(self, piece: Piece) -> bool:
        below = self._lines[piece.line] if piece.line < len(self._lines) else ""
        return bool(re.fullmatch(r"\s*([=\-~_*#])\1{2,}\s*", below))

    def _bullet_depth(self, piece: Piece) -> int:
        while self._indents and self._indents[-1] > piece.indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < piece.indent:
            self._indents.append(piece.indent)
        return self._depth + len(self._indents)


def _is_short(text: str) -> bool:
    short = len(text) <= LONGEST_HEADING and len(text.split()) <= MOST_WORDS
    return short and not NO_HEADING.search(text) and not SAYING.search(text)


def _block(kind: BlockKind, text: str, level: int, label: str | None, piece: Piece) -> Block | None:
    words = _words(text)
    if not words.text:
        return None
    return Block(kind, words.text, level, label, marks=words.marks, line=piece.line)


def _words(text: str) -> Words:
    collecting = Collecting()
    collecting.add(text)
    return collecting.taken()
