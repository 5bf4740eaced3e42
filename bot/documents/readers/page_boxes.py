"""Parts of a page that open at a click, or stand in a box under a title → `details` and `summary`, which say the same.

Accordions, tabs, macros of Confluence, and the boxes of Sphinx, MkDocs and others are told by roles and class names.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from bot.documents.readers.page_parts import NAVIGATION_ROLES

ACCORDION = re.compile(r"accordion|collaps|expand|toggle|faq|disclosure|question", re.IGNORECASE)
# Class names of what is clicked on or stands above, and of what it shows.
HEAD = re.compile(
    r"(?:accordion|collaps\w*|expand\w*|faq|toggle|disclosure|panel|card|tab)[_-]*(?:item[_-]*)?"
    r"(?:head(?:er|ing)?|title|question|control|trigger|button|label|toggle|q)(?:$|[\s_-])|(?:^|[\s_-])question(?:$|\s)",
    re.IGNORECASE,
)
BODY = re.compile(r"content|body|panel|answer|collaps|(?:^|[\s_-])a(?:$|\s)", re.IGNORECASE)
BOX = re.compile(
    r"(?:^|[\s_-])(?:admonition|callout|alert|information-macro|infobox|notice|panel|topic)(?:$|[\s_-])", re.I
)
BOX_TITLE = re.compile(r"(?:^|[\s_-])(?:\w*title|\w*heading|panelHeader)(?:$|[\s_-])|admonitionHeading", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Elements that only their roles tell of (https://www.w3.org/TR/wai-aria), and those that say the same.
OF_ROLES = {
    "table": "table",
    "grid": "table",
    "rowgroup": "tbody",
    "row": "tr",
    "columnheader": "th",
    "rowheader": "th",
}
OF_ROLES |= {"cell": "td", "gridcell": "td", "list": "ul", "listitem": "li"}
WITHOUT_MEANING = frozenset(("div", "span", "section", "p"))
PANELS = ("div", "section", "p", "ul", "ol", "dd")


def opened(tree: _Element) -> None:
    """Writes what hides and shows a part of the page, or stands above a box, as a `summary` of it, and shows it."""
    for node in tree.iter(*WITHOUT_MEANING):
        node.tag = OF_ROLES.get(node.get("role") or "", node.tag)
    shown = set(_shown_by_a_click(tree))
    for node in tree.iter(etree.Element):
        if node.get("id") in shown and not _of_a_site(node):
            _show(node)
    _tabs(tree)
    for button in [node for heading in tree.iter(*HEADINGS) for node in heading.iter("button")]:
        if not _opens(button):
            button.tag = "span"
    for button in [node for node in tree.iter("button", "a", "div") if _opens(node)]:
        _as_details(button)
    for head in [
        node for node in tree.iter("div", "p", "span", "dt", "a", "button", *HEADINGS) if HEAD.search(_names(node))
    ]:
        body = _next(head)
        if body is not None and body.tag in PANELS and BODY.search(_names(body)) and _words(head):
            _join(head, body)
    for box in [node for node in tree.iter("div", "section", "aside") if BOX.search(_names(node))]:
        first = next((each for each in box if isinstance(each.tag, str)), None)
        if first is not None and BOX_TITLE.search(_names(first)) and _words(first) and not (box.text or "").strip():
            box.tag, first.tag = "details", "summary"


def _tabs(tree: _Element) -> None:
    """Each panel of a row of tabs has the name of its tab above it."""
    by_id = {node.get("id"): node for node in tree.iter(etree.Element) if node.get("id")}
    tabs = [node for node in tree.iter(etree.Element) if node.get("role") == "tab"]
    controlled = {target: tab for tab in tabs if (target := (tab.get("aria-controls") or "").strip())}
    for panel in [node for node in tree.iter(etree.Element) if node.get("role") == "tabpanel"]:
        tab = controlled.get(panel.get("id") or "", by_id.get(panel.get("aria-labelledby")))
        _show(panel)
        if tab is None or not _words(tab) or panel.tag not in PANELS:
            continue
        summary = etree.Element("summary")
        summary.text, summary.tail, panel.text = _words(tab), panel.text, None
        panel.insert(0, summary)
        panel.tag = "details"
        tab.set("role", "navigation")


def _shown_by_a_click(tree: _Element) -> Iterator[str]:
    for node in tree.iter("button", "a", "div", "h2", "h3", "h4", "li"):
        for name in ("aria-controls", "data-target", "data-bs-target"):
            if target := node.get(name):
                yield target.strip().lstrip("#")


def _of_a_site(node: _Element) -> bool:
    return any(each.tag == "nav" or each.get("role") in NAVIGATION_ROLES for each in (node, *node.iterancestors()))


def _show(node: _Element) -> None:
    node.attrib.pop("hidden", None)
    node.attrib.pop("aria-hidden", None)
    if "style" in node.attrib:
        node.set("style", re.sub(r"(?:display|visibility)\s*:\s*[^;]*;?", "", node.get("style") or ""))


def _opens(node: _Element) -> bool:
    if node.tag == "button":
        opens = "aria-expanded" in node.attrib or bool(ACCORDION.search(_names(node)))
    else:
        opens = node.get("role") == "button" and "aria-expanded" in node.attrib
    return opens and not _of_a_site(node) and bool(_words(node))


def _as_details(button: _Element) -> None:
    """The button, or the heading around it, becomes the question that the part after it answers."""
    holder = next((each for each in button.iterancestors() if each.tag in HEADINGS), None)
    head = button if holder is None else holder
    panel = _next(head)
    button.tag = "span"
    if panel is not None and panel.tag in PANELS and (holder is None or panel.tag in ("div", "section")):
        _join(head, panel)


def _join(head: _Element, body: _Element) -> None:
    parent = head.getparent()
    if parent is None:
        return
    _show(body)
    details = etree.Element("details")
    parent.insert(parent.index(head), details)
    details.tail, body.tail = body.tail, None
    head.tag = "summary"
    details.append(head)
    details.append(body)


def _next(node: _Element) -> _Element | None:
    following = node.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    return following


def _names(node: _Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}".strip()


def _words(node: _Element) -> str:
    return " ".join("".join(node.itertext(etree.Element)).split())
