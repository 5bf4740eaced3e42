"""No secret is shown by any command, however it is written."""

from pathlib import Path

import pytest

from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import Run

PASSWORD = "s3cr3t-w0rd"
ADDRESSES = (
    f"postgresql://bot:{PASSWORD}@127.0.0.1:9/bot",
    f"postgresql://bot:{PASSWORD}/half@127.0.0.1:9/bot",
    f"postgresql://bot:{PASSWORD}%2Fhalf@127.0.0.1:9/bot",
    f"postgresql://bot:{PASSWORD}@half@127.0.0.1:9/bot",
    f"postgresql://127.0.0.1:9/bot?user=bot&password={PASSWORD}",
    f"postgresql:///bot?host=127.0.0.1&port=9&sslpassword={PASSWORD}",
    f"postgresql://bot@127.0.0.1:9/bot?password=first-{PASSWORD}&password=half-{PASSWORD}",
)


@pytest.mark.parametrize(
    ("address", "command"),
    [
        *((address, ["check"]) for address in ADDRESSES),
        (ADDRESSES[2], ["backup", "file"]),
        (ADDRESSES[2], ["ask", "Who is exempt?"]),
        (ADDRESSES[4], ["digest", "--preview"]),
    ],
)
def test_a_databases_password_is_never_shown(run: Run, address: str, command: list[str]) -> None:
    shown = run(*command, POLICYBOT_DATABASE=address)
    assert PASSWORD not in shown.out + shown.err
    assert "half" not in shown.out + shown.err
    assert "Traceback" not in shown.err


def test_a_password_with_an_at_sign_is_refused_with_the_way_to_write_it(run: Run) -> None:
    shown = run("check", POLICYBOT_DATABASE=ADDRESSES[3])
    assert shown.code == 2
    assert "write @ as %40" in " ".join(shown.err.split())


@pytest.mark.parametrize("address", ADDRESSES[-3:])
def test_a_password_in_the_settings_file_is_refused_unshown(run: Run, tmp_path: Path, address: str) -> None:
    file = tmp_path / "policybot.toml"
    file.write_text(f'database = "{address}"\n')
    shown = run("--config", str(file), "check")
    assert shown.code == 2
    assert "holds a password in `database`" in " ".join(shown.err.split())
    assert PASSWORD not in shown.out + shown.err


@pytest.mark.parametrize("command", [["check"], ["run"]])
def test_a_token_file_with_a_second_line_is_refused_unshown(run: Run, tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-123456789-secret\nxoxb-second\n")
    shown = run(*command, SLACK_BOT_TOKEN_FILE=str(file), SLACK_APP_TOKEN="xapp-1")
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN is not a Slack secret" in " ".join(shown.err.split())
    assert "xoxb-" not in shown.out + shown.err
    assert "Traceback" not in shown.err


def test_a_token_file_may_begin_as_some_editors_begin_files(run: Run, tmp_path: Path) -> None:
    workspace = Workspace()
    file = tmp_path / "token"
    file.write_bytes(b"\xef\xbb\xbf" + workspace.bot_token.encode() + b"\r\n")
    with running(workspace) as url:
        shown = run("check", SLACK_BOT_TOKEN_FILE=str(file), POLICYBOT_SLACK__API_URL=f"{url}/api/")
    assert "SLACK_BOT_TOKEN: accepted" in shown.out


def test_the_key_in_a_feeds_address_is_not_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "policybot.toml"
    file.write_text('[[sources]]\nfeed = "https://news.example/feed?key=abcdefgh12345"\n')
    shown = run("--config", str(file), "check")
    assert "https://news.example/feed?…" in shown.out
    assert "abcdefgh12345" not in shown.out + shown.err


def test_a_clusters_password_with_a_second_line_is_refused_unshown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n{PASSWORD}\n")
    shown = run("settings", OPENSEARCH_PASSWORD_FILE=str(file))
    assert shown.code == 2
    assert "OPENSEARCH_PASSWORD does not hold a password; it is one line" in " ".join(shown.err.split())
    assert PASSWORD not in shown.out + shown.err


def test_the_address_of_slack_holds_no_password(run: Run) -> None:
    shown = run("settings", POLICYBOT_SLACK__API_URL=f"http://name:{PASSWORD}@127.0.0.1:9/api/")
    assert shown.code == 2
    assert "slack.api_url" in shown.err
    assert PASSWORD not in shown.out + shown.err


def test_no_option_of_the_databases_address_is_shown(run: Run) -> None:
    options = f"options=-c%20a.password%3D{PASSWORD}&sslmode=require"
    shown = run("settings", POLICYBOT_DATABASE=f"postgresql://bot:{PASSWORD}@127.0.0.1:9/bot?{options}")
    assert "@127.0.0.1:9/bot?…" in shown.out
    assert PASSWORD not in shown.out + shown.err
