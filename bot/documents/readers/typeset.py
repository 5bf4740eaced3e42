"""Lines as they are set on pages → paragraphs. Lines are joined only where nothing speaks for a break.

A page says where each line stands and how large it is, not where a paragraph ends. What is done here: running heads,
page numbers and the bullets of lists are taken out, lines joined with a blank, and words that a line end parts put
together where the document itself shows how they are written.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.documents.readers.text import Paragraph

BULLET = re.compile(r"[•◦▪‣●○■□]|(?:[–*·-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s")
CERTAIN_BULLET = re.compile(r"^[•◦▪‣●○■□]")
FINISHED = re.compile(r"""[.!?…:;。！？]["”’»)\]]*$""")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PARTED = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
# About how wide letters are, in parts of their size, in the common fonts: exact enough to tell a short line from a
# full one.
NARROW, WIDE, CAPITAL, OTHER = 0.28, 0.78, 0.67, 0.5
_WIDTHS = dict.fromkeys(" .,:;'’!|ijltfr()[]", NARROW) | dict.fromkeys("mwMW—…@%", WIDE)
# Between two lines of a paragraph: how much more than the usual space, how much of the width, and how much of a
# letter's size of indentation or growth is nothing to speak of.
LOOSEST, FULL, INDENT, GROWTH = 1.15, 0.85, 0.8, 1.1
# The usual space between lines is the smallest that is no exception, and that does not mostly follow whole sentences.
NO_EXCEPTION, MOSTLY = 0.1, 0.6
# On how many pages a head or foot stands at least, and how far from the text its second line does (in sizes).
RUNNING_PAGES, APART = 3, 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: on which page (from 1), where it begins (points from the lower left corner), how large."""

    text: str
    page: int
    x: float
    y: float
    size: float

    def right(self, more: str = "") -> float:
        """About where it ends, or would end if there stood more in it."""
        widths = (_WIDTHS.get(letter, CAPITAL if letter.isupper() else OTHER) for letter in self.text + more)
        return self.x + sum(widths) * self.size


@dataclass(frozen=True, slots=True)
class Typeset:
    """What lines on pages say. Paragraphs, kept and dropped, count pages.

    `rejoined` are words that were put together again; `parted` are those that were left as the line end parts them.
    """

    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[Paragraph, ...]
    rejoined: tuple[str, ...]
    parted: tuple[str, ...]


def typeset(lines: Sequence[Line]) -> Typeset:
    """Joins lines, in the order in which they are read, to paragraphs."""
    running = _running(lines)
    dropped: dict[str, Paragraph] = {}
    for line in lines:
        if line in running:
            dropped.setdefault(_form(line), Paragraph(line.text, line.page))
    kept = [line for line in lines if line not in running]
    joining = _Joining(kept)
    paragraphs = tuple(Paragraph(joining.text(each), each[0].page) for each in _paragraphs(kept))
    return Typeset(paragraphs, tuple(dropped.values()), tuple(joining.rejoined), tuple(joining.parted))


def _running(lines: Sequence[Line]) -> set[Line]:
    """Heads and feet: what stands outermost at one height of several pages, but for its numbers; and page numbers."""
    apart: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        by_height = sorted(group, key=lambda line: line.y)
        apart += dict.fromkeys(_apart(by_height) + _apart(by_height[::-1]))
    seen = Counter((_form(line), round(line.y / 2)) for line in apart)
    return {
        line
        for line in apart
        if seen[_form(line), round(line.y / 2)] >= RUNNING_PAGES or line.text.strip("-–—[] ") == str(line.page)
    }


def _apart(lines: Sequence[Line]) -> list[Line]:
    """The outermost line of a page, and the one within if it stands apart from the text. The outermost comes first."""
    two_lines = len(lines) > 2 and abs(lines[2].y - lines[1].y) > APART * lines[2].size
    return list(lines[: 1 + two_lines])


def _form(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    spaces = _usual_spaces(lines)
    done: list[list[Line]] = []
    for column in _columns(lines):
        edge = max(line.right() for line in column)
        first = True
        for before, line in pairwise([column[0], *column]):
            if first:  # the column's first line: does it go on with what the last column ended with?
                goes_on = bool(done) and _goes_on_elsewhere(done[-1][-1], line)
                first = False
            else:
                goes_on = _goes_on(done[-1], line, spaces.get(round(before.size), 0.0), edge)
            if goes_on:
                done[-1].append(line)
            else:
                done.append([line])
    return done


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Stretches of lines that follow each other down one page."""
    column: list[Line] = []
    for line in lines:
        if column and (line.page != column[-1].page or line.y >= column[-1].y):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _usual_spaces(lines: Sequence[Line]) -> dict[int, float]:
    """How far apart the lines of a paragraph are, from foot to foot, by the size of their letters.

    A space after which mostly new sentences begin is one between paragraphs. Where there is no other, no lines are
    joined.
    """
    found: dict[int, Counter[float]] = {}
    finished: Counter[tuple[int, float]] = Counter()
    for column in _columns(lines):
        for before, line in pairwise(column):
            size, space = round(line.size), round((before.y - line.y) * 2) / 2
            if round(before.size) == size:
                found.setdefault(size, Counter())[space] += 1
                finished[size, space] += bool(FINISHED.search(before.text))
    usual = {}
    for size, spaces in found.items():
        fit = (
            space
            for space, count in spaces.items()
            if count >= NO_EXCEPTION * spaces.total() and finished[size, space] <= MOSTLY * count
        )
        usual[size] = min(fit, default=0.0)
    return usual


def _goes_on(paragraph: Sequence[Line], line: Line, space: float, edge: float) -> bool:
    """Whether a line goes on with the paragraph above it."""
    before = paragraph[-1]
    if before.y - line.y > space * LOOSEST or not _same_size(before, line) or CERTAIN_BULLET.match(line.text):
        return False
    indent = line.x - before.x
    opens = len(paragraph) == 1
    # A first line may stand further in than the rest, or, with its bullet, further out.
    if indent > INDENT * line.size and not (opens and BULLET.match(before.text)):
        return False
    if indent < -INDENT * line.size and not opens:
        return False
    if PARTED.search(before.text):
        return True
    # Where the next word would have fitted, somebody ended the line on purpose.
    word = line.text.split(maxsplit=1)[0]
    left = min(each.x for each in paragraph)
    return before.right(" " + word) - left > FULL * (edge - left)


def _goes_on_elsewhere(before: Line, line: Line) -> bool:
    """Whether a sentence goes on in the next column or on the next page."""
    return line.text[0].islower() and not FINISHED.search(before.text) and _same_size(before, line)


def _same_size(one: Line, other: Line) -> bool:
    small, large = sorted((one.size, other.size))
    return large <= small * GROWTH


class _Joining:
    """Puts the lines of paragraphs together, and keeps account of the words that were parted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words = {word.lower() for line in lines for word in WORD.findall(line.text)}
        self.rejoined: list[str] = []
        self.parted: list[str] = []

    def text(self, lines: Sequence[Line]) -> str:
        text = CERTAIN_BULLET.sub("", lines[0].text, count=1).lstrip() or lines[0].text
        for line in lines[1:]:
            text = self._joined(text, line.text)
        return text

    def _joined(self, text: str, more: str) -> str:
        end, start = PARTED.search(text), WORD.match(more)
        if not end or not start:
            return f"{text} {more}"
        whole, hyphened = end[1] + start[0], f"{end[1]}-{start[0]}"
        if end[2] == "\u00ad" or (whole.lower() in self._words) > (hyphened.lower() in self._words):
            self.rejoined.append(whole)
            return text[: end.start(2)] + more
        if hyphened.lower() in self._words and whole.lower() not in self._words:
            self.rejoined.append(hyphened)
            return text + more
        # It may be "well-being" or "regu-lation": nobody can tell, so it stays as it stands.
        self.parted.append(hyphened)
        return f"{text}\n{more}"
