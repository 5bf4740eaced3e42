"""The bytes of a feed (RSS, Atom, JSON Feed) → its entries, as plain text.

RSS and Atom are read with feedparser, which forgives broken XML. It fetches nothing here and cleans no HTML: what has
tags is turned into plain text by us.
"""

import io
import json
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from bot.documents.faults import Faulty
from bot.documents.readers.entries import Entry, FeedReading, moment
from bot.documents.readers.markup import in_one_line, words_of

MOST_ENTRIES = 1_000
LONGEST_LINE = 500
LONGEST_SUMMARY = 2_000
JSON_FEED = re.compile(r"https?://jsonfeed\.org/version/1")
ALTERNATE = re.compile(rb"<link\b[^>]{0,300}application/(?:rss|atom)\+xml[^>]{0,300}>", re.IGNORECASE)
HREF = re.compile(rb"""href\s{0,5}=\s{0,5}["']?([^"'\s>]{1,300})""", re.IGNORECASE)


def read(data: bytes, *, address: str = "", content_type: str = "") -> FeedReading:
    """Reads the bytes of a feed. `address`: where it was fetched; `content_type`: its server's. Raises Faulty."""
    title, found = _from_json(data) if data.lstrip()[:1] == b"{" else _from_xml(data, address, content_type)
    entries: dict[str, Entry] = {}
    for each in found:
        entry = _entry(each, address)
        if entry.title or entry.link or entry.summary:
            entries.setdefault(entry.id, entry)
        if len(entries) == MOST_ENTRIES:
            break
    return FeedReading(title, tuple(entries.values()))


def _from_xml(data: bytes, address: str, content_type: str) -> tuple[str, Iterator[dict[str, Any]]]:
    headers = {"content-type": content_type or "application/xml", "content-location": address}
    try:
        # Bytes in a stream: what looks like an address or a file name would be opened.
        read = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it lets out whatever a broken feed makes of it
        raise Faulty(0, "is a broken feed", "tell its publisher, or take it out") from error
    if not read.get("version") and not read.entries:
        raise Faulty(0, "is no feed" if data.strip() else "is empty", _named_feed(data, address))
    return _plain(read.feed, "title")[:LONGEST_LINE], (_from_entry(each) for each in read.entries)


def _from_entry(each: feedparser.FeedParserDict) -> dict[str, Any]:
    summary = _plain(each, "summary")
    if not summary and each.get("content"):
        summary = _text(each.content[0].get("value", ""), each.content[0].get("type", "text/html"))
    return {
        "id": each.get("id", ""),
        "title": _plain(each, "title")[:LONGEST_LINE],
        "link": each.get("link", ""),
        "author": _author(each),
        "summary": summary,
        "published": _utc(each.get("published_parsed")),
        "updated": _utc(each.get("updated_parsed")) if "updated" in each else None,
    }


def _author(each: feedparser.FeedParserDict) -> str:
    name = _line((each.get("author_detail") or {}).get("name") or each.get("author", ""))
    return "" if "@" in name else name


def _from_json(data: bytes) -> tuple[str, Iterator[dict[str, Any]]]:
    """JSON Feed, https://www.jsonfeed.org/version/1.1/"""
    try:
        said = json.loads(data)
        if not JSON_FEED.match(str(said.get("version"))):
            raise ValueError("no feed")
        items = [item for item in said.get("items", []) if isinstance(item, dict)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Faulty(0, "is no feed", "check the address") from error
    return _line(said.get("title", "")), map(_from_item, items)


def _from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [str(each.get("name", "")) for each in authors or [] if isinstance(each, dict)]
    plain = item.get("summary") or item.get("content_text")
    return {
        "id": str(item.get("id") or ""),
        "title": _line(item.get("title", "")),
        "link": str(item.get("url") or item.get("external_url") or ""),
        "author": _line(", ".join(name for name in names if name)),
        "summary": _text(plain, "text/plain") if plain else _text(item.get("content_html"), "text/html"),
        "published": _said_moment(item.get("date_published")),
        "updated": _said_moment(item.get("date_modified")),
    }


def _entry(said: Mapping[str, Any], address: str) -> Entry:
    link = _address(said["link"], address)
    name = str(said["id"]).strip() or link or f"{said['title']}\n{said['summary']}"
    # What is longer than an id can be is known by its hash.
    name = (
        name
        if len(name) <= LONGEST_LINE and name.isprintable()
        else sha256(name.encode("utf-8", "replace")).hexdigest()
    )
    return Entry(**{**said, "id": name, "link": link})


def _address(link: object, address: str) -> str:
    try:
        url: str = urljoin(address, str(link).strip()) if link else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.hostname and url.isprintable() and " " not in url
    return url.partition("#")[0] if fit else ""


def _named_feed(data: bytes, address: str) -> str:
    """The mend for what is no feed: the feed that a page names, if it is a page that names one."""
    link = ALTERNATE.search(data)
    named = HREF.search(link.group()) if link else None
    url = _address(named[1].decode("ascii", "replace"), address) if named else ""
    return f"the page names this feed: {url}" if url else "check the address"


def _plain(said: feedparser.FeedParserDict, key: str) -> str:
    kind = (said.get(f"{key}_detail") or {}).get("type", "text/html")
    return _text(said.get(key, ""), kind)


def _text(value: object, kind: str) -> str:
    text = value if isinstance(value, str) else ""
    return (words_of(text) if "html" in kind else in_one_line(text))[:LONGEST_SUMMARY]


def _line(value: object) -> str:
    return _text(value, "text/plain")[:LONGEST_LINE]


def _utc(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _said_moment(said: object) -> datetime | None:
    try:
        when = moment(said)
        return when.astimezone(UTC) if when and when.tzinfo else None
    except (ValueError, OverflowError):
        return None
