"""What of a page is its site and not its text: told by elements, roles, names, and phrases that every site has."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import Omission
from bot.documents.readers.element_names import HEADINGS, is_inline
from bot.documents.readers.site_phrases import PHRASE

TEXT = frozenset(("main", "article"))
# Elements of a site: outside of the text they are no part of it; within it they may be (an author's heading or remark).
SITE = {
    "header": Omission.BOILERPLATE,
    "footer": Omission.BOILERPLATE,
    "aside": Omission.BOILERPLATE,
}
NAVIGATION_ROLES = frozenset(("navigation", "menu", "menubar", "search", "toolbar"))
ROLES = {
    **dict.fromkeys(NAVIGATION_ROLES, Omission.NAVIGATION),
    "banner": Omission.BOILERPLATE,
    "contentinfo": Omission.BOILERPLATE,
    "alertdialog": Omission.BOILERPLATE,
    "dialog": Omission.BOILERPLATE,
}
# Words of class names and ids: these belong to no text, wherever they stand …
NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|breadcrumbs?|skip(?:[_-]?(?:link|to|nav)\w*)?|pagination|pager|toc|tableofcontents"
    r"|(?:main|side|site|top|mega|dropdown|mobile|user|page)[_-]?(?:menu|nav)|menu|social|share|sharing|tags?[_-]?list"
    r"|lang(?:uage)?s?[_-]?(?:switch|select|pick|choos)\w*|related(?:[_-]\w+)?|edit[_-]?(?:link|page|section)|headerlink|mw-editsection|plugin_pagetree|pagetree|pagesection|back[_-]?to[_-]?top)(?:$|[\s_-])",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookies?(?:[_-]?\w+)?|gdpr|consent[_-](?:banner|bar|popup|overlay)|newsletter|subscribe|advert\w*"
    r"|site[_-]?(?:header|footer)|page[_-]?(?:footer|feedback)|feedback|colophon|sidebar|onetrust\S*|page[_-]?metadata|printfooter|catlinks|sitesub|modal|popup|lightbox|(?:was[_-]this[_-])?helpful)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What readers wrote below a text, however much: only where one comment by itself, or a form for one, is named so too.
COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:[_-]?(?:area|list|section|thread|wrap(?:per)?|container|form|respond))?|responses"
    r"|respond|disqus[_-]thread)(?:$|[\s_-])",
    re.IGNORECASE,
)
COMMENT = re.compile(
    r"(?:^|[\s_-])comment[_-]?(?:\d+|author|avatar|body|content|form|item|meta|metadata|reply|text|list)(?:$|[\s_-])",
    re.IGNORECASE,
)
# The first comment is among this many elements: parts of a page may lie in each other, and each looks through its own.
LOOKED_THROUGH = 1_000
COUNTED_COMMENTS = re.compile(r"\d+ (?:comments?|responses?|replies|reply|thoughts? on\b.*)", re.IGNORECASE)
# … and these only hide from the eye what is read aloud.
ALOUD = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|visuallyhidden)(?:$|\s)")
# Pictures whose names stand in the page as text ("phone").
ICON = re.compile(r"(?:^|\s)material-(?:icons|symbols)(?:-[\w-]+)?(?:$|\s)")
# The head and foot of a site, where nothing but their name tells of them.
ENDS = re.compile(r"(?:^|\s)(?:header|footer|masthead|pageheader|pagefooter|topbar|bottom)(?:$|\s)", re.IGNORECASE)
SMALL = frozenset(("div", "p", "a", "span", "li", "section", "form", "aside", "fieldset"))
LONGEST_PHRASE = 140
# A part with words of a menu in its name, but more running text than this, is text; in letters outside of links.
MOST_TEXT = 400
LEAST_SHARE = 0.3
BY_CLASS = frozenset(("div", "section", "ul", "ol", "p", "span", "a", "i", "header", "footer", "aside", "table", "td"))
HELD = ("p", "li", "table", "h1", "h2", "h3", "h4", "dd", "article", "main")
RUNNING = frozenset(("p", "ul", "ol", "dl", "table", "pre", "h2", "h3", "h4", "h5", "h6"))


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


def _reason(node: _Element) -> Omission | None:
    tag = node.tag
    role = ROLES.get((node.get("role") or "").strip().lower())
    if role is not None or tag == "nav":
        return role or Omission.NAVIGATION
    if tag in SITE and not any(each.tag in TEXT or each.tag == "blockquote" for each in node.iterancestors()):
        # Without an article to tell them apart, the heading of the page may stand in its header, a remark in an aside.
        is_text = _is_only_head(node) if tag == "header" else tag == "aside" and _is_amid_text(node)
        return None if is_text else SITE[tag]
    if tag in BY_CLASS and _are_comments(node):
        return Omission.COMMENT
    if tag == "form" and not any(True for _ in node.iter(*HELD)):
        return Omission.NAVIGATION
    if _is_place_of_heading(node):
        return Omission.NAVIGATION
    return (_by_name(node) if tag in BY_CLASS else None) or (_by_phrase(node) if tag in SMALL else None)


def _are_comments(node: _Element) -> bool:
    if not COMMENTS.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
        return False
    inside = islice(node.iterdescendants(etree.Element), LOOKED_THROUGH)
    if any(
        each.tag == "textarea" or COMMENT.search(f"{each.get('class') or ''} {each.get('id') or ''}") for each in inside
    ):
        return True
    heading = next(node.iter(*HEADINGS), None)
    return heading is not None and bool(COUNTED_COMMENTS.fullmatch(" ".join("".join(heading.itertext()).split())))


def _is_place_of_heading(node: _Element) -> bool:
    """Whether it is but a sign behind a heading that leads to it."""
    if not (node.tag == "a" or node.get("aria-hidden") == "true"):
        return False
    text = "".join(node.itertext(etree.Element)).strip()
    inside = any(each.tag in HEADINGS for each in node.iterancestors())
    return inside and bool(text) and not any(map(str.isalnum, text))


def _by_phrase(node: _Element) -> Omission | None:
    text = " ".join(" ".join(node.itertext(etree.Element)).split())
    return Omission.BOILERPLATE if len(text) <= LONGEST_PHRASE and PHRASE.fullmatch(text) else None


def _by_name(node: _Element) -> Omission | None:
    names = f"{node.get('class') or ''} {'' if _is_anchor(node) else node.get('id') or ''}"
    if len(names) < 2:
        return None
    if ALOUD.search(names):
        return Omission.HIDDEN
    if ICON.search(names):
        return Omission.PICTURE
    reason = Omission.NAVIGATION if NAVIGATION.search(names) else None
    outside = not any(each.tag in TEXT for each in node.iterancestors())
    if BOILERPLATE.search(names) or (outside and ENDS.search(names) and not _is_only_head(node)):
        reason = Omission.BOILERPLATE
    return reason if reason and _unlinked(node) <= MOST_TEXT else None


def _is_anchor(node: _Element) -> bool:
    """Whether the id of an element only says where links lead: within a line, or made of the heading of its part."""
    if is_inline(str(node.tag)):
        return True
    heading = next(node.iter(*HEADINGS), None)
    if heading is None or not (node.tag == "section" or _is_in_text(node)):
        return False
    return _letters_of("".join(heading.itertext())).endswith(_letters_of(node.get("id") or ""))


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_in_text(node: _Element) -> bool:
    return any(each.tag in TEXT or each.get("role") == "main" for each in node.iterancestors())


def _is_only_head(node: _Element) -> bool:
    return any(True for _ in node.iter("h1")) and not any(True for _ in node.iter("a", "nav", "ul"))


def _is_amid_text(node: _Element) -> bool:
    """Whether an element stands in a section, or between parts of running text."""
    around = (node.getprevious(), node.getnext())
    return any(each.tag == "section" for each in node.iterancestors()) or all(
        each is not None and each.tag in RUNNING for each in around
    )


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
