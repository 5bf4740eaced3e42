"""Which blocks of a page are the article, told by a text that was extracted from it: an alignment of the two.

Long blocks are found by their words and hold the rest in place; a short one ("Leave", "Sick leave") counts only where
it stands between them, so that an entry of a menu is not taken for the heading of the same name.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# So many letters in a row are hardly ever the same by chance.
TELLING = 25


@dataclass(frozen=True, slots=True)
class _Extract:
    """The extracted text, letters and digits only, and where its stretches begin and end."""

    text: str
    edges: frozenset[int]

    def find(self, block: str, start: int, end: int) -> int:
        """Where a block stands between two places, -1 if nowhere. A short one must fill whole stretches."""
        at = self.text.find(block, start, end)
        while at >= 0 and len(block) < TELLING and not {at, at + len(block)} <= self.edges:
            at = self.text.find(block, at + 1, end)
        return at


def choose(found: Sequence[str], extracted: Sequence[str]) -> list[bool]:
    """For each block of a page, whether it is part of what was extracted. Both are in the order of the page."""
    pieces = [_letters(each) for each in extracted]
    edges = frozenset(accumulate(map(len, pieces), initial=0))
    extract = _Extract("".join(pieces), edges)
    blocks = [_letters(each) for each in found]
    anchors = dict(_anchors(blocks, extract))
    chosen, cursor, ahead = [], 0, sorted(anchors)
    for number, block in enumerate(blocks):
        if number in anchors:
            chosen.append(True)
            cursor = anchors[number] + len(block)
            ahead.pop(0)
            continue
        limit = anchors[ahead[0]] if ahead else len(extract.text)
        at = extract.find(block, cursor, limit) if block else -1
        chosen.append(at >= 0)
        if at >= 0:
            cursor = at + len(block)
    return chosen


def _anchors(blocks: Sequence[str], extract: _Extract) -> list[tuple[int, int]]:
    """The long blocks that stand in the extract in the order of the page: their numbers, and where."""
    places = []
    for number, block in enumerate(blocks):
        if len(block) >= TELLING and (at := _place(block, extract)) >= 0:
            places.append((number, at))
    return [places[n] for n in _rising([at for _, at in places])]


def _place(block: str, extract: _Extract) -> int:
    at = extract.text.find(block)
    if at < 0:  # something in the middle of it was left out
        at = extract.text.find(block[:TELLING])
    if at < 0:
        end = extract.text.find(block[-TELLING:])
        at = max(0, end + TELLING - len(block)) if end >= 0 else -1
    return at


def _rising(places: Sequence[int]) -> list[int]:
    """The longest rising series among some numbers, as their positions (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [position]
    series: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        series.append(at)
        at = before[at]
    return series[::-1]


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
