"""Up to which moment a purge may take it to be now: a clock that is wrong for one start must not take everything."""

from datetime import datetime, timedelta

# A purge comes once a day. Without anybody else's word for it, time has not moved on by more since the last one.
FURTHEST = timedelta(days=2)


def purging_moment(now: datetime, last: datetime | None, by_slack: datetime | None) -> datetime | None:
    """The moment that counts as now, by our clock, the last purge and Slack's clock; None: nobody can say yet."""
    if by_slack is not None:
        return min(now, by_slack)
    return None if last is None else min(now, last + FURTHEST)
