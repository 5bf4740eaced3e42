"""The lines of a plain text → which of them belong together: decided where they stand, not for the text as a whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SENTENCE_END = re.compile(r"""[.!?…:;。！？]["'”’»)\]」』]*$""")
BULLET = re.compile(r"(?:[•‣◦▪●■][ \t]*|[-*+·–—o][ \t]+)(?=\S)")
# The number of a clause: "4.2.1", "4.", "(a)", "b)", "§ 12", "Article 3". A number alone needs more to be one.
NUMBER = re.compile(
    r"(?P<label>\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|\((?:[a-zA-Z]|[ivxl]{1,5}|\d{1,2})\)|[a-z]\)"
    r"|[a-uw-z]\.(?=[ \t]+\w)(?![ \t]+\w\.)"
    r"|§{1,2}\s?\d[\d.a-z]{0,9}|(?:Article|Section|Clause|Artikel|Annex|Schedule)\s\d{1,3}[.:]?)[ \t\xa0]+(?=\S)"
)
BARE_NUMBER = re.compile(r"(?P<label>\d{1,2})[ \t\xa0]{1,4}(?=[^\W\d_])")
ASKED_OR_ANSWERED = re.compile(r"(?:Q(?:uestion)?|F(?:rage)?|A(?:nswer|ntwort)?)\s*\d{0,3}\s*[:.)]\s+\S", re.IGNORECASE)
UNDERLINE = re.compile(r"\s*(?P<mark>[=\-~_*#])(?P=mark){2,}\s*")
LEAST_WIDTH, MOST_WIDTH = 40, 140
WRAPPED = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that make up one paragraph, item or heading. `line` counts from 1; `gap`: a blank line stands before it."""

    lines: tuple[str, ...]
    line: int
    gap: bool

    @property
    def text(self) -> str:
        """Its words, in one line."""
        return " ".join(" ".join(self.lines).split())

    @property
    def indent(self) -> int:
        return len(self.lines[0]) - len(self.lines[0].lstrip())


def pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a text, in order. Lines under a heading that only underline it are left out."""
    groups = list(_groups(lines))
    wrapped = [width for _, group in groups if (width := max(map(len, group))) <= MOST_WIDTH and _is_wrapped(group)]
    usual = max(wrapped, default=0)
    for start, group in groups:
        yield from _of(group, start, usual)


def _groups(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines between blank ones, each such group with the number of its first line, from 1."""
    group: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip() and not UNDERLINE.fullmatch(line):
            group.append(line.rstrip())
        elif group:
            yield number - len(group), group
            group = []


def is_numbered(line: str) -> bool:
    """Whether a line begins with the number of a clause, or the mark of an item."""
    text = line.strip()
    return bool(NUMBER.match(text) or BULLET.match(text))


def _of(group: Sequence[str], start: int, usual: int) -> Iterator[Piece]:
    """The pieces of a group. `usual`: at which width lines of this text were broken, 0 if at none.

    Two lines that begin with capitals tell by themselves nothing of how they came to be two.
    """
    width = max(map(len, group))
    fill = usual >= LEAST_WIDTH and all(_is_full(line, after, usual) for line, after in pairwise(group))
    wrapped = fill or _is_wrapped(group)
    piece = [group[0]]
    first = 0
    for number, (line, after) in enumerate(pairwise(group), start=1):
        if not _hangs(piece[0], line, after) and _ends(line, after, wrapped, width):
            yield Piece(tuple(piece), start + first, first == 0)
            piece, first = [], number
        piece.append(after)
    yield Piece(tuple(piece), start + first, first == 0)


def _hangs(first: str, line: str, after: str) -> bool:
    """Whether a line goes on with the clause or item that begins with `first`, further in than its mark.

    A short line before one that begins like a sentence may be a title.
    """
    is_deeper = len(after) - len(after.lstrip()) > len(first) - len(first.lstrip())
    if not (is_deeper and is_numbered(first)) or is_numbered(after) or SENTENCE_END.search(line):
        return False
    return not after.lstrip()[:1].isupper() or len(line) >= LEAST_WIDTH


def _is_wrapped(group: Sequence[str]) -> bool:
    """Whether lines were broken at a width, so that sentences run on over their ends."""
    breaks = [(line, after) for line, after in pairwise(group) if not is_numbered(after)]
    if not breaks:
        return False
    width = max(map(len, group))
    run_on = sum(_runs_on(line, after) for line, after in breaks)
    if run_on >= WRAPPED * len(breaks):
        return True
    full = sum(_is_full(line, after, width) for line, after in breaks)
    return LEAST_WIDTH <= width <= MOST_WIDTH and len(breaks) > 2 and full >= 0.7 * len(breaks)


def _ends(line: str, after: str, wrapped: bool, width: int) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    if ASKED_OR_ANSWERED.match(after.strip()):
        return True
    if is_numbered(after) or BARE_NUMBER.match(after.strip()):
        return not (wrapped and not NUMBER.match(after.strip()) and not BULLET.match(after.strip()))
    if _runs_on(line, after):
        return False
    if not wrapped:
        return True
    return not _is_full(line, after, width)


def _runs_on(line: str, after: str) -> bool:
    first = after.lstrip()[:1]
    ended = bool(SENTENCE_END.search(line))
    return (first.islower() and not ended) or line.rstrip().endswith((",", "-", "–", "—", "&", "("))


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line did not fit any more."""
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width
