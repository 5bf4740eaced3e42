"""The JSON that Slack sends to an app: events, commands and interactions."""

import secrets
from typing import Any

from slack_playground.messages import Message, as_slack
from slack_playground.people import TEAM_ID, TEAM_NAME, App, Channel, Json, Person

VERIFICATION_TOKEN = "playground-verification-token"  # noqa: S105 - no secret: Slack deprecated it


def event_callback(event: Json, app: App, event_time: float, *, shared: bool = False) -> Json:
    """The envelope around every event; ``event_time`` in seconds. ``shared``: in a channel of two organizations."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": app.user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(event_time),
        "authorizations": [authorization],
        "is_ext_shared_channel": shared,
        "event_context": secrets.token_urlsafe(24),
    }


def mention_event(message: Message, app: App, event_ts: str) -> Json:
    """app_mention; sent again with ``edited`` when the message was edited."""
    return {**as_slack(message, app), "type": "app_mention", "channel": message.channel, "event_ts": event_ts}


def message_event(message: Message, app: App, channel: Channel) -> Json:
    """A new message in a channel or a direct conversation."""
    place = {"channel": message.channel, "channel_type": _channel_type(channel)}
    return {**as_slack(message, app), **place, "event_ts": message.ts}


def changed_event(before: Message, after: Json, app: App, channel: Channel, ts: str) -> Json:
    """message_changed; ``after`` is the message object as it is now."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": after,
        "previous_message": as_slack(before, app),
        "channel": channel.id,
        "channel_type": _channel_type(channel),
        "ts": ts,
        "event_ts": ts,
    }


def tombstone(message: Message, replies: list[Message], app: App) -> Json:
    """The message object that stands for a deleted parent as long as there are replies to it."""
    counted = {"reply_count": len(replies), "latest_reply": replies[-1].ts, "is_locked": False}
    return {**as_slack(message, app), "hidden": True, **counted}


def deleted_event(message: Message, app: App, channel: Channel, ts: str) -> Json:
    """message_deleted."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "previous_message": as_slack(message, app),
        "deleted_ts": message.ts,
        "channel": channel.id,
        "channel_type": _channel_type(channel),
        "ts": ts,
        "event_ts": ts,
    }


def home_event(person: Person, channel: Channel, tab: str, view: Json | None, ts: str) -> Json:
    """app_home_opened, with the home view if one was published."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": ts,
    }
    return {**event, "view": view} if view is not None and tab == "home" else event


def command_payload(  # noqa: PLR0913, PLR0917 - one for each part of the form
    person: Person, channel: Channel, command: str, text: str, app: App, trigger_id: str, response_url: str
) -> Json:
    """The form of a slash command. There is no thread_ts: commands cannot be given in threads."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": person.team,
        "team_domain": TEAM_NAME.lower(),
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(kind: str, person: Person, app: App, trigger_id: str) -> Json:
    """What every interaction payload has."""
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        "api_app_id": app.id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger_id,
        "team": {"id": person.team, "domain": TEAM_NAME.lower()},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(message: Message, channel: Channel, app: App, response_url: str) -> Json:
    """What a press on a message adds. Slack leaves the message itself out when it is ephemeral."""
    private = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": private,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    place: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "response_url": response_url,
    }
    return place if private else {**place, "message": as_slack(message, app)}


def on_view(view: Json) -> Json:
    """What a press in a view adds."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def action(block: Json, element: Json, chosen: Json, action_ts: str) -> Json:
    """One entry of ``actions``."""
    entry: dict[str, Any] = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **chosen,
        "action_ts": action_ts,
    }
    if element["type"] in ("button", "icon_button"):
        entry["text"] = element["text"]
    return entry


def channel_of(payload: Json) -> str | None:
    """The id of the channel that a payload tells of, if it does."""
    event, container, channel = (payload.get(name, {}) for name in ("event", "container", "channel"))
    found = event.get("channel") or container.get("channel_id") or payload.get("channel_id") or channel.get("id")
    return str(found) if found else None


def _channel_type(channel: Channel) -> str:
    return "im" if channel.is_im else "channel"


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.is_im else channel.name
