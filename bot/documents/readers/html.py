"""A web page → what it says: its own text in its own words, without the site around it.

Which blocks belong to the article is judged by trafilatura (https://trafilatura.readthedocs.io). Their words are taken
from the page itself: trafilatura tidies text up, and a quotation must be what the page shows. What the page declares
of itself is read here too, because trafilatura guesses a date or author from the text where none is declared.
"""

import copy
import re
from collections.abc import Iterator, Sequence

import trafilatura
from lxml import etree, html

from bot.documents.faults import Faulty
from bot.documents.readers.choosing import choose
from bot.documents.readers.declared import declared
from bot.documents.readers.decoding import decoded
from bot.documents.readers.html_blocks import INLINE, Block, blocks
from bot.documents.readers.reading import Reading
from bot.documents.readers.text import Paragraph

MOST_BLOCKS = 20_000
FEW = 10
OF_HEADS = frozenset(("title", "meta", "link", "base", "style", "script", "noscript", "template"))
# Characters that a page may hold and an XML tree may not: one of them, and trafilatura gives the page up.
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# How PDFs, archives and pictures begin.
NO_PAGES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"RIFF", b"\xd0\xcf\x11\xe0")
AS_TEXT = "open it in a browser, and save the text that you see"


def read(data: bytes, *, charset: str = "", address: str = "") -> Reading:
    """Reads the bytes of a page. `charset`: what its server says; `address`: where it was fetched. Raises Faulty."""
    page = decoded(data, charset)
    if data.startswith(NO_PAGES) or page.text.count("\0") > FEW:
        raise Faulty(0, "is no web page", "give it the ending of what it is (for example: .pdf)")
    tree = _tree(page.text)
    found = list(blocks(tree)) if tree is not None else []
    if tree is None or not found:
        scripted = tree is not None and any(True for _ in tree.iter("script"))
        raise Faulty(0, "has no text of its own (scripts make it in the browser)" if scripted else "is empty", AS_TEXT)
    if len(found) > MOST_BLOCKS:
        raise Faulty(0, f"has more than {MOST_BLOCKS:,} paragraphs", "add the part that matters, as a text")
    known = declared(tree, address)
    chosen = choose([each.text for each in found], list(_extracted(tree)))
    if not any(chosen):
        raise Faulty(0, "has no text that looks like an article", AS_TEXT)
    numbered = [Paragraph(each.text, number, each.level) for number, each in enumerate(found, start=1)]
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    outside = [each for number, each in enumerate(found) if not first <= number <= last]
    return Reading(
        known,
        tuple(each for each, kept in zip(numbered, chosen, strict=True) if kept and not _is_title(each, known)),
        tuple(each for each, kept in zip(numbered, chosen, strict=True) if not kept and first < each.line <= last),
        tuple(_notes(outside, page.unreadable)),
        "block",
    )


def _tree(text: str) -> html.HtmlElement | None:
    try:
        # Bytes in an encoding that we chose: a page's own word about it has been heard already.
        parser = html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
        tree = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):  # nothing in it but white space and comments
        return None
    _move_strays(tree)
    return tree


def _move_strays(tree: html.HtmlElement) -> None:
    # The parser is older than `<article>`: where a page opens no body, it leaves that in the head.
    strays = [node for head in tree.findall("head") for node in head if node.tag not in OF_HEADS]
    if strays:
        bodies = tree.findall("body") or [etree.SubElement(tree, "body")]
        for node in reversed(strays):
            bodies[0].insert(0, node)


def _extracted(tree: html.HtmlElement) -> Iterator[str]:
    """The stretches of text that trafilatura takes for the article, in order."""
    page = copy.deepcopy(tree)
    for node in page.iter():
        node.text, node.tail = (NO_XML.sub(" ", text) if text else text for text in (node.text, node.tail))
    # It drops some elements with their words, though they stand in the middle of sentences (`<time>`).
    etree.strip_tags(page, *(INLINE - {"a", "br", "td", "th", "img", "picture", "source", "code", "q"}))
    try:
        document = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # it lets out whatever odd markup makes of it; to us, that is a page without an article
        return
    body = None if document is None or isinstance(document, dict) else document.body
    if body is not None:
        for text in body.itertext():
            yield from text.split("\n")


def _is_title(paragraph: Paragraph, known: dict[str, str]) -> bool:
    # The headline stands above every quotation as the title.
    return bool(paragraph.level) and paragraph.text.casefold() == known.get("title", "").casefold()


def _notes(outside: Sequence[Block], unreadable: int) -> Iterator[str]:
    if outside:
        words = sum(len(each.text.split()) for each in outside)
        longest = max(outside, key=lambda each: len(each.text)).text
        shown = longest if len(longest) <= 80 else longest[:79] + "…"
        yield f"left out around the article: {len(outside)} blocks, {words:,} words; the longest begins “{shown}”"
    if unreadable:
        yield f"characters that could not be read, and stand as �: {unreadable}"
