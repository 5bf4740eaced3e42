"""A Word file → blocks, as it reads with all changes accepted: without comments, hidden text and what was deleted.

mammoth (https://github.com/mwilliamson/python-mammoth) makes a page of it by its styles, which is read like any
other page.
"""

import io
import zipfile
from collections.abc import Iterator

import mammoth
from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Block, BlockKind, LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.phrases import NUMBERED_HEADING
from bot.documents.readers.docx_numbers import MARKED, Numbers, numbers_of, with_numbers
from bot.documents.readers.docx_references import without_dangling
from bot.documents.readers.docx_styles import Styles, list_styles, styles_of
from bot.documents.readers.html import tree_of
from bot.documents.readers.page_walk import walked
from bot.documents.readers.properties import beginning, properties, trusted
from bot.documents.readers.table_heads import heads_of_tables, without_layout

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = frozenset((f"{WORD}t", f"{WORD}delText", "{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
LARGEST = 200_000_000
LONGEST_TITLE = 15
AS_WORD = "open it in Word or LibreOffice, and save it again as .docx"
# Elements that only stand around runs and paragraphs, and that the library drops with all that is in them.
AROUND = tuple(f"{WORD}{name}" for name in ("fldSimple", "customXml", "dir", "bdo"))
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = ("word/diagrams/data", "word/charts/chart")
# What a part of the file holds as a whole that no reader sees in the text.
PARTS = {"comments": Omission.COMMENT, "hdr": Omission.RUNNING_HEAD, "ftr": Omission.RUNNING_HEAD}


def read(data: bytes) -> Reading:
    """Reads the bytes of a Word file. Raises Faulty."""
    left_out: list[LeftOut] = []
    try:
        cleaned, said, rules = _cleaned(data, left_out)
        # Pictures are not read: their descriptions are all that could be said of them.
        found = mammoth.convert_to_html(
            cleaned, style_map=STYLES + rules, convert_image=mammoth.images.img_element(_no_picture)
        )
    except MemoryError:
        raise
    except Exception as error:  # the library meets broken files with whatever its own steps raise
        raise Faulty(0, "is no Word file that can be read", AS_WORD) from error
    tree = tree_of(found.value)
    if tree is None:
        raise Faulty(0, "is empty", "check that it is the right file")
    titles = ("".join(each.itertext()) for each in tree.iter("h1") if each.get("class") == "title")
    title = next((each for each in titles if each.strip()), "")
    _place_notes(tree)
    without_layout(tree)
    heads_of_tables(tree)
    blocks, omitted = walked(tree, {}, counts_blocks=True)
    if not blocks:
        raise Faulty(0, "is empty", "check that it is the right file")
    found_blocks = _titled(tuple(with_numbers(map(_without_arrow, blocks))), title)
    known = trusted(said, beginning(found_blocks))
    if title := " ".join(MARKED.sub("", title).split()):
        known["title"] = title
    return Reading(found_blocks, (*omitted, *left_out), known, unit="block")


def _no_picture(_: object) -> dict[str, str]:
    return {"src": ""}


def _titled(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The first paragraph is a heading if it reads like one, and no style says what the title is.

    Above it may stand a box with the name and number of the document.
    """
    above = next((at for at, each in enumerate(blocks) if each.kind is not BlockKind.ROW), len(blocks) - 1)
    first, *rest = blocks[above:]
    below = rest[0] if rest else None
    alone = below is None or not below.strong or bool(NUMBERED_HEADING.match(below.text))
    is_title = first.kind is BlockKind.PARAGRAPH and first.strong and alone
    if title or not is_title or len(first.text.split()) > LONGEST_TITLE or first.text.endswith((".", ":", "?", "!")):
        return blocks
    heading = Block(BlockKind.HEADING, " ".join(first.text.split()), 1, marks=first.marks, line=first.line)
    return *blocks[:above], heading, *rest


def _cleaned(data: bytes, left_out: list[LeftOut]) -> tuple[io.BytesIO, dict[str, str], str]:
    """The same file without what is not said, which is listed, and without pictures.

    Also what its properties say, and rules for the library by its styles.
    """
    cleaned = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(cleaned, "w") as new:
        parts = [each for each in old.infolist() if each.filename.endswith((".xml", ".rels"))]
        if sum(each.file_size for each in parts) > LARGEST:
            raise MemoryError
        names = {each.filename for each in parts}
        numbering, style_part = (
            _parsed(old.read(name)) if name in names else None for name in ("word/numbering.xml", "word/styles.xml")
        )
        styles = styles_of(style_part)
        numbers = numbers_of(numbering, styles)
        for each in parts:
            content = old.read(each)
            if each.filename.startswith("word/") and each.filename.endswith(".xml"):
                root = _parsed(content)
                without_dangling(root, each.filename, old, names)
                content = _said(root, left_out, numbers, styles)
            if each.filename.startswith(DRAWN):
                left_out += _listed(_parsed(content), Omission.PICTURE)
            new.writestr(each.filename, content)
        said = properties(old)
    cleaned.seek(0)
    return cleaned, said, list_styles(styles)


def _parsed(content: bytes) -> _Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _said(root: _Element, left_out: list[LeftOut], numbers: Numbers, styles: Styles) -> bytes:
    reason = PARTS.get(etree.QName(root).localname)
    if reason is not None:
        left_out += _listed(root, reason)
        return _written(root)
    for node, why in list(_unsaid(root, styles)):
        left_out += _listed(node, why)
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    for node in list(root.iter(f"{WORD}dstrike")):
        node.tag = f"{WORD}strike"
    for node in list(root.iter(*AROUND)):
        _unwrap(node)
    for node in list(root.iter(f"{MATHS}oMath")):
        _as_text(node)
    if etree.QName(root).localname == "document":
        numbers.put(root)
    styles.mark_headings(root)
    return _written(root)


def _written(root: _Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _unwrap(node: _Element) -> None:
    """Puts what stands in an element in its place."""
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        parent.remove(node)
        parent[at:at] = list(node)


def _as_text(formula: _Element) -> None:
    """A formula as its signs, in one line."""
    text = "".join(each.text or "" for each in formula.iter(f"{MATHS}t"))
    run = formula.makeelement(f"{WORD}r", {})
    etree.SubElement(run, f"{WORD}t").text = text
    parent = formula.getparent()
    if parent is not None:
        parent.replace(formula, run)


def _unsaid(root: _Element, styles: Styles) -> Iterator[tuple[_Element, Omission]]:
    for node in root.iter(f"{WORD}del", f"{WORD}moveFrom"):
        parent = node.getparent()
        if parent is not None and parent.tag == f"{WORD}trPr":
            yield from ((row, Omission.DELETED) for row in node.iterancestors(f"{WORD}tr"))
        elif parent is not None and parent.tag != f"{WORD}rPr":  # there it deletes the end of a paragraph
            yield node, Omission.DELETED
    yield from ((node, Omission.HIDDEN) for node in styles.hidden(root))
    yield from ((node, Omission.NAVIGATION) for node in styles.contents(root))


def _listed(node: _Element, reason: Omission) -> Iterator[LeftOut]:
    words = " ".join("".join(each.text or "" for each in node.iter() if each.tag in TEXTS).split())
    if words:
        yield LeftOut(reason, words)


def _place_notes(tree: _Element) -> None:
    """Footnotes, which mammoth writes as a list at the end, become notes; their marks lose the brackets it adds."""
    for link in list(tree.iter("a")):
        if (link.get("id") or "").startswith(("footnote-ref-", "endnote-ref-")):
            link.text = (link.text or "").strip("[]")
    for item in list(tree.iter("li")):
        if (item.get("id") or "").startswith(("footnote-", "endnote-")):
            number = 1 + sum(1 for each in item.itersiblings("li", preceding=True))
            item.tag = "note"
            item.set("label", str(number))
            parent = item.getparent()
            if parent is not None:
                parent.tag = "div"


def _without_arrow(block: Block) -> Block:
    if block.kind is not BlockKind.NOTE:
        return block
    return Block(BlockKind.NOTE, block.text.removesuffix("↑").rstrip(), block.level, block.label, line=block.line)
