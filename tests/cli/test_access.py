"""`policybot who-sees` and `can-see` explain who may see what, rule by rule."""

from pathlib import Path

import pytest

from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import Run

SETTINGS = """
corpus = "{corpus}"
state = "{corpus}/../state"
[slack]
api_url = "{url}/api/"
[[collections]]
name = "board"
folders = ["board"]
groups = ["S0BOARD"]
channels = ["C0POLICY"]
[[collections]]
name = "press"
public = true
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "board").mkdir(parents=True)
    (folder / "board" / "merger.md").write_text("The board settles the merger.", encoding="utf-8")
    (folder / "leave.md").write_text("Everybody gets leave.", encoding="utf-8")
    return written(tmp_path, folder, "http://slack.invalid")


def written(place: Path, folder: Path, url: str) -> Path:
    file = place / "settings.toml"
    file.write_text(SETTINGS.format(corpus=folder, url=url), encoding="utf-8")
    return file


def test_who_sees_a_document_is_told_rule_by_rule(run: Run, settings: Path) -> None:
    shown = run("--config", str(settings), "who-sees", "board/merger")
    assert shown.code == 0
    assert "board/merger is in the collection board." in shown.out
    assert "the user group S0BOARD" in shown.out
    assert "in the channel C0POLICY" in shown.out
    assert "every member" in run("--config", str(settings), "who-sees", "leave").out
    assert "everybody may see it" in run("--config", str(settings), "who-sees", "press").out
    assert run("--config", str(settings), "who-sees", "nothing").code == 1


def test_what_a_person_can_see_is_told_collection_by_collection(run: Run, settings: Path) -> None:
    workspace = Workspace()
    workspace.set_group("S0BOARD", "amira")
    workspace.take_out("ben", "policy")
    with running(workspace) as url:
        file = written(settings.parent, settings.parent / "documents", url)
        theirs = run("--config", str(file), "can-see", "@U0AMIRA", SLACK_BOT_TOKEN=workspace.bot_token).out
        others = run("--config", str(file), "can-see", "U0BEN", SLACK_BOT_TOKEN=workspace.bot_token).out
    assert "yes  board: in the user group S0BOARD" in theirs
    assert "no   board: no rule of it fits" in others
    assert "yes  press" in others
    assert "yes  documents in no collection" in others
