"""Deliveries come twice, late, or again although they were taken, as Slack's do now and then."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from slack_playground.faults.instructions import Call
from slack_playground.faults.kinds import AckLost, Held, NotAccepted, Slow, Twice
from slack_playground.grants import Patience
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.playground.listening import Answer, Request, acknowledge, endpoint, receive, socket


@pytest.fixture
def hasty() -> Iterator[Workspace]:
    """A workspace that tries again at once."""
    workspace = Workspace(patience=Patience(ack=5, retries=(0.0, 0.0, 0.0)))
    with running(workspace):
        yield workspace


def retry_of(envelope: Any) -> tuple[int, str]:
    return envelope["retry_attempt"], envelope["retry_reason"]


@pytest.mark.parametrize(("as_retry", "retry"), [(False, (0, "")), (True, (1, "timeout"))])
def test_an_event_comes_twice_with_the_same_event_id(
    workspace: Workspace, url: str, as_retry: bool, retry: tuple[int, str]
) -> None:
    workspace.faults.add("delivery", Twice(as_retry))
    with socket(workspace) as connection:
        workspace.mention("ben", "policy", "q")
        pair = [receive(connection), receive(connection)]
        pair.sort(key=retry_of)
        for envelope in pair:
            acknowledge(connection, envelope)
        workspace.wait_for(lambda here: not len(here.outbox))
    first, second = pair
    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]
    assert (retry_of(first), retry_of(second)) == ((0, ""), retry)
    assert workspace.failures == []


def test_doubles_go_to_several_connections(workspace: Workspace, url: str) -> None:
    workspace.faults.add("delivery", Twice(), times=None)
    with socket(workspace) as left, socket(workspace) as right:
        workspace.mention("ben", "policy", "q")
        here, there = receive(left), receive(right)
        assert here["payload"]["event_id"] == there["payload"]["event_id"]
        acknowledge(left, here)
        acknowledge(right, there)
        workspace.wait_for(lambda now: not len(now.outbox))


def test_over_http_a_double_that_is_a_retry_says_so(workspace: Workspace, url: str) -> None:
    got: list[Request] = []

    def handle(request: Request) -> Answer:
        got.append(request)
        return Answer()

    with endpoint(handle) as request_url:
        workspace.request_url = request_url
        workspace.faults.add("delivery", Twice(as_retry=True))
        workspace.mention("ben", "policy", "q")
        workspace.wait_for(lambda here: not len(here.outbox))
    first, second = sorted(got, key=lambda request: "x-slack-retry-num" in request.headers)
    assert json.loads(first.body)["event_id"] == json.loads(second.body)["event_id"]
    assert "x-slack-retry-num" not in first.headers
    assert (second.headers["x-slack-retry-num"], second.headers["x-slack-retry-reason"]) == ("1", "http_timeout")


def test_commands_never_come_twice(workspace: Workspace, url: str) -> None:
    twice = workspace.faults.add("delivery", Twice())
    with socket(workspace) as connection:
        invocation = workspace.command("ben", "policy", "/policy")
        acknowledge(connection, receive(connection))
        workspace.wait_for(lambda here: invocation.acknowledged and not len(here.outbox))
    assert twice.used == 0


def test_a_lost_ack_brings_the_event_again(hasty: Workspace) -> None:
    hasty.faults.add("delivery", AckLost(), times=2)
    with socket(hasty) as connection:
        hasty.mention("ben", "policy", "q")
        for attempt in (0, 1, 2):
            envelope = receive(connection)
            assert retry_of(envelope) == (attempt, "timeout" if attempt else "")
            acknowledge(connection, envelope)
        hasty.wait_for(lambda here: not len(here.outbox))
    assert hasty.failures == []


def test_a_lost_ack_lets_a_command_fail_before_the_person(hasty: Workspace) -> None:
    hasty.faults.add("delivery", AckLost())
    with socket(hasty) as connection:
        invocation = hasty.command("ben", "policy", "/policy")
        acknowledge(connection, receive(connection))
        hasty.wait_for(lambda _: invocation.failure)
    assert invocation.failure == "operation_timeout"


def test_over_http_a_lost_answer_brings_the_event_again(hasty: Workspace) -> None:
    got: list[Request] = []

    def handle(request: Request) -> Answer:
        got.append(request)
        return Answer()

    with endpoint(handle) as request_url:
        hasty.request_url = request_url
        hasty.faults.add("delivery", AckLost())
        hasty.mention("ben", "policy", "q")
        hasty.wait_for(lambda here: not len(here.outbox))
    assert [request.headers.get("x-slack-retry-reason") for request in got] == [None, "http_timeout"]


def test_an_event_that_was_not_sent_is_sent_again(hasty: Workspace) -> None:
    hasty.faults.add("delivery", NotAccepted())
    with socket(hasty) as connection:
        hasty.mention("ben", "policy", "q")
        assert retry_of(receive(connection)) == (1, "connection_failed")


def test_an_event_that_is_late_is_overtaken_by_the_next(workspace: Workspace, url: str) -> None:
    workspace.faults.add("delivery", Slow(0.05))
    with socket(workspace) as connection:
        for words in ("first", "second"):
            workspace.mention("ben", "policy", words)
        texts = [receive(connection)["payload"]["event"]["text"].split()[-1] for _ in range(2)]
    assert texts == ["second", "first"]


def test_an_event_is_held_until_it_is_released(workspace: Workspace, url: str) -> None:
    held = workspace.faults.add("delivery", Held(), where=lambda call: call.event == "app_mention")
    with socket(workspace) as connection:
        workspace.mention("ben", "policy", "first")
        workspace.direct_message("ben", "second")
        assert receive(connection)["payload"]["event"]["text"] == "second"
        held.release()
        assert receive(connection)["payload"]["event"]["text"].endswith("first")


def test_hooks_are_called_before_an_envelope_leaves_and_when_its_ack_has_come(workspace: Workspace, url: str) -> None:
    told: list[tuple[str, Call]] = []
    workspace.faults.before("delivery", lambda call: told.append(("sending", call)), channel="policy")
    workspace.faults.after("delivery", lambda call: told.append(("taken", call)), channel="policy")
    with socket(workspace) as connection:
        workspace.command("ben", "policy", "/policy", "leave")
        envelope = receive(connection)
        assert [when for when, _ in told] == ["sending"]
        acknowledge(connection, envelope, {"text": "looking"})
        workspace.wait_for(lambda here: not len(here.outbox))
    (_, sent), (when, taken) = told
    assert (when, taken.answer) == ("taken", {"text": "looking"})
    assert (sent.arguments["command"], sent.event) == ("/policy", "")


def test_a_mention_in_a_channel_that_is_read_comes_as_two_events_of_one_message() -> None:
    workspace = Workspace(subscriptions={"app_mention", "message.channels"})
    workspace.mention("ben", "policy", "q")
    mention, message = (delivery.payload for delivery in workspace.outbox.take_due(reachable=True))
    assert (mention["event"]["type"], message["event"]["type"]) == ("app_mention", "message")
    assert mention["event_id"] != message["event_id"]
    for same in ("ts", "client_msg_id", "text", "user", "channel"):
        assert mention["event"][same] == message["event"][same]


def test_one_gesture_can_become_two_messages_that_have_only_their_client_id_in_common(workspace: Workspace) -> None:
    workspace.say_twice("ben", "D0BEN", "q")
    first, second = (delivery.payload["event"] for delivery in workspace.outbox.take_due(reachable=True))
    assert first["client_msg_id"] == second["client_msg_id"]
    assert first["ts"] < second["ts"]
    assert [message.text for message in workspace.messages("D0BEN")] == ["q", "q"]
