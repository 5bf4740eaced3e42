"""`policybot init`: an empty folder becomes one in which the bot can be tried and set up."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.library.starting import machine_zone, set_up
from bot.settings import Settings
from bot.settings.reading import read_settings
from tests.conftest import ROOT, Run


def test_an_empty_folder_gets_settings_manifest_examples_and_a_place_for_tokens(run: Run, tmp_path: Path) -> None:
    shown = run("init", str(tmp_path / "bot"))
    assert shown.code == 0
    files = {"config/policybot.toml", "config/slack-manifest.yaml", "config/synonyms.txt", ".env.sample"}
    assert all((tmp_path / "bot" / name).is_file() for name in files)
    assert len(list((tmp_path / "bot/corpus/examples").glob("*.md"))) == 10
    assert "Next, in" in shown.out
    assert "policybot doctor" in shown.out


def test_what_it_needs_to_run_for_good_is_written_for_this_folder_where_that_is_asked_for(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "bot"
    run("init", str(folder))
    assert not (folder / "deploy").exists()
    assert run("init", str(folder), "--deploy").code == 0
    unit = (folder / "deploy/policybot.service").read_text()
    assert "/srv/policybot" not in unit
    assert f"WorkingDirectory={folder}\n" in unit
    # In quotation marks where there are blanks in its path.
    assert f"ExecStart={Path(sys.executable).with_name('policybot')} run\n" in unit.replace('"', "")
    assert {each.name for each in (folder / "deploy").iterdir()} == {
        "policybot.service", "alerts.yaml", "prometheus.yaml", "grafana.json",
    }  # fmt: skip


def test_a_folder_with_a_blank_in_its_name_is_one_word_in_the_unit(tmp_path: Path) -> None:
    folder = tmp_path / "our bot"
    folder.mkdir()
    list(set_up(folder, Path("/opt/policy bot/bin/policybot")))
    unit = (folder / "deploy/policybot.service").read_text()
    assert f"WorkingDirectory={folder}\n" in unit
    assert f"EnvironmentFile={folder}/.env\n" in unit
    assert 'ExecStart="/opt/policy bot/bin/policybot" run\n' in unit
    assert f'ReadWritePaths="{folder}/corpus"\n' in unit


def test_a_program_whose_path_begins_as_the_one_in_the_repository_does_keeps_it(tmp_path: Path) -> None:
    program = "/srv/policybot-two/.venv/bin/policybot"
    list(set_up(tmp_path, Path(program)))
    assert f"ExecStart={program} run\n" in (tmp_path / "deploy/policybot.service").read_text()


def test_a_copy_of_the_sample_with_the_tokens_in_it_is_for_its_owner_alone(run: Run, tmp_path: Path) -> None:
    run("init", str(tmp_path))
    subprocess.run(["cp", ".env.sample", ".env"], cwd=tmp_path, check=True)  # noqa: S607
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_the_settings_that_are_written_are_the_defaults_but_for_the_time_zone(run: Run, tmp_path: Path) -> None:
    run("init", str(tmp_path), TZ="Europe/Berlin")
    written = read_settings(tmp_path / "config/policybot.toml")
    assert written.digest.zone.key == "Europe/Berlin"
    assert written.model_copy(update={"digest": Settings().digest}) == Settings()


def test_what_is_there_already_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/policybot.toml").write_text("keep_days = 7\n")
    (tmp_path / "corpus").mkdir()
    shown = run("init", str(tmp_path))
    assert shown.code == 0
    assert (tmp_path / "config/policybot.toml").read_text() == "keep_days = 7\n"
    assert not (tmp_path / "corpus/examples").exists()
    assert "kept     " + str(tmp_path / "config/policybot.toml") in shown.out


def test_a_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shown = run("init", str(tmp_path / "file"))
    assert shown.code == 2
    assert "cannot be written" in shown.err


@pytest.mark.parametrize("linked", ["Asia/Tokyo", "Mars/Olympus"])
def test_the_zone_of_the_machine_is_the_one_that_its_clock_is_linked_to(
    linked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / linked)
    assert machine_zone(tmp_path / "localtime") == ("Asia/Tokyo" if linked == "Asia/Tokyo" else "UTC")


def test_the_help_lists_each_command_with_a_whole_sentence(run: Run) -> None:
    shown = run("--help", COLUMNS="80")
    assert "..." not in shown.out.replace("[ARGS]...", "")
    assert shown.out.startswith("Usage: policybot ")
    assert "init" in shown.out


def test_the_sample_of_secrets_names_them_all() -> None:
    sample = (ROOT / "config/env.sample").read_text(encoding="utf-8")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "POLICYBOT_DATABASE"):
        assert f"{name}=" in sample
