"""What curators pinned and wrote, on the command line: answered from, listed, exported, taken away."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.core.answering.pins import Pin, hash_of
from bot.core.curation.own_answers import Kept, WrittenAnswer
from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from tests.conftest import Run
from tests.small_articles import article

LEAVE = "Parents get twelve weeks of paid leave."
GYM = WrittenAnswer(
    "gym-1", "Is there a gym?", "Yes, in the cellar.\n- a bench", date(2026, 5, 3), "the Legal team", "U1"
)
PIN = Pin(
    "p1", ("May fathers stay at home?",), "leave", (1,), hash_of(article("leave", LEAVE).passages), "HR", GYM.written
)


@pytest.fixture
def house(run: Run, tmp_path: Path) -> Run:
    """Calls policybot in a folder in which curators have pinned and written something."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "leave.md").write_text(f"---\ntitle: Leave\n---\n\n{LEAVE}\n")
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        store.curation.own_answers.write(GYM)
        store.curation.own_answers.pin(Kept(PIN, "U1"))
    return run


def test_what_curators_pinned_and_wrote_is_answered_listed_exported_and_taken_away(house: Run, tmp_path: Path) -> None:
    where = {"POLICYBOT_CORPUS": str(tmp_path / "corpus")}
    listed = json.loads(house("answers", "list", "--json", **where).out)
    assert [(each["id"], each["state"]) for each in listed["pinned"]] == [("p1", "stands")]
    assert [each["name"] for each in listed["documents"]] == ["gym-1"]
    assert "U1" not in json.dumps(listed)
    assert "Is there a gym?" in house("answers", "list", **where).out
    assert "gym-1" in house("list", **where).out
    answer = json.loads(house("ask", "--json", "at home, fathers stay?", **where).out)
    assert answer["quotations"][0]["text"] == LEAVE
    assert answer["quotations"][0]["chosen"] == {"by": "HR", "on": "2026-05-03"}
    shown = house("ask", "May fathers stay at home?", **where)
    assert "Chosen by HR on 3 May 2026" in shown.out
    receipt = house("receipt", answer["receipt"], **where)
    assert "byte for byte" in receipt.out
    exported = tmp_path / "exported"
    assert "1 document, 1 pinned answer" in house("answers", "export", str(exported), **where).out
    assert house("answers", "export", str(exported), **where).code == 2
    added = house("add", str(exported / "gym-1.md"), POLICYBOT_CORPUS=str(tmp_path / "other"))
    assert (added.code, "“Is there a gym?”" in added.out) == (0, True)
    assert house("remove", "gym-1", "--yes", **where).code == 2
    assert house("answers", "unpin", "p1", **where).code == 0
    assert house("answers", "unpin", "p1", **where).code == 1
    assert house("answers", "withdraw", "gym-1", **where).code == 0
    assert "gym-1" not in house("list", **where).out
    assert house("receipt", answer["receipt"], **where).code == 0
    acts = [json.loads(line)["action"] for line in house("audit", **where).out.splitlines()]
    assert acts == ["exported", "unpinned", "withdrew"]


def test_without_any_it_says_so(run: Run) -> None:
    assert "Curators have pinned and written nothing yet." in run("answers", "list").out
