"""A web page → its blocks: all that it shows, without the site around it, which is listed as left out."""

from collections.abc import Callable, Mapping

from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.core.text.languages import believed
from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.declared import declared, language_named
from bot.documents.readers.decoding import decoded
from bot.documents.readers.office_pages import as_other_pages
from bot.documents.readers.page_boxes import opened
from bot.documents.readers.page_notes import placed_notes
from bot.documents.readers.page_parts import around
from bot.documents.readers.page_styles import styled
from bot.documents.readers.page_walk import walked
from bot.documents.readers.table_heads import heads_of_tables, without_layout

MOST_BLOCKS = 20_000
FEW = 10
# So many blocks tell the language of a page.
TELLING = 60
OF_HEADS = frozenset(("title", "meta", "link", "base", "style", "script", "noscript", "template"))
# How PDFs, archives and pictures begin.
NO_PAGES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"RIFF", b"\xd0\xcf\x11\xe0")
AS_TEXT = "open it in a browser, and save the text that you see"


Unsaid = Callable[[_Element], Mapping[_Element, Omission]]
"""Which elements of a page are no part of its text, and why."""


def read(data: bytes, *, charset: str = "", address: str = "") -> Reading:
    """Reads the bytes of a page. `charset`: what its server says; `address`: where it was fetched. Raises Faulty."""
    return read_page(data, charset, address, lambda _: {})


def read_page(data: bytes, charset: str, address: str, unsaid: Unsaid) -> Reading:
    """The same; `unsaid` tells what else than the site around it is no part of its text."""
    page = decoded(data, charset)
    if data.startswith(NO_PAGES) or page.text.count("\0") > FEW:
        raise Faulty(0, "is no web page", "give it the ending of what it is (for example: .pdf)")
    tree = tree_of(page.text)
    if tree is None:
        raise Faulty(0, "is empty", AS_TEXT)
    _held = list(tree.iter())  # what nobody holds, lxml makes anew whenever it is looked at
    omitted = styled(tree) | as_other_pages(tree) | placed_notes(tree) | dict(unsaid(tree))
    opened(tree)
    without_layout(tree)
    heads_of_tables(tree, told=True)
    skipped = around(tree) | omitted
    blocks, left_out = walked(tree, skipped)
    if not any(each.kind is not BlockKind.HEADING for each in blocks):
        scripted = any(True for _ in tree.iter("script"))
        raise Faulty(0, "has no text of its own (scripts make it in the browser)" if scripted else "is empty", AS_TEXT)
    if len(blocks) > MOST_BLOCKS:
        raise Faulty(0, f"has more than {MOST_BLOCKS:,} paragraphs", "add the part that matters, as a text")
    known = declared(tree, address, skipped)
    if language := believed(language_named(tree), "\n".join(each.text for each in blocks[:TELLING])):
        known["language"] = language
    return Reading(tuple(blocks), tuple(left_out), known, page.warnings)


def tree_of(text: str) -> HtmlElement | None:
    """The elements of a page; None if there are none."""
    try:
        # Bytes in an encoding that we chose: a page's own word about it has been heard already.
        parser = HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
        tree = document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):  # nothing in it but white space and comments
        return None
    _move_strays(tree)
    _move_lists(tree)
    return tree


def _move_strays(tree: HtmlElement) -> None:
    # The parser is older than `<article>`: where a page opens no body, it leaves that in the head.
    strays = [node for head in tree.findall("head") for node in head if node.tag not in OF_HEADS]
    if strays:
        bodies = tree.findall("body") or [etree.SubElement(tree, "body")]
        for node in reversed(strays):
            bodies[0].insert(0, node)


def _move_lists(tree: HtmlElement) -> None:
    """Puts lists that stand in lists, and not in an item of them, into the item before them."""
    for inner in list(tree.iter("ul", "ol")):
        before, around = inner.getprevious(), inner.getparent()
        if around is not None and around.tag in ("ul", "ol") and before is not None and before.tag == "li":
            before.append(inner)
