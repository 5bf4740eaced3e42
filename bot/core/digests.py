"""What a digest says, and when it is due. No clock in here: the time comes in."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.corpus import Corpus
from bot.core.model import Digest
from bot.core.quoting import quote_lead


def compose(corpus: Corpus, first_seen: Mapping[str, datetime], since: datetime) -> Digest:
    """The digest of the articles that were first seen after `since`, or never before, in corpus order.

    Where nothing was ever seen, this is the first load, and nothing in it is news.
    """
    new = (
        article for article in corpus.articles if first_seen.get(article.id, datetime.max.replace(tzinfo=UTC)) > since
    )
    return Digest(since, tuple(quote_lead(article) for article in new) if first_seen else ())


def due(last: datetime, now: datetime, at: time, zone: ZoneInfo) -> bool:
    """Whether the daily time `at`, on the clocks of `zone`, has passed since the last digest.

    A time that the clocks skip in spring counts as much later as they jump (02:30 as 03:30); one that they show
    twice in autumn counts once, the first time.
    """
    return last < latest_moment(now, at, zone) <= now


def latest_moment(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The latest moment, not after `now`, at which the clocks of `zone` showed `at`; by UTC."""
    utc = now.astimezone(UTC)
    day = utc.astimezone(zone).date()
    for back in range(3):
        # fold=0 is the first of two equal times, and for a skipped one the moment of the jump or just after.
        local = datetime.combine(day - timedelta(days=back), at, tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment <= utc:
            return moment
    raise AssertionError("the clocks of a zone never stand still for three days")
