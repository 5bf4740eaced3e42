"""Has curators told of faulty corpus files: once each, whatever crashes, and however many replicas look.

Each process tells of the changes that it sees itself; when it starts, it takes what was told before as what it saw
last. So it ends only what it saw, or what is older than itself: two replicas whose folders differ for a while neither
end each other's notices nor begin them again.
"""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from bot.core.curation.problems import FileProblem, FileProblems, Notice, ProblemReport, outstanding
from bot.core.ports import Inbox
from bot.core.requests import Request

# For how long a change must stand: editors write half a file first, and a checkout is many writes.
GRACE = timedelta(seconds=10)


class ProblemReporter:
    """Reports faulty files in the curators' channel. With "" for a channel, nothing is kept and nobody is told."""

    def __init__(self, problems: FileProblems, inbox: Inbox, channel: str) -> None:
        self._problems, self._inbox, self._channel = problems, inbox, channel
        self._known: dict[str, FileProblem] | None = None
        self._pending: dict[str, tuple[FileProblem | None, datetime]] = {}
        self._handed_in: dict[str, int] = {}

    def look(self, faults: Mapping[str, FileProblem], now: datetime) -> bool:
        """Notes what has changed for good and hands it in; returns whether there is something new in the inbox.

        `faults` are those of this moment, by the paths of files and folders within the corpus folder, which is ""
        itself. For one thread at a time. May be interrupted anywhere: the next look, of this process or of another,
        goes on. Raises StoreError.
        """
        if not self._channel:
            return False
        notices = self._problems.notices()
        if self._known is None:
            self._known = outstanding(notices)
        if changes := self._settled(faults, self._known, now):
            self._problems.note(changes, uuid4().hex, now)
            after = {**self._known, **changes}
            self._known = {path: trouble for path, trouble in after.items() if trouble is not None}
            notices = self._problems.notices()
        is_new = sum(self._hand_in(notice, now) for notice in notices) > 0
        self._handed_in = {notice.id: notice.version for notice in notices}
        return is_new

    def _settled(
        self, faults: Mapping[str, FileProblem], known: Mapping[str, FileProblem], now: datetime
    ) -> dict[str, FileProblem | None]:
        """What is other than it was when it was last told, and has been so for long enough; None: without fault."""
        # Of what lies in a folder that cannot be read, nobody knows whether it was mended.
        hidden = {path: trouble for path, trouble in known.items() if _lies_below_any(path, faults)}
        seen = {**hidden, **faults}
        other = {path: seen.get(path) for path in {**known, **seen} if seen.get(path) != known.get(path)}
        before = self._pending
        self._pending = {
            path: before[path] if path in before and before[path][0] == trouble else (trouble, now)
            for path, trouble in other.items()
        }
        return {path: trouble for path, (trouble, since) in self._pending.items() if now - since >= GRACE}

    def _hand_in(self, notice: Notice, now: datetime) -> bool:
        """Hands a notice in as it is, unless this process did so before; then forgets it if it is over."""
        is_new = False
        if self._handed_in.get(notice.id) != notice.version:
            subject = f"fault:{notice.id}"
            request = Request(uuid4().hex, ProblemReport.of(notice), subject, now, place=self._channel)
            is_new = self._inbox.accept(request, {f"{subject}:{notice.version}"})
        if not notice.faulty:
            self._problems.end(notice.id)
        return is_new


def _lies_below_any(path: str, folders: Container[str]) -> bool:
    """Whether one of the folders is above the path; "" is above all others."""
    parts = path.split("/") if path else []
    return any("/".join(parts[:depth]) in folders for depth in range(len(parts)))
