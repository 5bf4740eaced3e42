"""What people and the schedule want of digests, as requests."""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar, Literal

from bot.core.digests.reviews import DueReview
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Cadence, Schedule
from bot.core.requests import Kind


@dataclass(frozen=True, slots=True)
class SendDigest:
    """Send this digest of a subscription."""

    subscription: str
    due: Due
    kind: ClassVar[Kind] = Kind.DIGEST


@dataclass(frozen=True, slots=True)
class RemindOfReviews:
    """Remind a person of documents that are due for review."""

    reviews: tuple[DueReview, ...]
    kind: ClassVar[Kind] = Kind.REVIEW


@dataclass(frozen=True, slots=True)
class EditSubscription:
    """Subscribe a place, or change what comes and when. `key` is "" for a new one. `home`: the person's App Home."""

    key: str
    home: str
    place: str
    cadence: Cadence
    at: time
    zone: str
    weekday: int | None = None
    about: str | None = None
    do: Literal["change"] = "change"
    kind: ClassVar[Kind] = Kind.SUBSCRIPTION

    @property
    def rhythm(self) -> Schedule:
        """When it is to come. Raises ValueError if there is no such rhythm."""
        return Schedule(self.cadence, self.at, self.zone, self.weekday)


@dataclass(frozen=True, slots=True)
class PauseSubscription:
    """Send nothing before that local day."""

    key: str
    home: str
    until: date
    do: Literal["pause"] = "pause"
    kind: ClassVar[Kind] = Kind.SUBSCRIPTION


@dataclass(frozen=True, slots=True)
class ResumeSubscription:
    """End a pause."""

    key: str
    home: str
    do: Literal["resume"] = "resume"
    kind: ClassVar[Kind] = Kind.SUBSCRIPTION


@dataclass(frozen=True, slots=True)
class EndSubscription:
    """Send no more."""

    key: str
    home: str
    do: Literal["off"] = "off"
    kind: ClassVar[Kind] = Kind.SUBSCRIPTION


ChangeSubscription = EditSubscription | PauseSubscription | ResumeSubscription | EndSubscription
