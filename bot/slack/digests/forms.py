"""The forms of the App Home: when a digest comes and about what, and until when it pauses. What is filled in is read
by the rules of the command, so that the same mistakes get the same answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.core.digests import calendar_days, subscribing, zones
from bot.core.digests.requests import EditSubscription, PauseSubscription
from bot.core.digests.subscriptions import WEEKDAYS, Cadence, On, ParseError, Schedule, Subscription
from bot.slack.api import kit
from bot.slack.api.kit import Block
from bot.slack.payloads import Submission

CHANGE, PAUSE = "digest_change_form", "digest_pause_form"
_CADENCES = {Cadence.DAILY: "Daily", Cadence.WEEKDAYS: "Monday to Friday", Cadence.WEEKLY: "Once a week"}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form is about: the subscription (an empty key: a new one), its place, and the person's home."""

    key: str
    place: str
    home: str
    zone: str = "UTC"

    @property
    def metadata(self) -> str:
        """How the form carries it."""
        return json.dumps([self.key, self.place, self.home, self.zone])

    @classmethod
    def read(cls, metadata: str) -> "Opened":
        """Reads what `metadata` wrote."""
        key, place, home, zone = json.loads(metadata)
        return cls(str(key), str(place), str(home), str(zone))


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with which field, in a sentence each."""

    by_field: Mapping[str, str]


@cache
def known_zones() -> frozenset[str]:
    """The time zones of this machine."""
    return frozenset(available_timezones())


def change_form(opened: Opened, rhythm: Schedule, about: str | None) -> dict[str, Any]:
    """The form for when a digest comes, and about what."""
    return form(CHANGE, "Digest", opened.metadata, schedule_fields(rhythm, about))


def schedule_fields(rhythm: Schedule, about: str | None) -> list[Block]:
    """The fields for when a digest comes, and about what."""
    return [
        _field("cadence", "How often", _menu("cadence", _CADENCES, rhythm.cadence)),
        _field(
            "weekday",
            "Day (if once a week)",
            _menu("weekday", dict(enumerate(WEEKDAYS)), rhythm.weekday),
            optional=True,
        ),
        _field("at", "At", {"type": "timepicker", "action_id": "at", "initial_time": f"{rhythm.at:%H:%M}"}),
        _field(
            "zone",
            "Time zone",
            _input("zone", zones.displayed(rhythm.zone), 60),
            hint="A place, such as Europe/Berlin.",
        ),
        _field(
            "about",
            "About",
            _input("about", about, subscribing.LONGEST_ABOUT),
            hint="Leave this empty to hear about everything new.",
            optional=True,
        ),
    ]


def pause_form(opened: Opened, until: date) -> dict[str, Any]:
    """The form for until when a digest pauses."""
    picker = {"type": "datepicker", "action_id": "until", "initial_date": until.isoformat()}
    return form(PAUSE, "Pause", opened.metadata, [_field("until", "Paused until", picker)])


def read(submitted: Submission, now: datetime) -> EditSubscription | PauseSubscription | Faults:
    """What somebody wants who sent one of the forms; or what is wrong with it."""
    opened = Opened.read(submitted.view.private_metadata)
    if submitted.view.callback_id == CHANGE:
        return _change(submitted, opened)
    return _pause(submitted, opened, now)


def _change(submitted: Submission, opened: Opened) -> EditSubscription | Faults:
    wanted = read_schedule(submitted)
    if isinstance(wanted, Faults):
        return wanted
    rhythm = wanted.rhythm
    return EditSubscription(
        opened.key, opened.home, opened.place, rhythm.cadence, rhythm.at, rhythm.zone, rhythm.weekday, wanted.about
    )


def read_schedule(submitted: Submission) -> On | Faults:
    """What stands in the fields of `schedule_fields`; or what is wrong with it."""
    faults: dict[str, str] = {}
    cadence = Cadence(submitted.field("cadence") or Cadence.DAILY)
    weekday = submitted.field("weekday")
    if cadence is Cadence.WEEKLY and weekday is None:
        faults["weekday"] = "Choose a day for a weekly digest."
    zone = zones.read(submitted.field("zone") or "", known_zones())
    if isinstance(zone, ParseError):
        faults["zone"] = zone.sentence
    about = " ".join((submitted.field("about") or "").split()) or None
    if about is not None and (refused := subscribing.refusal(about)):
        faults["about"] = refused.sentence
    if faults:
        return Faults(faults)
    day = int(weekday) if weekday is not None and cadence is Cadence.WEEKLY else None
    at = time.fromisoformat(submitted.field("at") or "09:00")
    return On(Schedule(cadence, at, str(zone), day), about)


def _pause(submitted: Submission, opened: Opened, now: datetime) -> PauseSubscription | Faults:
    zone = ZoneInfo(opened.zone if opened.zone in known_zones() else "UTC")
    found = calendar_days.read(submitted.field("until") or "", now.astimezone(zone).date())
    if isinstance(found, ParseError):
        return Faults({"until": found.sentence})
    return PauseSubscription(opened.key, opened.home, found)


def opened_for(subscription: Subscription, home: str) -> Opened:
    """A form about a subscription."""
    return Opened(subscription.key, subscription.place, home, subscription.rhythm.zone)


def form(name: str, title: str, metadata: str, blocks: list[Block]) -> dict[str, Any]:
    """A form with these fields, which carries `metadata` along."""
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": metadata,
        "title": kit.plain(title),
        "submit": kit.plain("Save"),
        "close": kit.plain("Cancel"),
        "blocks": blocks,
    }


def _field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    more = {"hint": kit.plain(hint)} if hint else {}
    return {
        "type": "input",
        "block_id": name,
        "label": kit.plain(label),
        "element": element,
        "optional": optional,
        **more,
    }


def _menu(name: str, labels: Mapping[Any, str], chosen: object) -> Block:
    options = [{"text": kit.plain(label), "value": str(value)} for value, label in labels.items()]
    initial = next((option for option in options if option["value"] == str(chosen)), None)
    more = {"initial_option": initial} if initial else {}
    return {"type": "static_select", "action_id": name, "options": options, **more}


def _input(name: str, initial: str | None, longest: int) -> Block:
    more = {"initial_value": initial} if initial else {}
    return {"type": "plain_text_input", "action_id": name, "max_length": longest, **more}
