"""New entries of a feed → what waits for a curator, or, from a trusted feed, articles.

Nothing that comes by itself ever replaces anything: what the corpus has word for word is left out, what it has nearly
so (or in another version) waits for a curator, from a trusted feed too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.documents.adding.corpus_writer import Added, CorpusWriter
from bot.documents.adding.drafting import Read, draft_of_address
from bot.documents.adding.duplicates import Kind, Likeness
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.following.pending import Pending, Waiting, pending_id
from bot.documents.following.polling import Feed
from bot.documents.readers import sandbox
from bot.documents.readers.entries import Entry, FeedReading, reading_from_json
from bot.documents.web.fetched import Fetch, Fetched, Trouble


@dataclass(frozen=True, slots=True)
class Known:
    """An entry whose text the corpus has already, word for word."""

    entry: Entry
    like: Likeness


Arrived = Pending | Added | Known


@dataclass(frozen=True, slots=True)
class Doors:
    """What arrivals go through: how pages are fetched and read, the corpus, and where what needs a curator waits."""

    fetch: Fetch
    read: Read
    shelf: CorpusWriter
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
        pending = _looked_at(feed, entry, doors, now)
        draft, like = pending.draft(feed), pending.like
        if like and like[0].kind is Kind.SAME_TEXT:
            yield Known(entry, like[0])
            continue
        if feed.trusted and draft and not any(each.is_duplicate for each in like):
            try:
                yield doors.shelf.put(draft, Metadata())
                continue
            except Faulty as fault:
                pending = replace(pending, trouble=f"{fault.what}; {fault.mend}")
        if doors.waiting.keep(pending):
            yield pending


def _looked_at(feed: Feed, entry: Entry, doors: Doors, now: datetime) -> Pending:
    pending = Pending(pending_id(feed.url, entry), feed.url, entry, now, entry.link)
    if not entry.link:
        return replace(pending, trouble="has no address; ask its publisher")
    try:
        found = draft_of_address(entry.link, doors.fetch, doors.read)
    except Faulty as fault:
        return replace(pending, trouble=f"{fault.what}; {fault.mend}")
    if isinstance(found, Trouble):
        return replace(pending, trouble=f"{found.what}; {found.mend}")
    pending = replace(pending, url=found.known.url or entry.link, reading=found.reading)
    return replace(pending, like=doors.shelf.like(found))


def accept(pending: Pending, feed: Feed, shelf: CorpusWriter) -> Added:
    """Makes what waited an article, as a curator wished. Raises Faulty.

    The curator has seen what it is like: so the shelf is one that adds `force`, or replaces, whichever was pressed.
    """
    draft = pending.draft(feed)
    if draft is None:
        raise Faulty(0, f"could not be read ({pending.trouble})", "save the page, and add the file")
    return shelf.put(draft, Metadata())
