"""All that the doctor looks at, joined."""

from contextlib import chdir
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings, Tokens
from bot.wiring.doctor import findings
from slack_playground.server import running
from slack_playground.workspace import Workspace


def test_what_nobody_may_see_is_told_with_the_scopes_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "misspelt.md").write_text("---\ncollection: legla\n---\nEverybody waits.\n", encoding="utf-8")
    workspace = Workspace(scopes={"chat:write", "channels:read"})
    with running(workspace) as url:
        chosen = {
            "corpus": tmp_path,
            "state": tmp_path / "state",
            "slack": {"api_url": f"{url}/api/"},
            "collections": [{"name": "legal", "groups": ["S0LEGAL"]}],
        }
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        found = list(findings(Settings.model_validate(chosen), tokens))
    (unseen,) = (each for each in found if each.subject == "collections")
    assert "'legla'" in unseen.says
    faults = [each.says.split()[1].strip(",") for each in found if each.subject == "scopes" and not each.sound]
    assert {"users:read", "usergroups:read"} <= set(faults)
    assert "channels:read" not in faults
    assert "channels:history" not in faults


def test_every_fault_and_every_advice_has_a_remedy_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("---\ntitle: Leave\nreview_by: 1 May\n---\n\nText.\n", encoding="utf-8")
    chosen = {"corpus": tmp_path, "state": tmp_path / "state", "sources": [{"folder": str(tmp_path / "gone")}]}
    found = list(findings(Settings.model_validate(chosen), Tokens()))
    assert [each for each in found if not each.sound and not each.remedy] == []
    assert {"corpus", "source", "SLACK_BOT_TOKEN"} <= {each.subject for each in found if not each.sound}


def test_of_an_empty_folder_it_says_that_and_leaves_it_empty(tmp_path: Path) -> None:
    with chdir(tmp_path):
        (found,) = findings(Settings(), Tokens())
    assert (found.sound, found.says) == (False, f"nothing is set up in {tmp_path}")
    assert found.remedy == "run policybot init"
    assert list(tmp_path.iterdir()) == []
