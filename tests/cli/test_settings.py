"""Settings are strict: what there is not is named with its place; what is in force is shown with where it is said."""

import json
from pathlib import Path

import pytest

from bot.settings.said import line_of
from tests.conftest import Run


def test_a_misspelt_variable_is_an_error_that_says_what_was_meant(run: Run) -> None:
    for variable, meant in (
        ("POLICYBOT_DIGSET__TIME", "POLICYBOT_DIGEST__TIME"),
        ("POLICYBOT_DIGEST_TIME", "POLICYBOT_DIGEST__TIME"),
        ("POLICYBOT_DIGEST__TIEM", "POLICYBOT_DIGEST__TIME"),
        ("POLICYBOT_CONFIGG", "POLICYBOT_CONFIG"),
    ):
        shown = run("settings", **{variable: "08:00"})
        assert shown.code == 2
        assert f"{variable}: there is no such setting; did you mean {meant}?" in shown.err


def test_a_misspelt_key_is_told_with_file_and_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('floor = 0.2\n\n[digest]\n# the time\ntiem = "09:00"\n\n[[sources]]\nfolder = "/srv"\nnaem = "x"\n')
    shown = run("--config", str(file), "settings")
    assert shown.code == 2
    assert f"{file}:1: floor: there is no such setting; did you mean answering.floor?" in shown.err
    assert f"{file}:5: digest.tiem: there is no such setting; did you mean digest.time?" in shown.err
    assert f"{file}:9: sources.0.naem: there is no such setting; did you mean sources.name?" in shown.err


@pytest.mark.parametrize(
    "line",
    [
        'slack.command = "policy"', 'slack.api_url = "slack.com"', 'digest.channels = ["general"]',
        'roles.curators = ["@ana"]', 'digest.curators_channel = "#x"', 'digest.heartbeat = "#x"',
        'sources = [{ feed = "example.org" }]', 'sources = [{ sitemap = "example.org" }]',
        'sources = [{ pages = ["example.org"] }]', 'sources = [{ folder = "/srv", name = "My Source" }]',
        'sources = [{ folder = "/srv", link = "example.org" }]',
        'collections = [{ name = " x", public = true }]', 'collections = [{ name = "x", channels = ["general"] }]',
        'collections = [{ name = "x", groups = ["hr"] }]', 'collections = [{ name = "x", people = ["ana"] }]',
    ],
)  # fmt: skip
def test_what_is_written_wrongly_is_told_in_words_and_not_by_a_pattern(line: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(line + "\n")
    shown = run("--config", str(file), "settings")
    assert shown.code == 2
    assert f"{file}:1: " in shown.err
    assert "write" in shown.err
    assert "^" not in shown.err


def test_a_list_that_is_no_json_is_told_by_its_variable(run: Run) -> None:
    shown = run("settings", POLICYBOT_DIGEST__CHANNELS="C0123456789")
    assert shown.code == 2
    assert shown.err.startswith("policybot: POLICYBOT_DIGEST__CHANNELS cannot be read; write lists as JSON")


def test_each_setting_is_shown_with_where_it_comes_from_and_no_secret_is(run: Run, tmp_path: Path) -> None:
    file, token = tmp_path / "settings.toml", tmp_path / "token"
    file.write_text("keep_days = 7\n\n[digest]\nchannels = []\n")
    token.write_text("xapp-geheim-1234567890")
    shown = run(
        "--config", str(file), "settings", "--json",
        POLICYBOT_DIGEST__TIME="08:30", POLICYBOT_DATABASE="postgresql://bot:geheim77@host/name",
        SLACK_BOT_TOKEN="xoxb-geheim-1234567890", SLACK_APP_TOKEN_FILE=str(token),
    )  # fmt: skip
    rows = {row["name"]: (row["value"], row["from"]) for row in json.loads(shown.out)}
    assert rows["keep_days"] == ("7", f"{file}:1")
    assert rows["digest.channels"] == ("[]", f"{file}:4")
    assert rows["digest.time"] == ('"08:30"', "POLICYBOT_DIGEST__TIME")
    assert rows["answering.quotations"] == ("3", "default")
    assert rows["SLACK_BOT_TOKEN"] == ("set", "SLACK_BOT_TOKEN")
    assert rows["SLACK_APP_TOKEN"] == ("set", "SLACK_APP_TOKEN_FILE")
    assert rows["SLACK_SIGNING_SECRET"] == ("not set", "default")
    assert "geheim" not in shown.out


def test_a_setting_is_found_by_its_section_whatever_else_is_in_the_file() -> None:
    text = "a.b = 1\n[x]\nkey = 2\n[[list]]\nkey = 3\n[[list]]\nother = 4\nkey = { inner = 5 }\n"
    assert [
        line_of(text, path)
        for path in (
            ("a", "b"),
            ("x", "key"),
            ("list", 0, "key"),
            ("list", 1, "key", "inner"),
            ("list", 1, "none"),
            ("y",),
        )
    ] == [1, 3, 5, 8, 6, None]


def test_both_missing_tokens_are_named_at_once(run: Run) -> None:
    shown = run("run")
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN is not set" in shown.err
    assert "SLACK_APP_TOKEN is not set" in shown.err


def test_swapped_tokens_are_recognized(run: Run) -> None:
    shown = run("run", SLACK_BOT_TOKEN="xapp-1-2-3", SLACK_APP_TOKEN="xoxb-1-2-3")
    assert shown.code == 2
    assert "SLACK_BOT_TOKEN holds the app-level token" in shown.err
    assert "swap them" in shown.err
