"""What is shown to curators, and what they decide and answer, as requests. A ProblemReport is one, too."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.core.requests import Kind


@dataclass(frozen=True, slots=True)
class ShowCandidate:
    """Show curators what came from a feed."""

    candidate: str
    kind: ClassVar[Kind] = Kind.NEWCOMER


@dataclass(frozen=True, slots=True)
class DecideCandidate:
    """Do what somebody decided about it."""

    candidate: str
    wish: Literal["add", "ignore"]
    response_url: str
    kind: ClassVar[Kind] = Kind.DECISION


@dataclass(frozen=True, slots=True)
class AskCurator:
    """Hand a question over to the curators.

    `ts` and `thread` name the message that was asked, or the bot's private answer to it, and where the reply belongs.
    `is_named`: whether curators may see who asks. `note` is added for them.
    """

    words: str
    ts: str
    response_url: str
    thread: str | None = None
    is_named: bool = True
    note: str = ""
    kind: ClassVar[Kind] = Kind.HAND_OVER


@dataclass(frozen=True, slots=True)
class OfferReply:
    """Somebody wrote in the thread of a handed-over question: a curator is asked whether that is the answer.

    `thread` and `ts` name the thread and the reply.
    """

    thread: str
    ts: str
    kind: ClassVar[Kind] = Kind.REPLY


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """Answer a question with a passage, or with a document that the curator writes.

    `hand_over`: what it was handed over as, "" where a curator pins an answer without that. `article` and `paragraph`
    name the passage, `fingerprint` is a hash of what it said when it was chosen; or else `title` and `text` are the new
    document's, `collection` where it is to be.
    """

    question: str
    hand_over: str = ""
    article: str = ""
    paragraph: int = 0
    fingerprint: str = ""
    title: str = ""
    text: str = ""
    collection: str | None = None
    kind: ClassVar[Kind] = Kind.OWN_ANSWER


@dataclass(frozen=True, slots=True)
class HandBack:
    """Give a curator's answer to somebody who waits for it."""

    hand_over: str
    asker: str
    pin: str
    kind: ClassVar[Kind] = Kind.HANDED_BACK


@dataclass(frozen=True, slots=True)
class ChangePin:
    """Take a pinned answer away, or say in which other words its question is asked."""

    pin: str
    do: Literal["unpin", "reword"]
    response_url: str
    questions: tuple[str, ...] = ()
    kind: ClassVar[Kind] = Kind.PIN


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """Keep what somebody says of an answer, which `answer` names by its place and ts, and why it did not help."""

    answer: str
    receipt: str
    helped: bool
    reason: str = ""
    kind: ClassVar[Kind] = Kind.FEEDBACK


@dataclass(frozen=True, slots=True)
class AddSynonym:
    """Add a line to the synonyms: that what people ask for may be what documents call otherwise."""

    asked: str
    said: str
    response_url: str
    kind: ClassVar[Kind] = Kind.SYNONYM


@dataclass(frozen=True, slots=True)
class ReviewPin:
    """Tell curators that what a pinned answer quotes has changed, or went."""

    pin: str
    kind: ClassVar[Kind] = Kind.PIN_REVIEW
