"""The newsroom: which digests are due, and what they tell. From the inbox on they go the way of every request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog

from bot.core.access import Access
from bot.core.answering.synonyms import Synonyms
from bot.core.changes.revisions import ALWAYS, Changes
from bot.core.corpus import Corpus
from bot.core.digests import digest, schedule
from bot.core.digests.digest import Digest, Reader, Record
from bot.core.digests.requests import SendDigest
from bot.core.digests.reviews import EVERY
from bot.core.digests.schedule import Due, Subscriptions
from bot.core.digests.subscriptions import Schedule, Subscription
from bot.core.digests.watching import Watch, watch
from bot.core.model import Audience
from bot.core.ports import Inbox, PassageIndex
from bot.core.question_log import LoggedQuestion
from bot.core.requests import Request

log = structlog.get_logger()

# What was told to who has just subscribed: it marks from when on the first digest tells.
BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the settings say: which channels are told of news, in which rhythm, and which of them is the curators'."""

    channels: Sequence[str]
    rhythm: Schedule
    curators_channel: str | None = None

    @property
    def places(self) -> list[str]:
        """Every channel that gets a digest by the settings; the curators' is one of them."""
        return list(dict.fromkeys([*self.channels, *filter(None, [self.curators_channel])]))


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of one moment, and how they are searched."""

    corpus: Corpus
    index: PassageIndex
    synonyms: Synonyms

    def watch(self, about: str, audience: Audience, today: date) -> Watch:
        """Which passages match a subject."""
        return watch(about, audience, self.index, self.synonyms, today)


@dataclass(frozen=True, slots=True)
class DigestService:
    """Says which digests are due, and what they tell.

    `articles` gives those of this moment that an audience may see; `asked`, what was asked after a moment, in one place
    or (None) anywhere;
    `called`, how an owner is named; `remind`, how often an overdue review is told; `access`, what may be seen where.
    """

    chosen: Chosen
    changes: Changes
    subscriptions: Subscriptions
    articles: Callable[[Audience], Articles]
    asked: Callable[[datetime, str | None], Sequence[LoggedQuestion]]
    called: Callable[[str], str] = str
    remind: timedelta = EVERY
    access: Access = field(default_factory=Access)

    def standing(self) -> list[Subscription]:
        """Every subscription: those of the settings, and before them, for the same place, those that people made."""
        return list({each.key: each for each in (*self.by_settings(), *self.subscriptions.all())}.values())

    def by_settings(self) -> list[Subscription]:
        """Those of the settings."""
        begun = ((place, self.subscriptions.last_digest(place)) for place in self.chosen.places)
        return [Subscription(place, None, self.chosen.rhythm, since) for place, since in begun if since]

    def subscription(self, key: str) -> Subscription | None:
        """The subscription with this key."""
        return self.subscriptions.find(key) or next((each for each in self.by_settings() if each.key == key), None)

    def hand_in_due(self, now: datetime, inbox: Inbox) -> list[Request[SendDigest]]:
        """Hands in each digest that is due; returns those that were new to the inbox."""
        self._begin(now)
        told, new = self.subscriptions.told(), []
        for each in self.standing():
            try:
                found = schedule.due(each, ZoneInfo(each.rhythm.zone), now, told.get(each.key, ()))
            except KeyError:  # written on a machine that knew more zones than this one
                log.error("a time zone is not known here; its digest waits", subscription=each.key)
                continue
            if found and (request := self.hand_in(each, self._closed(found), now, inbox)):
                new.append(request)
        return new

    def hand_in_all(self, now: datetime, inbox: Inbox) -> list[Request[SendDigest]]:
        """Hands in a digest for each channel that has one and no pause, due or not; returns those that were new."""
        self._begin(now)
        new = []
        for each in self.standing():
            zone = ZoneInfo(each.rhythm.zone)
            if each.is_direct or (each.paused_until and now.astimezone(zone).date() < each.paused_until):
                continue
            found = Due(f"sent {now.astimezone(UTC):%Y-%m-%d %H:%M}", now, each.since, now)
            if request := self.hand_in(each, self._closed(found), now, inbox):
                new.append(request)
        return new

    def _begin(self, now: datetime) -> None:
        """A channel that is new in the settings is told of what comes from now on."""
        for place in self.chosen.places:
            if self.subscriptions.last_digest(place) is None:
                self.subscriptions.note_digest(place, self.changes.close(now))

    def _closed(self, due: Due) -> Due:
        """The same digest, of what was noted by now: whatever is noted after this, the next one tells."""
        return replace(due, until=self.changes.close(due.until))

    @staticmethod
    def hand_in(subscription: Subscription, due: Due, now: datetime, inbox: Inbox) -> Request[SendDigest] | None:
        """Hands in one digest; None if somebody has before."""
        payload = SendDigest(subscription.key, due)
        about, place = f"digest:{subscription.key}", subscription.place
        request = Request(uuid4().hex, payload, about, now, subscription.person, place)
        # With its beginning: who ended it while this one failed, and begins it anew, shall have what is promised.
        key = f"{about}:{subscription.since.astimezone(UTC).isoformat()}:{due.name}"
        return request if inbox.accept(request, {key}) else None

    def keep(self, wanted: Subscription) -> None:
        """Keeps what somebody wants. It is told what comes from now on, or what its place was not told yet."""
        before, told = self.subscription(wanted.key), self.subscriptions.told_to(wanted.key)
        if before is None or not told:
            start = before.since if before else self.changes.close(wanted.since)
            self.subscriptions.note_told(wanted.key, Due(BEGINNING, start, start, start))
        self.subscriptions.keep(wanted)

    def digest(self, request: Request[SendDigest]) -> Digest | None:
        """What a digest's request tells; None if nobody wants it any more, or not yet, or it was told already."""
        subscription, due = self._of(request)
        if subscription is None or any(each.name == due.name for each in self.subscriptions.told_to(subscription.key)):
            return None
        day = due.moment.astimezone(ZoneInfo(subscription.rhythm.zone)).date()
        if subscription.paused_until and day < subscription.paused_until:
            return None
        return self.compose(subscription, due.since, due.until)

    def note_told(self, request: Request[SendDigest]) -> None:
        """A digest's request was told, or had nothing to tell."""
        subscription, due = self._of(request)
        if subscription is not None:
            self.subscriptions.note_told(subscription.key, due)

    def preview(
        self,
        subscription: Subscription,
        now: datetime,
        *,
        since: datetime | None = None,
        elsewhere: bool = False,
        seen_by: str | None = None,
    ) -> Digest:
        """What the next digest would say if it were sent now, or what one since another moment would say.

        `elsewhere`: what somebody may see of it who perhaps does not read the place; `seen_by`: what this person may
        see of it, who does.
        """
        told = self.subscriptions.told_to(subscription.key)
        goes_on = max((each.until for each in told), default=subscription.since)
        return self.compose(subscription, min(since or goes_on, now), now, elsewhere=elsewhere, seen_by=seen_by)

    def sample(
        self, subscription: Subscription, now: datetime, *, elsewhere: bool = False, seen_by: str | None = None
    ) -> Digest:
        """What its digests look like, where there is nothing new to show; for the same eyes as a preview."""
        reader, articles = self._seen(subscription, now, elsewhere=elsewhere, seen_by=seen_by)
        return digest.sample(articles.corpus, now, reader)

    def coming(self, subscription: Subscription, now: datetime) -> datetime | None:
        """When its next digest comes; None only where the calendar ends."""
        zone = ZoneInfo(subscription.rhythm.zone)
        found = schedule.coming(subscription, zone, now, self.subscriptions.told_to(subscription.key))
        return found.moment if found else None

    def compose(
        self,
        subscription: Subscription,
        since: datetime,
        until: datetime,
        *,
        elsewhere: bool = False,
        seen_by: str | None = None,
    ) -> Digest:
        """What is to be told to a subscription of the time after `since` and by `until`; `seen_by` limits it to what
        this person may see.
        """
        reader, articles = self._seen(subscription, until, elsewhere=elsewhere, seen_by=seen_by)
        withdrawn = self.changes.withdrawn(since)
        words = self.changes.words_of([each.document.article for each in withdrawn], until)
        record = Record(until, self.changes.revisions(since), self._askings(reader, since), withdrawn, words)
        concerned = self._concerned(articles.corpus, since, record, reader)
        return digest.compose(concerned, self.changes.first_seen(concerned.names), since, record, reader)

    def _concerned(self, corpus: Corpus, since: datetime, record: Record, reader: Reader) -> Corpus:
        """The articles that a digest may have to tell of, and those that they replace."""
        first, last = (moment.astimezone(reader.zone).date() for moment in (since, record.until))
        names = {*self.changes.newly_seen(since, record.until), *record.revisions}
        names.update(self.changes.replacing(first, last))
        if reader.curators:
            names.update(self.changes.to_review(last))
        replaced = {each.article for article in corpus.some(names) for each in article.supersedes}
        return Corpus(corpus.some(names | replaced))

    def _seen(
        self, subscription: Subscription, until: datetime, *, elsewhere: bool, seen_by: str | None
    ) -> tuple[Reader, Articles]:
        """Who reads a digest, and the articles that they may see."""
        reader = self._reader(subscription, elsewhere=elsewhere)
        if seen_by is not None and not subscription.is_direct:
            seen = self.access.both(seen_by, subscription.place, is_there=True)
            reader = replace(reader, audience=replace(reader.audience, collections=seen))
        articles = self.articles(reader.audience)
        if subscription.about is not None:
            found = articles.watch(subscription.about, reader.audience, until.astimezone(reader.zone).date())
            reader = replace(reader, about=subscription.about, watch=found)
        return reader, articles

    def _askings(self, reader: Reader, since: datetime) -> Sequence[LoggedQuestion]:
        if reader.watch or reader.audience.place is None:
            return ()
        return self.asked(ALWAYS, None) if reader.curators else self.asked(since, reader.audience.place)

    def _reader(self, subscription: Subscription, *, elsewhere: bool) -> Reader:
        """Whoever reads a place is told what was asked there; its one reader alone, what they own."""
        place, person = subscription.place, subscription.person
        is_theirs = subscription.is_direct and person is not None
        if elsewhere and person is not None and not is_theirs:
            audience = Audience(None, None, self.access.both(person, place))
        elif is_theirs:
            audience = replace(self.access.audience(person, place), place=None)
        else:
            audience = replace(self.access.audience(None, place), place=None if elsewhere else place)
        return Reader(
            audience=audience,
            curators=place == self.chosen.curators_channel and not elsewhere,
            remind=self.remind,
            called=self.called,
            zone=ZoneInfo(subscription.rhythm.zone),
        )

    def _of(self, request: Request[SendDigest]) -> tuple[Subscription | None, Due]:
        key = request.payload.subscription
        return self.subscription(key), schedule.resumed(request.payload.due, self.subscriptions.told_to(key))
