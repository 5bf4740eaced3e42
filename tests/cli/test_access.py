"""`policybot who-sees` and `can-see` explain who may see what, rule by rule."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import Run

SETTINGS = """
corpus = "{corpus}"
state = "{corpus}/../state"
[slack]
api_url = "{url}/api/"
[digest]
channels = ["C0GENERAL"]
[roles]
curators = ["U0AMIRA"]
[[collections]]
name = "board"
curators = ["U0BEN"]
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
    assert "Its curators: U0BEN." in shown.out
    assert "Its curators: U0AMIRA." in run("--config", str(settings), "who-sees", "leave").out
    assert "every member" in run("--config", str(settings), "who-sees", "leave").out
    assert "everybody may see it" in run("--config", str(settings), "who-sees", "press").out
    assert run("--config", str(settings), "who-sees", "nothing").code == 1


def test_what_a_person_can_see_is_told_collection_by_collection(run: Run, settings: Path) -> None:
    workspace = Workspace()
    workspace.set_group("S0BOARD", "amira")
    workspace.take_out("ben", "policy")
    workspace.take_out("chloe", "policy")
    with running(workspace) as url:
        file = written(settings.parent, settings.parent / "documents", url)
        theirs = run("--config", str(file), "can-see", "@U0AMIRA", SLACK_BOT_TOKEN=workspace.bot_token).out
        others = run("--config", str(file), "can-see", "U0CHLOE", SLACK_BOT_TOKEN=workspace.bot_token).out
    assert "yes  board: in the user group S0BOARD" in theirs
    assert "no   board: no rule of it fits" in others
    assert "yes  press" in others
    assert "yes  documents in no collection" in others


def test_a_preview_of_a_digest_shows_what_the_channel_may_see_by_slack(run: Run, settings: Path) -> None:
    workspace, documents = Workspace(), settings.parent / "documents"
    with running(workspace) as url:
        file = written(settings.parent, documents, url)
        preview = ("--config", str(file), "digest", "--preview")
        run(*preview)  # what is there is no news
        with closing(open_store(settings.parent / "state" / DATABASE)) as store:
            store.subscriptions.note_digest("C0GENERAL", datetime.now(UTC))
        (documents / "travel.md").write_text("Everybody travels by train.", encoding="utf-8")
        (documents / "board" / "sale.md").write_text("The board settles the sale.", encoding="utf-8")
        asked = run(*preview, SLACK_BOT_TOKEN=workspace.bot_token)
        unasked = run(*preview)
    assert "travels by train" in asked.out
    assert "sale" not in asked.out
    assert "travels by train" not in unasked.out
    assert "SLACK_BOT_TOKEN is not set" in unasked.err
