"""Pages that Google Docs, Word and Confluence write → the elements that other pages have: titles, lists, numbers.

Google Docs tells the depth of a list by a class (`lst-kix_…-1`) and its numbers in style sheets; Word writes no lists
at all, but paragraphs with a style (`mso-list:l0 level2`), and their marks into the text.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Omission
from bot.documents.readers.numbering import numbered

TITLE = re.compile(r"(?:^|\s)(?:title|MsoTitle)(?:$|\s)")
KIX = re.compile(r"(?:^|\s)(lst-kix_[\w-]+?)-(\d)(?:$|\s)")
# .lst-kix_a-1 > li:before{content:"" counter(lst-ctn-kix_a-0,decimal) "." counter(lst-ctn-kix_a-1,decimal) ". "}
KIX_MARK = re.compile(r"\.(lst-kix_[\w-]+?)-(\d)\s*>\s*li:before\s*\{\s*content\s*:\s*([^{}]{0,500}?)\s*\}")
KIX_PART = re.compile(r"\"([^\"]*)\"|counter\(lst-ctn-kix_[\w-]+?-(\d)\s*,\s*([a-z-]+)\)")
STYLES = {"lower-latin": "a", "lower-alpha": "a", "upper-latin": "A", "upper-alpha": "A"}
STYLES |= {"lower-roman": "i", "upper-roman": "I"}
WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)")
WORD_MARK = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
NUMBER = re.compile(r"[(\[]?(?:\d[\d.]*|[A-Za-z]|[ivxlIVXL]{1,6})[.)\]]?|§.*|\w+ \d+[.:]?")
ELEMENT = re.compile(r"mso-element\s*:\s*(header|footer|comment-list|comment)", re.IGNORECASE)
UNSAID = {"header": Omission.RUNNING_HEAD, "footer": Omission.RUNNING_HEAD}


def as_other_pages(tree: _Element) -> dict[_Element, Omission]:
    """Rewrites what only office programs write. What comes back is no part of the text, and why."""
    for node in tree.iter("p"):
        if TITLE.search(node.get("class") or "") and "".join(node.itertext()).strip():
            node.tag = "h1"
            node.set("class", "title")
    _kix_lists(tree)
    for node in tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6"):
        level = WORD_LIST.search(node.get("style") or "")
        if level or node.tag != "p":
            _word_item(node, level[1] if level else "1")
    _without_space(tree)
    return dict(_unsaid(tree))


def _without_space(tree: _Element) -> None:
    """Confluence writes the name of a space before the title of each of its pages."""
    space = next((node for node in tree.iter("ol") if node.get("id") == "breadcrumbs"), None)
    above = "" if space is None else next((text.strip() for text in space.itertext() if text.strip()), "")
    for node in tree.iter("span"):
        if above and node.get("id") == "title-text" and (node.text or "").strip().startswith(f"{above} : "):
            node.text = (node.text or "").strip().removeprefix(f"{above} : ")


def _kix_lists(tree: _Element) -> None:
    marks = {
        (match[1], int(match[2])): match[3]
        for sheet in tree.iter("style")
        for match in KIX_MARK.finditer((sheet.text or "")[:500_000])
    }
    counts: dict[str, dict[int, int]] = {}
    for node in [each for each in tree.iter("ul", "ol") if KIX.search(each.get("class") or "")]:
        match = KIX.search(node.get("class") or "")
        name, level = (match[1], int(match[2])) if match else ("", 0)
        counted = counts.setdefault(name, {})
        if (start := node.get("start") or "").isdigit():
            counted[level] = int(start[:6]) - 1
        for item in node.findall("li"):
            counted[level] = counted.get(level, 0) + 1
            label = _label(marks.get((name, level), ""), counted) if node.tag == "ol" else ""
            _item(item, str(level + 1), label or (f"{counted[level]}." if node.tag == "ol" else ""))
        node.tag = "div"


def _label(content: str, counted: dict[int, int]) -> str:
    parts = (
        match[1] if match[2] is None else numbered(counted.get(int(match[2]), 1), STYLES.get(match[3], "1"))
        for match in KIX_PART.finditer(content)
    )
    return "".join(parts).strip()


def _word_item(node: _Element, level: str) -> None:
    ignored = [span for span in node.iter("span") if WORD_MARK.search(span.get("style") or "")]
    mark = " ".join("".join(ignored[0].itertext()).split()) if ignored else ""
    for span in ignored[:1]:
        for child in list(span):
            span.remove(child)
        span.text = f"{mark} " if node.tag != "p" else ""
    if node.tag == "p":
        _item(node, level, mark if NUMBER.fullmatch(mark) and mark != "o" else "")


def _item(node: _Element, level: str, label: str) -> None:
    node.tag = "p" if node.tag in ("li", "p") and node.find(".//p") is None else "div"
    node.set("item-level", level)
    if label:
        node.set("item-label", label)


def _unsaid(tree: _Element) -> Iterator[tuple[_Element, Omission]]:
    for node in tree.iter(etree.Element):
        if match := ELEMENT.search(node.get("style") or ""):
            yield node, UNSAID.get(match[1].lower(), Omission.COMMENT)
        elif (node.get("class") or "").startswith("MsoToc"):
            yield node, Omission.NAVIGATION
        elif "mso-comment-reference" in (node.get("style") or ""):
            yield node, Omission.COMMENT
