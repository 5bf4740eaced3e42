"""Events, commands and interactions reach the app over both roads, signed, in time, and again when missed."""

import json
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from slack_playground.grants import Patience
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.playground.listening import LONG, Answer, Request, acknowledge, endpoint, receive, socket
from tests.playground.saying import actions

HASTY = Patience(ack=0.15, retries=(0.0, 0.0, 0.0))


@pytest.fixture
def hasty() -> Iterator[Workspace]:
    """A workspace that loses patience at once."""
    workspace = Workspace(patience=HASTY)
    with running(workspace):
        yield workspace


@pytest.fixture
def eager() -> Iterator[Workspace]:
    """A workspace that tries again at once, but waits for an answer for as long as a busy machine may take."""
    workspace = Workspace(patience=Patience(ack=LONG, retries=HASTY.retries))
    with running(workspace):
        yield workspace


def test_an_event_is_sent_over_the_socket_until_it_is_acknowledged(hasty: Workspace) -> None:
    with socket(hasty) as connection:
        hasty.mention("ben", "policy", "q")
        first, second = receive(connection), receive(connection)
        assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert second["payload"]["event_id"] == first["payload"]["event_id"]
        acknowledge(connection, second)
        hasty.wait_for(lambda here: not len(here.outbox))
    assert hasty.failures == []


def test_an_event_that_nobody_ever_takes_is_lost_after_three_retries(hasty: Workspace) -> None:
    with socket(hasty) as connection:
        hasty.mention("ben", "policy", "q")
        assert [receive(connection)["retry_attempt"] for _ in range(4)] == [0, 1, 2, 3]
        lost = hasty.wait_for(lambda here: here.failures)
    assert (lost[0].kind, lost[0].reason, lost[0].detail) == ("event", "timeout", "app_mention")


def test_an_event_without_a_connection_waits_for_one_and_comes_as_a_retry(workspace: Workspace, url: str) -> None:
    workspace.mention("ben", "policy", "q")
    with socket(workspace) as connection:
        envelope = receive(connection)
        assert envelope["retry_attempt"] <= 1
        acknowledge(connection, envelope)
        workspace.wait_for(lambda here: not len(here.outbox))


def test_an_event_that_a_dying_connection_took_goes_to_the_next_one(workspace: Workspace, url: str) -> None:
    with socket(workspace) as dying:
        workspace.mention("ben", "policy", "q")
        first = receive(dying)
    with socket(workspace) as next_one:
        again = receive(next_one)
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        acknowledge(next_one, again)
        workspace.wait_for(lambda here: not len(here.outbox))


def test_each_event_goes_to_one_of_several_connections(workspace: Workspace, url: str) -> None:
    with socket(workspace) as left, socket(workspace) as right:
        for number in range(4):
            workspace.mention("ben", "policy", str(number))
        got = [receive(connection) for connection in (left, left, right, right)]
        texts = {envelope["payload"]["event"]["text"][-1] for envelope in got}
        assert texts == {"0", "1", "2", "3"}


def test_a_connection_url_opens_one_connection(workspace: Workspace, url: str) -> None:
    client = WebClient(base_url=f"{url}/api/")
    address = client.apps_connections_open(app_token=workspace.app_token)["url"]
    with connect(address, proxy=None) as connection:
        receive(connection)
        assert connection.ping().wait(LONG)
        with pytest.raises(InvalidStatus), connect(address, proxy=None):
            pass


def test_garbage_on_the_socket_is_ignored_and_binary_frames_end_it(workspace: Workspace, url: str) -> None:
    with socket(workspace) as connection:
        for frame in ("{garbage", "[]", '{"envelope_id": 3}', '{"envelope_id": "unknown"}', "[" * 50_000):
            connection.send(frame)
        workspace.mention("ben", "policy", "q")
        acknowledge(connection, receive(connection))
        workspace.wait_for(lambda here: not len(here.outbox))
        connection.send(b"\x00")
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=LONG)


def test_a_command_is_answered_in_its_acknowledgement(workspace: Workspace, url: str) -> None:
    with socket(workspace) as connection:
        invocation = workspace.command("ben", "random", "/policy", "a & b")
        envelope = receive(connection)
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        payload = envelope["payload"]
        assert (payload["command"], payload["text"], payload["channel_name"]) == ("/policy", "a &amp; b", "random")
        assert "thread_ts" not in payload
        acknowledge(connection, envelope, {"text": "here"})
        workspace.wait_for(lambda here: invocation.acknowledged)
    assert invocation.texts == ["here"]
    assert workspace.private_messages("ben", "random")[0].text == "here"


def test_a_command_in_a_direct_conversation_is_answered_for_everyone_there(workspace: Workspace, url: str) -> None:
    with socket(workspace) as connection:
        workspace.command("ben", "D0BEN", "/policy")
        envelope = receive(connection)
        assert envelope["payload"]["channel_name"] == "directmessage"
        acknowledge(connection, envelope, {"text": "here", "response_type": "in_channel"})
        assert workspace.wait_for(lambda here: here.messages("D0BEN"))[0].text == "here"


def test_an_answer_that_slack_would_not_show_is_a_failure(workspace: Workspace, url: str) -> None:
    with socket(workspace) as connection:
        invocation = workspace.command("ben", "policy", "/policy")
        acknowledge(connection, receive(connection), {"blocks": [{"type": "nonsense"}]})
        assert workspace.wait_for(lambda here: here.failures)[0].reason == "invalid_blocks"
    assert invocation.failure == "invalid_blocks"


def test_a_command_that_nobody_acknowledges_fails_before_the_person_and_is_not_repeated(hasty: Workspace) -> None:
    with socket(hasty) as connection:
        invocation = hasty.command("ben", "policy", "/policy")
        receive(connection)
        failure = hasty.wait_for(lambda here: here.failures)[0]
        assert (failure.kind, failure.person, failure.reason) == ("command", "U0BEN", "operation_timeout")
        assert invocation.failure == "operation_timeout"
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.2)


def test_a_command_that_finds_no_app_fails_at_once(workspace: Workspace, url: str) -> None:
    workspace.command("ben", "policy", "/policy")
    assert workspace.wait_for(lambda here: here.failures)[0].reason == "dispatch_failed"


def test_http_deliveries_are_signed_and_shaped_as_slacks(workspace: Workspace, url: str) -> None:
    got: list[Request] = []

    def handle(request: Request) -> Answer:
        got.append(request)
        return Answer(body=json.dumps({"text": "from the body"}) if "command=" in request.body else "")

    with endpoint(handle) as request_url:
        workspace.request_url = request_url
        message = workspace.posts.from_bot(workspace.channel("policy"), "x", [actions() | {"block_id": "b"}])
        workspace.mention("ben", "policy", "q")
        workspace.wait_for(lambda here: not len(here.outbox))
        invocation = workspace.command("ben", "policy", "/policy", "leave")
        workspace.wait_for(lambda here: invocation.acknowledged)
        press = workspace.press("ben", message, "show")
        workspace.wait_for(lambda here: press.acknowledged)
    verifier = SignatureVerifier(workspace.signing_secret)
    assert all(verifier.is_valid_request(request.body, request.headers) for request in got)
    event, command, action = got
    assert json.loads(event.body)["event"]["type"] == "app_mention"
    assert parse_qs(command.body)["text"] == ["leave"]
    assert json.loads(parse_qs(action.body)["payload"][0])["type"] == "block_actions"
    assert invocation.texts == ["from the body"]


def test_http_events_are_retried_with_slacks_headers(eager: Workspace) -> None:
    got: list[Request] = []

    def handle(request: Request) -> Answer:
        got.append(request)
        return Answer(status=500 if len(got) == 1 else 200)

    with endpoint(handle) as request_url:
        eager.request_url = request_url
        eager.mention("ben", "policy", "q")
        eager.wait_for(lambda here: not len(here.outbox))
    assert "x-slack-retry-num" not in got[0].headers
    assert (got[1].headers["x-slack-retry-num"], got[1].headers["x-slack-retry-reason"]) == ("1", "http_error")


def test_an_app_can_decline_retries(eager: Workspace) -> None:
    no_retry = Answer(status=500, headers=(("X-Slack-No-Retry", "1"),))
    with endpoint(lambda _: no_retry) as request_url:
        eager.request_url = request_url
        eager.mention("ben", "policy", "q")
        assert eager.wait_for(lambda here: here.failures)[0].reason == "http_error"


@pytest.mark.parametrize("status", [302, 404, 503])
def test_a_command_that_http_refuses_fails_before_the_person(eager: Workspace, status: int) -> None:
    with endpoint(lambda _: Answer(status=status)) as request_url:
        eager.request_url = request_url
        eager.command("ben", "policy", "/policy")
        assert eager.wait_for(lambda here: here.failures)[0].reason == "dispatch_failed"


def test_a_command_that_http_answers_too_late_has_timed_out(hasty: Workspace) -> None:
    done = threading.Event()

    def handle(_: Request) -> Answer:
        done.wait(LONG)
        return Answer()

    with endpoint(handle) as request_url:
        hasty.request_url = request_url
        hasty.command("ben", "policy", "/policy")
        assert hasty.wait_for(lambda here: here.failures)[0].reason == "operation_timeout"
        done.set()
