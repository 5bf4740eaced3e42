"""What the styles of a page make of its words: bold, struck out, raised or hidden, as its browser shows them.

Pages that office programs write say so by classes alone (`.c3{font-weight:700}`).
"""

import re
from collections.abc import Mapping

from lxml.etree import _Element

RULE = re.compile(r"([^{}@]{1,2000})\{([^{}]{0,5000})\}")
CLASS = re.compile(r"\s*(?:[a-z][a-z0-9]{0,9})?\.([\w-]{1,80})\s*", re.IGNORECASE)
LARGEST = 500_000
# What a style says, and the element that says the same.
MEANT = (
    (re.compile(r"(?:^|;)\s*text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE), "s"),
    (re.compile(r"(?:^|;)\s*vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "b"),
)
HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
STYLED = frozenset(("span", "a", "font", "p", "td", "li", "div"))


class Styles:
    """The styles that a page gives to single classes."""

    def __init__(self, tree: _Element) -> None:
        self._of_class: dict[str, str] = {}
        for sheet in tree.iter("style"):
            for names, style in RULE.findall((sheet.text or "")[:LARGEST]):
                if not _telling(style):
                    continue
                for name in names.split(","):
                    if match := CLASS.fullmatch(name):
                        self._of_class[match[1]] = f"{self._of_class.get(match[1], '')};{style}"

    def meant_by(self, node: _Element) -> tuple[str, ...]:
        """The elements that say what the styles of an element say: "s", "sup", "b"."""
        if node.tag not in STYLED or not node.attrib:
            return ()
        style = self._style(node.attrib)
        return tuple(tag for pattern, tag in MEANT if pattern.search(style)) if style else ()

    def hides(self, node: _Element) -> bool:
        """Whether a class of the element is hidden on paper and screen."""
        return bool(self._of_class) and bool(HIDDEN.search(self._style({"class": node.get("class") or ""})))

    def _style(self, attributes: Mapping[str, str]) -> str:
        classes = (attributes.get("class") or "").split()
        return ";".join([*(self._of_class.get(each, "") for each in classes), attributes.get("style") or ""]).strip(";")


def _telling(style: str) -> bool:
    return bool(HIDDEN.search(style)) or any(pattern.search(style) for pattern, _ in MEANT)
