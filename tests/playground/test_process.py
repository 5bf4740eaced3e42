"""The workspace as a process of its own."""

import signal
import subprocess
import sys

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_playground.__main__ import main
from tests.conftest import ROOT


def test_it_tells_a_bot_what_it_needs_to_know_and_ends_with_0() -> None:
    command = [sys.executable, "-m", "slack_playground", "--scopes", "chat:write", "--no-page", "--rooms", "2"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = dict(process.stdout.readline().strip().split("=", 1) for _ in range(5))
    url = told["POLICYBOT_SLACK__API_URL"]
    client = WebClient(told["SLACK_BOT_TOKEN"], base_url=url)
    assert client.chat_postMessage(channel="room-2", text="hi")["ok"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_info(user="U0BEN")
    assert client.apps_connections_open(app_token=told["SLACK_APP_TOKEN"])["ok"]
    assert told["POLICYBOT_SLACK__MODE"] == "socket"
    assert httpx.get(url.removesuffix("api/")).status_code == 404
    process.send_signal(signal.SIGTERM)
    process.stdout.close()
    assert process.wait(10) == 0


def test_wrong_arguments_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "somewhere"])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err
