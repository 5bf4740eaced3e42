"""A message, and the JSON that Slack makes of it."""

import re
from dataclasses import dataclass, field

from slack_playground.people import TEAM_ID, App, Json

_MARKED = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|![a-z]+|https?://[^>\s]+)(?:\|[^>]*)?>")
_BARE_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now. ``ts`` identifies it within its channel.

    ``text`` is Slack's text: ``&``, ``<`` and ``>`` are escaped. ``blocks`` are what the app sent, with
    the ids that Slack fills in. ``ephemeral_to`` is the one person who sees it. ``edited`` is the ts of the
    last edit, in whole seconds. ``subtype`` is Slack's (``bot_message``, ``tombstone``) or None. ``team`` is the
    organization of whoever wrote it.
    """

    channel: str
    ts: str
    text: str
    user: str | None = None
    bot_id: str | None = None
    thread_ts: str | None = None
    blocks: list[Json] = field(default_factory=list)
    ephemeral_to: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    client_msg_id: str | None = None
    subtype: str | None = None
    username: str | None = None
    team: str = TEAM_ID

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


def as_slack(message: Message, app: App, with_metadata: bool = False) -> Json:
    """The message object of the Web API and of events, without fields that are not set."""
    shape: Json = {"type": "message", "ts": message.ts, "text": message.text, "team": message.team}
    optional = {
        "subtype": message.subtype,
        "user": message.user,
        "bot_id": message.bot_id,
        "username": message.username,
        "client_msg_id": message.client_msg_id,
        "thread_ts": message.thread_ts,
    }
    shape.update({key: value for key, value in optional.items() if value is not None})
    if message.bot_id == app.bot_id:
        shape["app_id"] = app.id
    blocks = message.blocks or (typed_blocks(message.text, message.ts) if message.client_msg_id else [])
    if blocks:
        shape["blocks"] = blocks
    if message.edited is not None:
        shape["edited"] = {"user": message.user or app.user_id, "ts": message.edited}
    if message.metadata is not None:
        event_type = message.metadata["event_type"]
        shape["metadata"] = message.metadata if with_metadata else {"event_type": event_type}
    return shape


def as_typed(text: str) -> str:
    """What Slack makes of typing: marks such as ``<@U1>`` stay, URLs become links, the rest is escaped."""
    out, end = [], 0
    for mark in _MARKED.finditer(text):
        out.append(_escape_around_links(text[end : mark.start()]))
        out.append(mark.group())
        end = mark.end()
    out.append(_escape_around_links(text[end:]))
    return "".join(out)


def unescape(text: str) -> str:
    """Slack's three entities back to characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_around_links(text: str) -> str:
    out, end = [], 0
    for url in _BARE_URL.finditer(text):
        out.append(_escape(text[end : url.start()]))
        out.append(f"<{_escape(url.group())}>")
        end = url.end()
    out.append(_escape(text[end:]))
    return "".join(out)


def typed_blocks(text: str, ts: str) -> list[Json]:
    """The rich_text block that Slack adds to what people type."""
    elements: list[Json] = []
    end = 0
    for mark in _MARKED.finditer(text):
        if mark.start() > end:
            elements.append({"type": "text", "text": unescape(text[end : mark.start()])})
        elements.append(_element(mark.group()[1:-1]))
        end = mark.end()
    if end < len(text):
        elements.append({"type": "text", "text": unescape(text[end:])})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": ts[-5:], "elements": [section]}]


def _element(mark: str) -> Json:
    inner, _, _label = mark.partition("|")
    if inner.startswith("@"):
        return {"type": "user", "user_id": inner[1:]}
    if inner.startswith("#"):
        return {"type": "channel", "channel_id": inner[1:]}
    if inner.startswith("!"):
        return {"type": "broadcast", "range": inner[1:]}
    return {"type": "link", "url": unescape(inner)}
