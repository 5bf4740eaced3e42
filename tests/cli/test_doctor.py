"""`policybot doctor` and `policybot digest`, as programs."""

import json
from pathlib import Path

from slack_playground.server import running
from slack_playground.workspace import SCOPES, Workspace
from tests.conftest import Run


def test_an_empty_folder_is_told_how_to_begin(run: Run, tmp_path: Path) -> None:
    shown = run("doctor", "--corpus", str(tmp_path / "none"))
    assert shown.code == 2
    assert "`policybot init` makes it" in shown.out


def test_missing_tokens_are_named_with_the_step_that_is_missing(run: Run) -> None:
    shown = run("doctor")
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN: is not set; copy it from" in shown.out
    assert "SLACK_APP_TOKEN: is not set; make one with connections:write" in shown.out
    assert "only the examples" in shown.out


def test_a_sound_installation_is_said_to_be_sound(run: Run) -> None:
    workspace = Workspace()
    with running(workspace) as url:
        shown = run(
            "doctor",
            SLACK_BOT_TOKEN=workspace.bot_token,
            SLACK_APP_TOKEN=workspace.app_token,
            POLICYBOT_SLACK__API_URL=f"{url}/api/",
        )
    assert shown.code == 0
    assert "missing" not in shown.out
    assert workspace.bot_token not in shown.out


def test_the_findings_are_had_as_json(run: Run) -> None:
    shown = run("doctor", "--json")
    assert shown.code == 2
    found = {each["subject"]: each for each in json.loads(shown.out)}
    assert found["corpus"]["sound"] is True
    assert found["SLACK_BOT_TOKEN"]["sound"] is False
    assert found["SLACK_BOT_TOKEN"]["says"] == "is not set"
    assert "copy it from" in found["SLACK_BOT_TOKEN"]["remedy"]


def test_refused_tokens_are_told_apart_from_missing_ones(run: Run) -> None:
    workspace = Workspace()
    with running(workspace) as url:
        shown = run(
            "doctor",
            SLACK_BOT_TOKEN="xoxb-wrong",
            SLACK_APP_TOKEN="xoxb-wrong",
            POLICYBOT_SLACK__API_URL=f"{url}/api/",
        )
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN: is refused by Slack (invalid_auth)" in shown.out
    assert "SLACK_APP_TOKEN: holds the bot token" in shown.out


def test_an_unreachable_slack_is_no_stack_trace(run: Run) -> None:
    shown = run(
        "doctor", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", POLICYBOT_SLACK__API_URL="http://127.0.0.1:9/api/"
    )
    assert shown.code == 2
    assert "cannot be used now (Slack cannot be reached)" in shown.out
    assert "Traceback" not in shown.err


def test_faults_of_the_corpus_are_told_with_file_line_and_mend(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("---\ntitle: Leave\nreview_by: 1 May\n---\n\nText.\n")
    shown = run("doctor", "--corpus", str(tmp_path))
    assert f"{tmp_path / 'bad.md'}:3: `review_by` is not a date; write it as YYYY-MM-DD" in shown.out


def test_wrong_settings_end_with_2_and_name_the_setting(run: Run) -> None:
    for name, value, hint in (
        ("POLICYBOT_DIGEST__TIME", "25:00", "digest.time"),
        ("POLICYBOT_DIGEST__ZONE", "Mars/Olympus", "digest.zone"),
        ("POLICYBOT_SLACK__MODE", "pigeon", "slack.mode"),
        ("POLICYBOT_HTTP__PORT", "many", "http.port"),
    ):
        shown = run("doctor", **{name: value})
        assert shown.code == 2
        assert hint in shown.err
        assert "Traceback" not in shown.err


def test_the_preview_of_a_digest_sends_nothing_and_says_so_when_nothing_is_new(run: Run) -> None:
    shown = run("digest", "--preview")
    assert shown.code == 0
    assert "Nothing to tell since" in shown.out


def test_running_without_tokens_ends_with_2_and_says_where_they_come_from(run: Run) -> None:
    shown = run("run")
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN is not set; copy it from" in shown.err


def test_running_with_a_refused_token_ends_with_2(run: Run) -> None:
    with running(Workspace()) as url:
        shown = run(
            "run", SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN="xapp-1", POLICYBOT_SLACK__API_URL=f"{url}/api/"
        )
    assert shown.code == 2
    assert "invalid_auth" in shown.err
    assert "Traceback" not in shown.err


def test_a_list_in_the_environment_that_is_no_json_is_explained(run: Run) -> None:
    shown = run("doctor", POLICYBOT_DIGEST__CHANNELS="C0123")
    assert shown.code == 2
    assert "write lists as JSON" in " ".join(shown.err.split())
    assert "Traceback" not in shown.err


def test_what_digests_lack_is_told(run: Run) -> None:
    workspace = Workspace(scopes=SCOPES - {"users:read"})
    with running(workspace) as url:
        shown = run(
            "doctor",
            SLACK_BOT_TOKEN=workspace.bot_token,
            SLACK_APP_TOKEN=workspace.app_token,
            POLICYBOT_SLACK__API_URL=f"{url}/api/",
            POLICYBOT_DIGEST__SUBSCRIBERS="curators",
        )
    assert shown.code == 2
    assert "nobody can subscribe a channel" in shown.out
    assert "without users:read, a digest comes by the clocks of the settings" in shown.out


def test_answers_that_are_forgotten_before_their_changes_are_told_of_are_a_finding(run: Run) -> None:
    shown = run("doctor", POLICYBOT_ANSWERING__NOTE_CHANGES="true", POLICYBOT_KEEP_DAYS="7")
    assert "keep_days = 7" in shown.out


def test_check_is_another_name_of_doctor(run: Run) -> None:
    # Not the whole of it: how much of the disk is free may be another figure a moment later.
    assert run("check", "--strict") == run("doctor", "--strict")
