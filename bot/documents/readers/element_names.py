"""The elements of HTML (https://html.spec.whatwg.org) by name: what stands within a line, says nothing, ends others."""

import re
from collections.abc import Mapping

from bot.documents.blocks import Omission

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp
    small span strike strong sub sup time tt u var wbr
    """.split()
)
BOLD = frozenset(("b", "strong"))
BOXES = frozenset(("aside", "blockquote", "details"))
STRUCK = frozenset(("s", "del", "strike"))
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What is not text of the document, and why.
SILENT = {
    **dict.fromkeys(("pre", "listing", "xmp"), Omission.CODE),
    **dict.fromkeys(("nav",), Omission.NAVIGATION),
    **dict.fromkeys(
        """
        script style noscript template title svg math iframe object canvas audio video select datalist button textarea
        map frameset noframes progress meter dialog head
        """.split(),
        Omission.HIDDEN,
    ),
}
# Which open element ends where another of its kind begins, and what it does not reach beyond.
ENDS = {
    **dict.fromkeys(("li",), (frozenset(("li",)), frozenset(("ul", "ol")))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    **dict.fromkeys(("tr",), (frozenset(("tr",)), frozenset(("table",)))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th")), frozenset(("tr", "table")))),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",)))),
}
# What is collected as a whole, blocks and all.
WHOLE = frozenset(("td", "th", "dt", "summary", "caption", "figcaption"))
INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_inline(tag: str) -> bool:
    """Whether an element stands within the line: one of HTML's, or one of another name with a hyphen or colon."""
    return tag in INLINE or "-" in tag or ":" in tag


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether the element says of itself that it is not shown."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return bool(INVISIBLE.search(attributes.get("style") or ""))


def whole_number(text: str | None, otherwise: int) -> int:
    """The number that an attribute has; `otherwise` where it has none of five digits at most."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
