"""What digests and subscriptions say in our own words: the same in Slack and in a terminal."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from bot.core.answering import citing
from bot.core.changes.redlines import Changed, Nature, Redline
from bot.core.digests import zones
from bot.core.digests.digest import Digest, Replaced, Review
from bot.core.digests.subscriptions import WEEKDAYS, Cadence, Subscription

LONGEST_ABOUT = 60
NOTHING = "Nothing to tell."
LEGEND = "Struck through: removed. Bold: new."


def headline(digest: Digest) -> str:
    """What kind of digest this is, and since when: Policy digest since Tuesday."""
    subject = f" about “{shortened(digest.about, LONGEST_ABOUT)}”" if digest.about else ""
    return f"Policy digest{subject} since {since(digest)}"


def since(digest: Digest) -> str:
    """The day from which a digest tells, in as few words as tell it, by the clocks of its reader."""
    first, last = digest.since.date(), digest.until.date()
    if timedelta(0) <= last - first < timedelta(days=7):
        return f"{digest.since:%H:%M}" if first == last else WEEKDAYS[first.weekday()]
    return citing.day(first)


def counts(digest: Digest) -> str:
    """How much there is of what: 2 new · 1 changed."""
    passages = len(digest.watched)
    parts = (
        (len(digest.leads), "new"),
        (passages, "new passage" if passages == 1 else "new passages"),
        (len(digest.changed), "changed"),
        (len(digest.replaced), "replaced"),
        (len(digest.withdrawn), "withdrawn"),
        (len(digest.reviews), "due for review"),
        (len(digest.asked), "asked often"),
        (len(digest.gaps), "without an answer"),
        (len(digest.asked_in_private), "asked in private"),
    )
    return " · ".join(f"{count} {what}" for count, what in parts if count) or NOTHING


def replaced(what: Replaced) -> str:
    """What follows the name of a replaced article: ¶ 3, since 18 May 2021."""
    paragraph = f" ¶ {what.paragraph}" if what.paragraph else ""
    return f"{paragraph}, from {citing.day(what.on)} on" if what.on else paragraph


def review(what: Review) -> str:
    """What follows the name of an article that is due for review."""
    owner = shortened(what.owner, LONGEST_ABOUT) if what.owner else "unknown"
    return f"due for review on {citing.day(what.due)}, owner: {owner}"


def paragraph(line: Redline) -> str:
    """Which paragraph changed, and how: ¶ 3 (was ¶ 2)."""
    match line.nature:
        case Nature.ADDED:
            return f"New ¶ {line.after}"
        case Nature.REMOVED:
            return f"Removed: what was ¶ {line.before}"
        case Nature.REWRITTEN | Nature.REWORDED:
            moved = f", was ¶ {line.before}" if line.before != line.after else ""
            anew = ", written anew" if line.nature is Nature.REWRITTEN else ""
            return f"¶ {line.after}{anew}{moved}"


def paragraphs(change: Changed) -> str:
    """How many paragraphs of an article changed."""
    count = len(change.redlines)
    return "1 paragraph" if count == 1 else f"{count} paragraphs"


def times(count: int) -> str:
    """How often something was asked."""
    return f"{count} times"


def rhythm(subscription: Subscription) -> str:
    """When a digest comes, and about what: every Friday at 09:00 (Europe/Berlin), about “body cameras”."""
    known = subscription.rhythm
    days = {
        Cadence.DAILY: "daily",
        Cadence.WEEKDAYS: "Monday to Friday",
        Cadence.WEEKLY: f"every {WEEKDAYS[known.weekday or 0]}",
    }
    about = f", about “{shortened(subscription.about, LONGEST_ABOUT)}”" if subscription.about else ""
    paused = f"; paused until {citing.day(subscription.paused_until)}" if subscription.paused_until else ""
    return f"{days[known.cadence]} at {known.at:%H:%M} ({zones.displayed(known.zone)}){about}{paused}"


def when(moment: datetime, zone: tzinfo, today: date) -> str:
    """When the next digest comes, by the clocks of its zone: tomorrow, Tuesday 31 March 2026, at 09:00."""
    local = moment.astimezone(zone)
    days = (local.date() - today).days
    near = {0: "today, ", 1: "tomorrow, "}.get(days, "")
    return f"{near}{WEEKDAYS[local.weekday()]} {citing.day(local.date())}, at {local:%H:%M}"


def shortened(text: str, most: int) -> str:
    """A text in one line, of at most so many characters, cut between words where it has any."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1].rpartition(" ")[0] if " " in line[: most - 1] else line[: most - 1]
    return f"{head.rstrip()}…"


def listed(words: Iterable[str]) -> str:
    """Content words in a row."""
    return " · ".join(words)
