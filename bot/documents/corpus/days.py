"""The day that a value of front matter names, or a line at the top of a text, where its way of writing leaves no doubt.

No zone counts.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.core.text import dates
from bot.core.text.periods import Period
from bot.documents.blocks import Block

ISO = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:[T\s].*)?")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
CLOCK = re.compile(r",?\s+(?:at\s+)?\d{1,2}:\d{2}.*")
YEAR = re.compile(r"\b\d{4}\b")
# Whatever day it is: of what names no year, nothing is taken.
ANY_DAY = date(2000, 1, 1)
# So many blocks are the top of a document, and so many may go on with what begins there; what parts such lines in one,
# and how they begin.
TOP, NEAR = 8, 40
# What is longer says more than a day.
LONGEST_DAY = 60
PARTS = re.compile(r"\n|\s[·•|–—]\s|\s\|\s?")
STATED = {
    "published": re.compile(
        r"(?:date|published|issued|(?:date of (?:issue|publication))|(?:issue|publication) date|veröffentlicht|datum)"
        r"(?: (?:on|am))?",
        re.IGNORECASE,
    ),
    "updated": re.compile(
        r"(?:(?:last )?(?:updated|modified|edited|changed|revised)(?: on)?|(?:date of )?last (?:update|change|revision)"
        r"|stand|zuletzt (?:aktualisiert|geändert)(?: am)?|dernière mise à jour)",
        re.IGNORECASE,
    ),
}


def days_stated(blocks: Sequence[Block]) -> dict[str, date]:
    """The days of "published" and "updated" that lines at the top of a document state: "Last updated: 3 June 2025"."""
    found: dict[str, date] = {}
    doubtful = set[str]()  # as in a list of versions
    for at, (label, value) in ((at, fact) for at, block in enumerate(blocks[:NEAR]) for fact in _facts(block)):
        if len(value) > LONGEST_DAY:
            continue
        key = next((key for key, pattern in STATED.items() if pattern.fullmatch(label)), None)
        day = day_in(value) if key else None
        if key and day and at < TOP:
            found.setdefault(key, day)
        if key and day and found.get(key, day) != day:
            doubtful.add(key)
    found = {key: day for key, day in found.items() if key not in doubtful}
    if found.get("updated", date.max) <= found.get("published", date.min):
        del found["updated"]
    return found


def _facts(block: Block) -> Iterator[tuple[str, str]]:
    """What lines of a block are about, and what they say of it."""
    for cells in (block.heads, block.cells):
        if len(cells) == 2:
            yield cells[0].strip(" :"), cells[1]
    if block.question and "\n" not in block.question:
        yield block.question.strip(" :"), block.text
    for part in PARTS.split(block.text):
        label, _, value = part.partition(":")
        yield label.strip(), value.strip()


def day_in(text: str) -> date | None:
    """The day as its publisher wrote it: 2024-03-01, 2024-03-01T23:30:00+02:00, 1 March 2024, March 1, 2024, 1.3.2024.

    None for a year or a time alone, for Unix time, and for 01/03/2024, which is another day elsewhere.
    """
    text = text.strip()
    if match := ISO.fullmatch(text):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    text = CLOCK.sub("", WEEKDAY.sub("", text, count=1))
    found = dates.read(text, ANY_DAY) if YEAR.search(text) else None
    return found.first if isinstance(found, Period) and found.first == found.last else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
