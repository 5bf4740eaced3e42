"""What is in a workspace, in a few lines: for the message of a wait that was in vain."""

from slack_playground.messages import Message
from slack_playground.state import State


def of(state: State) -> str:
    """Every message, view and failure, one a line."""
    with state.changes.reading():
        lines = []
        for channel in state.conversations.channels.values():
            mark = "@" if channel.is_im else "#"
            lines += [f"{mark}{channel.name} {_line(message)}" for message in state.conversations.all(channel.id)]
        for person in state.people:
            private = state.conversations.private(person.id, None)
            lines += [f"only {person.name}: {_line(message)}" for message in private]
            lines += [f"{person.name} has {view.type} {view.id} open" for view in state.open_views.stack(person.id)]
        lines += [f"failed: {failure}" for failure in state.failures]
        lines.append(f"{len(state.outbox)} deliveries without an answer")
    return "\n".join(lines)


def _line(message: Message) -> str:
    place = f"{message.ts}↳{message.thread_ts}" if message.is_reply else message.ts
    blocks = f" [{len(message.blocks)} blocks]" if message.blocks else ""
    return f"{place} {message.user or message.username or message.bot_id}: {message.text[:200]}{blocks}"
