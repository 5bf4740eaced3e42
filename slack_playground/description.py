"""What is in a workspace, in a few lines: for the message of a wait that was in vain."""

from typing import TYPE_CHECKING

from slack_playground.messages import Message

if TYPE_CHECKING:
    from slack_playground.workspace import Workspace


def of(workspace: "Workspace") -> str:
    """Every message, view and failure, one a line."""
    lines = []
    for channel in workspace.conversations.channels.values():
        lines += [
            f"{'@' if channel.is_im else '#'}{channel.name} {_line(message)}"
            for message in workspace.conversations.all(channel.id)
        ]
    for person in workspace.people:
        lines += [f"only {person.name}: {_line(message)}" for message in workspace.private_messages(person)]
        lines += [f"{person.name} has {view.type} {view.id} open" for view in workspace.views(person)]
    lines += [f"failed: {failure}" for failure in workspace.failures]
    lines.append(f"{len(workspace.outbox)} deliveries without an answer")
    return "\n".join(lines)


def _line(message: Message) -> str:
    place = f"{message.ts}↳{message.thread_ts}" if message.is_reply else message.ts
    blocks = f" [{len(message.blocks)} blocks]" if message.blocks else ""
    return f"{place} {message.user or message.username or message.bot_id}: {message.text[:200]}{blocks}"
