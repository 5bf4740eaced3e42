"""What somebody wants of the bot, from the moment Slack hands it over until it is answered, and the posts it leads to.

A request is kept before Slack hears that it was taken, claimed by a worker for a limited time (a lease), and then
finished, put back, or given up. A post is begun before it is sent and marked afterwards: what was begun and never
marked may or may not stand in Slack, and is looked for there by its id before anything is sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar


class Kind(StrEnum):
    """What is wanted; the payload of each kind says more. Kept in the store: a name never changes."""

    QUESTION = "question"
    REMOVAL = "removal"
    COMMAND = "command"
    FORM = "form"
    SHARE = "share"
    DIGEST = "digest"
    SUBSCRIPTION = "subscription"
    REVIEW = "review"
    NEWCOMER = "newcomer"
    DECISION = "decision"
    FAULT = "fault"
    AMENDMENT = "amendment"
    HAND_OVER = "hand-over"
    REPLY = "reply"
    OWN_ANSWER = "own answer"
    HANDED_BACK = "handed back"
    PIN = "pin"
    FEEDBACK = "feedback"
    READING = "reading"
    READ_NOTICE = "read notice"
    SYNONYM = "synonym"
    PIN_REVIEW = "pin review"


ASKED = (Kind.QUESTION, Kind.COMMAND, Kind.FORM)
"""What people ask in words of their own."""


class Payload(Protocol):
    """What a request of one kind needs: a frozen dataclass. Those of digests, changes and curation stand there."""

    @property
    def kind(self) -> str:
        """A Kind, or one that only a newer program knows."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer a message. `ts` names it in Slack; `thread` is the thread of the reply, None outside threads.

    `at`: since when it has these words, as Slack's ts. Slack gives no order: this tells old words from new ones.
    `addressed`: whether it was said to the bot, and not just asked where the bot had answered. `team`: the other
    organization, by Slack's id, that who asks belongs to; "" for people of our own.
    """

    words: str
    ts: str
    at: str
    thread: str | None = None
    addressed: bool = True
    team: str = ""
    kind: ClassVar[Kind] = Kind.QUESTION


@dataclass(frozen=True, slots=True)
class RemoveAnswer:
    """Take away what was said to a message that was deleted; `ts` names it in Slack."""

    ts: str
    thread: None = None
    kind: ClassVar[Kind] = Kind.REMOVAL


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """Answer privately, at `response_url`, what was typed after the command; or ask or check the words of a message."""

    words: str
    response_url: str
    use: Literal["command", "ask", "check"] = "command"
    kind: ClassVar[Kind] = Kind.COMMAND


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Answer what was asked in a form, in the view of this name (Slack's external_id)."""

    words: str
    view: str
    kind: ClassVar[Kind] = Kind.FORM


@dataclass(frozen=True, slots=True)
class ShareAnswer:
    """Make public a private answer to this question, if the corpus still has the revision that it was given from."""

    question: str
    revision: str
    response_url: str
    kind: ClassVar[Kind] = Kind.SHARE


@dataclass(frozen=True, slots=True)
class UnknownPayload:
    """What a program of another version wants: kept as it came."""

    kind: str
    values: Mapping[str, object]


P_co = TypeVar("P_co", bound=Payload, covariant=True)


@dataclass(frozen=True, slots=True)
class Request(Generic[P_co]):
    """Something that wants an answer.

    `id`: opaque, ours. `subject`: what it is about; requests about one subject are worked on one after another, in
    the order in which they came. `person` and `place`: who wants it and where, by Slack's ids; None where nobody in
    particular does. `private`: only the person may see it.
    """

    id: str
    payload: P_co
    subject: str
    received: datetime
    person: str | None = None
    place: str | None = None
    private: bool = False

    @property
    def kind(self) -> str:
        """What is wanted."""
        return self.payload.kind


AnyRequest = Request[Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to a request. `attempt` counts from 1; it also tells an old claim from the one that followed."""

    request: AnyRequest
    worker: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of a request, in a word, and the receipt of its answer, if it has one. `weak`: the answer says so."""

    outcome: str
    receipt: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered, what came of it, and the receipt of the answer ("" if it has none)."""

    request: AnyRequest
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
    what it answers, so that a changed question is known without keeping anybody's words, and what came of it.
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
    """What was removed of a person: how many requests, the receipts that only their questions had, and how often they
    had been asked to read something.
    """

    requests: int
    receipts: tuple[str, ...]
    asked_to_read: int = 0
