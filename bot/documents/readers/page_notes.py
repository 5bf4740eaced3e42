"""Notes of a page, wherever they stand → `note` elements and their marks → `sup`. Comments of office programs → a list.

A link is the mark of a note if it reads like one ("1", "[a]", "*") and leads to a place of the same page that is made
for notes: by the names that Google Docs, Word, pandoc, Sphinx, MediaWiki and others give them.
"""

import re

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Omission
from bot.documents.readers.raised import NOTE

OF_NOTES = re.compile(r"_?(?:fn|ftnt?|footnote|endnote|edn|note|cite_note)s?(?!.*ref)[\w:.-]*", re.IGNORECASE)
OF_COMMENTS = re.compile(r"_?(?:cmnt|msocom)_?\d+", re.IGNORECASE)
# What holds one note, from the inside out.
HOLDERS = ("li", "p", "aside", "dd", "tr", "div")
BACK = re.compile(r"[\s\[(]*(?:\d{1,3}|[a-z]|[*†‡§]{1,3}|[↩↑^←⏎︎]+)[\])]*[.:]?\s*")


def placed_notes(tree: _Element) -> dict[_Element, Omission]:
    """Marks the notes of a page and where they are referred to. What comes back are comments, which nobody reads."""
    comments: dict[_Element, Omission] = {}
    places = {name: node for node in tree.iter(etree.Element) for name in (node.get("id"), node.get("name")) if name}
    for link in list(tree.iter("a")):
        target = (link.get("href") or "").partition("#")
        place = places.get(target[2]) if not target[0] else None
        mark = "".join(link.itertext()).strip()
        if place is None or place is link or not NOTE.fullmatch(mark):
            continue
        is_comment = bool(OF_COMMENTS.fullmatch(target[2]))
        if not is_comment and not OF_NOTES.fullmatch(target[2]) and not _refers_to_note(link):
            continue
        holder = _holder(place)
        if holder is None or link in set(holder.iter("a")):
            continue
        if is_comment:
            comments[holder] = comments[link] = Omission.COMMENT
            continue
        for child in list(link):
            link.remove(child)
        link.tag, link.text = "sup", mark
        if holder.tag != "note":
            _as_note(holder, mark)
    return comments


def _refers_to_note(link: _Element) -> bool:
    """Whether a link says of itself that it does, as in books and by the roles of ARIA."""
    return "noteref" in f"{link.get('role') or ''} {link.get('epub:type') or ''}"


def _holder(place: _Element) -> _Element | None:
    around = next((each for each in (place, *place.iterancestors()) if each.tag in (*HOLDERS, "note")), None)
    return None if around is None or len("".join(around.itertext())) > 5_000 else around


def _as_note(holder: _Element, mark: str) -> None:
    parent = holder.getparent()
    if holder.tag == "li" and parent is not None:
        parent.tag = "div"
    holder.tag = "note"
    holder.set("label", mark.strip("[]()"))
    for link in list(holder.iter("a")):
        if (link.get("href") or "").startswith("#") and BACK.fullmatch("".join(link.itertext())):
            _drop(link)


def _drop(node: _Element) -> None:
    """Takes an element out, and leaves the text behind it."""
    tail = (node.tail or "").lstrip("\xa0 ")
    for child in list(node):
        node.remove(child)
    node.tag, node.text, node.tail = "span", None, tail
