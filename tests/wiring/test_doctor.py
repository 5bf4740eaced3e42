"""All that the doctor looks at, joined."""

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
        told = [
            each.says for each in findings(Settings.model_validate(chosen), tokens) if each.subject == "collections"
        ]
    assert "'legla'" in told[0]
    assert "users:read" in told[1]
    assert "usergroups:read" in told[1]
    assert "channels:read" not in told[1]
