"""The Slack fields that we read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from bot.core.model import straight


class _Payload(BaseModel):
    # Slack adds fields as it likes; what we do not read must not trip us.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Edited(_Payload):
    """When a message was edited last."""

    ts: str


class _Attachment(_Payload):
    text: str | None = ""
    fallback: str | None = ""


class Worded(_Payload):
    """The words of a message, wherever they stand: those of a forwarded one in its attachments."""

    text: str = ""
    attachments: tuple[_Attachment, ...] = ()
    blocks: tuple[dict[str, Any], ...] = ()

    @property
    def said(self) -> str:
        """What was typed; where nothing was, what was forwarded, or else what its blocks say."""
        forwarded = "\n".join(filter(None, (each.text or each.fallback for each in self.attachments)))
        return self.text or forwarded or "\n".join(_texts(self.blocks))


class MessageEvent(Worded):
    """`app_mention` and `message`."""

    channel: str
    ts: str
    user: str | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    edited: Edited | None = None


class EditedMessage(_Payload):
    """A message before or after an edit, inside a `message_changed` event."""

    ts: str = ""
    user: str | None = None
    text: str = ""
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    edited: Edited | None = None


class EditEvent(_Payload):
    """`message` with the subtype `message_changed`."""

    channel: str
    event_ts: str
    message: EditedMessage
    previous_message: EditedMessage = EditedMessage()

    @property
    def as_message(self) -> MessageEvent:
        """The edited message as if it had been sent like that."""
        now = self.message
        return MessageEvent(
            channel=self.channel,
            ts=now.ts,
            user=now.user,
            text=now.text,
            thread_ts=now.thread_ts,
            bot_id=now.bot_id,
            edited=now.edited or Edited(ts=self.event_ts),
        )


class DeletionEvent(_Payload):
    """`message` with the subtype `message_deleted`."""

    channel: str
    deleted_ts: str
    previous_message: EditedMessage = EditedMessage()


class Command(_Payload):
    """A slash command."""

    user_id: str
    channel_id: str
    trigger_id: str
    response_url: str
    text: str = ""


class _Identified(_Payload):
    id: str


class Opener(_Payload):
    """A global shortcut (`shortcut`)."""

    trigger_id: str


class MessageShortcut(_Payload):
    """`message_action`: what was chosen in the menu of a message."""

    callback_id: str
    user: _Identified
    channel: _Identified
    trigger_id: str
    response_url: str
    message: Worded


class _Action(_Payload):
    value: str = ""


class _Option(_Payload):
    value: str


class _Held(_Payload):
    """What a field of a form holds."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: tuple[_Option, ...] = ()
    selected_time: str | None = None
    selected_date: str | None = None

    @property
    def content(self) -> str | None:
        ticked = ",".join(each.value for each in self.selected_options)
        chosen = self.selected_option.value if self.selected_option else ticked
        return chosen or self.selected_time or self.selected_date or self.value


class _State(_Payload):
    values: dict[str, dict[str, _Held]] = {}


class View(_Payload):
    """A modal, or a person's home (`type`)."""

    type: str = ""
    id: str = ""
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: _State | None = None


class HomeOpened(_Payload):
    """`app_home_opened`."""

    user: str
    channel: str
    tab: str


class Submission(_Payload):
    """A form that was sent (`view_submission`)."""

    user: _Identified
    view: View

    def field(self, name: str) -> str | None:
        """What stands in a field, whose block and element have one name."""
        held = (self.view.state or _State()).values.get(name, {}).get(name)
        return straight(held.content) if held and held.content else None


class _Container(_Payload):
    channel_id: str = ""
    message_ts: str = ""
    thread_ts: str | None = None
    is_ephemeral: bool = False


class Press(_Payload):
    """A pressed button (`block_actions`)."""

    user: _Identified
    trigger_id: str
    actions: tuple[_Action, ...]
    container: _Container = _Container()
    view: View = View()
    response_url: str = ""

    @property
    def place(self) -> str:
        """The channel in which the message stands; empty for views."""
        return self.container.channel_id

    @property
    def value(self) -> str:
        """What the pressed button carries."""
        return self.actions[0].value


class Shared(_Payload):
    """What the button that shares an answer carries."""

    question: str
    revision: str

    @model_validator(mode="before")
    @classmethod
    def _parsed(cls, value: object) -> object:
        # Python's own JSON: pydantic's refuses half a character, which a button may hold.
        return json.loads(value) if isinstance(value, str) else value


def _texts(value: object) -> Iterator[str]:
    """The words in blocks, in their order."""
    if isinstance(value, Mapping):
        inner = value.get("text")
        if isinstance(inner, str):
            yield inner
        else:
            yield from (found for each in value.values() for found in _texts(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in _texts(each))
