"""What arrives from Slack, and what of it wants an answer: the values that listeners turn one into the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from slack_bolt import Ack

from bot.core.access import is_direct
from bot.core.requests import AnswerCommand, AnswerForm, AnswerQuestion, AnyRequest, RemoveAnswer, Request
from bot.slack.payloads import MessageEvent
from bot.slack.words import plain_words


@dataclass(frozen=True, slots=True)
class Envelope:
    """One payload from Slack: its body, who we are in that workspace, when it came, and what our command is called.

    `team`: the other organization, by Slack's id, that whoever sent it belongs to; "" for people of our own.
    """

    body: Mapping[str, Any]
    bot_user: str | None
    now: datetime
    command: str
    team: str = ""

    @property
    def event(self) -> Mapping[str, Any]:
        """The event inside; empty for commands and interactions."""
        inside = self.body.get("event")
        return inside if isinstance(inside, Mapping) else {}

    @property
    def action(self) -> str:
        """What the pressed button is called; empty for anything else."""
        actions = self.body.get("actions")
        first = actions[0] if isinstance(actions, list) and actions else None
        if self.body.get("type") != "block_actions" or not isinstance(first, Mapping):
            return ""
        return str(first.get("action_id"))


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request, and the keys by which its doubles are known.

    `if_known`: it matters only if its subject was asked about before; `in_thread`: only if we answered in that thread;
    `handed_over_in`: only if a question waits for a curator there.
    What else happens in a channel is none of our business, and is not kept.
    """

    request: AnyRequest
    keys: tuple[str, ...]
    if_known: bool = False
    in_thread: str | None = None
    handed_over_in: str | None = None


def taken(ack: Ack) -> None:
    """A listener of Bolt's for what the intake has kept: Slack hears that it was taken."""
    ack()


def question(envelope: Envelope, asked: MessageEvent, *, addressed: bool = True) -> IncomingRequest:
    """A question in a message, or its new words after an edit. It is answered in its thread, or in one under it."""
    payload = AnswerQuestion(
        words=plain_words(asked.said, envelope.bot_user),
        ts=asked.ts,
        at=str(envelope.event.get("event_ts") or asked.ts),
        thread=asked.thread_ts or asked.ts,
        addressed=addressed,
        team=envelope.team,
    )
    about = subject(asked.channel, asked.ts)
    request = Request(new_id(), payload, about, envelope.now, asked.user, asked.channel)
    keys = [f"event:{envelope.body.get('event_id')}"]
    if asked.edited:
        # Slack tells only the second of an edit: two in one second differ by their words.
        words = sha256(asked.text.encode("utf-8", "replace")).hexdigest()[:16]
        keys.append(f"edit:{asked.channel}:{asked.ts}:{asked.edited.ts}:{words}")
    else:
        # A mention also comes as a message of its channel, and one action of a person may come as two messages.
        keys.append(f"message:{asked.channel}:{asked.ts}")
        keys += [f"client:{asked.client_msg_id}"] if asked.client_msg_id else []
    return IncomingRequest(request, tuple(keys), in_thread=None if addressed else payload.thread)


def removal(envelope: Envelope, channel: str, ts: str, *, if_known: bool) -> IncomingRequest:
    """A message was deleted; what we said to it goes too, and what we might still say is not said."""
    request = Request(new_id(), RemoveAnswer(ts), subject(channel, ts), envelope.now, place=channel)
    return IncomingRequest(request, (f"event:{envelope.body.get('event_id')}", f"removal:{channel}:{ts}"), if_known)


def door_of(request: AnyRequest) -> str:
    """By which of a few ways a request came in: what is counted of it, and logged."""
    match request.payload:
        case AnswerQuestion(addressed=False):
            return "thread"
        case AnswerQuestion() | RemoveAnswer():
            return "direct" if is_direct(request.place) else "channel"
        case AnswerCommand(use=use):
            return "command" if use == "command" else "shortcut"
        case AnswerForm():
            return "shortcut"
    return "button"


def subject(channel: str, ts: str) -> str:
    """What requests about one message have in common."""
    return f"{channel}:{ts}"


def new_id() -> str:
    """A name that tells nothing."""
    return uuid4().hex
