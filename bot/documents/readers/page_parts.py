"""What of a page is its site and not its text, and what opens at a click. Told by elements, roles and class names."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Omission

TEXT = frozenset(("main", "article"))
# Elements of a site: outside of the text they are no part of it; within it they may be (an author's heading or remark).
SITE = {
    "header": Omission.BOILERPLATE,
    "footer": Omission.BOILERPLATE,
    "aside": Omission.BOILERPLATE,
}
ROLES = {
    "navigation": Omission.NAVIGATION,
    "menu": Omission.NAVIGATION,
    "menubar": Omission.NAVIGATION,
    "search": Omission.NAVIGATION,
    "toolbar": Omission.NAVIGATION,
    "banner": Omission.BOILERPLATE,
    "contentinfo": Omission.BOILERPLATE,
    "alertdialog": Omission.BOILERPLATE,
    "dialog": Omission.BOILERPLATE,
}
# Words of class names and ids: these belong to no text, wherever they stand …
NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|breadcrumbs?|skip[_-]?(?:link|to|nav)\w*|pagination|pager|toc|tableofcontents"
    r"|(?:main|side|site|top|mega|dropdown|mobile|user|page)[_-]?(?:menu|nav)|menu|social|share|sharing|tags?[_-]?list"
    r"|related(?:[_-]\w+)?|edit[_-]?(?:link|page|section)|headerlink)(?:$|[\s_-])",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookies?(?:[_-]?\w+)?|gdpr|consent[_-](?:banner|bar|popup|overlay)|newsletter|subscribe|advert\w*"
    r"|site[_-]?(?:header|footer)|page[_-]?(?:footer|feedback)|feedback|colophon|sidebar|onetrust\S*)(?:$|[\s_-])",
    re.IGNORECASE,
)
# … and these only hide from the eye what is read aloud.
ALOUD = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|visuallyhidden)(?:$|\s)")
ACCORDION = re.compile(r"accordion|collaps|expand|toggle|faq|disclosure|question", re.IGNORECASE)
# A part with words of a menu in its name, but more running text than this, is text; in letters outside of links.
MOST_TEXT = 400
LEAST_SHARE = 0.3
BY_CLASS = frozenset(("div", "section", "ul", "ol", "p", "span", "a", "header", "footer", "aside", "table", "td"))
HELD = ("p", "li", "table", "h1", "h2", "h3", "h4", "dd", "article", "main")


def around(tree: _Element) -> dict[_Element, Omission]:
    """The elements that are no part of a page's text, and why."""
    found: dict[_Element, Omission] = {}
    for node in tree.iter(etree.Element):
        reason = _reason(node)
        if reason is not None:
            found[node] = reason
    main = _main(tree)
    if main is not None:
        found = dict.fromkeys(_beside(main), Omission.BOILERPLATE) | found
    return found


def opened(tree: _Element) -> None:
    """Writes a button that hides and shows what follows it as `details` and `summary`, and shows what it hides."""
    shown = set(_shown_by_a_click(tree))
    for node in tree.iter(etree.Element):
        if node.get("id") in shown and not _of_a_site(node):
            _show(node)
    for button in [node for node in tree.iter("button", "a", "div") if _opens(node)]:
        _as_details(button)


def _reason(node: _Element) -> Omission | None:
    tag = node.tag
    role = ROLES.get((node.get("role") or "").strip().lower())
    if role is not None or tag == "nav":
        return role or Omission.NAVIGATION
    if tag in SITE and not any(each.tag in TEXT for each in node.iterancestors()):
        # Without an article to tell them apart, the heading of the page may stand in its header.
        return None if tag == "header" and _is_only_head(node) else SITE[tag]
    if tag == "form" and not any(True for _ in node.iter(*HELD)):
        return Omission.NAVIGATION
    return _by_name(node) if tag in BY_CLASS else None


def _by_name(node: _Element) -> Omission | None:
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(names) < 2:
        return None
    if ALOUD.search(names):
        return Omission.HIDDEN
    reason = Omission.NAVIGATION if NAVIGATION.search(names) else None
    if BOILERPLATE.search(names):
        reason = Omission.BOILERPLATE
    return reason if reason and _unlinked(node) <= MOST_TEXT else None


def _is_only_head(node: _Element) -> bool:
    return any(True for _ in node.iter("h1")) and not any(True for _ in node.iter("a", "nav", "ul"))


def _unlinked(node: _Element) -> int:
    linked = sum(_letters(link) for link in node.iter("a"))
    return _letters(node) - linked


def _letters(node: _Element) -> int:
    return sum(len(text.strip()) for text in node.itertext(etree.Element) if text)


def _main(tree: _Element) -> _Element | None:
    """The one element that is said to hold the text, if it holds a good share of it."""
    mains = [node for node in tree.iter(etree.Element) if node.tag == "main" or node.get("role") == "main"]
    mains = [node for node in mains if not any(each in mains for each in node.iterancestors())]
    if len(mains) != 1:
        return None
    body = tree.find("body")
    whole = _unlinked(body if body is not None else tree)
    return mains[0] if _unlinked(mains[0]) >= LEAST_SHARE * whole else None


def _beside(node: _Element) -> Iterator[_Element]:
    """All that stands outside of an element, as few elements as hold it."""
    while (parent := node.getparent()) is not None and node.tag != "body":
        yield from (each for each in parent if each is not node and isinstance(each.tag, str))
        node = parent


def _shown_by_a_click(tree: _Element) -> Iterator[str]:
    for node in tree.iter("button", "a", "div", "h2", "h3", "h4", "li"):
        for name in ("aria-controls", "data-target", "data-bs-target"):
            if target := node.get(name):
                yield target.strip().lstrip("#")


def _of_a_site(node: _Element) -> bool:
    return any(each.tag == "nav" or each.get("role") in ROLES for each in (node, *node.iterancestors()))


def _show(node: _Element) -> None:
    node.attrib.pop("hidden", None)
    node.attrib.pop("aria-hidden", None)
    if "style" in node.attrib:
        node.set("style", re.sub(r"(?:display|visibility)\s*:\s*[^;]*;?", "", node.get("style") or ""))


def _opens(node: _Element) -> bool:
    if _of_a_site(node) or not "".join(node.itertext()).strip():
        return False
    if node.tag == "button":
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        return "aria-expanded" in node.attrib or bool(ACCORDION.search(names))
    return node.get("role") == "button" and "aria-expanded" in node.attrib


def _as_details(button: _Element) -> None:
    """A heading around the button says what it is already; else it and what follows it become question and answer."""
    holder = next((each for each in button.iterancestors() if each.tag in ("h1", "h2", "h3", "h4", "h5", "h6")), None)
    button.tag = "span"
    if holder is not None:
        panel = _next(holder)
        if panel is not None and panel.tag == "div":
            _show(panel)
        return
    panel, parent = _next(button), button.getparent()
    if panel is None or parent is None or panel.tag not in ("div", "section", "p", "ul", "ol", "dd"):
        return
    _show(panel)
    button.tag = "summary"
    details = etree.Element("details")
    parent.insert(parent.index(button), details)
    tail, panel.tail = panel.tail, None
    details.tail = tail
    details.append(button)
    details.append(panel)


def _next(node: _Element) -> _Element | None:
    following = node.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    return following
