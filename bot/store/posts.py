"""What was sent to Slack, or may have been."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, select, update

from bot.core.requests import Post, PostStatus
from bot.store.damage import readable
from bot.store.moments import as_moment, as_text
from bot.store.tables import UNKNOWN, posts
from bot.store.transactions import Transactions, insert_new

TICK = timedelta(microseconds=1)

# Statements are made once: making one takes longer than running it.
BY_KEY = select(posts).where(posts.c.key == bindparam("this"))
MARKED = update(posts).where(posts.c.key == bindparam("this"), posts.c.id == bindparam("name"))
STANDS_IN = select(
    exists().where(
        posts.c.thread == bindparam("below"), posts.c.channel == bindparam("here"), posts.c.fate == PostStatus.SENT
    )
)
# What is not given stays as it is.
KNOWN: dict[str, ColumnElement[str | None]] = {
    name: func.coalesce(bindparam(f"new_{name}"), posts.c[name]) for name in ("ts", "fingerprint")
}
MARK = MARKED.values(fate=bindparam("becomes"), **KNOWN)
MARK_UNCHANGED = MARK.where(posts.c.fate == bindparam("was"), posts.c.since == bindparam("taken"))


class SqlPosts:
    """Satisfies the core's Posts."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def begin(self, key: str, channel: str, thread: str | None, fingerprint: str, now: datetime) -> tuple[Post, bool]:
        new = Post(key, uuid4().hex, channel, thread, PostStatus.SENDING, now, None, fingerprint)
        with self._database.writing(lasting=True) as connection:
            if insert_new(connection, posts, [_as_row(new)]):
                return new, True
            unsent = (posts.c.key == key, posts.c.fate == PostStatus.UNSENT)
            again = {name: value for name, value in _as_row(new).items() if name not in {"key", "id"}}
            may_send = connection.execute(update(posts).where(*unsent).values(again)).rowcount == 1
            return _read(connection, key), may_send

    def retake(self, post: Post, fingerprint: str, now: datetime) -> Post | None:
        # Each taking has a moment of its own, even where clocks stand still or differ: else a second caller, with
        # the same post in hand, would find it unchanged.
        since = max(now, post.since + TICK)
        unchanged = [posts.c[name].is_not_distinct_from(value) for name, value in _as_row(post).items()]
        # The key by itself besides, for the index: PostgreSQL uses none for IS NOT DISTINCT FROM.
        taken = update(posts).where(posts.c.key == post.key, *unchanged)
        again = {"fate": PostStatus.SENDING, "since": as_text(since), "fingerprint": fingerprint}
        with self._database.writing(lasting=True) as connection:
            mine = connection.execute(taken.values(again)).rowcount == 1
        return replace(post, fate=PostStatus.SENDING, since=since, fingerprint=fingerprint) if mine else None

    def mark(self, post: Post, fate: PostStatus, *, ts: str | None = None, fingerprint: str | None = None) -> None:
        values = {"this": post.key, "name": post.id, "becomes": fate, "new_ts": ts, "new_fingerprint": fingerprint}
        marked = MARK
        if fate not in {PostStatus.SENT, PostStatus.REMOVED}:
            # What somebody else has learnt for certain meanwhile is not given up for a guess; and who took it over
            # may be sending it right now.
            marked, values = MARK_UNCHANGED, values | {"was": post.fate, "taken": as_text(post.since)}
        with self._database.writing() as connection:
            connection.execute(marked, values)

    def find(self, key: str) -> Post | None:
        with self._database.reading() as connection:
            row = connection.execute(BY_KEY, {"this": key}).one_or_none()
        return _as_post(row) if row else None

    def at(self, channel: str, ts: str) -> Post | None:
        there = select(posts).where(posts.c.channel == channel, posts.c.ts == ts, posts.c.fate == PostStatus.SENT)
        with self._database.reading() as connection:
            row = connection.execute(there).first()
        return _as_post(row) if row else None

    def answered_in(self, channel: str, thread: str) -> bool:
        with self._database.reading() as connection:
            return bool(connection.scalar(STANDS_IN, {"here": channel, "below": thread}))

    def unknown(self) -> Sequence[Post]:
        found = select(posts).where(UNKNOWN).order_by(posts.c.since.desc(), posts.c.key)
        with self._database.reading() as connection:
            return readable(connection.execute(found), _as_post, "a post")


def _read(connection: Connection, key: str) -> Post:
    return _as_post(connection.execute(BY_KEY, {"this": key}).one())


def _as_row(post: Post) -> dict[str, str | None]:
    return {
        "key": post.key,
        "id": post.id,
        "channel": post.channel,
        "thread": post.thread,
        "fate": post.fate,
        "since": as_text(post.since),
        "ts": post.ts,
        "fingerprint": post.fingerprint,
    }


def _as_post(row: Row[Any]) -> Post:
    return Post(
        key=row.key,
        id=row.id,
        channel=row.channel,
        thread=row.thread,
        fate=PostStatus(row.fate),
        since=as_moment(row.since),
        ts=row.ts,
        fingerprint=row.fingerprint,
    )
