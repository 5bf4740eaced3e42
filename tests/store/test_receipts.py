"""Receipts: kept with what they quote, found again, and removed."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import URL

from bot.core.answering.receipts import Receipt
from bot.store.database import open_database
from bot.store.receipts import SqlReceipts, hash_of
from bot.store.transactions import Transactions

LEAVE = b"---\ntitle: Leave\n---\n\nParents get twelve weeks.\n"
TRAVEL = "Fähren, nicht Flüge.\n".encode()
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def receipt(name: str = "0123456789ab", articles: dict[str, bytes] | None = None) -> Receipt:
    answer = json.dumps({"question": "Wie lange? 🙂", "quotations": []}, ensure_ascii=False, sort_keys=True)
    quotes = {key: hash_of(content) for key, content in ({"leave": LEAVE} if articles is None else articles).items()}
    seen = frozenset({"hr", "it"})
    return Receipt(name, "Wie lange? 🙂", date(2026, 1, 2), date(2025, 1, 1), seen, "r1", ("lang",), answer, quotes)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def receipts(url: URL, clock: Clock) -> Iterator[SqlReceipts]:
    database = Transactions(open_database(url))
    yield SqlReceipts(database, clock)
    database.close()


def test_what_was_kept_is_found_again_with_what_it_quotes(receipts: SqlReceipts) -> None:
    receipts.keep(receipt(), {"leave": LEAVE})
    assert receipts.find("0123456789ab") == receipt()
    assert receipts.pinned(hash_of(LEAVE)) == LEAVE


def test_a_receipt_may_quote_nothing(receipts: SqlReceipts) -> None:
    receipts.keep(receipt(articles={}), {})
    assert receipts.find("0123456789ab") == receipt(articles={})


def test_keeping_twice_changes_nothing(receipts: SqlReceipts) -> None:
    for _ in range(2):
        receipts.keep(receipt(), {"leave": LEAVE})
    assert receipts.find("0123456789ab") == receipt()
    assert receipts.purge(NOON + DAY) == 2


@pytest.mark.parametrize("name", ["", "nothing", "../../etc/passwd", "0123456789AB", "%", "ffffffffffff"])
def test_a_name_that_is_none_finds_nothing(receipts: SqlReceipts, name: str) -> None:
    receipts.keep(receipt(), {})
    assert receipts.find(name) is None
    assert receipts.pinned(name) is None


def test_a_file_that_is_not_what_the_receipt_names_is_not_pinned(receipts: SqlReceipts) -> None:
    changed = b"changed meanwhile"
    receipts.keep(receipt(), {"leave": changed})
    assert receipts.pinned(hash_of(LEAVE)) is None
    assert receipts.pinned(hash_of(changed)) is None


def test_a_file_that_another_has_is_added_with_its_whole_hash(receipts: SqlReceipts) -> None:
    whole, half = hash_of(LEAVE), {"leave": hash_of(LEAVE)[:32], "travel": hash_of(TRAVEL)}
    lacking = replace(receipt(), articles=half)
    receipts.keep(lacking, {"travel": TRAVEL})
    receipts.keep(receipt("complete"), {"leave": LEAVE})
    assert receipts.lacking(NOON) == []
    assert receipts.lacking(NOON - DAY) == [lacking]
    receipts.complete(lacking, {"leave": LEAVE})
    assert receipts.find(lacking.id) == replace(lacking, articles={**half, "leave": whole})
    assert receipts.lacking(NOON - DAY) == []
    assert receipts.remove(["complete"]) == 1
    assert receipts.pinned(whole) == LEAVE
    assert receipts.purge(NOON + DAY) == 3


def test_a_receipt_that_is_gone_is_not_completed(receipts: SqlReceipts) -> None:
    lacking = replace(receipt(), articles={"leave": hash_of(LEAVE)[:32]})
    receipts.keep(lacking, {})
    assert receipts.purge(NOON + DAY) == 1
    receipts.complete(lacking, {"leave": LEAVE})
    assert (receipts.find(lacking.id), receipts.pinned(hash_of(LEAVE))) == (None, None)


def test_what_is_old_is_purged_and_what_was_wanted_again_is_not(receipts: SqlReceipts, clock: Clock) -> None:
    receipts.keep(receipt("old"), {"leave": LEAVE})
    receipts.keep(receipt("wanted again", {"travel": TRAVEL}), {"travel": TRAVEL})
    clock.now = NOON + 2 * DAY
    receipts.keep(receipt("wanted again", {"travel": TRAVEL}), {"travel": TRAVEL})
    assert receipts.purge(NOON) == 0
    assert receipts.purge(NOON + DAY) == 2
    assert (receipts.find("old"), receipts.pinned(hash_of(LEAVE))) == (None, None)
    assert receipts.find("wanted again") is not None
    assert receipts.pinned(hash_of(TRAVEL)) == TRAVEL


def test_a_copy_stays_as_long_as_any_receipt_quotes_it(receipts: SqlReceipts, clock: Clock) -> None:
    both = {"leave": LEAVE, "travel": TRAVEL}
    receipts.keep(receipt("old", both), both)
    clock.now = NOON + DAY
    receipts.keep(receipt("new"), {"leave": LEAVE})
    assert receipts.purge(NOON + DAY) == 2  # the receipt, and the copy of the article on travel
    assert receipts.pinned(hash_of(LEAVE)) == LEAVE
    assert receipts.pinned(hash_of(TRAVEL)) is None
    assert receipts.purge(NOON + 2 * DAY) == 2
    assert receipts.pinned(hash_of(LEAVE)) is None


def test_a_clock_that_goes_back_shortens_no_life(receipts: SqlReceipts, clock: Clock) -> None:
    receipts.keep(receipt(), {})
    clock.now = NOON - 10 * DAY
    receipts.keep(receipt(), {})
    assert receipts.purge(NOON - DAY) == 0


def test_the_receipts_that_are_named_are_removed_and_no_others(receipts: SqlReceipts) -> None:
    for name in ("a", "b", "c"):
        receipts.keep(receipt(name), {"leave": LEAVE})
    assert receipts.remove(["a", "c", "unknown"]) == 2
    assert [name for name in ("a", "b", "c") if receipts.find(name)] == ["b"]
    assert receipts.pinned(hash_of(LEAVE)) == LEAVE
    assert receipts.remove([]) == 0
    assert receipts.remove(["b"]) == 2
    assert receipts.pinned(hash_of(LEAVE)) is None


def test_many_are_removed_and_purged(receipts: SqlReceipts) -> None:
    names = [str(number) for number in range(450)]
    for name in names:
        receipts.keep(receipt(name, {}), {})
    assert receipts.remove(names[:220]) == 220
    assert receipts.purge(NOON + DAY) == 230
    assert receipts.purge(NOON + DAY) == 0


def test_what_is_kept_while_others_are_removed_has_its_copies(url: URL) -> None:
    database = Transactions(open_database(url))
    receipts, faults, done = SqlReceipts(database), list[BaseException](), threading.Event()

    def remove_on() -> None:
        try:
            while not done.is_set():
                receipts.remove(["fleeting"])
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    remover = threading.Thread(target=remove_on)
    remover.start()
    try:
        for number in range(25):
            receipts.keep(receipt("fleeting"), {"leave": LEAVE})
            receipts.keep(receipt(f"kept {number}"), {"leave": LEAVE})
            assert receipts.pinned(hash_of(LEAVE)) == LEAVE
            receipts.remove([f"kept {number}"])
    finally:
        done.set()
        remover.join()
        database.close()
    assert faults == []
