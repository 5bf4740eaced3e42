"""What curators chose and wrote."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select

from bot.core.answering.pins import Pin
from bot.core.curation.own_answers import Kept, WrittenAnswer
from bot.store.damage import readable
from bot.store.moments import as_text
from bot.store.payloads import document_as_json, document_from_json, pin_as_json, pin_from_json
from bot.store.tables import own_documents, own_pins, own_synonyms
from bot.store.transactions import Transactions, insert_new


class SqlOwnAnswers:
    """Satisfies the core's OwnAnswers."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def pins(self) -> Sequence[Kept]:
        with self._database.reading() as connection:
            rows = readable(connection.execute(select(own_pins)), _as_kept, "a pinned answer")
        return sorted(rows, key=lambda each: (each.pin.on, each.pin.id))

    def find_pin(self, name: str) -> Pin | None:
        return next((each.pin for each in self.pins() if each.pin.id == name), None)

    def pin(self, kept: Kept) -> None:
        self._put(own_pins, {"id": kept.pin.id, "person": kept.person, "content": pin_as_json(kept.pin)})

    def unpin(self, name: str) -> bool:
        return self._remove(own_pins, name)

    def written(self) -> Sequence[WrittenAnswer]:
        with self._database.reading() as connection:
            rows = connection.execute(select(own_documents).order_by(own_documents.c.name))
            return readable(rows, _as_document, "a document that a curator wrote")

    def write(self, answer: WrittenAnswer) -> None:
        content = document_as_json(replace(answer, person=None))
        self._put(own_documents, {"name": answer.name, "person": answer.person, "content": content})

    def withdraw(self, name: str) -> bool:
        return self._remove(own_documents, name)

    def synonyms(self) -> Sequence[str]:
        with self._database.reading() as connection:
            ordered = select(own_synonyms.c.line).order_by(own_synonyms.c.added, own_synonyms.c.line)
            return readable(connection.execute(ordered), lambda row: str(row.line), "a synonym")

    def add_synonym(self, line: str, person: str | None, now: datetime) -> bool:
        row = {"line": line, "person": person, "added": as_text(now)}
        with self._database.writing() as connection:
            return insert_new(connection, own_synonyms, [row]) == 1

    def remove_synonym(self, line: str) -> bool:
        return self._remove(own_synonyms, line)

    def _put(self, table: Table, row: dict[str, object]) -> None:
        key = next(iter(table.primary_key.columns))
        with self._database.writing() as connection:
            connection.execute(delete(table).where(key == row[key.name]))
            connection.execute(insert(table), row)

    def _remove(self, table: Table, name: str) -> bool:
        key = next(iter(table.primary_key.columns))
        with self._database.writing() as connection:
            return connection.execute(delete(table).where(key == name)).rowcount == 1


def _as_kept(row: Row[Any]) -> Kept:
    return Kept(pin_from_json(row.content), row.person)


def _as_document(row: Row[Any]) -> WrittenAnswer:
    return replace(document_from_json(row.content), person=row.person)
