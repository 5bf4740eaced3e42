"""What people did in a role of theirs: for auditors. Who asked what is none of it.

Note an act where it is done, before its request is finished; the same act again changes nothing:

    audit.record(act_of(request, Action.PINNED, "hr/leave", passage="3"))

On the command line there is no request: `bot/wiring/audit.py` has `record_of_command`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from bot.core.requests import AnyRequest


class Action(StrEnum):
    """What was done. Kept in the store: a name never changes."""

    CHANGED_RIGHTS = "changed rights"
    ADDED = "added"
    IGNORED = "ignored"
    WITHDREW = "withdrew"
    KEPT = "kept"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    WROTE_ANSWER = "wrote an answer"
    ADDED_SYNONYM = "added a synonym"
    ASKED_TO_READ = "asked to read"
    STOPPED_ASKING = "stopped asking to read"
    EXPORTED = "exported"
    RESTORED = "restored"
    FORGOT = "forgot"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did.

    `id`: the same for the same act. `by`: `slack:` and a person's id, or `system:` and a user of the operating system.
    `about`: a document, a collection, a source or a file, by name. `details`: whatever else an auditor needs, as JSON
    values; never what somebody asked.
    """

    id: str
    at: datetime
    by: str
    action: Action
    about: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """A line of `policybot audit`."""
        at = self.at.isoformat()
        return {"at": at, "by": self.by, "action": self.action.value, "about": self.about, **self.details}


def act_of(request: AnyRequest, action: Action, about: str = "", **details: object) -> Act:
    """What somebody did in Slack by this request: one act of each kind about one thing."""
    which = sha256(f"{action}:{about}".encode("utf-8", "replace")).hexdigest()[:16]
    return Act(f"{request.id}:{which}", request.received, f"slack:{request.person}", action, about, details)


class Audit(Protocol):
    """Keeps acts, each once. Safe between threads, and between processes on one database. Raises StoreError."""

    def record(self, act: Act) -> None:
        """Keeps an act, unless it is kept already."""

    def acts(self, since: datetime, until: datetime | None = None) -> Iterator[Act]:
        """What was done from that moment on, and before the other; the oldest first."""

    def last(self, action: Action) -> Act | None:
        """What was done last of this kind."""

    def purge(self, before: datetime) -> int:
        """Removes what was done before that moment. Returns how many rows."""
