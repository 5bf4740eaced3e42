"""conversations.*: places, their members, and what was said there."""

import base64
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from slack_playground.messages import Message, as_slack
from slack_playground.people import Channel, Json
from slack_playground.refusals import Refused
from slack_playground.web_api.method import Args, Limit, Method, Moment, Timestamp, joined_channel, need
from slack_playground.workspace import Workspace


class Place(Args):
    channel: str


class Open(Args):
    users: str | None = None
    channel: str | None = None
    return_im: bool = False


class List(Args):
    types: str = "public_channel"
    limit: Limit = 100
    cursor: str = ""


class ListOfUser(List):
    user: str | None = None
    exclude_archived: bool = False


class History(Args):
    channel: str
    oldest: Moment = Decimal(0)
    latest: Moment | None = None
    inclusive: bool = False
    limit: Limit = 100
    cursor: str = ""
    include_all_metadata: bool = False


class Replies(History):
    ts: Timestamp


def info(workspace: Workspace, args: Place) -> Json:
    channel = workspace.conversations.channel(args.channel)
    need(workspace, *(("im:read", "channels:read") if channel.is_im else (_reading(channel),)))
    return {"channel": channel.as_slack(workspace.app.user_id)}


def open_direct(workspace: Workspace, args: Open) -> Json:
    if args.channel:
        channel = workspace.conversations.channel(args.channel)
    elif args.users in workspace.conversations.people:
        channel = workspace.conversations.channel(args.users or "")
    else:
        # Conversations of several people with the bot are not there.
        raise Refused("user_not_found" if args.users else "users_list_not_supplied")
    shape = channel.as_slack(workspace.app.user_id) if args.return_im else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": shape}


def list_channels(workspace: Workspace, args: List) -> Json:
    kinds = {kind.strip() for kind in args.types.split(",")}
    if not kinds <= {"public_channel", "private_channel", "mpim", "im"}:
        raise Refused("invalid_types")
    wanted = [channel for channel in workspace.conversations.channels.values() if _kind(channel) in kinds]
    return _listed(workspace, wanted, args)


def channels_of_user(workspace: Workspace, args: ListOfUser) -> Json:
    """The channels that a person is in; of private ones, those that the bot is in as well."""
    kinds = {kind.strip() for kind in args.types.split(",")}
    if not kinds <= {"public_channel", "private_channel", "mpim", "im"}:
        raise Refused("invalid_types")
    if "private_channel" in kinds:
        need(workspace, "groups:read")
    if "public_channel" in kinds:
        need(workspace, "channels:read")
    bot = workspace.app.user_id
    wanted = [
        channel
        for channel in workspace.conversations.channels.values()
        if _kind(channel) in kinds
        and (args.user or bot) in channel.members
        and (not channel.private or bot in channel.members)
        and not (args.exclude_archived and channel.archived)
    ]
    return _listed(workspace, wanted, args)


def _kind(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.private else "public_channel"


def _reading(channel: Channel) -> str:
    return "groups:read" if channel.private else "channels:read"


def _listed(workspace: Workspace, wanted: Sequence[Channel], args: List) -> Json:
    page, cursor = _page(wanted, [channel.id for channel in wanted], args.limit, args.cursor)
    shapes = [channel.as_slack(workspace.app.user_id) for channel in page]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


def history(workspace: Workspace, args: History) -> Json:
    """What stands in the channel outside threads, newest first."""
    channel = _readable(workspace, args.channel)
    kept = [message for message in workspace.conversations.all(channel.id) if not message.is_reply]
    newest_first = [message for message in reversed(kept) if _within(message, args)]
    return _messages(workspace, newest_first, args)


def replies(workspace: Workspace, args: Replies) -> Json:
    """A parent and its replies, oldest first; the parent is there whatever ``oldest`` says."""
    channel = _readable(workspace, args.channel)
    if workspace.conversations.find(channel.id, args.ts) is None:
        raise Refused("thread_not_found")
    parent, *rest = workspace.conversations.thread(channel.id, args.ts)
    return _messages(workspace, [parent, *(reply for reply in rest if _within(reply, args))], args)


def members(workspace: Workspace, args: Place) -> Json:
    channel = workspace.conversations.channel(args.channel)
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def join(workspace: Workspace, args: Place) -> Json:
    channel = workspace.conversations.channel(args.channel)
    if channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    joined = workspace.conversations.join(channel, workspace.app.user_id)
    return {"channel": joined.as_slack(workspace.app.user_id)}


def _readable(workspace: Workspace, reference: str) -> Channel:
    channel = workspace.conversations.channel(reference)
    need(workspace, "im:history" if channel.is_im else "channels:history")
    return joined_channel(workspace, reference)


def _within(message: Message, args: History) -> bool:
    at = Decimal(message.ts)
    if args.inclusive:
        return args.oldest <= at and (args.latest is None or at <= args.latest)
    return args.oldest < at and (args.latest is None or at < args.latest)


def _messages(workspace: Workspace, messages: list[Message], args: History) -> Json:
    page, cursor = _page(messages, [message.ts for message in messages], args.limit, args.cursor)
    shapes = []
    for message in page:
        shape = as_slack(message, workspace.app, args.include_all_metadata)
        if message.thread_ts == message.ts:
            answers = workspace.conversations.thread(message.channel, message.ts)[1:]
            shape |= {"reply_count": len(answers), "latest_reply": answers[-1].ts if answers else message.ts}
        shapes.append(shape)
    return {
        "messages": shapes,
        "has_more": bool(cursor),
        **({"response_metadata": {"next_cursor": cursor}} if cursor else {}),
    }


def _page(items: Sequence[Any], keys: list[str], limit: int, cursor: str) -> tuple[list[Any], str]:
    """The items from the cursor's on, and the cursor of the next page (empty at the end)."""
    start = 0
    if cursor:
        try:
            start = keys.index(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError as error:
            raise Refused("invalid_cursor") from error
    end = start + limit
    following = base64.b64encode(f"next:{keys[end]}".encode()).decode() if end < len(keys) else ""
    return list(items[start:end]), following


METHODS: dict[str, Method[Any]] = {
    "conversations.info": Method(Place, info),
    "conversations.open": Method(Open, open_direct, ("im:write",)),
    "conversations.list": Method(List, list_channels, ("channels:read",)),
    "users.conversations": Method(ListOfUser, channels_of_user),
    "conversations.history": Method(History, history),
    "conversations.replies": Method(Replies, replies),
    "conversations.members": Method(Place, members, ("channels:read",)),
    "conversations.join": Method(Place, join, ("channels:join",)),
}
