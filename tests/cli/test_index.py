"""`policybot index`, as a program."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

LISTS = {"POLICYBOT_SEARCH__ENGINE": "postings"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(3):
        text = f"Parents get {number + 10} weeks of leave.\n\nCase {number}.\n"
        (folder / f"leave-{number}.md").write_text(f"---\ntitle: Leave {number}\n---\n\n{text}")
    return folder


def test_it_builds_the_index_and_describes_it(run: Run, corpus: Path) -> None:
    shown = run("index", "--corpus", str(corpus), **LISTS)
    assert shown.code == 0
    for told in ("documents", "passages", "words", "revision", "files read", "kept", "MB", "UTC"):
        assert told in shown.out
    assert shown.err == ""


def test_the_json_says_the_same_and_that_nothing_was_read_the_second_time(run: Run, corpus: Path) -> None:
    first = json.loads(run("index", "--json", "--corpus", str(corpus), **LISTS).out)
    assert (first["articles"], first["passages"], first["read"], first["faults"]) == (3, 6, 3, 0)
    assert Path(first["place"]).is_dir()
    assert first["bytes"] > 0
    assert first["built"].startswith("20")
    again = json.loads(run("index", "--json", "--corpus", str(corpus), **LISTS).out)
    assert again["read"] == 0
    assert again["revision"] == first["revision"]
    answer = json.loads(run("ask", "--json", "How many weeks do parents get?", "--corpus", str(corpus), **LISTS).out)
    assert answer["answered"]
    assert answer["revision"] == first["revision"]


def test_what_is_added_to_a_large_corpus_is_indexed_at_once(run: Run, corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("add", str(corpus), "--corpus", str(other), **LISTS).code == 0
    told = json.loads(run("index", "--json", "--corpus", str(other), **LISTS).out)
    assert (told["articles"], told["read"]) == (3, 0)


def test_a_small_corpus_is_described_and_not_kept(run: Run, corpus: Path, tmp_path: Path) -> None:
    told = json.loads(run("index", "--json", "--corpus", str(corpus)).out)
    assert (told["articles"], told["words"] > 0, told["place"], told["built"]) == (3, True, None, None)
    assert "so few passages" in told["why"]
    assert not (tmp_path / "state" / "index").exists()
    assert "so few passages" in run("index", "--corpus", str(corpus)).out


def test_an_index_that_cannot_be_saved_ends_with_1_and_says_why(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the state folder should be")
    there = LISTS | {"POLICYBOT_STATE": str(tmp_path / "file")}
    shown = run("index", "--json", "--corpus", str(corpus), **there)
    assert shown.code == 1
    assert "cannot be saved" in json.loads(shown.out)["why"]
    assert "cannot be saved" in shown.err
    answer = run("ask", "--json", "How many weeks do parents get?", "--corpus", str(corpus), **there)
    assert answer.code == 0
    assert json.loads(answer.out)["answered"]


def test_a_full_disk_is_said_and_leaves_nothing_half_written(corpus: Path, tmp_path: Path) -> None:
    # A process that may write no file of more than two thousand bytes finds what a full disk gives. -B, because Python
    # itself leaves halves of its compiled modules behind then.
    ended = subprocess.run(
        [sys.executable, "-B", "-m", "bot", "index", "--json", "--corpus", corpus],
        cwd=ROOT,
        env=os.environ | LISTS | {"POLICYBOT_STATE": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)),
    )
    assert ended.returncode == 1
    assert "cannot be saved" in json.loads(ended.stdout)["why"]
    (place,) = (tmp_path / "state" / "index").iterdir()
    assert [file.name for file in place.iterdir()] == ["lock"]
