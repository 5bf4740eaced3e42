"""`policybot run` as the process that operators run."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from slack_playground.delivery.signed_http import signature
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT, Run
from tests.conversations.conftest import MODES, Start, free_port, seen


@pytest.mark.parametrize("mode", MODES)
def test_the_process_answers_tells_its_health_and_ends_with_0_on_sigterm(mode: str, tmp_path: Path) -> None:
    workspace, port, watched = Workspace(), free_port(), free_port()
    if mode == "http":
        workspace.request_url = f"http://127.0.0.1:{port}/slack/events"
    with running(workspace) as url:
        environment = os.environ | {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "POLICYBOT_SLACK__API_URL": f"{url}/api/",
            "POLICYBOT_SLACK__MODE": mode,
            "POLICYBOT_HTTP__PORT": str(port),
            "POLICYBOT_HEALTH__PORT": str(watched),
            "POLICYBOT_STATE": str(tmp_path),
        }
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "bot", "run"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        log = []
        for line in process.stderr:
            log.append(line)
            if "ready for questions" in line:
                break
        asked = workspace.mention(workspace.people[0], "policy", "Who is exempt from Amazon's secret pause?")
        (reply,) = workspace.wait_for(lambda now: now.replies("policy", asked.ts))
        assert "exempt" in seen(reply)
        with urllib.request.urlopen(f"http://127.0.0.1:{watched}/health") as health:  # our own address
            told = json.load(health)
        assert told.pop("waiting") in {0, 1}  # the question may be seen answered before it is noted as such
        counts = {"articles": 10, "passages": 65}
        assert told.items() >= {"connected": True, **counts, "writable": True, "dead_letters": 0}.items()
        assert not told["stalled"]
        assert told["version"]
        assert told["revision"]
        with urllib.request.urlopen(f"http://127.0.0.1:{watched}/metrics") as metrics:  # our own address
            figures = metrics.read().decode()
        assert 'policybot_requests_total{door="channel",kind="question"} 1.0' in figures
        assert 'policybot_slack_calls_total{method="chat.postMessage",result="ok"} 1.0' in figures
        process.send_signal(signal.SIGTERM)
        log.append(process.communicate(timeout=20)[1])
    told = "".join(log)
    assert process.returncode == 0
    assert "Traceback" not in told
    for secret in (workspace.bot_token, workspace.app_token, workspace.signing_secret):
        assert secret not in told
    assert "secret pause" not in told
    lines = [json.loads(line) for line in told.splitlines()]
    events = [line["event"] for line in lines]
    assert events.index("started") < events.index("ready for questions") < events.index("kept")
    assert events[-2:] == ["stopping, as asked; what is under way ends first", "stopped"]
    (kept,) = (line for line in lines if line["event"] == "kept")
    (answered,) = (line for line in lines if line["event"] == "answered")
    assert kept["request"] == answered["request"]
    assert kept["door"] == "channel"
    assert answered["outcome"] == "answered"


def test_a_port_that_is_taken_ends_with_2_and_a_sentence(run: Run) -> None:
    workspace = Workspace()
    with running(workspace) as url:
        ended = run(
            "run", SLACK_BOT_TOKEN=workspace.bot_token, SLACK_APP_TOKEN=workspace.app_token,
            POLICYBOT_SLACK__API_URL=f"{url}/api/", POLICYBOT_HEALTH__PORT=url.rsplit(":", 1)[1],
        )  # fmt: skip
    assert ended.code == 2
    assert "cannot listen on 127.0.0.1" in ended.err
    assert "choose another health.port" in ended.err
    assert "Traceback" not in ended.err


def signed(body: bytes) -> dict[str, str]:
    """What a request looks like that somebody signed, with another secret."""
    now = str(int(time.time()))
    return {"x-slack-request-timestamp": now, "x-slack-signature": signature("no secret", now, body)}


def test_unsigned_and_oversized_requests_are_turned_away(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    house = start(mode="http")
    address = f"http://127.0.0.1:{house.settings.http.port}/slack/events"
    words = b'{"type": "event_callback", "event": {"text": "hush"}}'
    for body, headers, status in (
        (words, {}, 401),
        (words, {"x-slack-request-timestamp": "now", "x-slack-signature": "v0=00"}, 401),
        (words, {"x-slack-request-timestamp": "1", "x-slack-signature": "v0=00"}, 401),
        (b"x" * 1_100_000, signed(b"x"), 413),
        (b"\xff\xfe", signed(b"\xff"), 401),
        (b"[]", signed(b"1"), 401),
        (b"[" * 100_000, signed(b"["), 401),
        (b"1", {"x-slack-request-timestamp": "1" * 5_000, "x-slack-signature": "v0=" + "0" * 64}, 401),
        (b"1", {"x-slack-request-timestamp": "²", "x-slack-signature": "v0=" + "0" * 64}, 401),
    ):
        request = urllib.request.Request(address, data=body, headers=headers)  # our own address
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)  # noqa: S310  # our own address
        assert refused.value.code == status
        refused.value.close()
    said = "".join(capfd.readouterr())
    assert "started" in said
    assert "hush" not in said
    assert "Traceback" not in said
