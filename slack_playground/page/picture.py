"""What one person sees of the workspace, as a flat dictionary: from a name such as ``message:C1:12.5`` to JSON.

Flat, so that after a change only what differs travels to the browser.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from slack_playground.invocations import Invocation
from slack_playground.journal import Exchange
from slack_playground.messages import Message
from slack_playground.page.marks import lines, marks_of
from slack_playground.page.setup import Page
from slack_playground.people import TEAM_NAME, Channel, Json, Person
from slack_playground.views import View
from slack_playground.workspace import Workspace

T = TypeVar("T")
Picture = dict[str, Any]

REMEMBERED = 5_000
"""So many drawn messages and exchanges are kept; then all are drawn anew."""


@dataclass(slots=True)
class Memory:
    """What outlives one picture: the last submission of each view, and what was drawn before.

    Messages and exchanges never change, they are replaced: the same object looks the same.
    """

    submissions: dict[str, Invocation] = field(default_factory=dict)
    drawn: dict[str, tuple[object, Json]] = field(default_factory=dict)

    def draw(self, name: str, value: T, draw: Callable[[T], Json]) -> Json:
        """The JSON of a value, made anew only where another value stood under this name."""
        before, shape = self.drawn.get(name, (None, {}))
        if before is not value:
            if len(self.drawn) >= REMEMBERED:
                self.drawn.clear()
            shape = draw(value)
            self.drawn[name] = (value, shape)
        return shape


def picture_of(workspace: Workspace, page: Page, person: Person, memory: Memory) -> Picture:
    """Everything that this person sees now."""
    with workspace.changes.reading():
        seen: Picture = {"setup": _setup(workspace, page), "me": person.id}
        for channel in workspace.conversations.channels.values():
            if person.id in channel.members:
                seen |= _channel(workspace, channel, memory)
        for message in workspace.private_messages(person):
            seen |= _message(workspace, message, memory)
        for place, view in enumerate(workspace.views(person)):
            seen[f"view:{view.id}"] = _view(workspace, view, memory) | {"place": place}
        home = workspace.home(person)
        if home is not None:
            seen["home"] = _view(workspace, home, memory)
        for exchange in workspace.journal.exchanges:
            if exchange.person in (None, person.id):
                name = f"exchange:{exchange.number}"
                seen[name] = memory.draw(name, exchange, _exchange)
        for number, failure in enumerate(workspace.failures):
            if failure.person in (None, person.id):
                seen[f"failure:{number}"] = asdict(failure)
        return seen


def difference(before: Picture, after: Picture) -> Json:
    """``set``: what is new or different; ``gone``: the names that are no more."""
    changed = {
        name: value
        for name, value in after.items()
        if name not in before or (before[name] is not value and before[name] != value)
    }
    return {"set": changed, "gone": [name for name in before if name not in after]}


def _setup(workspace: Workspace, page: Page) -> Json:
    app = workspace.app
    return {
        "team": TEAM_NAME,
        "app": {"id": app.id, "user": app.user_id, "bot": app.bot_id, "name": app.name},
        "people": [{"id": one.id, "name": one.name, "real_name": one.real_name} for one in workspace.people],
        "groups": [{"id": name, "handle": workspace.handle_of(name)} for name in workspace.user_groups],
        "command": page.command,
        "usage": page.usage,
        "channel": workspace.channel(page.channel).id,
        "offers": [offer._asdict() for offer in page.offers if offer.kind != "digest" or page.send_digest],
        "more_commands": [{"text": text, "about": about} for text, about in page.more_commands],
        "message_shortcuts": [shortcut._asdict() for shortcut in page.message_shortcuts],
        "global_shortcuts": [shortcut._asdict() for shortcut in page.global_shortcuts],
        "digest": page.send_digest is not None,
    }


def _channel(workspace: Workspace, channel: Channel, memory: Memory) -> Picture:
    seen: Picture = {
        f"channel:{channel.id}": {
            "id": channel.id,
            "name": channel.name,
            "direct": channel.is_im,
            "members": len(channel.members),
            "has_bot": workspace.app.user_id in channel.members,
        }
    }
    for message in workspace.conversations.all(channel.id):
        seen |= _message(workspace, message, memory)
    for (place, ts), status in workspace.statuses.items():
        if place == channel.id:
            seen[f"status:{place}:{ts}"] = status
    if channel.id in workspace.prompts:
        seen[f"prompts:{channel.id}"] = workspace.prompts[channel.id]
    return seen


def _message(workspace: Workspace, message: Message, memory: Memory) -> Picture:
    kind = "message" if message.ephemeral_to is None else "private"
    name = f"{kind}:{message.channel}:{message.ts}"
    return {name: memory.draw(name, message, lambda drawn: _drawn(workspace, drawn))}


def _drawn(workspace: Workspace, message: Message) -> Json:
    def name_of(identifier: str) -> str:
        return _name(identifier, workspace)

    return {
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "app": message.bot_id is not None,
        "name": message.username or _name(message.user or "", workspace)[1:],
        "private": message.ephemeral_to is not None,
        "edited": message.edited is not None,
        "deleted": message.subtype == "tombstone",
        "text": message.text,
        "lines": [] if message.blocks else lines(message.text, name_of),
        "blocks": message.blocks,
        "marks": marks_of(message.blocks, name_of),
    }


def _view(workspace: Workspace, view: View, memory: Memory) -> Json:
    sent = memory.submissions.get(view.id)
    return {
        "id": view.id,
        "body": view.body,
        "marks": marks_of(view.blocks, lambda identifier: _name(identifier, workspace)),
        "errors": sent.errors if sent else {},
        "failure": sent.failure if sent else None,
        "waiting": sent is not None and not (sent.acknowledged or sent.failure),
    }


def _exchange(exchange: Exchange) -> Json:
    shape = asdict(exchange)
    for step in shape["steps"]:
        step["posted"] = ":".join(step["posted"]) if step["posted"] else None
    return shape


def _name(identifier: str, workspace: Workspace) -> str:
    """What people see for an id, with @ or # before it."""
    if identifier in (workspace.app.user_id, workspace.app.bot_id):
        return f"@{workspace.app.name}"
    person = workspace.conversations.people.get(identifier)
    if person is not None:
        return f"@{person.real_name}"
    channel = workspace.conversations.channels.get(identifier)
    if channel is not None:
        return f"#{channel.name}"
    return "@Slackbot" if identifier == "USLACKBOT" else f"@{identifier.removeprefix('!') or 'somebody'}"
