"""What the tests of this room share: a small test collection as files, sound or not."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

CORPUS: tuple[Mapping[str, Any], ...] = (
    {"_id": "Leave#1 p1", "title": "Leave", "text": "Staff get leave. They get 25 days.", "doc_id": "Leave#1"},
    {"_id": "Leave#1 p2", "title": "Leave", "text": "Unused days lapse in March.", "doc_id": "Leave#1"},
    {"_id": "Travel#1 p1", "title": "Travel", "text": "Trips by rail are paid in full.", "doc_id": "Travel#1"},
    {"_id": "Travel#1 p2", "title": "Travel", "text": "Taxis need a receipt.", "doc_id": "Travel#1"},
)
QUERIES: tuple[Mapping[str, Any], ...] = (
    {"_id": "q 1", "text": "How many days are there?", "gold_text": "They get 25 days."},
    {"_id": "q 2", "text": "When do unused days lapse?", "answerable": True, "answers": ["March"]},
    {"_id": "q 3", "text": "Who has taxis paid with a receipt?", "answerable": True},
    {"_id": "q 4", "text": "Where is the canteen?", "answerable": False},
)
QRELS = ("q 1\tLeave#1 p1\t1", "q 2\tLeave#1 p2\t2", "q 2\tLeave#1 p1\t0", "q 3\tTravel#1 p2\t1")

Lay = Callable[..., Path]


def jsonl(lines: Sequence[object]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Lays a test collection into a folder; each file as it is given, None to leave it out."""

    def write(
        corpus: Sequence[object] | bytes | None = CORPUS,
        queries: Sequence[object] | bytes | None = QUERIES,
        qrels: Sequence[str] | bytes | None = QRELS,
        hidden: object = None,
    ) -> Path:
        folder = tmp_path / "small set"
        (folder / "qrels").mkdir(parents=True)
        tsv = qrels if isinstance(qrels, bytes | None) else "\n".join(("query-id\tcorpus-id\tscore", *qrels)) + "\n"
        files = {
            "corpus.jsonl": corpus if isinstance(corpus, bytes | None) else jsonl(corpus),
            "queries.jsonl": queries if isinstance(queries, bytes | None) else jsonl(queries),
            "qrels/test.tsv": tsv,
            "abstain_hidden_docs.json": hidden if isinstance(hidden, bytes | None) else json.dumps(hidden),
        }
        for name, content in files.items():
            if content is not None:
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write
