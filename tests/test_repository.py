"""What a fresh clone must be."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.core.model import Question
from bot.library.library import asking, open_library
from bot.settings import Settings
from bot.slack.listeners.ask import SHORTCUT as ASK
from bot.slack.listeners.shortcuts import CHECK, FIND
from tests.conftest import ROOT

MANIFEST = yaml.safe_load((ROOT / "config/slack-manifest.yaml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    if not files:
        pytest.skip("not a git checkout")
    return [file for file in files if file.is_file()]


LOCKS = [f"requirements{kind}.lock" for kind in ("", "-demo", "-dev", "-build", "-browser", "-bench")]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_pin_every_version_with_hashes_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"^\s*-|https?://", re.sub(r"^    --hash=.*$", "", text, flags=re.MULTILINE), re.MULTILINE)
    pinned = re.findall(r"^[a-z0-9][a-z0-9._-]*==\S+[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.MULTILINE))


def test_what_npm_installs_is_pinned_with_hashes_and_names_no_registry() -> None:
    text = (ROOT / "tests/payloads/package-lock.json").read_text(encoding="utf-8")
    packages = {name: known for name, known in json.loads(text)["packages"].items() if name}
    assert all(known["integrity"].startswith("sha512-") for known in packages.values())
    assert "resolved" not in text
    assert "registry" not in text


def test_the_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        return set(
            re.findall(r"^([a-z0-9][a-z0-9._-]*==[^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-demo.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-build.lock") <= pins("requirements-dev.lock")


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.match(r"[\w-]+", requirement)
        assert name is not None
        assert f"\n{name[0]}==" in f"\n{lock}"


def test_every_python_file_says_what_it_is_for() -> None:
    silent = [
        file
        for file in tracked()
        if file.suffix == ".py" and file.stat().st_size and not file.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_the_manifest_asks_for_the_fewest_scopes_and_fits_slacks_limits() -> None:
    needed = {"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history"}
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes["bot"]) - set(scopes["bot_optional"]) == needed
    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    with_optional_scopes = {"message.channels", "message.groups"}
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events - with_optional_scopes == {"app_home_opened", "app_mention", "message.im"}
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["features"]["agent_view"]["agent_description"]) <= 300
    assert len(MANIFEST["features"]["agent_view"]["suggested_prompts"]) <= 4
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_every_optional_scope_has_a_row_that_says_what_it_buys() -> None:
    table = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    for scope in MANIFEST["oauth_config"]["scopes"]["bot_optional"]:
        assert re.search(rf"^\| .*`{re.escape(scope)}`.* \|", table, re.MULTILINE), scope


def test_the_shortcuts_of_the_manifest_are_those_that_the_bot_answers() -> None:
    shortcuts = {(each["callback_id"], each["type"]) for each in MANIFEST["features"]["shortcuts"]}
    assert shortcuts == {(ASK, "global"), (FIND, "message"), (CHECK, "message")}


def test_the_manifests_prompts_are_answered_from_the_shipped_corpus() -> None:
    ask = asking(open_library(Settings(corpus=ROOT / "corpus")), Settings())
    for prompt in MANIFEST["features"]["agent_view"]["suggested_prompts"]:
        assert ask(Question(prompt["message"])).answered


def test_the_docker_image_holds_neither_tests_nor_the_playground() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "slack_playground" not in dockerfile
    assert "USER policybot" in dockerfile
    assert "HEALTHCHECK" in dockerfile
    copied = re.findall(r"^COPY (?:--from=\S+ )?(\S+(?: [^\s.]\S*)*) \S+$", dockerfile, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in " ".join(copied).split():
        assert name.startswith("/") or f"!{name}" in ignored
