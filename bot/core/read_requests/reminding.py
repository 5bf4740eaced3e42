"""When a person is reminded of what they have not read: at most so often, and never when they rest."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.read_requests.model import Asked, ReadRequest

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Quiet:
    """Outside of which hours, by a person's own clock, nobody is reminded; and whether weekends are quiet, too."""

    earliest: time = time(9)
    latest: time = time(17)
    weekends: bool = True

    def is_quiet(self, local: datetime) -> bool:
        """Whether a person is left alone at this moment of theirs."""
        rests = self.weekends and local.weekday() >= SATURDAY
        return rests or not self.earliest <= local.time() <= self.latest


@dataclass(frozen=True, slots=True)
class Reminders:
    """At most `most` reminders a person, each `every` after the one before, and the last one on the last day."""

    most: int = 3
    every: timedelta = timedelta(days=2)
    quiet: Quiet = Quiet()


def is_over(request: ReadRequest, now: datetime) -> bool:
    """Whether the day by which it was to be read is past."""
    return now.astimezone(ZoneInfo(request.zone)).date() > request.until


def may_be_due(request: ReadRequest, asked: Asked, now: datetime, rules: Reminders) -> bool:
    """Whether a person is to be reminded as soon as they do not rest."""
    if asked.read or asked.reminders >= rules.most or request.ending or is_over(request, now):
        return False
    last = asked.reminded or request.asked
    zone = ZoneInfo(request.zone)
    on_last_day = now.astimezone(zone).date() == request.until != last.astimezone(zone).date()
    return on_last_day or now - last >= rules.every


def is_due(request: ReadRequest, asked: Asked, now: datetime, zone: str, rules: Reminders) -> bool:
    """Whether a person is to be reminded now, who lives by the clocks of that zone."""
    return may_be_due(request, asked, now, rules) and not rules.quiet.is_quiet(now.astimezone(ZoneInfo(zone)))
