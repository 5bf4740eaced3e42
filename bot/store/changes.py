"""The history of documents: which were seen, what they said, and from when on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Select,
    Text,
    cast,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    text,
    update,
)

from bot.core.changes.revisions import Revision, Sighting, after_closed
from bot.core.changes.withdrawals import SourceDocument, Withdrawal, document_from_json
from bot.store.catalogue import SqlCatalogue, in_parts
from bot.store.damage import readable, readable_moment
from bot.store.moments import as_moment, as_text
from bot.store.tables import articles_seen, marks, revisions, source_documents
from bot.store.transactions import insert_new

# A long article that is edited every day must not fill the disk.
MOST_REVISIONS, MOST_CHARACTERS = 50, 2_000_000
CLOSED = "closed"
LOCK_NEWS = text("SELECT pg_advisory_xact_lock(hashtext('policybot news'))")


class SqlChanges(SqlCatalogue):
    """Satisfies the core's Changes."""

    def note_articles(self, articles: Sequence[str], now: datetime, *, is_news: bool = True) -> None:
        known = self.first_seen(articles)
        new = [each for each in dict.fromkeys(articles) if each not in known]
        if new:
            with self._database.writing() as connection:
                seen = as_text(self._after_closed(connection, now) if is_news else now)
                insert_new(connection, articles_seen, [{"article": each, "first_seen": seen} for each in new])

    def first_seen(self, articles: Collection[str] | None = None) -> dict[str, datetime]:
        rows = select(articles_seen.c.article, articles_seen.c.first_seen)
        found = self._rows(rows, articles_seen.c.article, articles)
        return dict(readable(found, lambda row: (row.article, as_moment(row.first_seen)), "when an article was seen"))

    def newly_seen(self, after: datetime, until: datetime) -> Sequence[str]:
        seen = articles_seen.c.first_seen
        within = select(articles_seen.c.article).where(seen > as_text(after), seen <= as_text(until))
        with self._database.reading() as connection:
            return list(connection.scalars(within.order_by(articles_seen.c.article)))

    def hashes(self, articles: Collection[str] | None = None) -> dict[str, str]:
        return dict(self._rows(_latest(revisions.c.hash), revisions.c.article, articles))

    def contents(self, articles: Collection[str] | None = None) -> dict[str, str]:
        return dict(self._rows(_latest(revisions.c.content), revisions.c.article, articles))

    def saying(self, hashes: Collection[str]) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, own in self._rows(_latest(revisions.c.hash), revisions.c.hash, hashes):
            found[own].append(name)
        return found

    def _rows(self, wanted: Any, column: Column[str], values: Collection[str] | None) -> list[Any]:
        """The rows whose column has one of these values; all, where None are given."""
        with self._database.reading() as connection:
            if values is None:
                return list(connection.execute(wanted))
            parts = in_parts(dict.fromkeys(values))
            return [row for some in parts for row in connection.execute(wanted.where(column.in_(some)))]

    def note_revisions(self, sightings: Iterable[Sighting], now: datetime) -> None:
        for some in in_parts(sightings):
            with self._database.writing() as connection:
                _take_names(connection, some)
                if new := list(_new(connection, some, self._after_closed(connection, now))):
                    # Of two who see the same change at once, one numbers it first, and the other finds it there.
                    insert_new(connection, revisions, new)

    def close(self, now: datetime) -> datetime:
        with self._database.writing() as connection:
            until = self._after_closed(connection, now)
            # What a clock that is ahead has noted was seen by now, all the same.
            for moment in (articles_seen.c.first_seen, revisions.c.seen, source_documents.c.withdrawn):
                late = update(moment.table).where(moment > as_text(until))
                connection.execute(late.values({moment.name: as_text(until)}))
            row = {"name": CLOSED, "moment": as_text(until)}
            if not insert_new(connection, marks, [row]):
                connection.execute(update(marks).where(marks.c.name == CLOSED).values(row))
        return until

    def _after_closed(self, connection: Connection, now: datetime) -> datetime:
        """The moment of what is noted in this transaction: nobody closes before it ends."""
        if self._database.is_postgresql:
            connection.execute(LOCK_NEWS)
        closed = connection.scalar(select(marks.c.moment).where(marks.c.name == CLOSED))
        return after_closed(now, readable_moment(closed, "where the last digest ended"))

    def thin(self, before: datetime) -> int:
        """Removes what no article has said since that moment, and of each article all but its last MOST_REVISIONS, and
        what came before the last MOST_CHARACTERS.

        The last word of an article stays, however old. Returns how many rows.
        """
        later = revisions.alias("later")
        is_later = (later.c.article == revisions.c.article, later.c.number > revisions.c.number)
        is_over = exists().where(*is_later, later.c.seen < as_text(before))
        newer = select(func.count()).select_from(later).where(*is_later).correlate(revisions).scalar_subquery()
        size = func.sum(func.length(cast(later.c.paragraphs, Text)))
        characters = select(size).select_from(later).where(*is_later).correlate(revisions).scalar_subquery()
        is_too_much = or_(is_over, newer >= MOST_REVISIONS, characters > MOST_CHARACTERS)
        with self._database.writing() as connection:
            return connection.execute(delete(revisions).where(is_too_much)).rowcount

    def revisions(self, after: datetime) -> Mapping[str, Sequence[Revision]]:
        changed = select(revisions.c.article).where(revisions.c.seen > as_text(after), revisions.c.number > 1)
        then = _last(as_text(after)).scalar_subquery()
        wanted = (revisions.c.article.in_(changed), revisions.c.number >= func.coalesce(then, 1))
        found: dict[str, list[Revision]] = defaultdict(list)
        with self._database.reading() as connection:
            rows = select(revisions).where(*wanted).order_by(revisions.c.article, revisions.c.number)
            for article, revision in readable(connection.execute(rows), _as_revision, "what an article said"):
                found[article].append(revision)
        return found

    def words_of(self, articles: Sequence[str], at: datetime) -> Mapping[str, Sequence[str]]:
        then, others = _last(as_text(at)).scalar_subquery(), revisions.alias("first")
        first = select(func.min(others.c.number)).where(others.c.article == revisions.c.article).correlate(revisions)
        wanted = revisions.c.number == func.coalesce(then, first.scalar_subquery())
        found: dict[str, Sequence[str]] = {}
        with self._database.reading() as connection:
            for some in in_parts(articles):
                rows = connection.execute(select(revisions).where(revisions.c.article.in_(some), wanted))
                read = readable(rows, _as_revision, "what an article said")
                found |= {article: revision.paragraphs for article, revision in read}
        return found

    def documents(self) -> Mapping[str, SourceDocument]:
        there = source_documents.c.withdrawn.is_(None)
        with self._database.reading() as connection:
            rows = connection.execute(select(source_documents).where(there).order_by(source_documents.c.article))
            return {each.article: each for each in readable(rows, _as_document, "a document of a source")}

    def note_documents(self, documents: Sequence[SourceDocument]) -> None:
        self._put_documents(documents, None)

    def withdraw(self, documents: Sequence[SourceDocument], now: datetime) -> None:
        self._put_documents(documents, now)

    def _put_documents(self, documents: Sequence[SourceDocument], now: datetime | None) -> None:
        with self._database.writing() as connection:
            withdrawn = as_text(self._after_closed(connection, now)) if now else None
            for some in in_parts(documents):
                names = [each.article for each in some]
                gone = source_documents.c.withdrawn.is_not(None) if withdrawn else false()
                named = source_documents.c.article.in_(names)
                connection.execute(delete(source_documents).where(named, ~gone))
                rows = [{"article": each.article, "content": each.as_json(), "withdrawn": withdrawn} for each in some]
                insert_new(connection, source_documents, rows)

    def forget_documents(self, articles: Sequence[str]) -> None:
        with self._database.writing() as connection:
            for some in in_parts(articles):
                connection.execute(delete(source_documents).where(source_documents.c.article.in_(some)))

    def withdrawn(self, after: datetime) -> Sequence[Withdrawal]:
        later = source_documents.c.withdrawn > as_text(after)
        with self._database.reading() as connection:
            rows = connection.execute(select(source_documents).where(later).order_by(source_documents.c.article))
            return readable(rows, _as_withdrawal, "a document of a source")

    def purge_withdrawn(self, before: datetime) -> int:
        """Removes what has gone before that moment. Returns how many rows."""
        with self._database.writing() as connection:
            earlier = source_documents.c.withdrawn < as_text(before)
            return connection.execute(delete(source_documents).where(earlier)).rowcount


def _as_document(row: Row[Any]) -> SourceDocument:
    return document_from_json(row.article, row.content)


def _as_withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(_as_document(row), as_moment(row.withdrawn))


def _as_revision(row: Row[Any]) -> tuple[str, Revision]:
    return row.article, Revision(as_moment(row.seen), tuple(row.paragraphs))


def _latest(column: Column[str]) -> Any:
    """The names of articles, and a column of the last revision of each."""
    later = revisions.alias("later")
    is_later = (later.c.article == revisions.c.article, later.c.number > revisions.c.number)
    return select(revisions.c.article, column).where(~exists().where(*is_later))


def _last(moment: str) -> Select[tuple[int]]:
    """The number of an article's last revision by a moment, for each row of the query around it."""
    others = revisions.alias("others")
    by_then = (others.c.article == revisions.c.article, others.c.seen <= moment)
    return select(func.max(others.c.number)).where(*by_then).correlate(revisions)


def _take_names(connection: Connection, sightings: Sequence[Sighting]) -> None:
    """What an article said by its old name, it said by the new one."""
    names = {sighting.was: sighting.article for sighting in sightings if sighting.was is not None}
    if names:
        rows = connection.execute(select(revisions).where(revisions.c.article.in_(names))).mappings().all()
        if rows:
            insert_new(connection, revisions, [{**row, "article": names[row["article"]]} for row in rows])


def _new(connection: Connection, sightings: Sequence[Sighting], now: datetime) -> Iterator[dict[str, object]]:
    """The rows to add for what articles say now; what only reads otherwise is brought up to date on the way."""
    names = [sighting.article for sighting in sightings]
    columns = (revisions.c.article, revisions.c.number, revisions.c.hash, revisions.c.content)
    known = select(*columns).where(revisions.c.article.in_(names))
    last = {row.article: row for row in connection.execute(known.order_by(revisions.c.number))}
    for sighting in sightings:
        before = last.get(sighting.article)
        same_words = before is not None and before.hash == sighting.hash
        same_file = before is not None and bool(sighting.content) and before.content == sighting.content
        row = {"hash": sighting.hash, "paragraphs": list(sighting.paragraphs), "content": sighting.content}
        if before is None or not (same_words or same_file):
            number = before.number + 1 if before else 1
            yield {"article": sighting.article, "number": number, "seen": as_text(now), **row}
        elif not (same_words and same_file) and sighting.content:
            place = (revisions.c.article == sighting.article, revisions.c.number == before.number)
            connection.execute(update(revisions).where(*place).values(row))
