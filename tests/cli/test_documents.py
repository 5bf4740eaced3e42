"""`policybot list`, `show` and `remove`, as a program."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

LEAVE = """---
publisher: Example Ltd
last_modified: 2024-03-01
layout: page
---

# Parental leave

Employees may take:

- twelve weeks of paid leave

<!-- not said -->
"""


@pytest.fixture
def corpus(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "in/hr").mkdir(parents=True)
    (tmp_path / "in/hr/leave.md").write_text(LEAVE)
    (tmp_path / "in/pay.txt").write_text("Pay comes on Fridays.\n")
    folder = tmp_path / "corpus"
    assert run("add", str(tmp_path / "in"), "--corpus", str(folder), "--owner", "People team").code == 0
    return folder


def test_documents_are_listed_with_where_they_come_from_and_their_faults(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    (corpus / "broken.pdf").write_bytes(b"no PDF")
    found = {each["name"]: each for each in json.loads(run("list", "--json", "--corpus", str(corpus)).out)}
    assert found["hr/leave"] == {
        "name": "hr/leave",
        "title": "Parental leave",
        "date": "2024-03-01",
        "publisher": "Example Ltd",
        "passages": 1,
        "source": None,
        "origin": str(tmp_path / "in/hr/leave.md"),
        "faults": [],
    }
    assert found["broken.pdf"]["passages"] == 0
    assert found["broken.pdf"]["faults"]
    shown = run("list", "--corpus", str(corpus)).out
    assert "Parental leave" in shown
    assert "broken.pdf (faulty)" in shown


def test_a_document_is_shown_as_it_will_be_quoted_with_what_is_known_and_left_out(run: Run, corpus: Path) -> None:
    shown = run("show", "leave", "--corpus", str(corpus)).out
    for words in (
        "1. Employees may take: | twelve weeks of paid leave",
        "left out, comment",
        "keys that mean nothing here: layout",
    ):
        assert words in shown
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    assert "title Parental leave first heading" in rows
    assert "publisher Example Ltd front matter" in rows
    assert "owner People team said of it" in rows


def test_a_document_that_was_added_is_removed_with_what_is_said_of_it(run: Run, corpus: Path) -> None:
    refused = run("remove", "hr/leave", "--corpus", str(corpus), stdin="n\n")
    assert refused.code == 1
    assert (corpus / "hr/leave.md").exists()
    removed = run("remove", "hr/leave", "--corpus", str(corpus), stdin="y\n")
    assert removed.code == 0
    assert "removed: " in removed.out
    assert not (corpus / "hr").exists()
    assert [each["name"] for each in json.loads(run("list", "--json", "--corpus", str(corpus)).out)] == ["pay"]


def test_what_a_source_brings_is_not_removed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook/dress.md").write_text("Wear what you like.\n")
    config = tmp_path / "p.toml"
    config.write_text(f'corpus = "{tmp_path / "none"}"\n[[sources]]\nfolder = "{tmp_path / "handbook"}"\n')
    shown = run("--config", str(config), "remove", "dress", "--yes")
    assert shown.code == 2
    assert "brought by the source handbook" in shown.err
    assert (tmp_path / "handbook/dress.md").exists()


def test_a_name_that_fits_nothing_or_several_is_a_bad_call(run: Run, corpus: Path) -> None:
    (corpus / "it").mkdir()
    (corpus / "it/leave.md").write_text("Leave the machine on.\n")
    for name, says in (("never", "`policybot list` names them all"), ("leave", "hr/leave, it/leave")):
        shown = run("show", name, "--corpus", str(corpus))
        assert shown.code == 2
        assert says in " ".join(shown.err.split())
