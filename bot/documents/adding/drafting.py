"""A text, a page, a PDF or a web address → a draft: what it says and what is known of it, not yet in the corpus."""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.documents.adding.sources import PAGE_ENDINGS, PDF_ENDINGS, TEXT_ENDINGS, YAML_ENDINGS, Source
from bot.documents.corpus import format as corpus_format
from bot.documents.corpus import metadata
from bot.documents.corpus.loading import LARGEST_FILE, UNSHOWABLE
from bot.documents.corpus.metadata import Metadata, from_options
from bot.documents.faults import Faulty, read_text
from bot.documents.readers import sandbox
from bot.documents.readers.decoding import decoded
from bot.documents.readers.reading import Reading, from_json
from bot.documents.readers.text import paragraphs
from bot.documents.web.fetched import Fetch, Fetched, Trouble

LARGEST_PAGE = 10_000_000
LARGEST_PDF = 50_000_000
NOT_IN_A_FILE_NAME = re.compile(rf'[<>:"/\\|?*#]|{UNSHOWABLE.pattern}')
LONGEST_NAME = 60
# What a web server calls texts, pages and PDFs.
TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown")
PAGE_TYPES = ("text/html", "application/xhtml+xml")
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
UNTOLD_TYPES = ("application/octet-stream", "application/xml", "text/xml", "")

Read = Callable[[str, bytes, Mapping[str, str]], Reading]
"""What the bytes of a "html" or "pdf" file say; its options are those of the reader. Raises Faulty."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What may become an article: where it comes from, the name it would have, what it says, what is known of it."""

    source: Source
    name: str
    reading: Reading
    known: Metadata


def read_apart(kind: str, data: bytes, options: Mapping[str, str]) -> Reading:
    """Reads a page or PDF in a process of its own. Raises Faulty."""
    try:
        return from_json(sandbox.call(kind, data, options))
    except (ValueError, KeyError, TypeError) as error:
        raise Faulty(0, "brings down the program that reads it", sandbox.SIMPLER) from error


def draft_of_file(file: Path, read: Read = read_apart) -> Draft:
    """The draft of a file; a YAML file of the same name tells what is known of it. Raises Faulty."""
    ending = file.suffix.lower()
    if ending in TEXT_ENDINGS:
        reading = _of_text(read_text(file, LARGEST_FILE))
    elif ending in PAGE_ENDINGS:
        reading = read("html", _bytes_of(file, LARGEST_PAGE), {})
    elif ending in PDF_ENDINGS:
        reading = read("pdf", _bytes_of(file, LARGEST_PDF), {})
    else:
        kinds = ", ".join(sorted(TEXT_ENDINGS | PAGE_ENDINGS | PDF_ENDINGS))
        what = f"is no plain text, web page or PDF ({file.suffix or 'no ending'})"
        raise Faulty(0, what, f"save it as text, with an ending of {kinds}")
    return Draft(file, article_name(file), reading, over(plausible(reading.known), _beside(file)))


def draft_of_address(url: str, fetch: Fetch, read: Read = read_apart) -> Draft | Trouble:
    """The draft of what stands at a web address. Raises Faulty if it cannot be read."""
    got = fetch(url)
    if isinstance(got, Trouble):
        return got
    if not isinstance(got, Fetched):
        return Trouble(url, "is said not to have changed, though nobody asked", "try again later")
    reading = _of_fetched(got, read)
    known = over(plausible({"url": got.url}), plausible(reading.known))
    return Draft(url, address_name(known.title, got.url), reading, known)


def article_name(source: Path) -> str:
    """The name of the article that a file becomes: its own, without what file names cannot hold."""
    return NOT_IN_A_FILE_NAME.sub("-", source.stem).lstrip(". ").rstrip() or "article"


def address_name(title: str | None, url: str) -> str:
    """The name of the article that a page becomes: its title's words, or else the last part of its address."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    for words in (title, last[0] or last[2], parts.hostname):
        name = "-".join(re.findall(r"[^\W_]+", words or "")).casefold()
        if name:
            return (
                name
                if len(name) <= LONGEST_NAME
                else name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
            )
    return "article"


def plausible(said: Mapping[str, str]) -> Metadata:
    """What a source says of itself, without what an article cannot have: nobody looked it over."""
    known = Metadata()
    for key, value in said.items():
        try:
            known = over(known, from_options({key: value}))
        except Faulty:
            continue
    return known


def over(known: Metadata, better: Metadata) -> Metadata:
    """What is known, with what is known better in its place."""
    return known.model_copy(update={key: getattr(better, key) for key in better.model_fields_set})


def _of_text(text: str) -> Reading:
    if text.split("\n", 1)[0].rstrip() == corpus_format.FENCE:
        mend = "copy it into the corpus folder as it is, or take its first line away if it is none"
        raise Faulty(1, "is a corpus file already", mend)
    return Reading(paragraphs=tuple(paragraphs(text)))


def _of_fetched(got: Fetched, read: Read) -> Reading:
    untold = got.content_type in UNTOLD_TYPES
    if got.content_type == "application/pdf" or got.body.startswith(b"%PDF-"):
        return read("pdf", got.body, {})
    if got.content_type in PAGE_TYPES or (untold and b"<html" in got.body[:2_000].lower()):
        return read("html", got.body, {"charset": got.charset, "address": got.url})
    if got.content_type in TEXT_TYPES:
        text = decoded(got.body, got.charset)
        notes = (f"characters that could not be read, and stand as �: {text.unreadable}",) if text.unreadable else ()
        plain = text.text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
        return Reading(paragraphs=tuple(paragraphs(plain)), notes=notes)
    if got.content_type in FEED_TYPES or (untold and re.search(rb"<(rss|feed|rdf:RDF)\b", got.body[:2_000])):
        raise Faulty(0, "is a feed", "add it with --feed, or add the addresses of its articles")
    kind = got.content_type if re.fullmatch(r"[\w.+/-]{1,60}", got.content_type) else "of an unknown kind"
    raise Faulty(0, f"is no plain text, web page or PDF ({kind})", "save it as one of these, and add the file")


def _bytes_of(file: Path, limit: int) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device never ends
            raise Faulty(0, "is no regular file", "put a file in its place")
        if found.st_size > limit:
            raise Faulty(0, f"is {found.st_size:,} bytes long", f"split it into files of at most {limit:,} bytes")
        return file.read_bytes()
    except OSError as error:
        raise Faulty(0, f"cannot be read ({error.strerror})", "check that it exists and may be read") from error


def _beside(file: Path) -> Metadata:
    beside = next((each for ending in YAML_ENDINGS if (each := file.with_suffix(ending)).exists()), None)
    if beside is None:
        return Metadata()
    try:
        return metadata.parse(read_text(beside, LARGEST_FILE))
    except Faulty as fault:
        raise Faulty(0, f"is not added: {fault.within(beside)}", "then add it again") from fault
