"""What people do on the page: what the browser may send, and how it is done in the workspace."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.page.setup import Page
from slack_playground.people import Person
from slack_playground.refusals import Impossible
from slack_playground.workspace import Workspace

Text = Annotated[str, Field(min_length=1, max_length=40_000)]


class _Gesture(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OnMessage(_Gesture):
    channel: str
    ts: str
    private: bool = False


class Say(_Gesture):
    do: Literal["say"]
    channel: str
    text: Text
    thread_ts: str | None = None


class Command(_Gesture):
    do: Literal["command"]
    channel: str
    command: str
    text: str = Field(default="", max_length=40_000)


class Edit(_OnMessage):
    do: Literal["edit"]
    text: Text


class Remove(_OnMessage):
    do: Literal["remove"]


class Press(_OnMessage):
    do: Literal["press"]
    action_id: str
    value: Any = None


class PressInView(_Gesture):
    do: Literal["press_in_view"]
    view: str
    action_id: str
    value: Any = None


class Submit(_Gesture):
    do: Literal["submit"]
    view: str
    values: dict[str, Any] = {}


class Close(_Gesture):
    do: Literal["close"]
    view: str


class OnMessageShortcut(_OnMessage):
    do: Literal["message_shortcut"]
    callback_id: str


class GlobalShortcut(_Gesture):
    do: Literal["shortcut"]
    callback_id: str


class OpenHome(_Gesture):
    do: Literal["open_home"]
    tab: Literal["home", "messages"] = "home"


class Invite(_Gesture):
    do: Literal["invite"]
    channel: str


class SendDigest(_Gesture):
    do: Literal["digest"]
    channel: str


Gesture = Annotated[
    Say
    | Command
    | Edit
    | Remove
    | Press
    | PressInView
    | Submit
    | Close
    | OnMessageShortcut
    | GlobalShortcut
    | OpenHome
    | Invite
    | SendDigest,
    Field(discriminator="do"),
]
GESTURES: TypeAdapter[Gesture] = TypeAdapter(Gesture)


def perform(gesture: Gesture, person: Person, workspace: Workspace, page: Page) -> Message | Invocation | None:  # noqa: PLR0911 - a line for each gesture
    """Do it as this person. Gives the message or the invocation that came of it. Raises Impossible."""
    match gesture:
        case Say():
            return workspace.say(person, gesture.channel, gesture.text, gesture.thread_ts)
        case Command():
            return workspace.command(person, gesture.channel, gesture.command, gesture.text)
        case Edit() | Remove():
            return _change(gesture, person, workspace)
        case Press():
            on = _message(workspace, person, gesture)
            return workspace.press(person, on, gesture.action_id, gesture.value)
        case OnMessageShortcut():
            return workspace.shortcut(person, gesture.callback_id, _message(workspace, person, gesture))
        case GlobalShortcut():
            return workspace.shortcut(person, gesture.callback_id)
        case PressInView() | Submit() | Close():
            return _in_view(gesture, person, workspace)
        case _:
            _beside(gesture, person, workspace, page)
            return None


def _change(gesture: Edit | Remove, person: Person, workspace: Workspace) -> Message | None:
    message = _message(workspace, person, gesture)
    if message.ephemeral_to == person.id and isinstance(gesture, Remove):
        workspace.remove(message)  # anybody may wave a private reply away
        return None
    if message.user != person.id:
        raise Impossible(f"{person.real_name} did not write this")
    if isinstance(gesture, Edit):
        return workspace.edit(message, gesture.text)
    workspace.remove(message)
    return None


def _in_view(gesture: PressInView | Submit | Close, person: Person, workspace: Workspace) -> Invocation | None:
    seen = [*workspace.views(person), workspace.home(person)]
    view = next((one for one in seen if one is not None and one.id == gesture.view), None)
    if view is None:
        raise Impossible("the view is closed")
    if isinstance(gesture, Submit):
        return workspace.submit(person, view, gesture.values)
    if isinstance(gesture, PressInView):
        return workspace.press(person, view, gesture.action_id, gesture.value)
    workspace.close(person, view)
    return None


def _beside(gesture: OpenHome | Invite | SendDigest, person: Person, workspace: Workspace, page: Page) -> None:
    if isinstance(gesture, OpenHome):
        workspace.open_home(person, gesture.tab)
    elif isinstance(gesture, Invite):
        workspace.invite_bot(gesture.channel)
    elif page.send_digest is None:
        raise Impossible("this page sends no digests")
    else:
        page.send_digest(workspace.channel(gesture.channel).id)


def _message(workspace: Workspace, person: Person, named: _OnMessage) -> Message:
    channel = workspace.channel(named.channel)
    if person.id not in channel.members:
        raise Impossible(f"{person.real_name} is not in this conversation")
    if named.private:
        everything = workspace.private_messages(person, channel)
    else:
        with workspace.changes.reading():
            everything = workspace.conversations.all(channel.id)
    found = next((message for message in everything if message.ts == named.ts), None)
    if found is None:
        raise Impossible("the message is gone")
    return found
