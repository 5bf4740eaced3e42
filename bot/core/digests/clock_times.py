"""Times of day as people type them: 9, 9am, 9:00, 9.00, 09h30, 0930, noon."""

import re
from datetime import time

from bot.core.digests.subscriptions import ParseError
from bot.core.text import analysis

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LIKE_A_TIME = re.compile(r"[0-9][0-9:.h]*\s*(?:[ap]\.?m\.?|uhr|o'?clock|hrs?)?")
_HALF = re.compile(r"([ap])\.?m\.?$")
_SUFFIX = re.compile(r"(?:uhr|o'?clock|hrs?|h)$")
_PARTS = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?::00)?)?")
_TOGETHER = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")
_LOOSE = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{1,2}))?[0-9:.h]*")


def looks_like_a_time(text: str) -> bool:
    """Whether the text can only be meant as a time, be it one or not."""
    return bool(_LIKE_A_TIME.fullmatch(analysis.fold(text)))


def read(text: str) -> time | ParseError:
    """The minute that is named, or the nearest that there is.

    Half of the day: "9 pm" is 21:00; "12 am" is midnight; "21:00 pm" says it twice, and is taken.
    """
    folded = "".join(analysis.fold(text).split())
    if folded in _NAMED:
        return _NAMED[folded]
    half = _HALF.search(folded)
    plain = _SUFFIX.sub("", _HALF.sub("", folded))
    found = _PARTS.fullmatch(plain) or _TOGETHER.fullmatch(plain)
    if found:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        hour = _by_the_full_day(hour, half[1]) if half else hour
        if 0 <= hour <= 23 and minute <= 59:
            return time(hour, minute)
    return _refusal(text, plain)


def _by_the_full_day(hour: int, half: str) -> int:
    """The hour from 0 to 23 of one with am or pm; -1 if there is none."""
    if 1 <= hour <= 12:
        return hour % 12 + (12 if half == "p" else 0)
    return hour if (half == "p" and hour >= 13) or (half == "a" and hour == 0) else -1


def _refusal(text: str, plain: str) -> ParseError:
    shown = " ".join(text.split())
    found = _LOOSE.fullmatch(plain)
    if found is None or len(shown) > 12:
        return ParseError(f"{shown[:12]} is not a time; write it as 09:00, from 00:00 to 23:59.")
    digits, minute = found["hour"], int(found["minute"] or 0)
    if len(plain) == 3 and plain.isdigit():  # "930"
        digits, minute = plain[0], int(plain[1:])
    hour = _meant(int(digits))
    if minute > 59:
        hour, minute = (hour + 1) % 24 if minute == 60 else hour, 0
    return ParseError(f"{shown} is not a time; did you mean {hour:02}:{minute:02}?")


def _meant(hour: int) -> int:
    """The hour that somebody may have meant who wrote another one."""
    if hour <= 23:
        return hour
    if hour <= 29:  # A slip in the second digit. Of what begins with a 2, people read at 21:00 rather than later.
        return 0 if hour == 24 else 21
    turned = int(str(hour)[::-1])  # 90 for 09
    return turned if turned <= 23 else hour % 10
