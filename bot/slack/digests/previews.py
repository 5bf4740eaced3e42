"""What a digest would say, before it comes: what is new so far, the last days, or else what one looks like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.digests.digest import Digest
from bot.core.digests.subscriptions import Subscription
from bot.slack.api.message import Message, Sentence, sentence_message
from bot.slack.digests.blocks import introduced, preview_message

# What a preview tells of where no digest came yet.
LOOK_BACK = timedelta(days=7)
LAST_DAYS = "Here is what it would have said about the last seven days:"
NOTHING_LATELY = "There was nothing new in the last seven days."
SO_FAR = "So far, the next digest would say:"
NOTHING_SO_FAR = "There is nothing new so far, so nothing would be sent."
SAMPLE = "This is what a digest looks like, with a document that is already here:"
WHAT = "A digest lists new documents, what has changed in others, word by word, and what was replaced or withdrawn."


class News(Protocol):
    """What digests there are, and what they would say."""

    def standing(self) -> Sequence[Subscription]:
        """Every subscription, those of the settings among them."""

    def keep(self, wanted: Subscription) -> None:
        """Keeps what somebody wants."""

    def preview(
        self,
        subscription: Subscription,
        now: datetime,
        *,
        since: datetime | None = None,
        elsewhere: bool = False,
        seen_by: str | None = None,
    ) -> Digest:
        """What its next digest would say now, or what one since another moment would say."""

    def sample(
        self, subscription: Subscription, now: datetime, *, elsewhere: bool = False, seen_by: str | None = None
    ) -> Digest:
        """What its digests look like, where there is nothing new to show."""

    def coming(self, subscription: Subscription, now: datetime) -> datetime | None:
        """When its next digest comes."""


@dataclass(frozen=True, slots=True)
class Previews:
    """Shows to one person what digests would say."""

    news: News
    now: Callable[[], datetime]

    def so_far(self, known: Subscription, *, elsewhere: bool = False, seen_by: str | None = None) -> Message:
        """What its next digest would say now; or that there is nothing yet, and what a digest looks like."""
        digest = self.news.preview(known, self.now(), elsewhere=elsewhere, seen_by=seen_by)
        if digest:
            return introduced([SO_FAR], preview_message(digest))
        sample = self.news.sample(known, self.now(), elsewhere=elsewhere, seen_by=seen_by)
        return _sampled([NOTHING_SO_FAR], sample)

    def last_days(self, wanted: Subscription, *before: Sentence) -> Message:
        """The same of a digest that is new, about the last days; `before` stands above it."""
        now = self.now()
        digest = self.news.preview(wanted, now, since=now - LOOK_BACK, seen_by=wanted.person)
        if not digest:
            return _sampled([*before, NOTHING_LATELY], self.news.sample(wanted, now, seen_by=wanted.person))
        return introduced([*before, LAST_DAYS], preview_message(digest))


def _sampled(sentences: Sequence[Sentence], sample: Digest) -> Message:
    """Sentences, and what a digest looks like."""
    if not sample:
        return sentence_message(*sentences, WHAT)
    return introduced([*sentences, SAMPLE], preview_message(sample))
