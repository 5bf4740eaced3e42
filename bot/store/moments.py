"""How moments are kept: as ISO 8601 text in UTC, all of one length, so that they sort as they stand."""

from datetime import UTC, datetime

# What lies outside was written by no clock, and what is calculated from it could leave the calendar.
YEARS = range(1900, 9000)


def as_text(moment: datetime) -> str:
    """How a moment is kept."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_moment(text: str) -> datetime:
    """Reads what `as_text` wrote. Raises ValueError or TypeError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError("no moment of ours")
    return moment
