"""What a PDF draws and does not write: dots of lists, lines through words that are struck out, and between rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.documents.readers.pdf_lines import Character

# How thick a line is at most, in points; how far above the foot of letters (in their sizes) it strikes them out; how
# far beyond them it may reach.
THICKEST, STRIKES, BEYOND = 1.6, (0.15, 0.5), 4.0
# How small and large a dot is, in letters' sizes, and how far from its words it stands at most.
SMALLEST, LARGEST, FARTHEST = 0.12, 0.6, 2.5
MOST_SHAPES = 20_000
STEP = 8
# Pieces of a line between rows are so near to each other, and so long together at least.
TOUCHING, SHORTEST = 3.0, 60.0


@dataclass(frozen=True, slots=True)
class Border:
    """A line across a page, or the edge of a box: from where to where, and how far from the top."""

    x0: float
    x1: float
    y: float


def borders_of(page: Any) -> list[Border]:
    """The lines across a page of pdfplumber's, from top to bottom; pieces that touch are one."""
    edges = [each for each in page.edges if each["orientation"] == "h"]
    if len(edges) > MOST_SHAPES:
        return []
    found: list[Border] = []
    for edge in sorted(edges, key=lambda each: (round(each["top"]), each["x0"])):
        last = found[-1] if found else None
        if last and abs(last.y - edge["top"]) <= 1 and edge["x0"] <= last.x1 + TOUCHING:
            found[-1] = Border(last.x0, max(last.x1, float(edge["x1"])), last.y)
        else:
            found.append(Border(float(edge["x0"]), float(edge["x1"]), float(edge["top"])))
    return [each for each in found if each.x1 - each.x0 >= SHORTEST]


def with_drawn(page: Any, characters: Sequence[Character]) -> list[Character]:
    """The characters of a page of pdfplumber's, with a bullet for each dot, and `struck` set where that is so."""
    shapes = [*page.curves, *page.rects, *page.lines]
    if not characters or len(shapes) > MOST_SHAPES:
        return list(characters)
    heights = _Heights(characters, float(page.height))
    struck = {id(each) for line in shapes if _is_flat(line) for each in _struck_by(line, heights)}
    dots = [dot for shape in (*page.curves, *page.rects) if (dot := _as_dot(shape, heights)) is not None]
    return [{**each, "struck": True} if id(each) in struck else each for each in characters] + dots


class _Heights:
    """Finds the characters at a height of the page. `page` is its own height."""

    def __init__(self, characters: Sequence[Character], page: float) -> None:
        self.page = page
        self._steps: dict[int, list[Character]] = {}
        for each in characters:
            for step in range(int(each["top"] // STEP), int(each["bottom"] // STEP) + 1):
                self._steps.setdefault(step, []).append(each)

    def at(self, height: float) -> Iterator[Character]:
        for each in self._steps.get(int(height // STEP), ()):
            if each["top"] < height < each["bottom"] and not each["text"].isspace():
                yield each


def _is_flat(shape: dict[str, Any]) -> bool:
    return bool(shape["height"] <= THICKEST < shape["width"])


def _struck_by(line: dict[str, Any], heights: _Heights) -> list[Character]:
    height = (line["top"] + line["bottom"]) / 2
    crossed = [each for each in heights.at(height) if line["x0"] - 1 < (each["x0"] + each["x1"]) / 2 < line["x1"] + 1]
    if not crossed or min(each["x0"] for each in crossed) - line["x0"] > BEYOND:
        return []
    if line["x1"] - max(each["x1"] for each in crossed) > BEYOND:
        return []
    low, high = STRIKES
    above = [(heights.page - each["matrix"][5] - height) / each["size"] for each in crossed]
    return crossed if all(low < part < high for part in above) else []


def _as_dot(shape: dict[str, Any], heights: _Heights) -> Character | None:
    """A small shape before the words of a line as the mark that it is."""
    width, height = shape["width"], shape["height"]
    if not 0 < width < 12 or abs(width - height) > 0.25 * width:
        return None
    line = list(heights.at((shape["top"] + shape["bottom"]) / 2))
    behind = min((each for each in line if each["x0"] >= shape["x1"]), key=lambda each: each["x0"], default=None)
    if behind is None or not SMALLEST * behind["size"] < width < LARGEST * behind["size"]:
        return None
    if behind["x0"] - shape["x1"] > FARTHEST * behind["size"]:
        return None
    if any(
        0 <= behind["x0"] - each["x1"] < FARTHEST * behind["size"] and each["x1"] <= shape["x0"] + 1 for each in line
    ):
        return None
    return {**behind, "text": "•", "x0": shape["x0"], "x1": shape["x1"]}
