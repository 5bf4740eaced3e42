"""What people type after `/policy digest`, read as a command.

    on [daily|weekdays|weekly] [friday] [09:00] [Europe/Berlin] [about "facial recognition"]
    off [about …]    preview [about …]    pause until DATE [about …]    list

The parts of a schedule come in any order; what is left out stays as it was, or as the settings have it. A subject
goes as far as it is quoted, or to the end. What is not understood is named and never guessed. Nothing raises.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import takewhile

from bot.core.digests import calendar_days
from bot.core.digests import zones as time_zones
from bot.core.digests.subscriptions import (
    WEEKDAYS,
    Cadence,
    DigestCommand,
    List,
    Off,
    On,
    ParseError,
    Pause,
    Preview,
    Schedule,
)
from bot.core.text import analysis

USAGE = 'For example: digest on weekdays 09:00 Europe/Berlin about "facial recognition".'
CHOICES = "A digest comes daily, on weekdays or weekly (on one day, such as friday), at a time such as 09:00."
COMMANDS = "Write digest on, off, pause until (a day), preview or list."
LONGEST_ABOUT = 200
_SHOWN = 40

_CADENCE = {str(cadence): cadence for cadence in Cadence}
_WEEKDAY = {name.casefold(): at for at, name in enumerate(WEEKDAYS)}
# The longest names come first: "New York" before "New", "9 am" before "9".
_LENGTHS = (3, 2, 1)
# A number alone may count anything: it is no time.
_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>[ap]\.?m\.?)?")
# Phones write curly quotation marks, and not every person closes them.
_ABOUT = re.compile(
    r"""(?<!\S)about\s+(?:["“”„«](?P<quoted>[^"“”»]*)["“”»]?(?P<rest>.*)|(?P<bare>.+))""", re.IGNORECASE | re.DOTALL
)


def read(text: str, usual: Schedule, zones: frozenset[str], today: date) -> DigestCommand:
    """What somebody wants who typed `text`.

    `usual` is what is not said: the schedule that the place has already, or else that of the settings in the zone of
    the person. `zones` are the IANA names that are known; `today` is the person's day.
    """
    rest, about = _without_subject(text)
    if about is not None and (refused := refusal(about)):
        return replace(refused, sentence=f"{refused.sentence} {USAGE}")
    words = rest.replace(",", " ").split()
    if words and analysis.fold(words[0]) in {"digest", "digests"}:
        words = words[1:]
    verb = analysis.fold(words[0]) if words else "list" if about is None else "about"
    if verb == "on":
        return _on(words[1:], about, usual, zones)
    if verb == "pause":
        day = calendar_days.read(" ".join(words[1:]), today)
        return day if isinstance(day, ParseError) else Pause(day, about)
    return _plain(verb, words[1:], about)


def refusal(about: str) -> ParseError | None:
    """Why nothing can be told about this; None if something can."""
    if not analysis.terms(about):
        return ParseError(f"“{about[:_SHOWN]}” has no word to search for.")
    if len(about) > LONGEST_ABOUT:
        return ParseError(f"A subject has at most {LONGEST_ABOUT} characters; this one has {len(about)}.")
    return None


def _plain(verb: str, more: Sequence[str], about: str | None) -> DigestCommand:
    """What takes a subject at most."""
    match verb:
        case "off" | "preview" if more:
            return ParseError(f"“{verb}” only takes a subject: digest {verb} about “facial recognition”.")
        case "off":
            return Off(about)
        case "preview":
            return Preview(about)
        case "list":
            return List()
    return ParseError(f"I don’t understand “{verb[:_SHOWN]}”. {COMMANDS}")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a schedule: what it tells, its value, and the words for it."""

    kind: str
    value: Cadence | int | time | str
    words: str


def command(wanted: On) -> str:
    """The words that `read` understands as this wish, but for quotation marks in its subject."""
    rhythm, about = wanted.rhythm, re.sub(r'["“”„«»]', " ", wanted.about or "")
    day = [WEEKDAYS[rhythm.weekday].casefold()] if rhythm.weekday is not None else []
    words = ["digest on", str(rhythm.cadence), *day, f"{rhythm.at:%H:%M}", rhythm.zone]
    return " ".join([*words, *(["about", *about.split()] if wanted.about else [])])


def _on(words: Sequence[str], about: str | None, usual: Schedule, zones: frozenset[str]) -> On | ParseError:
    parts: dict[str, _Part] = {}
    errors: list[ParseError] = []
    while words:
        part, length = _first_part(words, zones)
        if part is None:
            errors.append(_unknown(words, zones))
        elif isinstance(part, ParseError):
            errors.append(part)
        elif (before := parts.setdefault(part.kind, part)).value != part.value:
            errors.append(_contradiction(before, part))
        words = words[length:]
    if "weekday" in parts:
        cadence = parts.setdefault("cadence", _Part("cadence", Cadence.WEEKLY, "weekly"))
        if cadence.value is not Cadence.WEEKLY:
            errors.append(_contradiction(cadence, parts["weekday"]))
    understood = On(_schedule({kind: part.value for kind, part in parts.items()}, usual), about)
    return replace(errors[0], understood=understood) if errors else understood


def _contradiction(one: _Part, other: _Part) -> ParseError:
    return ParseError(f"“{one.words}” and “{other.words}” do not go together; choose one of them.")


def _schedule(said: Mapping[str, object], usual: Schedule) -> Schedule:
    """What was said, and the usual for the rest; weekly alone means Monday."""
    cadence, at, zone, weekday = (said.get(kind) for kind in ("cadence", "time", "zone", "weekday"))
    chosen = cadence if isinstance(cadence, Cadence) else usual.cadence
    day = weekday if isinstance(weekday, int) else usual.weekday or 0
    return Schedule(
        cadence=chosen,
        at=at if isinstance(at, time) else usual.at,
        zone=zone if isinstance(zone, str) else usual.zone,
        weekday=day if chosen is Cadence.WEEKLY else None,
    )


def _first_part(words: Sequence[str], zones: frozenset[str]) -> tuple[_Part | ParseError | None, int]:
    """What the first words say, and how many words that are; None if they say nothing that is known."""
    for length in _LENGTHS:
        if length <= len(words) and (part := _part(" ".join(words[:length]), zones)):
            return part, length
    return None, 1


def _part(stretch: str, zones: frozenset[str]) -> _Part | ParseError | None:
    folded = analysis.fold(stretch)
    if folded in _CADENCE:
        return _Part("cadence", _CADENCE[folded], folded)
    if folded in _WEEKDAY:
        return _Part("weekday", _WEEKDAY[folded], folded)
    if (at := _time(folded)) is not None:
        return at if isinstance(at, ParseError) else _Part("time", at, stretch)
    zone = time_zones.named(stretch, zones)
    return _Part("zone", zone, stretch) if zone else None


def _time(text: str) -> time | ParseError | None:
    """The minute that is named by 09:00, 9.30, 9am or 9:30 p.m.; None if this is no way to write a time."""
    found = _TIME.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] == "p" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        return ParseError(f"{text} is not a time; write it as 09:00, from 00:00 to 23:59.")
    return time(hour, minute)


def _unknown(words: Sequence[str], zones: frozenset[str]) -> ParseError:
    """That the first words are not understood; what could be had, or the time zones that they may be meant for."""
    if refused := time_zones.refusal(words[0], zones):
        return refused
    for name in (" ".join(words[:2]), words[0]):
        if len(name) > 2 and (near := time_zones.nearest(name, zones)):
            return time_zones.offer(name, near)
    run = takewhile(lambda at: _first_part(words[at:], zones)[0] is None, range(len(words)))
    return ParseError(f"I don’t understand “{' '.join(words[at] for at in run)[:_SHOWN]}”. {CHOICES} {USAGE}")


def _without_subject(text: str) -> tuple[str, str | None]:
    """The text without its subject, and the subject: what follows `about`, as far as it is quoted or to the end."""
    found = _ABOUT.search(text)
    if found is None:
        return text, None
    subject = found["bare"].strip(" '‘’") if found["bare"] else found["quoted"]
    return f"{text[: found.start()]} {found['rest'] or ''}", " ".join(subject.split())
