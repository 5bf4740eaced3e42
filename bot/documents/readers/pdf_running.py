"""Running heads and feet: what stands in the margin of most pages, at one height, the same but for the page number."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.documents.readers.pdf_lines import Line

# How much of a page is its margin, above and below, and how many lines of it are looked at.
MARGIN, LINES_DEEP = 0.14, 4
# On how much of the pages a head stands at least: those of left and right pages differ.
MOST_PAGES, FEW_PAGES = 0.4, 3
HEIGHTS = 4.0
NUMBER = re.compile(r"\d{1,5}")
ALONE = re.compile(
    r"[-–—\[(\s]*(?:p\.|page|seite)?\s*(\d{1,5})(?:\s*(?:/|of|von)\s*\d{1,5})?[-–—\])\s]*", re.IGNORECASE
)

_Key = tuple[str, int | None, int]


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """The lines of some pages that are heads or feet of the document. `heights` are those of the pages."""
    margins = [list(_margin(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    seen = Counter(key for lines in margins for key in {key for line in lines for key in _keys(line)})
    enough = len(pages) if len(pages) == 2 else max(FEW_PAGES, MOST_PAGES * len(pages))
    return {
        line
        for lines in margins
        for line in lines
        if (len(pages) > 1 and any(_count(seen, key) >= enough for key in _keys(line))) or _is_number_of(line)
    }


def _margin(lines: Sequence[Line], height: float) -> Iterator[Line]:
    in_order = sorted(lines, key=lambda line: line.top)
    yield from (line for line in in_order[:LINES_DEEP] if line.bottom < MARGIN * height)
    yield from (line for line in in_order[LINES_DEEP:][-LINES_DEEP:] if line.top > (1 - MARGIN) * height)
    yield from (line for line in in_order[:LINES_DEEP] if line.top > (1 - MARGIN) * height)


def _keys(line: Line) -> Iterator[_Key]:
    """What a line has in common with the same head of other pages: its words, and how far its number is ahead."""
    height = round(line.top / HEIGHTS)
    text = " ".join(line.text.split())
    yield text, None, height
    for match in NUMBER.finditer(text):
        yield f"{text[: match.start()]}#{text[match.end() :]}", int(match[0]) - line.page, height


def _count(seen: Counter[_Key], key: _Key) -> int:
    text, ahead, height = key
    # A height may fall on either side of a border.
    return max(seen[key] + seen[text, ahead, height + 1], seen[key] + seen[text, ahead, height - 1])


def _is_number_of(line: Line) -> bool:
    match = ALONE.fullmatch(line.text)
    return match is not None and int(match[1]) == line.page
