"""What people and the schedule want of requests to read, as requests of the inbox."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Literal
from uuid import uuid4

from bot.core.requests import Kind, Request


@dataclass(frozen=True, slots=True)
class SayReading:
    """Do what somebody typed: `words`, without the channel or user group (`target`, "" for none) that they named."""

    words: str
    target: str
    response_url: str
    do: Literal["say"] = "say"
    kind: ClassVar[Kind] = Kind.READING


@dataclass(frozen=True, slots=True)
class ConfirmReading:
    """Note that somebody has read it. `home`: the person's App Home, if they pressed there; else `response_url`."""

    request: str
    response_url: str = ""
    home: str = ""
    do: Literal["confirm"] = "confirm"
    kind: ClassVar[Kind] = Kind.READING


@dataclass(frozen=True, slots=True)
class AskAnew:
    """Ask the same people to read what the document says by now."""

    request: str
    response_url: str
    do: Literal["anew"] = "anew"
    kind: ClassVar[Kind] = Kind.READING


@dataclass(frozen=True, slots=True)
class PostReadRequest:
    """Tell a channel (`person` is "") or a person what they are asked to read."""

    request: str
    person: str = ""
    do: Literal["post"] = "post"
    kind: ClassVar[Kind] = Kind.READ_NOTICE


@dataclass(frozen=True, slots=True)
class RemindToRead:
    """Remind a person, for the time with this number, from 1."""

    request: str
    person: str
    number: int
    do: Literal["remind"] = "remind"
    kind: ClassVar[Kind] = Kind.READ_NOTICE


@dataclass(frozen=True, slots=True)
class TellOfNewVersion:
    """Tell who asked that the document says something else by now, so that nobody is asked to read it any more."""

    request: str
    do: Literal["tell"] = "tell"
    kind: ClassVar[Kind] = Kind.READ_NOTICE


Reading = SayReading | ConfirmReading | AskAnew
ReadNotice = PostReadRequest | RemindToRead | TellOfNewVersion


def subject(request: str, person: str = "") -> str:
    """What is done about one request, or about one person's part of it, one after another. It does not tell who."""
    who = sha256(f"{request}:{person}".encode()).hexdigest()[:16] if person else ""
    return f"read:{request}:{who}"


def new_version(request: str, now: datetime) -> tuple[Request[TellOfNewVersion], tuple[str]]:
    """What the inbox is to take where a document says something else than was to be read, and its key."""
    about = subject(request)
    return Request(uuid4().hex, TellOfNewVersion(request), about, now, private=True), (f"{about}:changed",)
