"""Which documents there are, and which of them a day concerns."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import Column, delete, select

from bot.core.changes.catalogue import Catalogued, Known
from bot.store.tables import catalogue
from bot.store.transactions import Transactions, insert_new

# So that nobody's question waits for the first load of a large corpus.
AT_ONCE = 200
T = TypeVar("T")


class SqlCatalogue:
    """Satisfies the core's Catalogue."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def catalogue(self) -> Mapping[str, Known]:
        with self._database.reading() as connection:
            rows = connection.execute(select(catalogue.c.article, catalogue.c.digest, catalogue.c.content))
            return {name: Known(digest, content) for name, digest, content in rows}

    def known(self, articles: Collection[str]) -> Mapping[str, Known]:
        columns = select(catalogue.c.article, catalogue.c.digest, catalogue.c.content)
        with self._database.reading() as connection:
            rows = connection.execute(columns.where(catalogue.c.article.in_(articles)))
            return {name: Known(digest, content) for name, digest, content in rows}

    def note_catalogue(self, come: Iterable[Catalogued], gone: Collection[str]) -> None:
        for names in in_parts(gone):
            with self._database.writing() as connection:
                connection.execute(delete(catalogue).where(catalogue.c.article.in_(names)))
        for some in in_parts(come):
            with self._database.writing() as connection:
                connection.execute(delete(catalogue).where(catalogue.c.article.in_([each.article for each in some])))
                insert_new(connection, catalogue, [_row(each) for each in some])

    def to_review(self, by: date) -> Sequence[str]:
        return self._on_days(catalogue.c.review_by, None, by)

    def replacing(self, after: date, until: date) -> Sequence[str]:
        return self._on_days(catalogue.c.replaces_from, after, until)

    def _on_days(self, day: Column[str], after: date | None, until: date) -> Sequence[str]:
        within = day <= until.isoformat()
        if after is not None:
            within &= day > after.isoformat()
        with self._database.reading() as connection:
            return list(connection.scalars(select(catalogue.c.article).where(within).order_by(catalogue.c.article)))


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """The values, some at a time."""
    remaining = iter(values)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _row(each: Catalogued) -> dict[str, str | None]:
    days = {"replaces_from": each.replaces_from, "review_by": each.review_by}
    known = {"article": each.article, "digest": each.known.digest, "content": each.known.content}
    return {**known, **{name: day.isoformat() if day else None for name, day in days.items()}}
