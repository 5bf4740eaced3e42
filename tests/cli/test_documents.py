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


def test_adding_tells_in_one_table_what_is_known_from_where_and_what_to_add(run: Run, tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text(LEAVE)
    (tmp_path / "pay.txt").write_text("Pay comes on Fridays.\n")
    both = (str(tmp_path / "leave.md"), str(tmp_path / "pay.txt"))
    shown = run("add", *both, "--author", "Ada", "--corpus", str(tmp_path / "corpus"), COLUMNS="250").out
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    leave = "leave Parental leave (first heading) 2024-03-01 (front matter) Example Ltd (front matter)"
    assert f"{leave} Ada (said of it) – link, owner" in rows
    assert "pay Pay (file name) – – Ada (said of it) – title, date, publisher, link, owner" in rows


def test_a_strict_check_counts_unknown_keys_and_no_title_date_or_link_as_faults(run: Run, corpus: Path) -> None:
    shown = run("check", "--strict", "--corpus", str(corpus))
    assert shown.code == 1
    for fault in (
        "hr/leave has a key that means nothing here, `layout`",
        "hr/leave has no link",
        "pay has no title",
        "pay has no date",
    ):
        assert fault in shown.out
    assert "hr/leave has no date" not in shown.out


def test_a_strict_check_of_documents_that_lack_nothing_is_sound(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    known = "---\ntitle: Leave\ndate: 2024-03-01\nurl: https://example.org/leave\n---\n\nParents get leave.\n"
    (tmp_path / "corpus/leave.md").write_text(known)
    assert run("check", "--strict", "--corpus", str(tmp_path / "corpus")).code == 0


def test_a_check_shows_what_is_known_of_the_documents(run: Run, corpus: Path) -> None:
    rows = [" ".join(line.split()) for line in run("check", "--corpus", str(corpus), COLUMNS="250").out.splitlines()]
    assert any(row.startswith("hr/leave Parental leave (first heading) 2024-03-01 (front matter)") for row in rows)
