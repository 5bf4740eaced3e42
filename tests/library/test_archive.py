"""Backups of documents and settings: whole, private, from nowhere else and to nowhere else."""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.library.archive import STATE, Archived, opened_archive, write_archive

SETTINGS = Path("config/policybot.toml")


def rows(target: Path) -> int:
    target.write_text("rows")
    return 7


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installation, which is the working folder."""
    folder = tmp_path / "home"
    (folder / "corpus" / "hr").mkdir(parents=True)
    (folder / "corpus" / "hr" / "leave.md").write_text("Everybody waits.")
    (folder / "corpus" / "hr" / "leave.md.yaml").write_text("title: Leave")
    (folder / "corpus" / ".git").mkdir()
    (folder / "corpus" / ".git" / "HEAD").write_text("ref")
    (folder / "config").mkdir()
    (folder / SETTINGS).write_text('zone = "UTC"')
    with chdir(folder):
        yield folder


def written(file: Path, *more: Path) -> Archived:
    return write_archive(file, rows, Path("corpus"), [SETTINGS, *more])


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_documents_and_settings_come_back_in_an_empty_folder(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "backup", tmp_path / "other"
    assert written(file) == Archived(7, 2, ("config/policybot.toml",), ())
    with opened_archive(file) as archive:
        assert archive.put_settings(other) == (["config/policybot.toml"], [])
        assert archive.put_documents(other / "corpus", "now") == (2, None)
        with archive.state() as state:
            assert state.read_text() == "rows"
    assert files(other / "corpus") == {"hr/leave.md": "Everybody waits.", "hr/leave.md.yaml": "title: Leave"}
    assert (other / SETTINGS).read_text() == 'zone = "UTC"'


def test_a_backup_is_for_its_owners_eyes_only_and_leaves_nothing_beside_it(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    before = os.umask(0)
    try:
        written(folder / "backup")
    finally:
        os.umask(before)
    assert [each.name for each in folder.iterdir()] == ["backup"]
    assert stat.S_IMODE((folder / "backup").stat().st_mode) == 0o600


def test_settings_outside_of_the_folder_are_named_and_left_out(home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "synonyms.txt"
    outside.write_text("boss manager")
    done = written(tmp_path / "backup", outside, Path("config/none.txt"))
    assert done.settings == ("config/policybot.toml",)
    assert done.left_out == (str(outside),)


def test_settings_that_are_there_are_left_as_they_are(home: Path, tmp_path: Path) -> None:
    written(tmp_path / "backup")
    (home / SETTINGS).write_text('zone = "Europe/Berlin"')
    with opened_archive(tmp_path / "backup") as archive:
        assert archive.put_settings(home) == ([], ["config/policybot.toml"])
    assert "Berlin" in (home / SETTINGS).read_text()


def test_other_documents_are_moved_aside_and_equal_ones_stay(home: Path, tmp_path: Path) -> None:
    written(tmp_path / "backup")
    corpus = home / "corpus"
    (corpus / "hr" / "leave.md").write_text("Nobody waits.")
    (corpus / "pay.md").write_text("Pay is monthly.")
    with opened_archive(tmp_path / "backup") as archive:
        assert archive.in_the_way(corpus) == ["pay.md", "hr/leave.md"]
        assert archive.put_documents(corpus, "now") == (2, home / "corpus.before-now")
        assert archive.in_the_way(corpus) == []
    assert files(home / "corpus.before-now") == {"pay.md": "Pay is monthly.", "hr/leave.md": "Nobody waits."}
    assert (corpus / "hr" / "leave.md").read_text() == "Everybody waits."


def refused(file: Path) -> str:
    with pytest.raises(ConfigurationError) as error, opened_archive(file):
        """It is not opened."""
    return str(error.value)


def test_what_is_no_backup_or_no_whole_one_is_refused_in_words(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert "there is no file" in refused(file)
    file.write_text("a shopping list " * 100)
    assert "is not a backup" in refused(file)
    file.unlink()
    written(file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    assert "is not a backup" in refused(file)
    at = whole.index(b"PK\x01\x02") - 4  # in the last file, before the list of them
    file.write_bytes(whole[:at] + bytes(byte ^ 255 for byte in whole[at : at + 4]) + whole[at + 4 :])
    assert "damaged" in refused(file)


@pytest.mark.parametrize(
    "name", ["documents/../../etc/cron.d/x", "/etc/passwd", "documents/a\\..\\b", "elsewhere/x", "settings/C:x"]
)
def test_a_file_that_would_go_elsewhere_makes_it_no_backup(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "backup", "w") as archive:
        archive.writestr(STATE, "rows")
        archive.writestr(name, "theirs")
    assert "is not a backup" in refused(tmp_path / "backup")


def test_a_backup_that_cannot_be_whole_is_none(home: Path, tmp_path: Path) -> None:
    def fail(target: Path) -> int:
        raise ConfigurationError("there is nothing to back up")

    with pytest.raises(ConfigurationError, match="nothing to back up"):
        write_archive(tmp_path / "backup", fail, Path("corpus"), [])
    with pytest.raises(ConfigurationError, match="cannot write"):
        write_archive(tmp_path / "none" / "backup", rows, Path("corpus"), [])
    assert not (tmp_path / "backup").exists()
