"""Socket Mode connections end, stall and are refused as Slack's are, and real clients come back."""

import asyncio
import contextlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from socket import SHUT_RDWR

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidMessage, InvalidStatus
from websockets.sync.client import connect

from slack_playground.faults.kinds import Held, NotAccepted, ServerError, Slow
from slack_playground.grants import Patience
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.playground.listening import LONG, acknowledge, receive, socket


def address(workspace: Workspace) -> str:
    """A new connection's URL."""
    client = WebClient(base_url=f"{workspace.base_url}/api/")
    return str(client.apps_connections_open(app_token=workspace.app_token)["url"])


@contextlib.contextmanager
def listener(workspace: Workspace, ping_interval: float = 0.2) -> Iterator[list[str]]:
    """slack_sdk's aiohttp client, which acks everything; gives the texts of the events as they come."""
    heard: list[str] = []
    connected, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        web = AsyncWebClient(base_url=f"{workspace.base_url}/api/")
        client = SocketModeClient(app_token=workspace.app_token, web_client=web, ping_interval=ping_interval)

        async def on_request(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            heard.append(request.payload["event"]["text"].split()[-1])
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

        client.socket_mode_request_listeners.append(on_request)
        await client.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it so
        connected.set()
        await stop.wait()
        await client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it so

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert connected.wait(5)
    yield heard
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
    loop.close()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
def test_a_disconnect_is_announced_and_then_done(workspace: Workspace, url: str, reason: str) -> None:
    with socket(workspace) as connection:
        (only,) = workspace.connections
        only.disconnect(reason, closes_after=0.05)  # type: ignore[arg-type]  # the four that there are
        told = receive(connection)
        assert (told["type"], told["reason"]) == ("disconnect", reason)
        with pytest.raises(ConnectionClosed) as ended:
            connection.recv(timeout=LONG)
        assert ended.value.rcvd is not None
    workspace.wait_for(lambda here: not len(here.connections))


def test_until_it_closes_an_announced_connection_still_gets_envelopes(workspace: Workspace, url: str) -> None:
    with socket(workspace) as connection:
        for one in workspace.connections:
            one.disconnect(closes_after=5)
        receive(connection)
        workspace.mention("ben", "policy", "q")
        acknowledge(connection, receive(connection))
        workspace.wait_for(lambda here: not len(here.outbox))


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_can_break_without_a_close_frame(workspace: Workspace, url: str, reset: bool) -> None:
    with socket(workspace) as connection:
        workspace.mention("ben", "policy", "q")
        receive(connection)
        for one in workspace.connections:
            one.cut(reset)
        with pytest.raises(ConnectionClosedError) as ended:
            connection.recv(timeout=LONG)
        assert ended.value.rcvd is None
        # What it had taken and not acked waits for the next one.
        workspace.wait_for(lambda here: not len(here.connections))
    with socket(workspace) as next_one:
        assert receive(next_one)["retry_attempt"] == 1


def test_a_half_open_connection_lets_nothing_through_until_slack_notices() -> None:
    workspace = Workspace(patience=Patience(ack=5, retries=(0.0,)))
    with running(workspace), socket(workspace) as connection:
        (only,) = workspace.connections
        assert connection.ping().wait(5)
        only.half_open()
        pong = connection.ping()
        workspace.mention("ben", "policy", "q")
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.1)
        assert not pong.is_set()
        assert len(workspace.connections) == 1
        only.cut()
        workspace.wait_for(lambda here: not len(here.connections))
        with socket(workspace) as next_one:
            assert receive(next_one)["payload"]["event"]["text"].endswith("q")


def test_slack_takes_a_half_open_connection_for_alive_even_when_the_app_gave_it_up(
    workspace: Workspace, url: str
) -> None:
    with socket(workspace) as connection:
        (only,) = workspace.connections
        only.half_open(noticed_after=0.5)
        connection.socket.shutdown(SHUT_RDWR)
    assert len(workspace.connections) == 1
    workspace.wait_for(lambda here: not len(here.connections))


def test_new_connections_are_refused_at_the_method_or_at_the_handshake(workspace: Workspace, url: str) -> None:
    workspace.faults.add("apps.connections.open", ServerError())
    workspace.faults.add("connect", ServerError(503))
    workspace.faults.add("connect", NotAccepted())
    with pytest.raises(SlackApiError, match="upstream"):
        address(workspace)
    with pytest.raises(InvalidStatus, match="503"), connect(address(workspace), proxy=None):
        pass
    with pytest.raises(InvalidMessage), connect(address(workspace), proxy=None):
        pass
    with socket(workspace):
        pass


def test_a_hello_can_be_slow_and_before_it_there_are_no_envelopes(workspace: Workspace, url: str) -> None:
    held = workspace.faults.add("hello", Held())
    workspace.mention("ben", "policy", "q")
    with connect(address(workspace), proxy=None) as connection:
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.05)
        held.release()
        assert [receive(connection)["type"] for _ in range(2)] == ["hello", "events_api"]


@pytest.mark.parametrize("at", ["connect", "hello"])
def test_who_gives_up_while_it_is_held_does_no_harm(
    workspace: Workspace, url: str, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    held = workspace.faults.add(at, Held())
    with contextlib.suppress(TimeoutError), connect(address(workspace), proxy=None, open_timeout=0.1) as connection:
        connection.socket.shutdown(SHUT_RDWR)
    held.release()
    with socket(workspace):
        workspace.wait_for(lambda here: len(here.connections) == 1)
    assert "Exception" not in caplog.text


def test_a_slow_handshake_is_a_handshake(workspace: Workspace, url: str) -> None:
    workspace.faults.add("connect", Slow(0.01))
    with socket(workspace):
        pass


def test_each_envelope_goes_to_one_connection_by_chance_and_the_seed_decides() -> None:
    def run(seed: int) -> list[int]:
        workspace = Workspace()
        with running(workspace), contextlib.ExitStack() as ends:
            sockets = [ends.enter_context(socket(workspace)) for _ in range(3)]
            workspace.connections.shuffle(seed)
            for number in range(12):
                workspace.mention("ben", "policy", str(number))
            got: dict[str, int] = {}
            # Again and again: what is for one of them may come only when another was looked at.
            for index, connection in islice(cycle(enumerate(sockets)), 2_000):
                with contextlib.suppress(TimeoutError):
                    while len(got) < 12:
                        envelope = json.loads(connection.recv(timeout=0.01))
                        assert envelope["envelope_id"] not in got
                        got[envelope["envelope_id"]] = index
                        acknowledge(connection, envelope)
            counted = Counter(got.values())
        return [counted[index] for index in range(3)]

    first, again = run(3), run(3)
    assert sum(first) == 12
    assert all(first)
    assert first == again


@pytest.mark.parametrize("way", ["cut", "reset", "warning", "half-open"])
def test_slacks_own_client_comes_back_and_nothing_is_lost(way: str) -> None:
    workspace = Workspace(patience=Patience(ack=5, retries=(0.0, 0.0, 0.0)))
    with running(workspace), listener(workspace) as heard:
        workspace.mention("ben", "policy", "before")
        workspace.wait_for(lambda here: not len(here.outbox))
        (first,) = workspace.connections
        if way == "half-open":
            first.half_open(noticed_after=0.3)
        elif way == "warning":
            first.disconnect(closes_after=0.2)
        else:
            first.cut(reset=way == "reset")
        workspace.mention("ben", "policy", "after")
        workspace.wait_for(lambda here: first not in here.connections and len(here.connections))
        workspace.wait_for(lambda here: not len(here.outbox))
    assert set(heard) == {"before", "after"}
    assert workspace.failures == []
