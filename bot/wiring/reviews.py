"""Reminders of reviews, joined: settings, rights and what Slack tells of owners, and the store."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.model import Article, Scope
from bot.service.reviews import Recipients, ReviewReminders
from bot.settings import Settings
from bot.slack.api.delivery import Delivery
from bot.slack.api.owners import Owners
from bot.slack.digests.reviews import ReviewReminding
from bot.store.sql import SqlStore


def review_reminders(settings: Settings, store: SqlStore, owners: Owners, access: Access) -> ReviewReminders:
    """What looks for reviews that are due."""

    def sees(person: str, article: Article) -> bool:
        audience = access.audience(person, None, private=True)
        return Scope(collections=audience.collections).admits(article.attribution)

    recipients = Recipients(
        people_behind=owners.people,
        sees=sees,
        curators=settings.roles.curators,
        in_digest=bool(settings.digest.curators_channel),
    )
    return ReviewReminders(store.inbox, _was_told(store), recipients, timedelta(days=settings.digest.remind_days))


def review_reminding(
    settings: Settings,
    store: SqlStore,
    delivery: Delivery,
    seen_by: Callable[[str, str | None], Corpus],
    now: Callable[[], datetime],
) -> ReviewReminding:
    """What reminds people of them."""
    return ReviewReminding(
        delivery=delivery,
        seen_by=lambda person: seen_by(person, None),
        was_told=_was_told(store),
        note=lambda mark: store.marks.note(mark, now()),
        every=timedelta(days=settings.digest.remind_days),
    )


def _was_told(store: SqlStore) -> Callable[[str], bool]:
    return lambda mark: store.marks.find(mark) is not None
