"""`policybot backup` and `restore`: an installation is lost, and stands again elsewhere."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from tests.cli.test_keeping import ask, waiting
from tests.conftest import ROOT, usual_environment
from tests.program import Outcome, PlainProgram, Program

At = Callable[[Path], Callable[..., Outcome]]


@pytest.fixture
def at(policybot: Program | PlainProgram) -> At:
    """The program, called from a folder."""
    usual = usual_environment() | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}

    def start(folder: Path) -> Callable[..., Outcome]:
        folder.mkdir(exist_ok=True)
        return lambda *words: policybot.call(words, usual, b"", folder)

    return start


def test_an_installation_that_is_lost_stands_again_from_its_backup(tmp_path: Path, at: At) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "backup"
    policybot = at(here)
    assert policybot("init").code == 0
    (here / "handbook.md").write_text("# Handbook\n\nThe probation period is six months long.\n")
    assert policybot("add", "handbook.md").code == 0
    ask(here / "var", "U0AMIRA", "U0BEN")
    saved = policybot("backup", str(file))
    assert (saved.code, saved.err) == (0, "")
    assert "config/policybot.toml" in saved.out
    again = policybot("backup", str(file))
    assert again.code == 2
    assert "--replace" in again.err
    assert policybot("backup", str(file), "--replace").code == 0
    rmtree(here)
    policybot = at(there)
    restored = policybot("restore", str(file))
    assert (restored.code, restored.err) == (0, "")
    asked = policybot("ask", "How long is the probation period?")
    assert "six months" in asked.out
    assert "restored" in policybot("audit").out
    assert waiting(there / "var") == 2


def test_what_is_there_already_is_replaced_only_where_that_is_said_and_documents_not_even_then(
    tmp_path: Path, at: At
) -> None:
    here, file = tmp_path / "here", tmp_path / "backup"
    policybot = at(here)
    assert policybot("init").code == 0
    ask(here / "var", "U0AMIRA")
    assert policybot("backup", str(file)).code == 0
    (here / "corpus" / "own.md").write_text("Pay is monthly.")
    refused = policybot("restore", str(file))
    assert refused.code == 2
    assert "own.md" in refused.err
    assert (here / "corpus" / "own.md").exists()
    replaced = policybot("restore", str(file), "--replace")
    assert replaced.code == 0
    (aside,) = here.glob("corpus.before-*")
    assert [each.name for each in aside.iterdir()] == ["own.md"]
    assert aside.name in replaced.out
