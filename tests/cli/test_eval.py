"""`policybot eval`, as a program."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    passages = [
        {
            "_id": "leave 1",
            "title": "Leave",
            "text": "Parents get twelve weeks. They ask in writing.",
            "doc_id": "leave",
        },
        {"_id": "food 1", "title": "Canteen", "text": "Lunch is served at noon.", "doc_id": "food"},
    ]
    questions = [
        {"_id": "q1", "text": "How many weeks do parents get?", "answerable": True, "answers": ["twelve weeks"]},
        {"_id": "q2", "text": "Who feeds the unicorn?", "answerable": False},
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(each) + "\n" for each in passages))
    (folder / "queries.jsonl").write_text("".join(json.dumps(each) + "\n" for each in questions))
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tleave 1\t1\n")
    return folder


def test_the_figures_of_a_collection_are_printed(run: Run, collection: Path) -> None:
    shown = run("eval", str(collection))
    assert shown.code == 0
    assert "nDCG@10" in shown.out
    assert "near misses, AUROC" in shown.out


def test_the_figures_come_as_json_too(run: Run, collection: Path) -> None:
    told = json.loads(run("eval", "--json", str(collection)).out)
    assert told["ranking"]["success@1"] == 1.0
    assert told["marking"]["hit@1"] == 1.0
    assert told["abstention"]["near_misses"]["AUROC"] == 1.0


def test_a_folder_that_is_no_collection_ends_with_2_and_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    shown = run("eval", str(tmp_path))
    assert shown.code == 2
    assert "corpus.jsonl" in shown.err
