"""Receipts, with copies of what they quote, named after their content."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, bindparam, delete, exists, select, text, tuple_, update

from bot.core.answering.receipts import Receipt, as_json, from_json
from bot.store.damage import readable
from bot.store.moments import as_text
from bot.store.tables import pins, quoted, receipts
from bot.store.transactions import Transactions, insert_new

AT_ONCE = 200
DAY = timedelta(days=1)
# Made once: making it takes longer than running it.
KEEP_LONGER = (
    update(receipts)
    .where(receipts.c.id == bindparam("this"), receipts.c.kept < bindparam("now"))
    .values(kept=bindparam("now"))
)
LOCK_QUOTED = text("LOCK TABLE quoted IN EXCLUSIVE MODE")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Receipts of questions from one day to another, and only those that quote a document; "" stands for any."""

    since: date | None = None
    until: date | None = None
    document: str = ""

    def takes(self, receipt: Receipt) -> bool:
        """Whether it is one of them."""
        in_time = (self.since or date.min) <= receipt.day <= (self.until or date.max)
        return in_time and (not self.document or self.document in receipt.documents)


class SqlReceipts:
    """Receipts in the database. Safe to share between threads; whatever cannot be read or written raises StoreError."""

    def __init__(self, database: Transactions, now: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._now = now

    def keep(self, receipt: Receipt, articles: dict[str, bytes]) -> None:
        """Keeps a receipt and the quoted files, as far as they are given: `lacking` tells of the others.

        The same receipt again changes nothing, but is kept for longer.
        """
        wanted = set(receipt.articles.values())
        found = {name: content for content in articles.values() if (name := hash_of(content)) in wanted}
        row = {"id": receipt.id, "kept": as_text(self._now()), "content": as_json(receipt)}
        with self._database.writing() as connection:
            # What many ask on one day is kept already, with all that it quotes.
            if connection.execute(KEEP_LONGER, {"this": receipt.id, "now": row["kept"]}).rowcount:
                return
            # Quoted first, pinned then: `_removing` says why.
            if wanted:
                insert_new(connection, quoted, [{"receipt": receipt.id, "pin": name} for name in sorted(wanted)])
            _pin(connection, found)
            insert_new(connection, receipts, [row])

    def lacking(self, since: datetime) -> Sequence[Receipt]:
        """The receipts kept since then that quote a file of which there is no copy."""
        lacks = exists().where(quoted.c.receipt == receipts.c.id, ~exists().where(pins.c.hash == quoted.c.pin))
        with self._database.reading() as connection:
            rows = connection.execute(select(receipts).where(receipts.c.kept > as_text(since), lacks)).all()
        return list(readable(rows, lambda row: from_json(row.content), "a receipt"))

    def complete(self, receipt: Receipt, articles: dict[str, bytes]) -> None:
        """Adds quoted files, and their whole hashes, to a receipt that was kept without them, if it still is."""
        found = {hash_of(content): content for content in articles.values()}
        whole = replace(receipt, articles=receipt.articles | {name: hash_of(each) for name, each in articles.items()})
        old = [receipt.articles[name] for name in articles if receipt.articles[name] not in found]
        own, kept = quoted.c.receipt == receipt.id, receipts.c.id == receipt.id
        with self._database.writing() as connection:
            # In the order of `keep`, for the same reason.
            insert_new(connection, quoted, [{"receipt": receipt.id, "pin": name} for name in found])
            is_there = connection.execute(update(receipts).where(kept).values(content=as_json(whole))).rowcount
            connection.execute(delete(quoted).where(own, quoted.c.pin.in_(old if is_there else found)))
            if is_there:
                _pin(connection, found)

    def find(self, name: str) -> Receipt | None:
        """The receipt with this id; None if there is none, or what is there is no receipt."""
        with self._database.reading() as connection:
            content = connection.scalar(select(receipts.c.content).where(receipts.c.id == name))
        try:
            return from_json(content) if content else None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def all(self, chosen: Chosen) -> Iterator[Receipt]:
        """The receipts that are meant, in the order in which they were last wanted."""
        last = ("", "")
        if chosen.since:  # a receipt is wanted on the day of its question, or later; days begin earlier in the east
            last = ((chosen.since - DAY).isoformat(), "")
        while True:
            page = select(receipts).where(tuple_(receipts.c.kept, receipts.c.id) > last).limit(AT_ONCE)
            with self._database.reading() as connection:
                rows = connection.execute(page.order_by(receipts.c.kept, receipts.c.id)).all()
            yield from filter(chosen.takes, readable(rows, lambda row: from_json(row.content), "a receipt"))
            if len(rows) < AT_ONCE:
                return
            last = (rows[-1].kept, rows[-1].id)

    def pinned(self, content_hash: str) -> bytes | None:
        """The quoted file with this hash; None if it was purged, or is no longer what its name says."""
        with self._database.reading() as connection:
            content = connection.scalar(select(pins.c.content).where(pins.c.hash == content_hash))
        return content if isinstance(content, bytes) and hash_of(content) == content_hash else None

    def purge(self, before: datetime) -> int:
        """Removes receipts that were last kept before that moment, and what only they quote. Returns how many rows."""
        old, gone = select(receipts.c.id).where(receipts.c.kept < as_text(before)).limit(AT_ONCE), 0
        while True:
            with self._removing() as connection:
                some = list(connection.scalars(old.with_for_update()))
                gone += _remove(connection, some)
            if len(some) < AT_ONCE:
                return gone

    def remove(self, ids: Sequence[str]) -> int:
        """Removes these receipts, and what no other receipt quotes. Returns how many of both."""
        gone = 0
        for start in range(0, len(ids), AT_ONCE):
            with self._removing() as connection:
                gone += _remove(connection, ids[start : start + AT_ONCE])
        self._database.forget_removed()
        return gone

    @contextmanager
    def _removing(self) -> Iterator[Connection]:
        with self._database.writing() as connection:
            if self._database.is_postgresql:
                # Who keeps a receipt that quotes what we remove has either said so before, or waits for us and then
                # pins it anew.
                connection.execute(LOCK_QUOTED)
            yield connection


def _pin(connection: Connection, contents: Mapping[str, bytes]) -> None:
    if contents:
        insert_new(connection, pins, [{"hash": name, "content": content} for name, content in contents.items()])


def _remove(connection: Connection, ids: Sequence[str]) -> int:
    theirs = quoted.c.receipt.in_(ids)
    candidates = list(connection.scalars(select(quoted.c.pin).where(theirs).distinct()))
    connection.execute(delete(quoted).where(theirs))
    gone = connection.execute(delete(receipts).where(receipts.c.id.in_(ids))).rowcount
    is_quoted = exists().where(quoted.c.pin == pins.c.hash)
    return gone + connection.execute(delete(pins).where(pins.c.hash.in_(candidates), ~is_quoted)).rowcount


def write_archive(kept: SqlReceipts, chosen: Chosen, target: IO[bytes]) -> int:
    """Writes receipts as lines of JSON, and the documents that they quote, each named by its SHA-256, into a ZIP file.

    Returns how many receipts it holds. Raises StoreError.
    """
    lines, written = list[str](), set[str]()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for receipt in kept.all(chosen):
            lines.append(json.dumps(as_json(receipt), ensure_ascii=False))
            for name in set(receipt.articles.values()) - written:
                written.add(name)
                if (content := kept.pinned(name)) is not None:
                    archive.writestr(f"documents/{name}", content)
        archive.writestr("receipts.jsonl", "".join(f"{line}\n" for line in lines))
    return len(lines)


def hash_of(content: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return sha256(content).hexdigest()
