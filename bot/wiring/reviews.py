"""Reminders of reviews, joined: settings, rights and what Slack tells of owners, and the store."""

from collections.abc import Callable
from datetime import timedelta

from bot.core.model import Article, Scope
from bot.service.reviews import Recipients, ReviewReminders
from bot.slack.api.owners import Owners
from bot.slack.digests.reviews import ReviewReminding
from bot.store.sql import SqlStore
from bot.wiring.joints import Joints


def review_reminders(joints: Joints, owners: Owners) -> ReviewReminders:
    """What looks for reviews that are due."""
    settings, store = joints.settings, joints.store

    def sees(person: str, article: Article) -> bool:
        audience = joints.access.audience(person, None, private=True)
        return Scope(collections=audience.collections).admits(article.attribution)

    recipients = Recipients(
        people_behind=owners.people,
        sees=sees,
        curators=settings.roles.curators,
        in_digest=bool(settings.digest.curators_channel),
    )
    every = timedelta(days=settings.digest.remind_days)
    return ReviewReminders(store.inbox, store.changes.to_review, _was_told(store), recipients, every)


def review_reminding(joints: Joints) -> ReviewReminding:
    """What reminds people of them."""
    return ReviewReminding(
        delivery=joints.delivery,
        seen_by=lambda person: joints.seen_by(person, None),
        was_told=_was_told(joints.store),
        note=lambda mark: joints.store.marks.note(mark, joints.now()),
        every=timedelta(days=joints.settings.digest.remind_days),
    )


def _was_told(store: SqlStore) -> Callable[[str], bool]:
    return lambda mark: store.marks.find(mark) is not None
