"""A file or what stands at a web address → a draft: its bytes and what is said of it, not yet in the corpus."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.documents.adding.survey import Item, Source
from bot.documents.corpus.document import over, written
from bot.documents.corpus.listing import UNSHOWABLE
from bot.documents.corpus.metadata import Metadata, from_options
from bot.documents.corpus.reading import ReadFile
from bot.documents.faults import Faulty
from bot.documents.headings import title_of
from bot.documents.readers import formats
from bot.documents.web.fetched import Fetch, Fetched, Trouble

NOT_IN_A_FILE_NAME = re.compile(rf'[<>:"/\\|?*#]|{UNSHOWABLE.pattern}')
LONGEST_NAME = 60
# What a web server calls texts, and what it calls nothing in particular.
TEXT_TYPES = {"text/plain": ".txt", "text/markdown": ".md", "text/x-markdown": ".md"}
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
UNTOLD_TYPES = ("application/octet-stream", "application/xml", "text/xml", "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What may become a document: where it comes from, its path below the corpus folder, its bytes, what is said of it.

    `said.origin` is its place: the resolved path of a file, or the address where a page was found.
    """

    source: Source
    path: str
    data: bytes
    said: Metadata


def draft_of_file(item: Item) -> Draft:
    """The draft of a file; a YAML file beside it tells what is known of it. Raises Faulty."""
    file = Path(item.source)
    found = written(file)
    said = found.said().model_copy(update={"origin": os.path.realpath(file)})
    return Draft(file, "/".join(map(file_name, item.path.split("/"))), found.data, said)


def draft_of_address(url: str, fetch: Fetch, read: ReadFile) -> Draft | Trouble:
    """The draft of what stands at a web address. Raises Faulty if it cannot be read."""
    got = fetch(url)
    if isinstance(got, Trouble):
        return got
    if not isinstance(got, Fetched):
        return Trouble(url, "is said not to have changed, though nobody asked", "try again later")
    ending = ending_of(got)
    data = in_utf8(got) if ending in {".html", *TEXT_TYPES.values()} else got.body
    reading = read(f"page{ending}", data)
    said = over(plausible({"url": got.url}), Metadata(origin=got.url))
    title = reading.known.get("title") or title_of(reading.blocks)
    return Draft(url, f"{address_name(title, got.url)}{ending}", data, said)


def file_name(name: str) -> str:
    """A name without what file names and references cannot hold."""
    stem, dot, ending = name.rpartition(".")
    if not stem.strip(". "):
        stem, dot, ending = name, "", ""
    return (NOT_IN_A_FILE_NAME.sub("-", stem).lstrip(". ").rstrip() or "article") + dot + ending


def address_name(title: str | None, url: str) -> str:
    """The name of the article that a page becomes: its title's words, or else the last part of its address."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    for words in (title, last[0] or last[2], parts.hostname):
        name = "-".join(re.findall(r"[^\W_]+", words or "")).casefold()
        if name:
            short = name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
            return name if len(name) <= LONGEST_NAME else short
    return "article"


def address_path(path: str, url: str) -> str:
    """The path of a document that is named as the page stands on its site: "policies/leave.html".

    `path` is what it would be called by its title; its ending is kept, and a site's first page has no other name.
    """
    ending = path.rpartition(".")[2]
    parts = [file_name(unquote(part)) for part in urlsplit(url).path.split("/") if part.strip(". ")]
    if not parts:
        return path
    stem = parts[-1].rpartition(".")[0] if formats.kind_of(parts[-1]) else parts[-1]
    return "/".join([*parts[:-1], f"{stem}.{ending}"])


def plausible(said: Mapping[str, str]) -> Metadata:
    """What a source says of itself, without what an article cannot have: nobody looked it over."""
    known = Metadata()
    for key, value in said.items():
        try:
            known = over(known, from_options({key: value}))
        except Faulty:
            continue
    return known


def ending_of(got: Fetched) -> str:
    """The ending of the file that something fetched becomes. Raises Faulty if it is of no kind that is read."""
    untold = got.content_type in UNTOLD_TYPES
    if got.body.startswith(b"%PDF-"):
        return ".pdf"
    if untold and b"<html" in got.body[:2_000].lower():
        return ".html"
    if got.content_type in TEXT_TYPES:
        return TEXT_TYPES[got.content_type]
    if got.content_type in FEED_TYPES or (untold and re.search(rb"<(rss|feed|rdf:RDF)\b", got.body[:2_000])):
        raise Faulty(0, "is a feed", "add it with --feed, or add the addresses of its articles")
    if kind := formats.kind_of_type(got.content_type):
        return formats.FORMATS[kind].endings[0]
    named = Path(urlsplit(got.url).path).suffix.lower()
    if untold and formats.kind_of(f"x{named}"):
        return named
    kind = got.content_type if re.fullmatch(r"[\w.+/-]{1,60}", got.content_type) else "of an unknown kind"
    raise Faulty(0, f"is of a kind that is not read ({kind})", "save it as a PDF, a web page or text, and add the file")


def in_utf8(got: Fetched) -> bytes:
    """The same text in UTF-8, where its server alone says how it is encoded: a file has nobody to say so."""
    if not got.charset or got.charset.lower().replace("-", "") in {"utf8", "usascii"}:
        return got.body
    try:
        return got.body.decode(got.charset).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return got.body
