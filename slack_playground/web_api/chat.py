"""chat.*: posting, updating and deleting messages."""

import json
from dataclasses import replace
from typing import Any

from pydantic import Field

from slack_playground.messages import Message, as_slack
from slack_playground.people import Json
from slack_playground.refusals import Refused
from slack_playground.shapes.checking import checked_blocks
from slack_playground.web_api.method import Args, Blocks, Metadata, Method, Timestamp, open_channel
from slack_playground.workspace import Workspace

TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000
METADATA_BYTES = 8_000


class _Content(Args):
    channel: str
    text: str | None = None
    blocks: Blocks = None
    attachments: Any = None
    markdown_text: Any = None


class PostMessage(_Content):
    thread_ts: Timestamp | None = None
    reply_broadcast: bool = False
    metadata: Metadata = None


class PostEphemeral(_Content):
    user: str
    thread_ts: Timestamp | None = None


class Update(_Content):
    ts: Timestamp
    metadata: Metadata = Field(default=None)


class Named(Args):
    channel: str
    ts: Timestamp


class Permalink(Args):
    channel: str
    message_ts: Timestamp


def post_message(workspace: Workspace, args: PostMessage) -> Json:
    channel = open_channel(workspace, args.channel, unless="chat:write.public")
    text, blocks = _content(args)
    if args.reply_broadcast:
        raise _unknown_here("reply_broadcast")
    metadata = checked_metadata(args.metadata)
    message = workspace.posts.from_bot(channel, text, blocks, thread_ts=args.thread_ts, metadata=metadata)
    if args.thread_ts is not None:
        # Slack takes the status away as soon as something is posted in the thread.
        workspace.statuses.pop((channel.id, args.thread_ts), None)
    shape = as_slack(message, workspace.app, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def post_ephemeral(workspace: Workspace, args: PostEphemeral) -> Json:
    channel = open_channel(workspace, args.channel)
    text, blocks = _content(args)
    if args.user not in channel.members:
        raise Refused("user_not_in_channel")
    if args.thread_ts is not None:
        workspace.conversations.parent_of(channel.id, args.thread_ts)
    message = workspace.posts.from_bot(channel, text, blocks, thread_ts=args.thread_ts, ephemeral_to=args.user)
    return {"message_ts": message.ts}


def update(workspace: Workspace, args: Update) -> Json:
    before = _own(workspace, args.channel, args.ts, "cant_update_message")
    if workspace.conversations.channels[before.channel].archived:
        raise Refused("is_inactive")
    if args.text is not None and len(args.text) > UPDATE_TEXT_LIMIT:
        raise Refused("msg_too_long")
    text, blocks = _content(args)
    metadata = before.metadata if args.metadata is None else checked_metadata(args.metadata)
    # Slack shows "edited" only where text alone was given.
    edited = before.edited if args.blocks else workspace.conversations.edit_ts()
    after = replace(before, text=text, blocks=blocks, metadata=metadata, edited=edited)
    workspace.posts.change(before, after)
    shape = as_slack(after, workspace.app, with_metadata=True)
    return {"channel": after.channel, "ts": after.ts, "text": after.text, "message": shape}


def delete(workspace: Workspace, args: Named) -> Json:
    workspace.posts.drop(_own(workspace, args.channel, args.ts, "cant_delete_message"))
    return {"channel": args.channel, "ts": args.ts}


def permalink(workspace: Workspace, args: Permalink) -> Json:
    channel = workspace.conversations.channel(args.channel)
    message = workspace.conversations.find(channel.id, args.message_ts)
    if message is None:
        raise Refused("message_not_found")
    link = f"{workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def checked_metadata(metadata: Any) -> Json | None:
    """``{event_type, event_payload}``, or None for nothing."""
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def _content(args: _Content) -> tuple[str, list[Json]]:
    """Text and blocks, checked. Raises Refused."""
    for name in ("attachments", "markdown_text"):
        if getattr(args, name) not in (None, "", "[]", []):
            raise _unknown_here(name)
    blocks = checked_blocks(args.blocks) if args.blocks is not None else []
    if not args.text and not blocks:
        raise Refused("no_text")
    return (args.text or "")[:TEXT_LIMIT], blocks


def _unknown_here(name: str) -> Refused:
    # Slack takes these. To drop them without a word would show the app something that nobody sees.
    return Refused("invalid_arguments", [f"[ERROR] the playground knows no {name} [json-pointer:/{name}]"])


def _own(workspace: Workspace, reference: str, ts: str, otherwise: str) -> Message:
    channel = workspace.conversations.channel(reference)
    message = workspace.conversations.find(channel.id, ts)
    if message is None:
        raise Refused("message_not_found")
    if message.bot_id != workspace.app.bot_id:
        raise Refused(otherwise)
    return message


METHODS: dict[str, Method[Any]] = {
    "chat.postMessage": Method(PostMessage, post_message, ("chat:write",)),
    "chat.postEphemeral": Method(PostEphemeral, post_ephemeral, ("chat:write",)),
    "chat.update": Method(Update, update, ("chat:write",)),
    "chat.delete": Method(Named, delete, ("chat:write",)),
    "chat.getPermalink": Method(Permalink, permalink),
}
