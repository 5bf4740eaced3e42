"""What the bot does by itself: every half minute it looks at its documents and at what is due; every day it purges."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.core.digests.reviews import TOLD
from bot.core.errors import StoreError
from bot.library.source_status import ALIVE
from bot.service.apart import done_apart
from bot.service.purging import Purge, purge
from bot.settings import Settings
from bot.slack.api.clocks import SlackClock
from bot.store.sql import SqlStore
from bot.wiring.joints import Joints
from bot.wiring.looking import Looking

log = structlog.get_logger()


@dataclass(slots=True)
class Rounds:
    """Looks at the documents, and at what is `due` by the clock: each hands in what there is, and says whether there
    was anything. `woken` is told then. `try_writing` finds out whether the store takes what is written.
    """

    joints: Joints
    slack: SlackClock
    looking: Looking
    due: Sequence[Callable[[datetime], bool]]
    woken: Callable[[], None]
    try_writing: Callable[[], None]

    def tick(self) -> None:
        """What happens every half minute, and when a file changes."""
        self.try_writing()
        self._note_alive()
        if done_apart((self.looking.look, *(partial(self._hand_in, each) for each in self.due))):
            self.woken()

    def follow(self) -> None:
        """What happens every few seconds where there are other replicas: a turn, if one of them gives reason to."""
        if self.looking.is_due:
            self.tick()

    def purge(self) -> None:
        """What happens once a day: what has been kept for long enough goes. Raises StoreError."""
        joints, slack = self.joints, self.slack
        by_slack = slack.now() if slack.ahead() is not None else None
        gone = purge(joints.store.marks, joints.now(), by_slack, lives(joints.store, joints.settings))
        if gone is not None:
            log.info("purged what was kept for long enough", rows=gone)

    def _note_alive(self) -> None:
        with suppress(StoreError):  # whoever tries to write says so
            self.joints.store.marks.note(ALIVE, self.joints.now())

    def _hand_in(self, due: Callable[[datetime], bool]) -> bool:
        # A digest ends without what nobody has noted: since a leader was killed, or since a look began that takes long.
        noted = self.looking.noted
        return noted is not None and self.looking.leading.leads and due(noted)


def lives(store: SqlStore, settings: Settings) -> list[tuple[Purge, timedelta]]:
    """What is purged, and for how long it is kept, by the settings."""
    kept, receipts_kept = timedelta(days=settings.keep_days), timedelta(days=settings.answering.receipt_days)
    return [
        (store.records.purge, kept),
        (store.receipts.purge, receipts_kept),
        (store.changes.thin, receipts_kept),
        (store.changes.purge_withdrawn, receipts_kept),
        (store.curation.candidates.purge, receipts_kept),
        (store.curation.hand_overs.purge, kept),
        (store.curation.feedback.purge, kept),
        (store.marks.purge, receipts_kept),
        (lambda before: store.marks.purge(before, TOLD), 2 * timedelta(days=settings.digest.remind_days)),
        (store.read_requests.purge, timedelta(days=settings.read_requests.keep_days)),
        (store.audit.purge, timedelta(days=settings.audit_days)),
    ]
