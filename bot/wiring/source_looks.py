"""A look at each kind of source that is asked for news: feeds, sites, repositories. Each is a Source of the service."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import structlog

from bot.core.changes.withdrawals import SourceDocument
from bot.core.curation.feed_candidates import Followed
from bot.documents.adding.corpus_writer import Added, CorpusWriter, Fate, WriteOptions
from bot.documents.adding.duplicates import same_place
from bot.documents.corpus.roots import Roots
from bot.documents.corpus.withholding import A_FIFTH, withheld
from bot.documents.faults import Faulty
from bot.documents.following.arriving import Arrived, Doors, Known, arrive, read_feed
from bot.documents.following.copying import bring_up_to_date, read_state, write_state
from bot.documents.following.pages import Site, SiteDoors, Sitemap, look, site_state_of
from bot.documents.following.pending import Pending
from bot.documents.following.polling import Feed, feed_state_of, poll, put_back, wait_after
from bot.documents.following.repository import Repository, RepositoryLimits, newest
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.readers import sandbox
from bot.documents.readers.entries import Entry
from bot.documents.web.fetched import NO_STAMP, Fetch, Fetched, Stamp, Trouble, Unchanged
from bot.service.sources import GoOn
from bot.wiring.withdrawals import Withdrawals

log = structlog.get_logger()

# So many of what one source brought may wait for curators; it is asked again once they have decided.
MOST_WAITING = 100
FULL = f"{MOST_WAITING} of its documents wait for a curator; it is looked at again once they are decided about"


@dataclass(slots=True)
class Budget:
    """Fetches, and counts what it brought: a look takes no more bytes than it may."""

    fetch: Fetch
    limit: int
    spent: int = 0

    def __call__(self, url: str, stamp: Stamp = NO_STAMP) -> Fetched | Unchanged | Trouble:
        got = self.fetch(url, stamp)
        self.spent += len(got.body) if isinstance(got, Fetched) else 0
        return got

    @property
    def is_left(self) -> bool:
        return self.spent < self.limit


@dataclass(frozen=True, slots=True)
class Ways:
    """How sources are read: where to, how pages are fetched, how many bytes a look may bring, and what waits where."""

    roots: Roots
    fetch: Callable[[], Fetch]
    most_bytes: int
    room: WaitingRoom

    def budget(self) -> Budget:
        """What one look may fetch."""
        return Budget(self.fetch(), self.most_bytes)

    def doors(self, fetch: Fetch) -> Doors:
        """What arrivals go through; they see the corpus as it is now."""
        writer, trial = (CorpusWriter(self.roots, WriteOptions(dry=dry)) for dry in (False, True))
        return Doors(fetch, self.roots.read, writer, trial, self.room)

    def is_full(self, key: str) -> bool:
        """Whether too much of a source waits already."""
        return sum(each.feed == key for each in self.room.waiting()) >= MOST_WAITING


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed: what is new in it arrives, and nothing ever goes."""

    feed: Feed
    ways: Ways

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        due = feed_state_of(known).next_look
        return due is None or due <= now

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        before = feed_state_of(known)
        if self.ways.is_full(self.key):
            later = replace(before, next_look=now + wait_after(self.feed.every, 0, None))
            return Followed(self.key, later.as_json(), FULL, known.looked if known else None)
        fetch = self.ways.budget()
        polled = poll(self.feed, before, fetch, read_feed, now)
        entries, told = [*polled.new, *polled.changed], list[str]()
        while entries and fetch.is_left and not self.ways.is_full(self.key):
            if not go_on():
                return None
            told += [_tell_of(each, self.key) for each in arrive(self.feed, [entries[0]], self.ways.doors(fetch), now)]
            del entries[0]
        state = put_back(polled.state, before, entries) if entries else polled.state
        if polled.trouble:
            trouble = f"{polled.trouble.what}; {polled.trouble.mend}"
            return Followed(self.key, state.as_json(), trouble, known.looked if known else None)
        return Followed(self.key, state.as_json(), "", now, _counted(told, len(entries)))


@dataclass(frozen=True, slots=True)
class FollowedSite:
    """Pages, by name or by a sitemap: what is new and changed arrives, and what is gone goes."""

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
            return next((_tell_of(each, self.key) for each in arrive(self.feed, [entry], doors, now)), "known")

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
        candidates = self.withdrawals.store.curation.candidates
        for name in self._asked():
            if held is None or held.id != name:
                candidates.settle(name)
        if held:
            self.withdrawals.ask(held, list(held.paths))
            return f"; {len(gone):,} are gone and wait for a curator"
        for path in gone:
            document = self._document(writer, path)
            writer.remove(path)
            self.withdrawals.store.changes.withdraw([document], self.withdrawals.now())
        return f"; {len(gone):,} withdrawn" if gone else ""

    def _asked(self) -> list[str]:
        return [each.id for each in self.withdrawals.questions(self.feed.source)]

    def _document(self, writer: CorpusWriter, path: str) -> SourceDocument:
        return SourceDocument.of(self.feed.source, path, writer.attribution_of(path))


@dataclass(frozen=True, slots=True)
class FollowedRepository:
    """A git repository: the copy of its documents is brought up to date with its newest commit."""

    name: str
    repository: Callable[[], Repository]
    place: Path
    feed: Feed
    withdrawals: Withdrawals
    limits: RepositoryLimits

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        # Whoever has a state folder of its own has a copy of its own.
        state = read_state(self.place)
        is_decided = bool(state.withheld) and self.withdrawals.confirmed(state.withheld)
        return state.next_look is None or state.next_look <= now or is_decided

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        with _alone_in(self.place) as alone:
            if not alone or not go_on():
                return None
            before = read_state(self.place)
            may_lose = A_FIFTH if self.feed.trusted else 0.0
            try:
                with newest(self.repository(), before.commit, self.limits) as tree:
                    if tree is not None:
                        copied = bring_up_to_date(tree, self.name, self.place, may_lose, self.withdrawals.confirmed)
                        commit = tree.commit
            except Faulty as fault:
                failures = before.failures + 1
                after = replace(before, failures=failures, next_look=now + wait_after(self.feed.every, failures, None))
                write_state(self.place, after)
                said = known or Followed(self.key)
                return replace(said, state={"looked": True}, trouble=f"{fault.what}; {fault.mend}")
            after = read_state(self.place)
            write_state(self.place, replace(after, failures=0, next_look=now + wait_after(self.feed.every, 0, None)))
            if tree is None:
                told = known.told if known else "nothing new"
                return Followed(self.key, {"looked": True}, "", now, told)
            if copied.withheld:
                self.withdrawals.ask(copied.withheld, [path.partition("//")[2] for path in copied.withheld.paths])
            log.info("a repository was looked at", source=self.name, commit=commit, brought=str(copied))
            return Followed(self.key, {"looked": True}, "", now, f"commit {commit[:10]}: {copied}")


def read_sitemap(got: Fetched) -> Sitemap:
    """What a sitemap says, read in a process of its own. Raises Faulty."""
    said = sandbox.call("sitemap", got.body, {})
    return Sitemap(tuple(map(str, said["pages"])), tuple(map(str, said["sitemaps"])))


@contextmanager
def _alone_in(place: Path) -> Iterator[bool]:
    """Whether nobody else brings this copy up to date now: two replicas may share a state folder."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _tell_of(arrived: Arrived, source: str) -> str:
    match arrived:
        case Added(file=where, fate=fate):
            log.info("a trusted source brought a document", source=source, file=str(where), fate=fate.value)
            return {Fate.ADDED: "new", Fate.REPLACED: "changed"}.get(fate, "unchanged")
        case Known(article=article):
            log.info("a source brought what is there already", source=source, article=article)
            return "unchanged"
        case Pending():
            log.info("a source brought something that waits for a curator", source=source, newcomer=arrived.id)
            return "waiting for a curator"


def _counted(words: list[str], left: int) -> str:
    counts = {word: words.count(word) for word in dict.fromkeys(words)}
    if left:
        counts["left for the next look"] = left
    return ", ".join(f"{count:,} {word}" for word, count in counts.items()) or "nothing new"
