"""What to do about a feed now: a pure step from one state to the next. Clock, network and parser come in as arguments.

Servers are asked no more often than agreed, not at all while they ask to be left alone, and ever more rarely while
they fail. What is known is not sent again (ETag, Last-Modified), and an entry is told of once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from bot.core.curation.feed_candidates import Followed
from bot.documents.faults import Faulty
from bot.documents.readers.entries import Entry, FeedReading, moment
from bot.documents.web.fetched import NO_STAMP, Fetch, Fetched, Stamp, Trouble, Unchanged

S = TypeVar("S")

SHORTEST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
# A server's own wish is heeded beyond that, but not for ever.
LONGEST_WISH = timedelta(days=7)
MOST_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed. What it tells of has its publisher and topics; `every` is how often it is asked.

    `trusted`: what comes from it needs no curator. `most`: how many entries are told of at a time. `source` is the name
    of the source that it stands for, "" for a feed that somebody adds once; `by_path`: its documents are named by the
    paths of their addresses, and not by their titles.
    """

    url: str
    publisher: str | None = None
    topics: tuple[str, ...] = ()
    trusted: bool = False
    every: timedelta = timedelta(hours=1)
    most: int = 20
    source: str = ""
    collection: str | None = None
    by_path: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between two looks.

    `seen`: the entries that were told of, by a hash of their id, with the time of their last change ("" if
    unknown), the oldest first. `failures`: how many looks in a row went wrong. `looked`: whether one ever went well.
    """

    stamp: Stamp = NO_STAMP
    seen: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    next_look: datetime | None = None
    looked: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `state_from_json` reads back."""
        return {
            "stamp": [self.stamp.etag, self.stamp.last_modified],
            "seen": dict(self.seen),
            "failures": self.failures,
            "next_look": self.next_look.isoformat() if self.next_look else "",
            "looked": self.looked,
        }


def state_from_json(said: Mapping[str, Any]) -> FeedState:
    """A state that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return FeedState(
        Stamp(*map(str, said["stamp"])),
        {str(key): str(changed) for key, changed in said["seen"].items()},
        int(said["failures"]),
        moment(said["next_look"]),
        bool(said["looked"]),
    )


NEVER_SEEN = FeedState()


def state_of(known: Followed | None, read: Callable[[Mapping[str, Any]], S], never: S) -> S:
    """What is remembered of a source; as `never` where there is nothing, or something that nobody wrote."""
    try:
        return read(known.state) if known and known.state else never
    except (ValueError, LookupError, TypeError, AttributeError):
        return never


def feed_state_of(known: Followed | None) -> FeedState:
    """What is remembered of a feed; nothing where that is damaged."""
    return state_of(known, state_from_json, NEVER_SEEN)


@dataclass(frozen=True, slots=True)
class Polled:
    """What a look at a feed brought. `new` and `changed` are the oldest first; `trouble` says why it brought nothing.

    The next look is due at `state.next_look`.
    """

    state: FeedState
    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    trouble: Trouble | None = None


ReadFeed = Callable[[Fetched], FeedReading]
"""What a fetched feed says. Raises Faulty."""


def poll(feed: Feed, state: FeedState, fetch: Fetch, read: ReadFeed, now: datetime) -> Polled:
    """Looks at a feed, if it is time to.

    The first look tells of the latest entries alone: what is older has been there before anybody cared. Later, what
    is too much for one look waits for the next.
    """
    if state.next_look is not None and now < state.next_look:
        return Polled(state)
    got = fetch(feed.url, state.stamp)
    match got:
        case Trouble():
            return _failed(feed, state, got, now)
        case Unchanged():
            return Polled(replace(state, failures=0, next_look=now + _usual(feed)))
    try:
        reading = read(got)
    except Faulty as fault:
        return _failed(feed, state, Trouble(feed.url, fault.what, fault.mend), now)
    return _told(feed, state, reading, got.stamp, now)


def wait_after(every: timedelta, failures: int, wish: timedelta | None) -> timedelta:
    """How long to leave a server alone after so many failures in a row: twice as long each time, and no less than it
    wishes."""
    usual = max(every, SHORTEST_WAIT)
    own = max(min(usual * (1 << min(failures, 10)), LONGEST_WAIT), usual)
    return max(own, min(wish, LONGEST_WISH)) if wish else own


def put_back(after: FeedState, before: FeedState, entries: Iterable[Entry]) -> FeedState:
    """The state after a look as if it had not told of these entries: the next look does."""
    seen = dict(after.seen)
    for key in map(_key, entries):
        if key in before.seen:
            seen[key] = before.seen[key]
        else:
            seen.pop(key, None)
    return replace(after, seen=seen, stamp=NO_STAMP)


def _usual(feed: Feed) -> timedelta:
    return max(feed.every, SHORTEST_WAIT)


def _failed(feed: Feed, state: FeedState, trouble: Trouble, now: datetime) -> Polled:
    failures = state.failures + 1
    # 410 says that it will not come back. Somebody may still put it right, so it is not given up altogether.
    wait = LONGEST_WAIT if trouble.status == 410 else wait_after(feed.every, failures, trouble.retry_after)
    return Polled(replace(state, failures=failures, next_look=now + wait), trouble=trouble)


def _told(feed: Feed, state: FeedState, reading: FeedReading, stamp: Stamp, now: datetime) -> Polled:
    entries = _oldest_first(reading.entries)
    new = [entry for entry in entries if _key(entry) not in state.seen]
    changed = [entry for entry in entries if _has_changed(entry, state.seen)]
    noted, told = new, new[-feed.most :]
    if state.looked:
        noted = told = new[: feed.most]
    noted = noted + changed[: feed.most]
    seen = {**state.seen, **{_key(entry): _last_change(entry) for entry in noted}}
    all_told = len(new) <= feed.most and len(changed) <= feed.most
    # Without its stamp the server sends all of it once more: so what has to wait is told of the next time.
    kept = stamp if all_told or not state.looked else NO_STAMP
    after = FeedState(kept, _without_oldest(seen, entries), failures=0, next_look=now + _usual(feed), looked=True)
    return Polled(after, tuple(told), tuple(changed[: feed.most]))


def _oldest_first(entries: Sequence[Entry]) -> list[Entry]:
    """In order of time; where that is not known of all, from the last to the first, as feeds are mostly written."""
    backwards = list(reversed(entries))
    times = [entry.published or entry.updated for entry in backwards]
    known = [time for time in times if time is not None]
    if len(known) < len(times):
        return backwards
    return [backwards[n] for n in sorted(range(len(known)), key=known.__getitem__)]


def _has_changed(entry: Entry, seen: Mapping[str, str]) -> bool:
    before, after = seen.get(_key(entry), ""), _last_change(entry)
    return bool(before) and after > before


def _key(entry: Entry) -> str:
    return sha256(entry.id.encode("utf-8", "replace")).hexdigest()[:20]


def _last_change(entry: Entry) -> str:
    # Times by UTC in ISO 8601 are in order as texts.
    when = entry.updated or entry.published
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else ""


def _without_oldest(seen: Mapping[str, str], entries: Sequence[Entry]) -> dict[str, str]:
    """What is remembered, within bounds. What stands in the feed is never forgotten: it would be new again."""
    standing = {_key(entry) for entry in entries}
    spare = max(0, len(seen) - MOST_REMEMBERED)
    forgotten = set([key for key in seen if key not in standing][:spare])
    return {key: changed for key, changed in seen.items() if key not in forgotten}
