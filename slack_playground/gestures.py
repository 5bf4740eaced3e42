"""Commands, presses, submissions and shortcuts: from a person to the app, and the app's answer back."""

from collections.abc import Callable
from typing import Any

from slack_playground import filling, payloads, responses
from slack_playground.delivery.outbox import Kind
from slack_playground.grants import ResponseUrl
from slack_playground.invocations import Failure, Invocation
from slack_playground.messages import Message, as_slack, as_typed
from slack_playground.people import Channel, Json, Person
from slack_playground.refusals import Impossible, Refused
from slack_playground.state import State
from slack_playground.views import View

Answer = Callable[[Json | None], None]


def command(state: State, person: Person, channel: Channel, name: str, text: str) -> Invocation:
    """A slash command; its ack may carry a message."""
    if person.id not in channel.members or channel.archived or not name.startswith("/"):
        raise Impossible(f"{person.name} cannot give {name!r} in {channel.name}")
    invocation, grant = _begin(state, "command", person, channel, None)
    payload = payloads.command_payload(
        person, channel, name, as_typed(text), state.app, invocation.trigger_id, invocation.response_url
    )

    def answered(body: Json | None) -> None:
        responses.answer_command(state.posts, grant, invocation, body)

    return _send(state, invocation, "slash_commands", payload, answered)


def press_on_message(state: State, person: Person, message: Message, action_id: str, value: Any) -> Invocation:
    """A button or menu of a message that this person sees."""
    channel = state.conversations.channels[message.channel]
    if message.ephemeral_to not in (None, person.id) or person.id not in channel.members:
        raise Impossible(f"{person.name} does not see this message")
    block, element = filling.find_element(message.blocks, action_id, value)
    chosen = filling.choose(element, value)
    invocation, _ = _begin(state, "block_actions", person, channel, message)
    payload = {
        **payloads.interaction("block_actions", person, state.app, invocation.trigger_id),
        **payloads.on_message(message, channel, state.app, invocation.response_url),
        "state": filling.state_of(message.blocks),
        "actions": [payloads.action(block, element, chosen, state.conversations.next_ts())],
    }
    return _send(state, invocation, "interactive", payload)


def press_in_view(state: State, person: Person, view: View, action_id: str, value: Any) -> Invocation:
    """A button or menu of a modal or a home. There is no response URL."""
    _must_be_theirs(person, view)
    block, element = filling.find_element(view.blocks, action_id, value)
    chosen = filling.choose(element, value)
    invocation = _begin_in_view(state, "block_actions", person, view)
    filled = filling.state_of(view.blocks)
    payload = {
        **payloads.interaction("block_actions", person, state.app, invocation.trigger_id),
        **payloads.on_view(view.as_slack(state.app, filled)),
        "actions": [payloads.action(block, element, chosen, state.conversations.next_ts())],
    }
    return _send(state, invocation, "interactive", payload)


def submit(state: State, person: Person, view: View, values: dict[str, Any]) -> Invocation:
    """A modal's form; its ack says what becomes of the modal."""
    _must_be_theirs(person, view)
    if not view.body.get("submit"):
        raise Impossible("the view has no submit button")
    filled = filling.state_of(view.blocks, values)
    invocation = _begin_in_view(state, "view_submission", person, view)
    payload = {
        **payloads.interaction("view_submission", person, state.app, invocation.trigger_id),
        "view": view.as_slack(state.app, filled),
        "response_urls": [],
    }

    def answered(body: Json | None) -> None:
        responses.answer_submission(state.open_views, view, invocation, body)

    return _send(state, invocation, "interactive", payload, answered)


def close(state: State, person: Person, view: View) -> None:
    """A modal is closed."""
    _must_be_theirs(person, view)
    state.open_views.close(view)
    if view.body.get("notify_on_close"):
        invocation = _begin_in_view(state, "view_closed", person, view)
        payload = payloads.interaction("view_closed", person, state.app, invocation.trigger_id)
        shape = {"view": view.as_slack(state.app), "is_cleared": False}
        _send(state, invocation, "interactive", {**payload, **shape})


def shortcut(state: State, person: Person, callback_id: str, message: Message | None) -> Invocation:
    """A message shortcut, or a global one when there is no message."""
    about = {"callback_id": callback_id, "action_ts": state.conversations.next_ts()}
    if message is None:
        trigger = state.grants.trigger(person.id)
        invocation = Invocation("shortcut", person.id, None, trigger.id, "")
        payload = payloads.interaction("shortcut", person, state.app, trigger.id)
        return _send(state, invocation, "interactive", {**payload, **about})
    channel = state.conversations.channels[message.channel]
    invocation, _ = _begin(state, "message_action", person, channel, None)
    place = payloads.on_message(message, channel, state.app, invocation.response_url)
    payload = {
        **payloads.interaction("message_action", person, state.app, invocation.trigger_id),
        "channel": place["channel"],
        "response_url": invocation.response_url,
        "message_ts": message.ts,
        "message": as_slack(message, state.app),
    }
    return _send(state, invocation, "interactive", {**payload, **about})


def _must_be_theirs(person: Person, view: View) -> None:
    if view.person != person.id:
        raise Impossible(f"{person.name} does not see this view")


def _begin(
    state: State, kind: str, person: Person, channel: Channel, original: Message | None
) -> tuple[Invocation, ResponseUrl]:
    trigger = state.grants.trigger(person.id)
    grant = state.grants.response_url(person.id, channel.id, trigger.id, original)
    url = f"{state.base_url}/response/{grant.id}"
    return Invocation(kind, person.id, channel.id, trigger.id, url), grant


def _begin_in_view(state: State, kind: str, person: Person, view: View) -> Invocation:
    trigger = state.grants.trigger(person.id, view.id)
    return Invocation(kind, person.id, None, trigger.id, "")


def _send(
    state: State,
    invocation: Invocation,
    kind: Kind,
    payload: Json,
    answered: Answer = lambda _: None,
) -> Invocation:
    state.invocations[invocation.trigger_id] = invocation

    def failed(reason: str, detail: str) -> None:
        invocation.failure = reason
        state.failures.append(Failure(invocation.kind, invocation.person, reason, detail))

    def on_answer(body: Json | None) -> None:
        invocation.acknowledged, invocation.answer = True, body
        try:
            answered(body)
        except Refused as refusal:
            failed(refusal.error, "; ".join(refusal.messages))

    def on_loss(reason: str) -> None:
        failed("operation_timeout" if reason in ("timeout", "http_timeout") else "dispatch_failed", reason)

    state.outbox.put(kind, payload, on_answer, on_loss)
    return invocation
