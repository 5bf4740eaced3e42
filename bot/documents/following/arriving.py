"""New entries of a feed → what waits for a curator, or, from a trusted feed, documents.

A trusted feed brings new versions of what came from the same address. What comes from another one waits for a curator;
what is like something else is told, and never left out for that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.documents.adding.corpus_writer import Added, CorpusWriter, Fate
from bot.documents.adding.drafting import draft_of_address
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.reading import ReadFile
from bot.documents.faults import Faulty
from bot.documents.following.pending import Pending, Waiting, draft_of, pending_id
from bot.documents.following.polling import Feed
from bot.documents.readers import sandbox
from bot.documents.readers.entries import Entry, FeedReading, reading_from_json
from bot.documents.web.fetched import Fetch, Fetched, Trouble


@dataclass(frozen=True, slots=True)
class Known:
    """An entry whose page the corpus has already, from the same address and word for word."""

    entry: Entry
    article: str


Arrived = Pending | Added | Known


@dataclass(frozen=True, slots=True)
class Doors:
    """What arrivals go through: how pages are fetched and read, the corpus, and where what needs a curator waits.

    `trial` is the same corpus as the `writer`'s, and writes nothing.
    """

    fetch: Fetch
    read: ReadFile
    writer: CorpusWriter
    trial: CorpusWriter
    waiting: Waiting


def read_feed(got: Fetched) -> FeedReading:
    """What a fetched feed says, read in a process of its own. Raises Faulty."""
    charset = f"; charset={got.charset}" if got.charset else ""
    options = {"address": got.url, "content_type": f"{got.content_type}{charset}"}
    try:
        return reading_from_json(sandbox.call("feed", got.body, options))
    except (ValueError, KeyError, TypeError) as error:
        raise Faulty(0, "brings down the program that reads it", "tell its publisher, or take it out") from error


def arrive(feed: Feed, entries: Iterable[Entry], doors: Doors, now: datetime) -> Iterator[Arrived]:
    """Gets the page of each entry, and says what becomes of it. What waits already is not told of again.

    Safe to be done again after a crash: an entry is kept under the same id, and added under the same name.
    """
    for entry in entries:
        pending = Pending(pending_id(feed.url, entry), feed.url, entry, now, entry.link)
        try:
            pending, tried = _looked_at(feed, pending, doors)
            if tried.fate is Fate.UNCHANGED:
                yield Known(entry, pending.replaces)
                continue
            if feed.trusted and pending.draft:
                yield doors.writer.put(pending.draft, Metadata())
                continue
        except Faulty as fault:
            pending = replace(pending, draft=None, trouble=f"{fault.what}; {fault.mend}")
        if doors.waiting.keep(pending):
            yield pending


def _looked_at(feed: Feed, pending: Pending, doors: Doors) -> tuple[Pending, Added]:
    """The entry with what stands at its address, and what would become of it. Raises Faulty."""
    if not pending.entry.link:
        raise Faulty(0, "has no address", "ask its publisher")
    found = draft_of_address(pending.entry.link, doors.fetch, doors.read)
    if isinstance(found, Trouble):
        raise Faulty(0, found.what, found.mend)
    draft = draft_of(feed, pending.entry, found)
    tried = doors.trial.put(draft, Metadata())
    if tried.article and not pending.entry.title:
        titled = replace(pending.entry, title=tried.article.attribution.label)
        pending = replace(pending, entry=titled)
    url = draft.said.origin or pending.entry.link
    lead = tried.article.passages[0].text if tried.article else ""
    replaces = doors.writer.article_at(url) or ""
    return replace(pending, url=url, draft=draft, lead=lead, like=tried.alike, replaces=replaces), tried


def accept(pending: Pending, writer: CorpusWriter) -> Added:
    """Makes what waited a document, as a curator wished. Raises Faulty."""
    if pending.draft is None:
        raise Faulty(0, f"could not be read ({pending.trouble})", "save the page, and add the file")
    return writer.put(pending.draft, Metadata())
