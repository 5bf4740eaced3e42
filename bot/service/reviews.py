"""Overdue reviews reach a human: the owner in a direct message or, where none can be reached, the curators.

Each document is told to each person once a period. What was told is a mark in the store, noted after it was posted;
until then one request a person and day is handed in, whatever crashes and however many replicas look.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import structlog

from bot.core.corpus import Corpus
from bot.core.digests.requests import RemindOfReviews
from bot.core.digests.reviews import DueReview, reminder_day
from bot.core.model import Article
from bot.core.ports import Inbox
from bot.core.requests import Request

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is reminded of a document.

    `people_behind` gives the people that an owner stands for, None where Slack does not tell now; `sees`, whether a
    person may see a document. `curators` are reminded where no owner can be, unless the digest of their channel
    tells them (`in_digest`).
    """

    people_behind: Callable[[str], Sequence[str] | None]
    sees: Callable[[str, Article], bool]
    curators: Sequence[str] = ()
    in_digest: bool = False

    def of(self, article: Article) -> Sequence[str] | None:
        """Their ids; None where Slack does not tell now."""
        owners = self._seeing(article, [article.owner] if article.owner else [])
        if owners is None or owners or self.in_digest:
            return owners
        curators = self._seeing(article, self.curators)
        if not curators and curators is not None:
            log.warning("a review is due, and nobody can be told", article=article.id)
        return curators

    def _seeing(self, article: Article, named: Sequence[str]) -> list[str] | None:
        found: list[str] = []
        for name in named:
            behind = self.people_behind(name)
            if behind is None:
                return None
            found += [person for person in behind if self.sees(person, article)]
        return list(dict.fromkeys(found))


class ReviewReminders:
    """Hands in who is to be reminded of what.

    `to_review` names the documents that are to be reviewed by a day; `was_told` says whether a mark is noted; `every`
    is the period.
    """

    def __init__(
        self,
        inbox: Inbox,
        to_review: Callable[[date], Collection[str]],
        was_told: Callable[[str], bool],
        recipients: Recipients,
        every: timedelta,
    ) -> None:
        self._inbox, self._to_review, self._was_told = inbox, to_review, was_told
        self._recipients, self._every = recipients, every
        self._seen: tuple[Corpus, date] | None = None

    def look(self, corpus: Corpus, now: datetime) -> bool:
        """Hands in what is due by now; returns whether there is something new in the inbox. Raises StoreError.

        As long as neither the documents nor the day change, there is nothing to look at.
        """
        today = now.date()
        if self._seen is not None and self._seen[0] is corpus and self._seen[1] == today:
            return False
        is_settled, told = True, defaultdict[str, list[DueReview]](list)
        for article, review in self._due(corpus.some(self._to_review(today)), today):
            to = self._recipients.of(article)
            is_settled &= to is not None
            for person in to or ():
                if not self._was_told(review.mark(person)):
                    told[person].append(review)
        is_new = sum(self._hand_in(person, reviews, now) for person, reviews in sorted(told.items())) > 0
        # Who could not be asked for is asked for again.
        self._seen = (corpus, today) if is_settled else None
        return is_new

    def _due(self, articles: Iterable[Article], today: date) -> Iterable[tuple[Article, DueReview]]:
        for article in articles:
            day = reminder_day(article.review_by, today, self._every) if article.review_by else None
            if article.review_by and day:
                yield article, DueReview(article.id, article.review_by, day)

    def _hand_in(self, person: str, reviews: Sequence[DueReview], now: datetime) -> bool:
        subject = f"review:{person}"
        # Slack takes a person for their conversation with the bot.
        request = Request(uuid4().hex, RemindOfReviews(tuple(reviews)), subject, now, person, person, private=True)
        return self._inbox.accept(request, {f"{subject}:{now.date().isoformat()}"})
