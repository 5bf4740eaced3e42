"""Receipts as files."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.receipts import Receipt
from bot.store.receipts import ReceiptFiles, hash_of

LEAVE = b"---\ntitle: Leave\n---\n\nParents get twelve weeks.\n"


def receipt(name: str = "0123456789ab") -> Receipt:
    answer = json.dumps({"question": "How much leave?", "quotations": []}, sort_keys=True)
    return Receipt(
        name, "How much leave?", date(2026, 1, 2), None, None, "r1", ("leav",), answer, {"leave": hash_of(LEAVE)}
    )


def test_what_was_kept_is_found_again_with_what_it_quotes(tmp_path: Path) -> None:
    files = ReceiptFiles(tmp_path / "receipts")
    files.keep(receipt(), {"leave": LEAVE})
    found = files.find("0123456789ab")
    assert found == receipt()
    assert files.pinned(hash_of(LEAVE)) == LEAVE


def test_keeping_twice_changes_nothing(tmp_path: Path) -> None:
    files = ReceiptFiles(tmp_path)
    files.keep(receipt(), {"leave": LEAVE})
    before = sorted((file.name, file.read_bytes()) for file in tmp_path.rglob("*.*"))
    files.keep(receipt(), {"leave": LEAVE})
    assert sorted((file.name, file.read_bytes()) for file in tmp_path.rglob("*.*")) == before


@pytest.mark.parametrize(
    "name", ["", "nothing", "../../etc/passwd", "0123456789AB", "0123456789ab.json", "ffffffffffff"]
)
def test_a_name_that_is_none_finds_nothing(tmp_path: Path, name: str) -> None:
    files = ReceiptFiles(tmp_path)
    files.keep(receipt(), {})
    assert files.find(name) is None


def test_a_damaged_receipt_or_copy_is_none(tmp_path: Path) -> None:
    files = ReceiptFiles(tmp_path)
    files.keep(receipt(), {"leave": LEAVE})
    (tmp_path / "0123456789ab.json").write_text("{")
    (tmp_path / "articles" / f"{hash_of(LEAVE)}.md").write_text("forged")
    assert files.find("0123456789ab") is None
    assert files.pinned(hash_of(LEAVE)) is None


def test_a_file_that_is_not_what_the_receipt_names_is_not_pinned(tmp_path: Path) -> None:
    files = ReceiptFiles(tmp_path)
    files.keep(receipt(), {"leave": b"changed meanwhile"})
    assert files.pinned(hash_of(LEAVE)) is None


def test_what_is_old_is_purged_and_what_was_wanted_again_is_not(tmp_path: Path) -> None:
    files = ReceiptFiles(tmp_path)
    files.keep(receipt(), {"leave": LEAVE})
    assert files.purge(datetime.now(UTC) - timedelta(days=1)) == 0
    assert files.purge(datetime.now(UTC) + timedelta(days=1)) == 2
    assert files.find("0123456789ab") is None
    assert files.pinned(hash_of(LEAVE)) is None


def test_nothing_is_purged_where_nothing_is(tmp_path: Path) -> None:
    assert ReceiptFiles(tmp_path / "none").purge(datetime.now(UTC)) == 0
