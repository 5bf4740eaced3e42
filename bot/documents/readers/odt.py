"""An OpenDocument text → blocks, as it reads with all changes accepted (OpenDocument 1.3, part 3).

Its elements are renamed to those of a page, which is read like any other.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.page_walk import walked
from bot.documents.readers.properties import beginning, properties, trusted
from bot.documents.readers.table_heads import heads_of_tables, without_layout

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT, TABLE = (f"{{{OASIS}{name}:1.0}}" for name in ("office", "style", "text", "table"))
PICTURE = f"{{{OASIS}svg-compatible:1.0}}"
FORMAT = f"{{{OASIS}xsl-fo-compatible:1.0}}"
NAMES = {
    f"{TEXT}p": "p",
    f"{TEXT}list": "ul",
    f"{TEXT}list-item": "li",
    f"{TEXT}list-header": "li",
    f"{TEXT}line-break": "br",
    f"{TABLE}table": "table",
    f"{TABLE}table-header-rows": "thead",
    f"{TABLE}table-row": "tr",
    f"{TABLE}table-cell": "td",
}
UNSAID = {
    f"{TEXT}tracked-changes": Omission.DELETED,
    f"{OFFICE}annotation": Omission.COMMENT,
    f"{TEXT}table-of-content": Omission.NAVIGATION,
    f"{TEXT}alphabetical-index": Omission.NAVIGATION,
    f"{TEXT}hidden-paragraph": Omission.HIDDEN,
    f"{TEXT}hidden-text": Omission.HIDDEN,
    f"{OFFICE}forms": Omission.HIDDEN,
    f"{PICTURE}title": Omission.PICTURE,
    f"{PICTURE}desc": Omission.PICTURE,
}
LARGEST = 200_000_000
AS_ODT = "open it in LibreOffice, and save it again as .odt"


def read(data: bytes) -> Reading:
    """Reads the bytes of an OpenDocument text. Raises Faulty."""
    try:
        root, styles, said = _parts(data)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise Faulty(0, "is no OpenDocument text that can be read", AS_ODT) from error
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Faulty(0, "is no OpenDocument text that can be read", AS_ODT)
    meanings = {**_meanings(styles), **_meanings(root)}
    left_out = list(_unsaid(body, meanings))
    _as_page(body, meanings)
    without_layout(body)
    heads_of_tables(body)
    title = next(("".join(each.itertext()) for each in body.iter("h1") if each.get("class") == "title"), "")
    blocks, omitted = walked(body, {}, counts_blocks=True)
    if not blocks:
        raise Faulty(0, "is empty", "check that it is the right file")
    known = trusted(said, beginning(blocks))
    if title.strip():
        known["title"] = " ".join(title.split())
    return Reading(tuple(blocks), (*left_out, *omitted), known, unit="block")


def _parts(data: bytes) -> tuple[_Element, _Element, dict[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(package.getinfo(name).file_size for name in ("content.xml", "styles.xml")) > LARGEST:
            raise MemoryError
        content, styles, said = package.read("content.xml"), package.read("styles.xml"), properties(package)
    return etree.fromstring(content, parser), etree.fromstring(styles, parser), said


def _meanings(root: _Element) -> dict[str, str]:
    """What styles say, by their names: the element of a page that says the same, "ol" for a numbered list."""
    found: dict[str, str] = {}
    for style in root.iter(f"{STYLE}style"):
        name, parent = style.get(f"{STYLE}name") or "", style.get(f"{STYLE}parent-style-name")
        if "Title" in (name, parent):
            found[name] = "title"
        for each in style.iter(f"{STYLE}text-properties"):
            if each.get(f"{TEXT}display") == "none":
                found[name] = "hidden"
            elif each.get(f"{STYLE}text-line-through-style", "none") != "none":
                found[name] = "s"
            elif (each.get(f"{STYLE}text-position") or "").startswith(("super", "33%")):
                found[name] = "sup"
            elif each.get(f"{FORMAT}font-weight") == "bold":
                found.setdefault(name, "b")
    for style in root.iter(f"{TEXT}list-style"):
        first = next(iter(style), None)
        if first is not None and first.tag == f"{TEXT}list-level-style-number":
            found[style.get(f"{STYLE}name") or ""] = "ol"
    return found


def _unsaid(body: _Element, meanings: Mapping[str, str]) -> Iterator[LeftOut]:
    hidden = [
        each for each in body.iter(f"{TEXT}span", f"{TEXT}p")
        if meanings.get(each.get(f"{TEXT}style-name") or "") == "hidden"
    ]  # fmt: skip
    for node in [*(each for each in body.iter(*UNSAID) if each is not body), *hidden]:
        for said in list(node.iter(f"{OFFICE}change-info")):
            _remove(said)  # who changed it, and when
        if words := " ".join("".join(node.itertext()).split()):
            yield LeftOut(UNSAID.get(node.tag, Omission.HIDDEN), words)
        _remove(node)


def _remove(node: _Element) -> None:
    """Takes an element out, and leaves the text behind it."""
    for child in list(node):
        node.remove(child)
    node.text, node.tag = None, "span"
    node.attrib.clear()


def _as_page(body: _Element, meanings: Mapping[str, str]) -> None:
    notes = [_note(each) for each in list(body.iter(f"{TEXT}note"))]
    for node in list(body.iter(etree.Element)):
        meant = meanings.get(node.get(f"{TEXT}style-name") or "", "")
        if node.tag == f"{TEXT}h":
            level = node.get(f"{TEXT}outline-level") or "1"
            node.tag = f"h{level}" if level in "123456" else "h6"
        elif node.tag == f"{TEXT}p" and meant == "title":
            node.tag = "h1"
            node.set("class", "title")
        elif node.tag == f"{TEXT}list" and (meant == "ol" or _is_in_numbered(node)):
            node.tag = "ol"
        elif node.tag == f"{TEXT}s":
            node.tag, node.text = "span", " "
        elif node.tag == f"{TEXT}tab":
            node.tag, node.text = "span", "\t"
        elif node.tag in NAMES:
            node.tag = NAMES[node.tag]
            _span(node)
        elif str(node.tag).startswith(OASIS, 1):
            node.tag = meant if node.tag == f"{TEXT}span" and meant in ("b", "s", "sup") else _plain(node)
    body.extend(notes)


def _plain(node: _Element) -> str:
    """An element that says nothing by itself, within a line or around paragraphs."""
    return "div" if any(each.tag in (f"{TEXT}p", f"{TEXT}h", f"{TABLE}table") for each in node) else "span"


def _is_in_numbered(node: _Element) -> bool:
    own = node.get(f"{TEXT}style-name")
    return own is None and next((each.tag for each in node.iterancestors("ol", "ul")), "") == "ol"


def _span(node: _Element) -> None:
    for ours, theirs in (("colspan", "number-columns-spanned"), ("rowspan", "number-rows-spanned")):
        if span := node.get(f"{TABLE}{theirs}"):
            node.set(ours, span)


def _note(node: _Element) -> _Element:
    """Leaves the mark of a note in its place, and gives the note."""
    citation, body = node.find(f"{TEXT}note-citation"), node.find(f"{TEXT}note-body")
    label = "" if citation is None else "".join(citation.itertext()).strip()
    note = etree.Element("note", {"label": label})
    note.extend(list(body) if body is not None else [])
    for each in note.iter(f"{TEXT}p"):
        each.tag = "p"
    for each in note.iter(f"{TEXT}span"):
        each.tag = "span"
    _remove(node)
    node.tag, node.text = "sup", label
    return note
