"""Who is told of news, and what they were told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Subscription
from bot.store.damage import readable, readable_moment, readable_one
from bot.store.moments import as_moment, as_text
from bot.store.payloads import subscription_as_json, subscription_from_json
from bot.store.tables import digests, subscriptions, told
from bot.store.transactions import Transactions, insert_new

# Of each subscription; two weeks of a daily one.
MOST_TOLD = 14


class SqlSubscriptions:
    """Satisfies the core's Subscriptions."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def all(self) -> Sequence[Subscription]:
        with self._database.reading() as connection:
            rows = connection.execute(select(subscriptions.c.content).order_by(subscriptions.c.key)).all()
        found = readable(rows, _as_subscription, "a subscription")
        return sorted(found, key=lambda each: (each.place, each.about is not None, each.about or "", each.key))

    def find(self, key: str) -> Subscription | None:
        with self._database.reading() as connection:
            row = connection.execute(select(subscriptions.c.content).where(subscriptions.c.key == key)).one_or_none()
        return readable_one(row, _as_subscription, "a subscription")

    def keep(self, subscription: Subscription) -> None:
        row = {"key": subscription.key, "content": subscription_as_json(subscription)}
        with self._database.writing(lasting=True) as connection:
            if not insert_new(connection, subscriptions, [row]):
                connection.execute(update(subscriptions).where(subscriptions.c.key == row["key"]).values(row))

    def remove(self, key: str) -> bool:
        with self._database.writing(lasting=True) as connection:
            return connection.execute(delete(subscriptions).where(subscriptions.c.key == key)).rowcount == 1

    def told(self) -> Mapping[str, Sequence[Due]]:
        found: dict[str, list[Due]] = defaultdict(list)
        with self._database.reading() as connection:
            rows = connection.execute(select(told).order_by(told.c.subscription, told.c.moment))
            for key, due in readable(rows, lambda row: (row.subscription, _as_due(row)), "a digest that was told"):
                found[key].append(due)
        return found

    def told_to(self, key: str) -> Sequence[Due]:
        with self._database.reading() as connection:
            rows = connection.execute(select(told).where(told.c.subscription == key).order_by(told.c.moment))
            return readable(rows, _as_due, "a digest that was told")

    def note_told(self, key: str, due: Due) -> None:
        moments = {"moment": due.moment, "since": due.since, "until": due.until}
        row = {"subscription": key, "name": due.name} | {name: as_text(each) for name, each in moments.items()}
        own = told.c.subscription == key
        latest = select(told.c.name).where(own).order_by(told.c.moment.desc()).limit(MOST_TOLD)
        with self._database.writing() as connection:
            if not insert_new(connection, told, [row]):
                connection.execute(update(told).where(own, told.c.name == due.name).values(row))
            connection.execute(delete(told).where(own, told.c.name.not_in(latest)))

    def last_digest(self, channel: str) -> datetime | None:
        with self._database.reading() as connection:
            until = connection.scalar(select(digests.c.until).where(digests.c.channel == channel))
        return readable_moment(until, "the last digest of a channel")

    def note_digest(self, channel: str, until: datetime) -> None:
        row = {"channel": channel, "until": as_text(until)}
        with self._database.writing() as connection:
            if not insert_new(connection, digests, [row]):
                connection.execute(update(digests).where(digests.c.channel == channel).values(until=row["until"]))


def _as_subscription(row: Row[Any]) -> Subscription:
    return subscription_from_json(row.content)


def _as_due(row: Row[Any]) -> Due:
    return Due(row.name, as_moment(row.moment), as_moment(row.since), as_moment(row.until))
