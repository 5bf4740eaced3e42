"""What a Word file refers to and does not have: tools that take links, pictures or notes out leave such behind."""

import zipfile
from collections.abc import Set as AbstractSet
from posixpath import basename, dirname

from lxml import etree
from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TO_PART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NOTES = ("footnote", "endnote")


def without_dangling(root: _Element, name: str, package: zipfile.ZipFile, names: AbstractSet[str]) -> None:
    """Takes out of a part, by its `name`, what leads nowhere. `names` are those of all parts that may be read."""
    rels = f"{dirname(name)}/_rels/{basename(name)}.rels"
    targets = {each.get("Id") for each in _parsed(package, rels)} if rels in names else set()
    for node in root.iter(etree.Element):
        for key in [key for key, value in node.items() if key.startswith(TO_PART) and value not in targets]:
            del node.attrib[key]
    for kind in NOTES:
        references = list(root.iter(f"{WORD}{kind}Reference"))
        part = f"word/{kind}s.xml"
        notes = {each.get(f"{WORD}id") for each in _parsed(package, part)} if references and part in names else set()
        for node in references:
            parent = node.getparent()
            if parent is not None and node.get(f"{WORD}id") not in notes:
                parent.remove(node)


def _parsed(package: zipfile.ZipFile, name: str) -> _Element:
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
