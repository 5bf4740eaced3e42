"""A feed that is followed: what is new in it arrives, and nothing ever goes."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.curation.feed_candidates import Followed
from bot.documents.following.arriving import arrive, read_feed
from bot.documents.following.polling import Feed, feed_state_of, poll, put_back, wait_after
from bot.documents.following.ways import FULL, GoOn, Ways, tell_of


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """Satisfies the Source of `bot.service.sources`."""

    feed: Feed
    ways: Ways

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        due = feed_state_of(known).next_look
        return due is None or due <= now

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        before = feed_state_of(known)
        if self.ways.is_full(self.key):
            later = replace(before, next_look=now + wait_after(self.feed.every, 0, None))
            return Followed(self.key, later.as_json(), FULL, known.looked if known else None)
        fetch = self.ways.budget()
        polled = poll(self.feed, before, fetch, read_feed, now)
        entries, told = [*polled.new, *polled.changed], list[str]()
        while entries and fetch.is_left and not self.ways.is_full(self.key):
            if not go_on():
                return None
            told += [tell_of(each, self.key) for each in arrive(self.feed, [entries[0]], self.ways.doors(fetch), now)]
            del entries[0]
        state = put_back(polled.state, before, entries) if entries else polled.state
        if polled.trouble:
            trouble = f"{polled.trouble.what}; {polled.trouble.mend}"
            return Followed(self.key, state.as_json(), trouble, known.looked if known else None)
        return Followed(self.key, state.as_json(), "", now, _counted(told, len(entries)))


def _counted(words: list[str], left: int) -> str:
    counts = {word: words.count(word) for word in dict.fromkeys(words)}
    if left:
        counts["left for the next look"] = left
    return ", ".join(f"{count:,} {word}" for word, count in counts.items()) or "nothing new"
