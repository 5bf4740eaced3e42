"""A feed that somebody names → corpus files, as if its latest entries had been named one by one."""

from collections.abc import Iterator
from datetime import datetime

from bot.documents.adding.adding import Ways
from bot.documents.adding.corpus_writer import Added, CorpusWriter
from bot.documents.adding.drafting import Draft, draft_of_address
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.following.arriving import read_feed
from bot.documents.following.pending import draft_of
from bot.documents.following.polling import NEVER_SEEN, Feed, poll
from bot.documents.readers.entries import Entry
from bot.documents.web.fetched import Fetch, Trouble


def add_feed(feed: Feed, writer: CorpusWriter, given: Metadata, ways: Ways, now: datetime) -> Iterator[Added | Trouble]:
    """Makes the pages of a feed's latest entries articles: who names a feed trusts it, and decides on the spot.

    So nothing waits, and nothing is remembered. `given` goes before what the pages say, as in `adding.add`.
    """
    if ways.fetch is None:
        yield Trouble(feed.url, "is a web address, and nothing is fetched here", "save its pages, and add the files")
        return
    polled = poll(feed, NEVER_SEEN, ways.fetch, read_feed, now)
    if polled.trouble:
        yield polled.trouble
    for done, entry in enumerate(polled.new):
        ways.told(done, len(polled.new))
        try:
            draft = _drafted(feed, entry, ways.fetch, ways)
            yield draft if isinstance(draft, Trouble) else writer.put(draft, given)
        except Faulty as fault:
            yield Trouble(entry.link or entry.title or feed.url, fault.what, fault.mend)
    ways.told(len(polled.new), len(polled.new))


def _drafted(feed: Feed, entry: Entry, fetch: Fetch, ways: Ways) -> Draft | Trouble:
    if not entry.link:
        raise Faulty(0, "has no address", "ask its publisher")
    found = draft_of_address(entry.link, fetch, ways.read)
    return found if isinstance(found, Trouble) else draft_of(feed, entry, found)
