"""reStructuredText → blocks. docutils (https://docutils.sourceforge.io) makes a page of it, which is read like any."""

import re

from docutils.core import publish_parts
from docutils.parsers.rst import Parser
from lxml.etree import _Element

from bot.documents.blocks import Reading
from bot.documents.faults import Faulty
from bot.documents.readers.decoding import decoded
from bot.documents.readers.front_matter import plain_head
from bot.documents.readers.html import tree_of
from bot.documents.readers.page_boxes import opened
from bot.documents.readers.page_walk import walked
from bot.documents.readers.rst_extensions import inliner, understand

SETTINGS = {
    # Nothing but the text itself is opened, and no mark-up of other languages is let through.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "doctitle_xform": True,
    "initial_header_level": 2,
    "smart_quotes": False,
    "math_output": "MathML",
    "trim_footnote_reference_space": True,
    "syntax_highlight": "none",
}
FIELDS = re.compile(r"\s*(?::[\w -]{1,40}:.*\n(?:[ \t]+\S.*\n)*)+")
FIELD = re.compile(r"^:([\w -]{1,40}):(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
# In a longer one docutils would look for marks for minutes; it takes nothing of a text that has one.
LONGEST_LINE = 10_000
AS_TEXT = "correct its marks, or give it the ending .txt"


def read(data: bytes) -> Reading:
    """Reads the bytes of a reStructuredText. Raises Faulty."""
    page = decoded(data)
    for number, line in enumerate(page.text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise Faulty(number, f"has a line of {len(line):,} characters", "break it, or give it the ending .txt")
    fields, text = _fields(page.text.replace("\r\n", "\n").replace("\r", "\n"))
    understand(text)
    try:
        parser = Parser(inliner=inliner())
        body = publish_parts(text, parser=parser, writer="html5", settings_overrides=dict(SETTINGS))["html_body"]
    except MemoryError:
        raise
    except Exception as error:  # the library meets broken marks with whatever its own steps raise
        raise Faulty(0, "is no reStructuredText that can be read", AS_TEXT) from error
    tree = tree_of(body)
    if tree is None:
        raise Faulty(0, "is empty", "check that it is the right file")
    _place_subtitle(tree)
    _place_notes(tree)
    for node in tree.find_class("classifier"):
        node.text = f" : {node.text or ''}"  # as its style shows it
    opened(tree)
    known = fields | _docinfo(tree)
    blocks, left_out = walked(tree, {}, counts_blocks=True)
    if not blocks:
        raise Faulty(0, "is empty", "check that it is the right file")
    title = next(("".join(each.itertext()) for each in tree.iter("h1")), "")
    if title.strip() and not fields.get("title"):
        known["title"] = " ".join(title.split())
    return Reading(tuple(blocks), tuple(left_out), known, page.warnings, "block")


def _fields(text: str) -> tuple[dict[str, str], str]:
    """The fields above all else (`:author: …`, or as mail has them), by their names, and the text without them."""
    match = FIELDS.match(text)
    if match is None:
        head = plain_head(text)
        return {key.lower(): value for key, value in head.known.items()}, "\n".join(text.split("\n")[head.lines :])
    return {
        name.strip().lower(): " ".join(value.split()) for name, value in FIELD.findall(match[0]) if value.strip()
    }, text[match.end() :]


def _docinfo(tree: _Element) -> dict[str, str]:
    """The fields below the title, which are taken out of the text."""
    found: dict[str, str] = {}
    for fields in [each for each in tree.iter("dl") if "docinfo" in (each.get("class") or "").split()]:
        for name, value in zip(fields.findall("dt"), fields.findall("dd"), strict=False):
            found["".join(name.itertext()).strip(" :\n").lower()] = " ".join("".join(value.itertext()).split())
        parent = fields.getparent()
        if parent is not None:
            parent.remove(fields)
    return found


def _place_subtitle(tree: _Element) -> None:
    """Makes a heading again of what is set as a subtitle: the only section below the title."""
    for subtitle in [each for each in tree.iter("p") if "subtitle" in (each.get("class") or "").split()]:
        for level in range(5, 1, -1):
            for heading in list(tree.iter(f"h{level}")):
                heading.tag = f"h{level + 1}"
        subtitle.tag = "h2"


def _place_notes(tree: _Element) -> None:
    for link in list(tree.iter("a")):
        if link.get("role") == "doc-noteref":
            link.tag, mark = "sup", "".join(link.itertext()).strip("[]")
            for child in list(link):
                link.remove(child)
            link.text = mark
    for node in list(tree.iter("aside")):
        if "footnote" in (node.get("class") or "").split():
            label = node.find("span")
            node.tag = "note"
            if label is not None:
                node.set("label", "".join(label.itertext()).strip("[]"))
                node.remove(label)
