"""Looks at the sources that are due, one after another, beside everything else; what waits is handed in to be shown.

Of several replicas, one looks at a source at a time: it holds a claim in the store, which ends by itself.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import structlog

from bot.core.curation.feed_candidates import FeedCandidates, Followed
from bot.core.curation.requests import ShowCandidate
from bot.core.errors import StoreError
from bot.core.ports import Inbox
from bot.core.requests import Request

log = structlog.get_logger()

# How often it is checked which sources are due; each source has its own, longer, interval.
LOOK_SECONDS = 60.0
# How long a look that is under way when the bot stops may take to end. A crash in the middle of one does no harm.
END_SECONDS = 2.0
# How long a source is left alone after a fault of our own.
SHUNNED = timedelta(hours=1)


class Source(Protocol):
    """A source that is followed; `key` names it in the store."""

    @property
    def key(self) -> str: ...

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        """Whether it is time to look, after what is known of it."""

    def look(self, known: Followed | None, now: datetime, go_on: Callable[[], bool]) -> Followed | None:
        """Looks, and keeps what is new. What is known then; None if it was not to go on.

        `go_on` says whether the look may go on; it is asked before every page.
        """


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a claim lasts that is not renewed, and the curators' channel ("" where nobody is to be told)."""

    lease: timedelta
    channel: str


@dataclass(slots=True)
class Following:
    """Follows sources. `woken` is told of what is new in the inbox."""

    sources: Sequence[Source]
    candidates: FeedCandidates
    inbox: Inbox
    terms: Terms
    now: Callable[[], datetime]
    woken: Callable[[], None]
    _holder: str = field(init=False)
    _stopping: threading.Event = field(init=False, default_factory=threading.Event)
    _shunned: dict[str, datetime] = field(init=False, default_factory=dict)
    _alive: Callable[[], None] = field(init=False, default=lambda: None)

    def __post_init__(self) -> None:
        self._holder = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}"

    async def run(self, stop: asyncio.Event, alive: Callable[[], None] = lambda: None) -> None:
        """Follows until it is told to stop. `alive` is called at each look, and before each page."""
        self._alive = alive
        # A page that takes its time keeps nobody from stopping: nobody waits for this thread for long.
        thread = threading.Thread(target=self._go_round, name="sources", daemon=True)
        thread.start()
        await stop.wait()
        self._stopping.set()
        await asyncio.to_thread(thread.join, END_SECONDS)

    def look(self) -> None:
        """Looks at each source that is due and that nobody else looks at; then hands in what waits."""
        known = self.candidates.feeds()
        for source in self.sources:
            now = self.now()
            if self._shunned.get(source.key, now) <= now:
                self._look_at(source, known.get(source.key), now)
        if self.terms.channel and hand_in(self.candidates, self.inbox, self.terms.channel, self.now()):
            self.woken()

    def _look_at(self, source: Source, known: Followed | None, now: datetime) -> None:
        """Looks at one source, if it is due. Whatever fails at it, the others have their turn."""
        try:
            if source.is_due(known, now) and self._may_go_on(source):
                self._look_now(source)
        except StoreError as error:
            log.error("cannot keep what a source tells; it will be asked again", source=source.key, reason=str(error))
        except Exception:
            # What we do wrong is no reason to ask its server every minute.
            log.exception("could not look at a source", source=source.key)
            self._shunned[source.key] = self.now() + SHUNNED

    def _look_now(self, source: Source) -> None:
        # Somebody may have looked just before us.
        known, found = self.candidates.feeds().get(source.key, Followed(source.key)), None
        try:
            if source.is_due(known, self.now()):
                found = source.look(known, self.now(), lambda: self._may_go_on(source))
        finally:
            self.candidates.note_feed(found or known, self._holder)
        if found and found.trouble:
            log.warning("a source is in trouble", source=source.key, trouble=found.trouble)

    def _may_go_on(self, source: Source) -> bool:
        now = self.now()
        self._alive()
        return not self._stopping.is_set() and self.candidates.claim_feed(
            source.key, self._holder, now, now + self.terms.lease
        )

    def _go_round(self) -> None:
        while not self._stopping.is_set():
            self._alive()
            try:
                self.look()
            except Exception:
                log.exception("could not look at the sources; it will be tried again")
            self._stopping.wait(LOOK_SECONDS)


def hand_in(candidates: FeedCandidates, inbox: Inbox, channel: str, now: datetime) -> int:
    """Hands in each candidate that waits, to be shown in a channel; returns how many were new to the inbox.

    So nothing is lost to a crash after it was kept, nor to the time before there was such a channel.
    """
    requests = (_request(each.id, channel, now) for each in candidates.waiting())
    return sum(inbox.accept(each, {each.subject}) for each in requests if not inbox.knows(each.subject))


def _request(name: str, channel: str, now: datetime) -> Request[ShowCandidate]:
    return Request(uuid4().hex, ShowCandidate(name), f"newcomer:{name}", now, place=channel)
