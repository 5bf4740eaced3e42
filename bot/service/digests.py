"""Digests: which stand, and which are due. From the inbox on they go the way of every request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog

from bot.core.changes.revisions import Changes
from bot.core.digests import schedule
from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.digests.schedule import Due, Subscriptions
from bot.core.digests.subscriptions import Schedule, Subscription
from bot.core.ports import Inbox
from bot.core.requests import Request
from bot.service.digest_contents import DigestContents

log = structlog.get_logger()

# What a new subscriber was told: it marks from when on the first digest tells.
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
class DigestService:
    """Says which digests are due, hands them in, and says what they tell: the `contents`."""

    chosen: Chosen
    changes: Changes
    subscriptions: Subscriptions
    contents: DigestContents

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
            except Exception as error:
                # Written on a machine that knew more time zones than this one, or damaged: the others have their turn.
                log.error(
                    "it cannot be worked out when a digest is due; it waits",
                    subscription=each.key,
                    reason=type(error).__name__,
                )
                continue
            if found and (request := self.hand_in(each, self._closed(found), now, inbox)):
                new.append(request)
        return new

    def hand_in_all(self, now: datetime, inbox: Inbox) -> list[Request[SendDigest]]:
        """Hands in a digest for each channel that has one and no pause, due or not; returns those that were new."""
        self._begin(now)
        new = []
        for each in self.standing():
            if each.is_direct or _is_paused(each, now):
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
        return self.contents.compose(subscription, due.since, due.until)

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
        return self.contents.compose(
            subscription, min(since or goes_on, now), now, elsewhere=elsewhere, seen_by=seen_by
        )

    def sample(
        self, subscription: Subscription, now: datetime, *, elsewhere: bool = False, seen_by: str | None = None
    ) -> Digest:
        """What its digests look like, where there is nothing new to show; for the same eyes as a preview."""
        return self.contents.sample(subscription, now, elsewhere=elsewhere, seen_by=seen_by)

    def coming(self, subscription: Subscription, now: datetime) -> datetime | None:
        """When its next digest comes; None only where the calendar ends."""
        zone = ZoneInfo(subscription.rhythm.zone)
        found = schedule.coming(subscription, zone, now, self.subscriptions.told_to(subscription.key))
        return found.moment if found else None

    def _of(self, request: Request[SendDigest]) -> tuple[Subscription | None, Due]:
        key = request.payload.subscription
        return self.subscription(key), schedule.resumed(request.payload.due, self.subscriptions.told_to(key))


def _is_paused(subscription: Subscription, now: datetime) -> bool:
    until = subscription.paused_until
    return until is not None and now.astimezone(ZoneInfo(subscription.rhythm.zone)).date() < until
