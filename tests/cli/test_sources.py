"""`policybot sources`, as a program: a folder, a repository and a site, looked at on command."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.documents import hostile_server as hostile
from tests.documents.following.small_repositories import SmallRepository
from tests.documents.hostile_server import HostileServer, serving

RULES: dict[str, str | bytes] = {f"{name}.md": f"The rule on {name} holds.\n" for name in ("pay", "pets", "trains")}


def page(words: str) -> hostile.Behaviour:
    return hostile.page(f"<html><title>Leave</title><body><main><p>{words}</p></main></body></html>".encode())


@pytest.fixture
def site() -> Iterator[tuple[HostileServer, dict[str, hostile.Behaviour]]]:
    behaviours = {"/policies/leave": page("Parents may take sixteen weeks of paid leave in two years.")}
    with serving(behaviours) as server:
        yield server, behaviours


@pytest.fixture
def config(tmp_path: Path, site: tuple[HostileServer, dict[str, hostile.Behaviour]]) -> Path:
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook/dress.md").write_text("Wear what you like.\n")
    file = tmp_path / "policybot.toml"
    file.write_text(
        f"""corpus = "{tmp_path / "corpus"}"
[[sources]]
folder = "{tmp_path / "handbook"}"
[[sources]]
git = "{tmp_path / "rules.git"}"
link = "https://git.example.org/{{commit}}/{{path}}"
[[sources]]
name = "site"
pages = ["{site[0].url("/policies/leave")}"]
trusted = true
publisher = "Example Works"
[fetching]
allow = ["127.0.0.1"]
"""
    )
    return file


def statuses(run: Run, config: Path) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in json.loads(run("--config", str(config), "sources", "--json").out)}


def test_sources_bring_their_documents_and_tell_when_and_what(run: Run, config: Path, tmp_path: Path) -> None:
    commit = SmallRepository(tmp_path / "rules.git").commit(RULES)
    before = statuses(run, config)
    assert [before[name]["looked"] for name in ("handbook", "rules", "site")] == [None, None, None]
    looked = run("--config", str(config), "sources", "look")
    assert looked.code == 0
    after = statuses(run, config)
    assert [after[name]["documents"] for name in ("handbook", "rules", "site")] == [1, 3, 1]
    assert after["rules"]["told"] == f"commit {commit[:10]}: 3 new"
    assert after["site"]["told"] == "1 new"
    assert after["site"]["looked"]
    answer = json.loads(run("--config", str(config), "ask", "--json", "Which rule on trains holds?").out)
    assert answer["quotations"][0]["url"] == f"https://git.example.org/{commit}/trains.md"
    answer = json.loads(run("--config", str(config), "ask", "--json", "How many weeks of paid leave?").out)
    assert (answer["quotations"][0]["article"], answer["quotations"][0]["publisher"]) == (
        "policies/leave",
        "Example Works",
    )


def test_much_that_is_gone_waits_until_it_is_confirmed(run: Run, config: Path, tmp_path: Path) -> None:
    small = SmallRepository(tmp_path / "rules.git")
    small.commit(RULES)
    run("--config", str(config), "sources", "look", "rules")
    nothing = run("--config", str(config), "sources", "confirm", "rules", "--yes")
    assert (nothing.code, "Nothing from rules is waiting" in nothing.err) == (1, True)
    small.commit({"pay.md": RULES["pay.md"]})
    run("--config", str(config), "sources", "look", "rules")
    assert statuses(run, config)["rules"]["asks"] == "2 of 3 documents of rules are gone"
    assert statuses(run, config)["rules"]["documents"] == 3
    shown = run("--config", str(config), "sources", "confirm", "rules", "--yes")
    assert "pets.md, trains.md" in shown.out
    run("--config", str(config), "sources", "look", "rules")
    assert statuses(run, config)["rules"]["documents"] == 1


def test_a_page_that_is_gone_goes_and_one_whose_server_fails_stays(
    run: Run, config: Path, site: tuple[HostileServer, dict[str, hostile.Behaviour]]
) -> None:
    _, behaviours = site
    behaviours["/policies/leave"] = page("Parents may take sixteen weeks of paid leave in two years.")
    run("--config", str(config), "sources", "look", "site")
    behaviours["/policies/leave"] = hostile.page(b"away", status="503 Service Unavailable")
    failed = run("--config", str(config), "sources", "look", "site")
    assert failed.code == 1
    assert "503" in " ".join(failed.out.split())
    assert statuses(run, config)["site"]["documents"] == 1
    del behaviours["/policies/leave"]
    run("--config", str(config), "sources", "look", "site")
    # It is the only page: that needs somebody to confirm it.
    assert statuses(run, config)["site"]["asks"] == "1 of 1 documents of site are gone"
    run("--config", str(config), "sources", "confirm", "site", "--yes")
    run("--config", str(config), "sources", "look", "site")
    assert statuses(run, config)["site"]["documents"] == 0


def test_what_a_source_cannot_be_is_told_and_stops_nobody(run: Run, config: Path) -> None:
    looked = run("--config", str(config), "sources", "look")  # there is no repository
    assert looked.code == 1
    assert "is no git repository" in " ".join(looked.out.split())
    assert statuses(run, config)["site"]["documents"] == 1


def test_a_source_that_is_not_followed_is_a_bad_call(run: Run, config: Path) -> None:
    for arguments in (("look", "other"), ("confirm", "other")):
        shown = run("--config", str(config), "sources", *arguments)
        assert shown.code == 2
        assert "handbook, rules, site" in shown.err


def test_without_sources_it_says_how_to_follow_some(run: Run) -> None:
    assert "[[sources]]" in run("sources").out
