"""The server keeps to loopback, and comes and goes cleanly."""

import asyncio
import threading

import httpx
import pytest

from slack_playground.server import NotLoopback, build_server, running
from slack_playground.workspace import Workspace
from tests.playground.listening import receive, socket


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])  # noqa: S104 - to be refused
def test_only_loopback_is_served_unless_told_otherwise(host: str) -> None:
    with pytest.raises(NotLoopback), running(Workspace(), host=host):
        pass


def test_a_stopped_server_leaves_no_thread_and_no_door(workspace: Workspace) -> None:
    with running(workspace) as url, socket(workspace) as connection:
        assert httpx.get(f"{url}/api/api.test").json()["ok"]
        workspace.mention("ben", "policy", "q")
        receive(connection)
    assert not [thread for thread in threading.enumerate() if thread.name == "playground"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/api/api.test")


def test_a_workspace_outlives_its_server_and_what_waits_is_delivered_by_the_next(workspace: Workspace) -> None:
    with running(workspace):
        pass
    workspace.mention("ben", "policy", "q")
    with running(workspace), socket(workspace) as connection:
        assert receive(connection)["payload"]["event"]["type"] == "app_mention"


def test_two_workspaces_share_no_secrets() -> None:
    one, other = Workspace(), Workspace()
    assert {one.bot_token, one.app_token, one.signing_secret}.isdisjoint(
        {other.bot_token, other.app_token, other.signing_secret}
    )


def test_who_hangs_up_in_the_middle_of_a_call_makes_no_fault(workspace: Workspace) -> None:
    said: list[dict[str, object]] = [
        {"type": "http.request", "body": b"channel=", "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {"type": "http", "method": "POST", "path": "/api/chat.postMessage", "query_string": b"", "headers": []}

    async def answering() -> dict[str, object]:
        return said.pop(0)

    async def send(_: object) -> None:
        pass

    asyncio.run(build_server(workspace)(scope, answering, send))
