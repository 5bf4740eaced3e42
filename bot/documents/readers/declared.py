"""What a page says of itself in its head: title, author, publisher, dates, address. Nothing is guessed from its text.

Read, in this order: JSON-LD (schema.org), Open Graph and the meta names of Dublin Core and Google Scholar; for the
title also the only first-level heading, or the title of the window. What a page wants to be found by is kept apart
(`keywords`).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from bot.documents.blocks import Omission
from bot.documents.readers.page_walk import walked
from bot.documents.readers.properties import NO_AUTHOR, NO_TITLE, keywords

Skipped = Mapping[_Element, Omission]
NOTHING: Skipped = {}
LONGEST_JSON = 1_000_000
LONGEST_VALUE = 500
DEEPEST = 4
DATE = re.compile(r"\s*(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")
ADDRESS = re.compile(r"https?://\S+|//\S+|@\w+", re.IGNORECASE)
ARTICLE_TYPES = re.compile(r"(Article|Posting|Report|Legislation|DigitalDocument|WebPage)$")
# What Confluence writes above a page that it exports.
EXPORTED = re.compile(
    r"Created by (?P<author>\S.{0,99}?)(?: ?(?P<changed>, last modified)(?: by \S.{0,99}?)?)?"
    r" on (?P<day>[A-Z][a-z]{2} \d{1,2}, \d{4})"
)
SITE_AT_END = re.compile(r"(.*\S)\s[|–—·:-]\s(.+)")
META = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "citation_author", "dc.creator", "dcterms.creator", "article:author"),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher"),
    "published": (
        "article:published_time", "datepublished", "citation_publication_date", "citation_date", "dcterms.issued",
        "dc.date.issued", "dcterms.date", "dc.date", "date", "pubdate", "publish-date",
    ),
    "updated": ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "dc.date.modified"),
}  # fmt: skip
# Words to be found by: all of them, and never shown.
KEYWORDS = (
    "keywords", "news_keywords", "description", "og:description", "dc.subject", "dcterms.subject", "dc.description",
    "dcterms.description",
)  # fmt: skip
IN_JSON = {"title": "headline", "author": "author", "publisher": "publisher"}
IN_JSON |= {"published": "datePublished", "updated": "dateModified"}


def declared(tree: HtmlElement, address: str = "", skipped: Skipped = NOTHING) -> dict[str, str]:
    """What is known of a page, by the keys of an article; a key that the page says nothing of is missing.

    `address` is where the page was fetched, "" if it is a file. An address that the page itself calls the right one
    counts only if it is of the same host: nobody may pass for somebody else. `skipped` are elements that are no part of
    its text.
    """
    meta, said = _meta(tree), list(_json_ld(tree))
    found: dict[str, str] = {}
    for key, names in META.items():
        in_json = [each for each in (_value(part.get(IN_JSON[key])) for part in said) if each]
        values = in_json[:1] or [", ".join(dict.fromkeys(meta[name])) for name in names if meta.get(name)]
        value = next((fit for fit in map(_fit[key], values) if fit), "")
        if value:
            found[key] = value
    found = {**_of_export(tree), **found}
    if words := keywords(value for name in KEYWORDS for value in meta.get(name, ())):
        found["keywords"] = words
    headline, window = _headline(tree, skipped), _title_of_window(tree)
    if headline.casefold() not in window.casefold() and any(
        _line(each.text_content()) == window for each in tree.iter("h2")
    ):
        headline = window  # above it stands the name of the site
    if title := found.get("title") or headline or window:
        found["title"] = _without_site(title, found.get("publisher", ""), headline)
    if found.get("updated", "") <= found.get("published", ""):
        found.pop("updated", None)
    if url := _own_address(tree, meta, address):
        found["url"] = url
    return found


def _of_export(tree: HtmlElement) -> dict[str, str]:
    for node in tree.find_class("page-metadata"):
        if match := EXPORTED.fullmatch(_line(node.text_content())):
            return {"author": match["author"], "updated" if match["changed"] else "published": match["day"]}
    return {}


def language_named(tree: HtmlElement) -> str:
    """The language that a page names as its own, as it writes it; "" if it names none."""
    body = tree.find("body")
    for node in (tree, body) if body is not None else (tree,):
        if tag := node.get("lang") or node.get("xml:lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang"):
            return _line(tag)
    names = ("content-language", "dc.language", "dcterms.language", "og:locale")
    told = {
        (each.get("http-equiv") or each.get("name") or each.get("property") or "").lower(): each
        for each in tree.iter("meta")
    }
    return next((_line(told[name].get("content") or "") for name in names if name in told), "")


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta", "time"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        value = _line(node.get("content") or node.get("datetime") or "")
        if name and value:
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _json_ld(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    """The articles that the page describes, those that are called articles before mere pages."""
    parts: list[Mapping[str, object]] = []
    for script in tree.iter("script"):
        if script.get("type", "").lower().startswith("application/ld+json"):
            text = script.text_content()
            try:
                parts += _objects(json.loads(text, strict=False) if len(text) <= LONGEST_JSON else None, DEEPEST)
            except (ValueError, RecursionError):
                continue
    yield from sorted(parts, key=lambda part: "WebPage" in str(part.get("@type")))


def _objects(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth - 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(isinstance(kind, str) and ARTICLE_TYPES.search(kind) for kind in _listed(kinds)):
            yield value
        yield from _objects(value.get("@graph"), depth - 1)


def _value(value: object) -> str:
    """A text, or the name of a person or organisation, or the names of several."""
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, dict):
        return _value(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(name for each in value[:20] if not isinstance(each, list) and (name := _value(each)))
    return ""


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _title_of_window(tree: HtmlElement) -> str:
    return next((_title(_line(node.text_content())) for node in tree.iter("title")), "")


def _headline(tree: HtmlElement, skipped: Skipped) -> str:
    """The first-level heading that is the title, or the only one, as it reads; "" if there are none or several."""
    shown = (node for node in tree.iter("h1") if not any(each in skipped for each in (node, *node.iterancestors())))
    headings = [(node, words) for node in shown if (words := _words(node, skipped))]
    titles = [words for node, words in headings if node.get("class") == "title"] or [words for _, words in headings]
    return _line(titles[0]) if len(titles) == 1 else ""


def _words(node: HtmlElement, skipped: Skipped) -> str:
    return " ".join(block.text for block in walked(node, skipped)[0])


def _without_site(title: str, publisher: str, headline: str) -> str:
    """The title without " | Publisher" at its end: told by the publisher's name, or by the heading of the page."""
    match = SITE_AT_END.fullmatch(title)
    if match and match[2].casefold() == publisher.casefold():
        return match[1]
    is_followed = headline and SITE_AT_END.fullmatch(title[len(headline) - 1 :])
    return headline if is_followed and title.casefold().startswith(headline.casefold()) else title


def _own_address(tree: HtmlElement, meta: Mapping[str, Sequence[str]], address: str) -> str:
    links = [
        str(node.get("href", "")) for node in tree.iter("link") if "canonical" in node.get("rel", "").lower().split()
    ]
    for said in (*links, *meta.get("og:url", ())):
        try:
            url: str = urljoin(address, said.strip())
            if said.strip() and _host(url) and (not address or _host(url) == _host(address)):
                return url.partition("#")[0]
        except ValueError:
            continue
    return address.partition("#")[0]


def _host(url: str) -> str:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else ""


def _day(text: str) -> str:
    """The day at the start of a date, as the publisher wrote it: no zone is taken into account."""
    match = DATE.match(text)
    return "-".join(match.groups()) if match else ""


def _name(text: str) -> str:
    return "" if ADDRESS.search(text) else text


def _title(text: str) -> str:
    return "" if NO_TITLE.fullmatch(text) or "{{" in text else _line(text)


def _author(text: str) -> str:
    return "" if NO_AUTHOR.fullmatch(text) else _name(text)


_fit = {"title": _title, "author": _author, "publisher": _name, "published": _day, "updated": _day}
