"""What the styles of a page make of its words: bold, struck out, raised or hidden, as its browser shows them.

Pages that office programs write say so by classes alone (`.c3{font-weight:700}`).
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Omission

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
NUMBERS = re.compile(r"list-style(?:-type)?\s*:[^;]*\b((?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE)
OF_NUMBERS = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"}
OF_NUMBERS |= {"lower-roman": "i", "upper-roman": "I"}
STYLED = frozenset(("span", "a", "font", "p", "td", "li", "div"))


def styled(tree: _Element) -> dict[_Element, Omission]:
    """Writes into a page the elements that say what its styles say. What comes back is hidden on paper and screen."""
    of_class = dict(_classes(tree))
    hidden: dict[_Element, Omission] = {}
    for node in list(tree.iter(etree.Element)):
        classes = [of_class[each] for each in (node.get("class") or "").split() if each in of_class]
        if any(map(HIDDEN.search, classes)):
            hidden[node] = Omission.HIDDEN
        if node.tag in STYLED and (style := ";".join((*classes, node.get("style") or "")).strip(";")):
            for tag in [tag for pattern, tag in MEANT if pattern.search(style)]:
                _put_in(node, tag)
        elif node.tag == "ol" and (match := NUMBERS.search(node.get("style") or "")):
            node.set("type", OF_NUMBERS[match[1].lower()])
    return hidden


def _classes(tree: _Element) -> Iterator[tuple[str, str]]:
    """What the sheets of a page say of single classes."""
    found: dict[str, str] = {}
    for sheet in tree.iter("style"):
        for names, style in RULE.findall((sheet.text or "")[:LARGEST]):
            for name in names.split(",") if _telling(style) else ():
                if match := CLASS.fullmatch(name):
                    found[match[1]] = f"{found.get(match[1], '')};{style}"
    yield from found.items()


def _put_in(node: _Element, tag: str) -> None:
    """Puts all that stands in an element into another one."""
    inner = etree.Element(tag)
    inner.text, node.text = node.text, None
    inner.extend(list(node))
    node.append(inner)


def _telling(style: str) -> bool:
    return bool(HIDDEN.search(style)) or any(pattern.search(style) for pattern, _ in MEANT)
