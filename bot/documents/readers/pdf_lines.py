"""A page's characters → its lines, as they are set: where each stands, how large and bold it is, what is raised.

Units are points, from the upper left corner of the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.documents.readers.collecting import Collecting, Words
from bot.documents.readers.pdf_gaps import cuts

BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Letters that a font does not name come out as these.
UNNAMED = re.compile(r"\(cid:\d{1,6}\)|[\ufffd\ue000-\uefff]")
# So far apart (in letter sizes) are two words at least.
WORD_GAP = 0.15
# A raised character is so much smaller than its line, and its foot stands so much higher (in letter sizes).
SMALLER, HIGHER = 0.85, 0.15
# Marks of lists in the symbol fonts of office programs, whose letters have no names.
SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf0e0\uf02d\uf06f", "•"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that look alike. Blanks between words are part of it."""

    text: str
    bold: bool = False
    raised: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a line without a wide gap: on which page (from 1), where, how large, and what stands there.

    `apart`: nobody can tell what it belongs to, so that only a sentence that goes on joins it to another.
    """

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    stretches: tuple[Stretch, ...]
    apart: bool = False

    @property
    def text(self) -> str:
        """What stands there, raised characters included."""
        return "".join(each.text for each in self.stretches)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold, but for blanks and marks."""
        return all(each.bold for each in self.stretches if any(map(str.isalnum, each.text)))


Character = dict[str, Any]


def lines_of(page: int, characters: Iterable[Character]) -> list[Line]:
    """The lines of some characters of a page, from top to bottom, each parted where columns or cells part it."""
    rows = words_in_rows(characters)
    return [_line(page, part) for row, places in zip(rows, cuts(rows), strict=True) for part in _parted(row, places)]


def words_in_rows(characters: Iterable[Character]) -> list[list[dict[str, Any]]]:
    """The words that some characters make up, with their places, a row for each line across the page."""
    return _rows([word for word in _words(characters) if word["text"].strip()])


def _words(characters: Iterable[Character]) -> list[dict[str, Any]]:
    from pdfplumber.utils.text import extract_words  # noqa: PLC0415  # an extra that only PDFs need

    found: list[dict[str, Any]] = extract_words(
        list(characters), x_tolerance_ratio=WORD_GAP, y_tolerance=3, return_chars=True, keep_blank_chars=False
    )
    return found


def _rows(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words that share a line, from left to right; a small word that stands raised belongs to the line beside it."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        row = next((row for row in reversed(rows[-4:]) if _shares(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in rows:
        row.sort(key=lambda word: word["x0"])
    return sorted(rows, key=lambda row: min(word["top"] for word in row))


def _shares(row: Sequence[dict[str, Any]], word: dict[str, Any]) -> bool:
    top, bottom = min(each["top"] for each in row), max(each["bottom"] for each in row)
    overlap = min(bottom, word["bottom"]) - max(top, word["top"])
    smaller = min(bottom - top, word["bottom"] - word["top"])
    free = all(word["x0"] >= each["x1"] - 1 or word["x1"] <= each["x0"] + 1 for each in row)
    return overlap > 0.5 * smaller and free


def _parted(row: Sequence[dict[str, Any]], places: Sequence[int]) -> Iterator[list[dict[str, Any]]]:
    part = [_as_mark(row[0], row)]
    for at, word in enumerate(row[1:], start=1):
        if at in places and not _is_mark(part):
            yield part
            part = []
        part.append(word if part else _as_mark(word, row))
    yield part


def _as_mark(word: dict[str, Any], row: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A sign without a name that stands alone before words is the mark of an item."""
    if len(row) == 1 or not UNNAMED.fullmatch(word["text"]):
        return word
    return {**word, "text": "•", "chars": [{**each, "text": "•"} for each in word["chars"]]}


def _is_mark(part: Sequence[dict[str, Any]]) -> bool:
    # What follows the mark of a list stands apart from it, and belongs to it.
    return len(part) == 1 and bool(MARK.fullmatch(part[0]["text"].translate(SYMBOL_BULLETS)))


MARK = re.compile(
    r"[•◦▪‣●○■□➢➤✓✔–—*·o-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|(?:§\s?)?\d{1,3}(?:\.\d{1,3})+[.)]?|\(\w{1,4}\)"
)


LIST_MARK = re.compile(r"(?:[•◦▪‣●○■□➢➤✓✔·]|[–—*o-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s)")
FINISHED = re.compile(r"""[.!?…:;。！？]["”’»)\]]*$""")
PARTED = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
# How much of its column the line before a line's end fills at least, and how many letters it has.
FILLING, LONG = 0.6, 18


def goes_on_in(before: Line, line: Line, edge: float) -> bool:
    """Whether a sentence goes on from a line into the one below it. `edge`: where their column ends on the right."""
    text = before.text.rstrip()
    if len(text) < LONG or before.x1 - before.x0 < FILLING * (edge - before.x0):
        return False
    unfinished = not FINISHED.search(text)
    return unfinished and (line.text.lstrip()[:1].islower() or bool(PARTED.search(text)) or text.endswith(","))


def _line(page: int, words: Sequence[dict[str, Any]]) -> Line:
    characters = [each for word in words for each in word["chars"]]
    sizes = Counter(round(each["size"], 1) for each in characters)
    size = max(sizes, key=lambda each: (sizes[each], each))
    feet = Counter(round(each["bottom"], 1) for each in characters if round(each["size"], 1) == size)
    foot = max(feet, key=lambda each: feet[each])
    stretches = tuple(_stretches(words, size, foot))
    return Line(
        page,
        min(word["x0"] for word in words),
        max(word["x1"] for word in words),
        min(word["top"] for word in words),
        foot,
        size or 1.0,
        stretches,
    )


def _stretches(words: Sequence[dict[str, Any]], size: float, foot: float) -> Iterator[Stretch]:
    looks: list[tuple[str, bool, bool, bool]] = []
    for number, word in enumerate(words):
        if number and word["x0"] - words[number - 1]["x1"] > 0.05 * size:
            looks.append((" ", looks[-1][1] if looks else False, False, looks[-1][3] if looks else False))
        for each in word["chars"]:
            raised = each["size"] < SMALLER * size and foot - each["bottom"] > HIGHER * size
            bold, struck = bool(BOLD_FONT.search(each["fontname"])), bool(each.get("struck"))
            looks.append((_shown(each["text"]), bold, raised, struck))
    for (bold, raised, struck), group in groupby(looks, key=lambda look: look[1:]):
        yield Stretch("".join(look[0] for look in group), bold, raised, struck)


def words_of(lines: Sequence[Line]) -> Words:
    """The words of lines that follow each other."""
    collecting = Collecting()
    for number, line in enumerate(lines):
        if number and PARTED.search(lines[number - 1].text.rstrip()):
            collecting.end_line()  # a word that the line's end parts is shown as it stands
        elif number:
            collecting.add(" ")
        for each in line.stretches:
            collecting.add(each.text, bold=each.bold, struck=each.struck, raised=each.raised)
    return collecting.taken()


LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def _shown(text: str) -> str:
    return UNNAMED.sub("\ufffd", text.translate(LIGATURES).translate(SYMBOL_BULLETS).replace("\xa0", " "))
