"""A text as words and marks, as they are compared: what "word for word" means. No text is ever touched.

Pieces are compared as they are read: after Unicode's NFKC, with quotation marks, apostrophes and dashes straightened,
and white space left out (“police , the” is “police, the”, but “3. 5” is not “3.5”: a number is one piece). Single and
double quotation marks are the same mark: they trade places inside a quotation. The marks of notes (30¹, rule[2], days†)
are left out, so that no number is made of one; the exponent of a unit (m²) stays. Capitals count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property

# A word that is missing, added or another one; a mark, or capitals alone.
WORD, MARK = 4, 1
# How many pieces may stand between two parts of a quotation, as in '," the company said. "'.
INTERRUPTION = 25
OMISSION, QUOTE, DASH = "...", '"', "-"
FINAL = frozenset({".", ",", ";", ":", DASH})

_BY_CHARACTER = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # Japanese and Chinese leave no blanks between words
_POINTS = r"(?:\.{3,}|\.(?:\s\.){2,})"
_PIECE = re.compile(
    rf"(?P<omission>[\[(]\s*{_POINTS}\s*[\])]|{_POINTS})"
    rf"|(?P<word>[{_BY_CHARACTER}]|\d+(?:[.,:/]\d+)+|[^\W_{_BY_CHARACTER}]+(?:'[^\W_{_BY_CHARACTER}]+)*)"
    r"|(?P<dash>-+)|(?P<quote>[\"'])|(?P<mark>\S)"
)
_STRAIGHT = str.maketrans(
    dict.fromkeys("‘’ʼ‛′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", DASH)
)
# Soft hyphens and characters without a width are layout, even inside a word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# The mark of a note, right behind what it belongs to; and the units that have squares and cubes.
_NOTE = re.compile(r"(?<=\S)(?:[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+|\[[0-9]{1,3}\]|[†‡]+)")
_UNIT = re.compile(r"(?<![^\W_])(?:[kcdmµ]?m|ft|in|yd|mi)$")
# A hyphen at the end of a line, or where a reader has made a blank of it.
_PARTED = re.compile(r"[-\u2010]\s+")
_EXPONENTS = frozenset("²³")
# "[T]he board": the first letter, made a capital or a small one by whoever quotes.
_LETTER = re.compile(r"\[(\w)\](?=\w)")
# What Unicode may write as one character: a letter with its accents, a Korean syllable.
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u0653-\u0655\u093c\u1161-\u11ff\u3099\u309a\uff9e\uff9f]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a mark: as it is compared, and where it stands in its text."""

    key: str
    start: int
    end: int
    is_word: bool

    @property
    def weight(self) -> int:
        return WORD if self.is_word else MARK


@dataclass(frozen=True)
class QuotedText:
    """A text that was typed, without its edges. `omissions`: before which of its pieces something was left out."""

    text: str
    pieces: tuple[Piece, ...]
    omissions: frozenset[int] = frozenset()

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(piece.key.casefold() for piece in self.pieces if piece.is_word)

    def distance(self, at: int, other: Piece) -> int:
        """What it costs that another piece stands for the one at this place. A part may begin with either case."""
        piece = self.pieces[at]
        if piece.key == other.key:
            return 0
        if piece.is_word != other.is_word:
            return WORD + MARK
        if piece.key.casefold() == other.key.casefold():
            begins = at == 0 or at in self.omissions
            return 0 if begins and piece.key[1:] == other.key[1:] else MARK
        return piece.weight


def pieces(text: str, offset: int = 0) -> list[Piece]:
    """The words and marks of a text, in order, with their places in it; `offset` is the place where it begins."""
    plain, places = _plain(text)
    found = []
    for match in _PIECE.finditer(plain):
        kind, (start, end) = match.lastgroup, match.span()
        if places:
            start, end = places[start], places[end]
        key = {"omission": OMISSION, "dash": DASH, "quote": QUOTE}.get(kind or "", match[0])
        found.append(Piece(key, offset + start, offset + end, kind == "word"))
    return found


def rejoined(source: Sequence[Piece], text: str, words: Container[str]) -> list[Piece]:
    """The pieces of a text, with a word that the end of a line parts ("sup-", "pliers") as one where it is among
    `words`, all of them in small letters. Whether the hyphen is the word's own, nobody can tell otherwise.
    """
    if not _PARTED.search(text):
        return list(source)
    found: list[Piece] = []
    for piece in source:
        found.append(piece)
        first, dash = found[-3:-1] if len(found) > 2 else (piece, piece)
        joined = first.key + piece.key
        is_parted = dash.key == DASH and first.end == dash.start and _PARTED.fullmatch(text, dash.start, piece.start)
        if is_parted and joined.isalpha() and joined.casefold() in words:
            found[-3:] = [Piece(joined, first.start, piece.end, True)]
    return found


def typed(text: str) -> QuotedText:
    """What was typed, ready to be compared: its parts between omissions, each without its edges."""
    text = _LETTER.sub(r"\1", text)
    kept: list[Piece] = []
    omissions: set[int] = set()
    part: list[Piece] = []
    for piece in [*pieces(text), Piece(OMISSION, len(text), len(text), False)]:
        if piece.key != OMISSION:
            part.append(piece)
            continue
        if inner := _without_edges(part):
            omissions |= {len(kept)} if kept else set()
            kept += inner
        part = []
    return QuotedText(text, tuple(kept), frozenset(omissions))


def _without_edges(part: Sequence[Piece]) -> list[Piece]:
    """A part without the quotation marks around it and the full stop or comma at its end."""
    start, end = 0, len(part)
    while start < end and part[start].key == QUOTE:
        start += 1
    while start < end and part[end - 1].key in {QUOTE, *FINAL}:
        end -= 1
    return list(part[start:end])


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is compared, and for each of its characters (and its end) the place in the text, if they moved."""
    notes = _notes(text)
    if unicodedata.is_normalized("NFKC", text) and not notes and not _INVISIBLE.search(text):
        return text.translate(_STRAIGHT), None
    plain: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        if cluster.start() in notes:
            continue
        shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", cluster[0].translate(_STRAIGHT)))
        plain.append(shown)
        # Several characters may come of one, and one of several: only the first has a place that is its own.
        places += [cluster.start()] * len(shown)
    return "".join(plain), [*places, len(text)]


def _notes(text: str) -> frozenset[int]:
    """Where the characters of note marks stand."""
    return frozenset(
        at
        for mark in _NOTE.finditer(text)
        if not (mark[0] in _EXPONENTS and _UNIT.search(text, max(0, mark.start() - 4), mark.start()))
        for at in range(*mark.span())
    )
