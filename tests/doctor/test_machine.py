"""What `policybot doctor` says of the machine."""

import os
from pathlib import Path

import pytest

from bot.doctor.finding import Finding
from bot.doctor.machine import check_folder, check_machine
from bot.doctor.sources import check_sources
from bot.settings import Settings
from bot.wiring.sources import feeds_of
from tests.store.memory_store import MemoryFeedCandidates


def found(chosen: Settings, about: Path) -> list[Finding]:
    """What is said of a path: whoever runs the tests may have a `.env` here that others can read."""
    told = list(check_machine(chosen, {}, ()))
    return [each for each in told if str(about) in f"{each.says} {each.remedy}"]


def settings(folder: Path, **chosen: object) -> Settings:
    return Settings.model_validate({"corpus": folder / "corpus", "state": folder / "state", **chosen})


def test_settings_that_are_not_written_down_are_no_fault_where_there_are_documents(tmp_path: Path) -> None:
    file = tmp_path / "policybot.toml"
    assert not check_folder(settings(tmp_path), file).sound
    (tmp_path / "corpus").mkdir()
    without = check_folder(settings(tmp_path), file)
    assert (without.sound, without.remedy) == (True, "policybot init writes one")
    file.touch()
    assert check_folder(settings(tmp_path), file).says == f"{file} can be read"


def test_a_replica_without_documents_needs_none_and_looks_at_no_source(tmp_path: Path) -> None:
    chosen = settings(
        tmp_path,
        database="postgresql://db/policybot",
        search={"engine": "opensearch"},
        opensearch={"hosts": ["https://search-1:9200"], "follow": True},
        sources=[{"folder": str(tmp_path / "gone")}],
    )
    assert check_folder(chosen, tmp_path / "policybot.toml").sound
    assert list(check_sources(chosen, feeds_of(chosen), MemoryFeedCandidates())) == []


def test_room_on_the_disk_is_told_of_the_folder_that_there_is(tmp_path: Path) -> None:
    (disk,) = found(settings(tmp_path), tmp_path)
    assert disk.subject == "disk"
    assert f"GB are free where the state is ({tmp_path})" in disk.says


def test_a_secret_that_others_can_read_is_told_and_one_that_they_cannot_is_not(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.touch(mode=0o644)
    token.chmod(0o644)
    environment = {"SLACK_BOT_TOKEN_FILE": str(token)}
    told = [each.remedy for each in check_machine(settings(tmp_path), environment, ("SLACK_BOT_TOKEN",))]
    assert f"chmod 600 {token}" in told
    token.chmod(0o600)
    told = [each.remedy for each in check_machine(settings(tmp_path), environment, ("SLACK_BOT_TOKEN",))]
    assert f"chmod 600 {token}" not in told


def test_a_state_that_others_can_look_into_is_told(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for rights, told in ((0o755, [f"chmod 700 {state}"]), (0o700, [])):
        state.chmod(rights)
        of_state = found(settings(tmp_path), state)
        assert [each.remedy for each in of_state if each.subject == "permissions"] == told


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    tmp_path.chmod(0o500)
    (fault,) = (each for each in found(chosen, tmp_path) if each.subject == "permissions")
    tmp_path.chmod(0o700)
    assert not fault.sound
    assert f"cannot write {chosen.state}" in fault.says
