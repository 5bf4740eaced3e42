"""When a digest is due. No clock in here: the time comes in, and with it the rules of the time zone.

A digest belongs to a day of the local calendar and goes out at the first moment at which the clocks show its time,
or a later one: a time that they skip in spring is the moment at which they jump, and of two equal times in autumn the
first counts. A day that a country skipped as a whole (Samoa's 30 December 2011) has no digest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from bot.core.changes.revisions import MOST_AHEAD
from bot.core.digests.subscriptions import Schedule, Subscription

# How far the next digest may be: a weekly one, whose day a country skipped, and a day for either end.
_REACH = 16
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One digest of a rhythm. `name`: the cadence and the local day, the same on every replica; `moment`: by UTC."""

    name: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A digest to send: which one, and of what time it tells: after `since`, and no later than `until`.

    Kept when it was sent, or when there was nothing to tell, it is what the next one goes on from.
    """

    name: str
    moment: datetime
    since: datetime
    until: datetime


def due(subscription: Subscription, zone: tzinfo, now: datetime, told: Sequence[Due] = ()) -> Due | None:
    """The digest to send now, if there is one: the latest that is due, which tells of all that was missed.

    `zone` holds the rules of the subscription's zone. `told` are the last few that were sent, in any order; two weeks
    of them are plenty. Nothing is sent twice: neither what was told by its name, nor anything before it.
    """
    occurrence = latest(subscription, zone, now)
    if occurrence is None or any(occurrence.name == each.name for each in told):
        return None
    credible = _credible(told, upcoming(subscription, zone, now))
    if told and not credible:
        return None  # A clock that says it is before everything that was ever sent is wrong, and waits.
    last = max(credible, key=lambda each: each.moment, default=None)
    if last is None:
        return Due(occurrence.name, occurrence.moment, subscription.since, now)
    if occurrence.moment <= last.moment:
        return None
    return Due(occurrence.name, occurrence.moment, last.until, max(last.until, now))


def _credible(told: Iterable[Due], following: Occurrence | None) -> list[Due]:
    """What was sent, without what lies beyond the next digest: that was sent by a clock which has been set right."""
    return [each for each in told if following is None or each.moment <= following.moment]


def resumed(found: Due, told: Iterable[Due]) -> Due:
    """The same digest, from where what was told ended, which may have been told since it was found.

    What ended first was found first, whatever its name: by a clock that is ahead, tomorrow's comes before today's. One
    that ended MOST_AHEAD later or more was told by a clock that was simply wrong, and does not count.
    """
    ends = [each.until for each in told if each.until - found.until < MOST_AHEAD]
    return replace(found, since=min(max([found.since, *ends]), found.until))


def coming(subscription: Subscription, zone: tzinfo, now: datetime, told: Iterable[Due]) -> Occurrence | None:
    """The next digest that will be sent: one by the name of what was told today already will not."""
    names = {each.name for each in told}
    found = upcoming(subscription, zone, now)
    while found and found.name in names:
        found = upcoming(subscription, zone, found.moment)
    return found


def upcoming(subscription: Subscription, zone: tzinfo, after: datetime) -> Occurrence | None:
    """The first digest after a moment; None only where the calendar ends."""
    first = after.astimezone(zone).date() - timedelta(days=1)
    if subscription.paused_until:
        first = max(first, subscription.paused_until)
    found = _occurrences(subscription, zone, _days(first, 1))
    return next((each for each in found if each.moment > max(after, subscription.since)), None)


def latest(subscription: Subscription, zone: tzinfo, now: datetime) -> Occurrence | None:
    """The last digest that was due by now since the subscription began; None if there was none yet."""
    # Where clocks are put back over midnight, a day may have begun that they no longer show.
    found = _occurrences(subscription, zone, _days(now.astimezone(zone).date() + timedelta(days=1), -1))
    occurrence = next((each for each in found if each.moment <= now), None)
    return occurrence if occurrence and occurrence.moment > subscription.since else None


def moment_of(day: date, at: time, zone: tzinfo) -> datetime | None:
    """When the clocks of a zone first show this time of this day, or a later one, by UTC; None for a skipped day.

    `at` has no parts of a second.
    """
    wanted = datetime.combine(day, at)
    moment = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shown(moment, zone) == wanted:
        return moment
    # The clocks skip it. PEP 495: such a time has the offset of before the jump, with fold=1 that of after it.
    early = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = 0, int((moment - early) / _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _shown(early + middle * _SECOND, zone) < wanted else (low, middle)
    jump = early + high * _SECOND
    return jump if day in {_shown(jump - _SECOND, zone).date(), _shown(jump, zone).date()} else None


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _occurrences(subscription: Subscription, zone: tzinfo, days: Iterable[date]) -> Iterator[Occurrence]:
    rhythm = subscription.rhythm
    for day in days:
        if not rhythm.has(day) or (subscription.paused_until and day < subscription.paused_until):
            continue
        moment = moment_of(day, rhythm.at, zone)
        if moment is not None:
            yield Occurrence(name_of(rhythm, day), moment)


def name_of(rhythm: Schedule, day: date) -> str:
    """What the digest of a local day is called, whatever its time and zone: weekly 2026-03-29."""
    return f"{rhythm.cadence} {day.isoformat()}"


def _days(first: date, step: int) -> Iterator[date]:
    """The days from `first` on, forwards or backwards, away from the ends of the calendar."""
    for at in range(_REACH):
        ordinal = first.toordinal() + at * step
        if 3 < ordinal < date.max.toordinal() - 3:
            yield date.fromordinal(ordinal)


class Subscriptions(Protocol):
    """Who wants to be told of news, and what they were told."""

    def all(self) -> Sequence[Subscription]:
        """Every subscription, by place."""

    def find(self, key: str) -> Subscription | None:
        """The subscription with this key."""

    def keep(self, subscription: Subscription) -> None:
        """Keeps it, in the place of the one with the same key."""

    def remove(self, key: str) -> bool:
        """Removes it; what it was told is known further on. False if there was none."""

    def told(self) -> Mapping[str, Sequence[Due]]:
        """The last digests of all subscriptions, by their keys, the earliest first; two weeks of daily ones."""

    def told_to(self, key: str) -> Sequence[Due]:
        """The same of one subscription."""

    def note_told(self, key: str, due: Due) -> None:
        """This digest was sent, or had nothing to tell."""

    def last_digest(self, channel: str) -> datetime | None:
        """From when on a channel of the settings is told of news; None if it is not known yet."""

    def note_digest(self, channel: str, until: datetime) -> None:
        """Remember that the channel is told of what comes after `until`."""
