"""What people type after `/policy digest`, read as what they wish.

    on [daily|weekdays|weekly [friday]] [09:00] [Europe/Berlin] [about "facial recognition"]
    off [about …]    preview [about …]    pause until DATE [about …]    list

In any order and case; what is left out stays as it was, or as the settings have it. Never raises for what is typed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from difflib import get_close_matches

from bot.core.digests import calendar_days, clock_times
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
LONGEST_ABOUT = 200
_SHOWN = 40

_VERBS = {
    "on": "on start subscribe resume unpause continue",
    "off": "off stop unsubscribe end cancel",
    "preview": "preview show test",
    "pause": "pause mute snooze",
    "list": "list ls status",
}
_VERB = {word: verb for verb, words in _VERBS.items() for word in words.split()}
_CADENCES = {
    Cadence.DAILY: "daily everyday day days",
    Cadence.WEEKDAYS: "weekdays weekday workdays workday",
    Cadence.WEEKLY: "weekly week weeks",
}
_CADENCE = {word: cadence for cadence, words in _CADENCES.items() for word in words.split()} | {
    "working days": Cadence.WEEKDAYS,
    "business days": Cadence.WEEKDAYS,
}
_WEEKDAY = {
    form: at
    for at, name in enumerate(map(str.casefold, WEEKDAYS))
    for form in (name, f"{name}s", *(name[:length] for length in (3, 4, 5)))
}
_LITTLE = frozenset(
    "at in on the every each please a once per and digest digests send me us time zone timezone".split()
)
# The longest names come first: "New York" before "New", "9 am" before "9".
_LENGTHS = (3, 2, 1)

# Phones write curly quotation marks, and not every person closes them.
_CLOSED_BY = {"'": "'’", "‘": "’'", "`": "`'´", **dict.fromkeys('"“”„‟«»', '"“”«»')}
_ABOUT = re.compile(r"(?<!\S)about(?!\w)\s*[:=]?\s*", re.IGNORECASE)
_QUOTED = re.compile(r"(?<!\S)[\"“„«'‘]")
_ZONE = re.compile(r"[A-Za-z_]{2,}/[A-Za-z_/+-]{2,}[0-9]*")


_TIME_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year)s?"
_NUMBER = r"(?:[0-9]+|two|three|four|five|six|other|second|third|few)"
# Rhythms that there are not.
_NO_CADENCE = re.compile(
    rf"""\b(?:
    every\s+{_NUMBER}\s+\w+ | every\s+(?:minute|hour|fortnight|month|quarter|year) | {_NUMBER}\s+{_TIME_UNIT}
    | bi-?weekly | bi-?monthly | fortnightly | monthly | quarterly | hourly | yearly | annually
    | (?:twice|{_NUMBER}\s+times|once)\s+(?:a|an|per|every|each)\s+{_TIME_UNIT}
    | (?:first|1st|second|2nd|third|3rd|last)\s+\w+\s+of\s+(?:the|each|every)\s+(?:month|quarter|year)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_ONCE = re.compile(r"once\s+(?:a|per|every|each)\s+(?:day|week)", re.IGNORECASE)


def read(text: str, usual: Schedule, zones: frozenset[str], today: date) -> DigestCommand:
    """What somebody wishes who typed `text`.

    `usual` is what is not said: the rhythm that the place has already, or else that of the settings in the zone of
    the person. `zones` are the IANA names that are known; `today` is the person's day.
    """
    rest, about = _without_subject(text)
    if about is not None and (refused := refusal(about)):
        return replace(refused, sentence=f"{refused.sentence} {USAGE}")
    words = rest.replace(",", " ").replace(";", " ").split()
    if words and analysis.fold(words[0]) in {"digest", "digests"}:
        words = words[1:]
    if not words:
        return List() if about is None else On(usual, about)
    verb = _VERB.get(analysis.fold(words[0]).rstrip(".!"))
    if verb == "pause":
        return _pause(" ".join(words[1:]), about, today)
    if verb in {"off", "preview", "list"}:
        return _plain(verb, words[1:], about)
    # Whoever writes "digest daily 9am" has said enough.
    return _on(words[1:] if verb else words, about, usual, zones)


def refusal(about: str) -> ParseError | None:
    """Why nothing can be told about this; None if something can."""
    if not analysis.terms(about):
        return ParseError(f"“{about[:_SHOWN]}” has no word to search for.")
    if len(about) > LONGEST_ABOUT:
        return ParseError(f"A subject has at most {LONGEST_ABOUT} characters; this one has {len(about)}.")
    return None


def _plain(verb: str, more: Sequence[str], about: str | None) -> DigestCommand:
    if [word for word in more if analysis.fold(word).rstrip(".!") not in _LITTLE]:
        return ParseError(f"“{verb}” only takes a subject: digest {verb} about “facial recognition”.")
    if verb == "off":
        return Off(about)
    return Preview(about) if verb == "preview" else List()


def _pause(text: str, about: str | None, today: date) -> DigestCommand:
    day = calendar_days.read(text, today)
    return day if isinstance(day, ParseError) else Pause(day, about)


@dataclass(frozen=True, slots=True)
class _Said:
    """One part of a rhythm: what it tells, its value, and the words for it."""

    kind: str
    value: Cadence | int | time | str
    words: str


def _on(words: Sequence[str], about: str | None, usual: Schedule, zones: frozenset[str]) -> DigestCommand:
    if refused := _no_cadence(" ".join(words)):
        return refused
    said: dict[str, _Said] = {}
    at = 0
    while at < len(words):
        if analysis.fold(words[at]) in _LITTLE:
            at += 1
            continue
        part, length = _part(words[at:], zones)
        if isinstance(part, ParseError):
            return part
        before = said.setdefault(part.kind, part)
        if before.value != part.value:
            return _twice(before, part)
        at += length
    rhythm = _rhythm({kind: part.value for kind, part in said.items()}, usual)
    if rhythm is None:
        cadence, day = said["cadence"].words, WEEKDAYS[int(str(said["weekday"].value))]
        return ParseError(f"“{cadence}” and {day} do not go together; did you mean weekly {day.lower()}?")
    return On(rhythm, about)


def _no_cadence(text: str) -> ParseError | None:
    """That a rhythm cannot be had, and which can."""
    found = next((each for each in _NO_CADENCE.finditer(text) if not _ONCE.fullmatch(each[0])), None)
    if found is None:
        return None
    return ParseError(
        f"A digest comes daily, on weekdays or weekly, not “{found[0]}”. For example: digest on weekly friday 09:00."
    )


def _rhythm(said: Mapping[str, object], usual: Schedule) -> Schedule | None:
    """What was said, and the usual for the rest; None if a day of the week goes with another cadence than weekly."""
    weekday, cadence, at, zone = (said.get(kind) for kind in ("weekday", "cadence", "time", "zone"))
    if weekday is not None and cadence not in {None, Cadence.WEEKLY}:
        return None
    chosen = Cadence.WEEKLY if weekday is not None else cadence if isinstance(cadence, Cadence) else usual.cadence
    day = weekday if isinstance(weekday, int) else usual.weekday or 0
    return Schedule(
        cadence=chosen,
        at=at if isinstance(at, time) else usual.at,
        zone=zone if isinstance(zone, str) else usual.zone,
        weekday=day if chosen is Cadence.WEEKLY else None,
    )


def _part(words: Sequence[str], zones: frozenset[str]) -> tuple[_Said | ParseError, int]:
    """What the first words say, and how many words that are."""
    for length in _LENGTHS:
        stretch = " ".join(words[:length])
        if length <= len(words) and (found := _known(stretch, zones)):
            return found, length
    return _unknown(words, zones), 1


def _known(stretch: str, zones: frozenset[str]) -> _Said | ParseError | None:
    folded = analysis.fold(stretch).rstrip(".!") or stretch
    if folded in _CADENCE:
        return _Said("cadence", _CADENCE[folded], folded)
    if folded in _WEEKDAY:
        return _Said("weekday", _WEEKDAY[folded], folded)
    if clock_times.looks_like_a_time(stretch) or folded in {"noon", "midday", "midnight"}:
        at = clock_times.read(stretch if clock_times.looks_like_a_time(stretch) else folded)
        return at if isinstance(at, ParseError) else _Said("time", at, stretch)
    zone = time_zones.named(stretch, zones) or time_zones.named(folded, zones)
    return _Said("zone", zone, stretch) if zone else None


def _twice(before: _Said, part: _Said) -> ParseError:
    if part.kind == "weekday":
        return ParseError("A weekly digest comes on one day; for Monday to Friday, write weekdays.")
    return ParseError(f"“{before.words}” and “{part.words}” say two different things; choose one of them.")


def _unknown(words: Sequence[str], zones: frozenset[str]) -> ParseError:
    word = words[0][:_SHOWN]
    if analysis.fold(word) == "about":
        return ParseError("One subject at a time, please: send one command for each.")
    if refused := time_zones.refusal(word, zones):
        return refused
    if "/" not in word:
        close = get_close_matches(analysis.fold(word), [*_VERB, *_CADENCE, *_WEEKDAY, "about"], n=1, cutoff=0.75)
        if close:
            return ParseError(f"I don’t know “{word}”. Did you mean {close[0]}?")
    for length in (2, 1):
        if near := time_zones.nearest(" ".join(words[:length]), zones):
            return time_zones.offer(" ".join(words[:length]), near)
    return ParseError(f"I don’t understand “{word}”. {USAGE}")


def _without_subject(text: str) -> tuple[str, str | None]:
    """The text without its subject, and the subject: what is quoted, or follows `about`, as far as it goes."""
    matches = filter(None, (_ABOUT.search(text), _QUOTED.search(text)))
    found = min(matches, key=lambda match: match.start(), default=None)
    if found is None:
        return text, None
    start = found.end() if found.re is _ABOUT else found.start()
    opener = text[start : start + 1]
    if opener in _CLOSED_BY:
        inside, rest = _quoted(text, start + 1, _CLOSED_BY[opener])
        return f"{text[: found.start()]} {rest}", " ".join(inside.split())
    words = text[start:].split()
    kept = len(words)
    # "about travel weekly 9 am": what can only be the rhythm is no part of the subject, unless nothing else is.
    while (length := _rhythm_at_end(words[:kept])) and length < kept:
        kept -= length
    return f"{text[: found.start()]} {' '.join(words[kept:])}", " ".join(words[:kept])


def _rhythm_at_end(words: Sequence[str]) -> int:
    """How many of the last words can only be (a part of) a rhythm: two, one or none."""
    last = words[-1] if words else ""
    if clock_times.looks_like_a_time(" ".join(words[-2:])) and not last[:1].isdigit():
        return 2  # "9 am"
    folded = analysis.fold(last)
    # A number alone may be one of the subject ("working 9 to 5"), but for "0930".
    is_time = clock_times.looks_like_a_time(last) and not (last.isdigit() and len(last) != 4)
    is_day = folded in _CADENCE or (folded in _WEEKDAY and len(folded) > 5)  # "sun" may be the one in the sky
    return int(is_day or is_time or bool(_ZONE.fullmatch(last)))


def _quoted(text: str, start: int, closers: str) -> tuple[str, str]:
    """What stands inside quotation marks that are open at `start`, and what follows them; all, if none closes."""
    # An apostrophe inside a word closes nothing, and one at the end of a word may be just that: so the last one counts.
    single = "'" in closers
    ends = [
        at for at in range(start, len(text)) if text[at] in closers and not (single and text[at + 1 : at + 2].isalnum())
    ]
    if not ends:
        return text[start:], ""
    end = ends[-1] if single else ends[0]
    return text[start:end], text[end + 1 :]
