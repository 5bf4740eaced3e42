"""What curators type to have something read.

    ask-to-read NAME [channel or group] until DATE
    ask-to-read NAME stop
    acknowledgements NAME

NAME is a document's name or title. The channel or user group is taken out before: Slack names it by its id.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.core.digests import calendar_days
from bot.core.digests.subscriptions import ParseError

ASK, SHOW = "ask-to-read", "acknowledgements"
USAGE = "For example: ask-to-read hr/leave until 3 May, with the channel or user group before “until”."
PICK = "Pick the channel or the user group from the list that Slack offers, so that I know which one is meant."

_UNTIL = re.compile(r"(?:^|\s)until(?:\s|$)", re.IGNORECASE)
_UNPICKED = re.compile(r"(?:^|\s)[@#]\S")


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask people to read a document by a day."""

    document: str
    until: date


@dataclass(frozen=True, slots=True)
class Stop:
    """Ask nobody any more to read a document."""

    document: str


@dataclass(frozen=True, slots=True)
class Show:
    """Show who has confirmed a document, and who has not."""

    document: str


def read(text: str, today: date) -> Ask | Stop | Show | ParseError:
    """What somebody wants who typed this, on their day."""
    verb, _, rest = " ".join(text.split()).partition(" ")
    if _UNPICKED.search(rest):
        return ParseError(PICK)
    if not rest:
        return ParseError(f"Which document? {USAGE}")
    if verb.lower() == SHOW:
        return Show(rest)
    return Stop(rest[: -len(" stop")]) if rest.lower().endswith(" stop") else _ask(rest, today)


def _ask(text: str, today: date) -> Ask | ParseError:
    found = list(_UNTIL.finditer(text))
    name = text[: found[-1].start()].strip() if found else text
    day = calendar_days.read(text[found[-1].end() :], today) if found else ParseError(f"Until when? {USAGE}")
    if isinstance(day, ParseError):
        return day
    return Ask(name, day) if name else ParseError(f"Which document? {USAGE}")
