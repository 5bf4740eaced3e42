"""What somebody wants of the bot, from the moment Slack hands it over until it is answered, and the posts it leads to.

A request is kept before Slack hears that it was taken, claimed by a worker for a limited time (a lease), and then
finished, put back, or given up. A post is begun before it is sent and marked afterwards: what was begun and never
marked may or may not stand in Slack, and is looked for there by its id before anything is sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What is wanted: an answer to a message, its end, a private answer, a private answer made public, a digest, a
    change to one's digests; to show curators what came from a feed, and what one of them decided about it; to tell
    them of a faulty corpus file; to say under an answer that what it quotes has changed."""

    QUESTION = "question"
    REMOVAL = "removal"
    COMMAND = "command"
    SHARE = "share"
    DIGEST = "digest"
    SUBSCRIPTION = "subscription"
    NEWCOMER = "newcomer"
    DECISION = "decision"
    FAULT = "fault"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Request:
    """Something that wants an answer.

    `id`: opaque, ours. `kind`: a Kind, or one that only a newer program knows. `subject`: what it is about; requests
    about one subject are worked on one after another, in the order in which they came. `person` and `place`: who
    wants it and where, by Slack's ids; None where nobody in particular does. `private`: only the person may see it.
    `details`: what its kind needs (JSON values); a person's words stand under `words`.
    """

    id: str
    kind: str
    subject: str
    received: datetime
    person: str | None = None
    place: str | None = None
    private: bool = False
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to a request. `attempt` counts from 1; it also tells an old claim from the one that followed."""

    request: Request
    worker: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of a request, in a word, and the receipt of its answer, if it has one."""

    outcome: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered, what came of it, and the receipt of the answer ("" if it has none)."""

    request: Request
    outcome: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A request that was given up: which, when, and why, in words that may be logged."""

    id: str
    kind: str
    place: str | None
    at: datetime
    reason: str


class PostStatus(StrEnum):
    """What is known of a post: never accepted, perhaps, for certain, never to be known, or taken away again."""

    UNSENT = "unsent"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours. `key`: what it is (at most one post has it). `id`: opaque, sent along as its metadata.

    `since`: when its sending was last begun. `ts`: Slack's name for it, once known. `fingerprint`: a hash of
    what it answers, so that a changed question is known without keeping anybody's words.
    """

    key: str
    id: str
    channel: str
    thread: str | None
    fate: PostStatus
    since: datetime
    ts: str | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed of a person: how many requests, and the receipts that only their questions had."""

    requests: int
    receipts: tuple[str, ...]
