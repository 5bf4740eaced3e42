"""Pages that are followed, by name or by a sitemap: what is new and changed arrives, and what is gone goes."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.changes.withdrawals import SourceDocument
from bot.core.curation.feed_candidates import Followed
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.adding.duplicates import same_place
from bot.documents.corpus.withholding import A_FIFTH, withheld
from bot.documents.following.arriving import arrive
from bot.documents.following.pages import Site, SiteDoors, Sitemap, look, site_state_of
from bot.documents.following.polling import Feed
from bot.documents.following.ways import GoOn, Ways, tell_of
from bot.documents.following.withdrawing import Withdrawals
from bot.documents.readers import sandbox
from bot.documents.readers.entries import Entry
from bot.documents.web.fetched import Fetched


@dataclass(frozen=True, slots=True)
class FollowedSite:
    """Satisfies the Source of `bot.service.sources`."""

    site: Site
    feed: Feed
    ways: Ways
    withdrawals: Withdrawals

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        due = site_state_of(known).next_look
        return due is None or due <= now or any(map(self.withdrawals.confirmed, self._asked()))

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        fetch = self.ways.budget()

        def arrived(url: str, got: Fetched) -> str:
            entry = Entry(f"{url} {sha256(got.body).hexdigest()}", link=url)
            doors = self.ways.doors(lambda *_: got)
            return next((tell_of(each, self.key) for each in arrive(self.feed, [entry], doors, now)), "known")

        doors = SiteDoors(
            fetch, read_sitemap, arrived, go_on, lambda: fetch.is_left and not self.ways.is_full(self.key)
        )
        found = look(self.site, site_state_of(known), doors, now)
        if found is None:
            return None
        gone = self._withdraw(found.kept) if found.kept is not None else ""
        looked = now if found.kept is not None else (known.looked if known else None)
        return Followed(self.key, found.state.as_json(), found.trouble, looked, found.told + gone)

    def _withdraw(self, kept: frozenset[str]) -> str:
        """Takes away what is gone, or asks; returns what there is to say of it."""
        writer = CorpusWriter(self.ways.roots)
        brought = writer.brought_by(self.feed.source)
        gone = [path for path, origin in brought.items() if same_place(origin) not in kept and origin not in kept]
        may_lose = A_FIFTH if self.feed.trusted else 0.0
        held = withheld(self.feed.source, gone, len(brought), may_lose, self.withdrawals.confirmed)
        for name in self._asked():
            if held is None or held.id != name:
                self.withdrawals.candidates.settle(name)
        if held:
            self.withdrawals.ask(held, list(held.paths))
            return f"; {len(gone):,} are gone and wait for a curator"
        for path in gone:
            document = self._document(writer, path)
            writer.remove(path)
            self.withdrawals.withdraw([document])
        return f"; {len(gone):,} withdrawn" if gone else ""

    def _asked(self) -> list[str]:
        return [each.id for each in self.withdrawals.questions(self.feed.source)]

    def _document(self, writer: CorpusWriter, path: str) -> SourceDocument:
        return SourceDocument.of(self.feed.source, path, writer.attribution_of(path))


def read_sitemap(got: Fetched) -> Sitemap:
    """What a sitemap says, read in a process of its own. Raises Faulty."""
    said = sandbox.call("sitemap", got.body, {})
    return Sitemap(tuple(map(str, said["pages"])), tuple(map(str, said["sitemaps"])))
