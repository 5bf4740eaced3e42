"""Who is told what, and when: a subscription to the digest, and what a person may want of one."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256

from bot.core.access import is_direct
from bot.core.text import analysis

WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
"""By `date.weekday()`: Monday is 0."""


class Cadence(StrEnum):
    """On which days of the local calendar. WEEKDAYS are Monday to Friday."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """On which days, and when on the clocks of which zone (an IANA name). `weekday` is set for WEEKLY alone."""

    cadence: Cadence
    at: time
    zone: str
    weekday: int | None = None

    def __post_init__(self) -> None:
        if (self.cadence is Cadence.WEEKLY) != (self.weekday is not None) or self.weekday not in {None, *range(7)}:
            raise ValueError(f"{self.cadence} does not go with day {self.weekday}")
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError(f"{self.at} is no minute of a local clock")

    def has(self, day: date) -> bool:
        """Whether a digest belongs to this day of the local calendar."""
        match self.cadence:
            case Cadence.DAILY:
                return True
            case Cadence.WEEKDAYS:
                return day.weekday() < 5
            case Cadence.WEEKLY:
                return day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest for a place (a channel or a direct message, by its id).

    `person`: who wants it; None where the settings do. `since`: from when its rhythm counts; whatever changes the
    rhythm sets it anew. `about`: tell only what matches. `paused_until`: the local day on which it goes on.
    """

    place: str
    person: str | None
    rhythm: Schedule
    since: datetime
    about: str | None = None
    paused_until: date | None = None

    @property
    def is_direct(self) -> bool:
        """Whether one person alone reads it."""
        return is_direct(self.place)

    @property
    def key(self) -> str:
        """Twelve hex digits, the same for the same place and subject: a place has one digest a subject."""
        subject = None if self.about is None else analysis.words(self.about)
        return sha256(json.dumps([self.place, subject]).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class On:
    """Send digests in this rhythm; only what matches `about`, if that is given."""

    rhythm: Schedule
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Off:
    """Send no more: the digest about this, or without `about` every digest of the place."""

    about: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Show to the person alone what the next digest would say."""

    about: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Send nothing before that local day: of the digest about this, or without `about` of every one of the place."""

    until: date
    about: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """Show which digests come here, and when."""


@dataclass(frozen=True, slots=True)
class ParseError:
    """What cannot be followed, and how it can be said: a sentence for the person.

    `understood` is what the rest of it says, where somebody wants a digest.
    """

    sentence: str
    understood: On | None = None


DigestCommand = On | Off | Preview | Pause | List | ParseError
