"""What to do about the pages of a site now: a step from one state to the next, with clock and network as arguments.

Pages are named one by one, or by a sitemap. What is known is not sent again, and a page is gone only if its server says
so, or if it no longer stands where it was named.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.core.curation.feed_candidates import Followed
from bot.documents.adding.duplicates import same_place
from bot.documents.faults import Faulty
from bot.documents.following.polling import state_of, wait_after
from bot.documents.readers.entries import moment
from bot.documents.web.fetched import NO_STAMP, Fetch, Fetched, Stamp, Trouble, Unchanged

MOST_SITEMAPS = 20
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Site:
    """Pages that are followed: `pages` by their addresses, or those of a sitemap whose paths begin with `path`.

    At most so many are read; `every` is how often they are looked at.
    """

    pages: tuple[str, ...] = ()
    sitemap: str = ""
    path: str = ""
    every: timedelta = timedelta(hours=1)
    most: int = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of a page: its server's stamp, and where it was found after all redirects."""

    stamp: Stamp
    origin: str


@dataclass(frozen=True, slots=True)
class SiteState:
    """What is remembered of a site between two looks."""

    seen: Mapping[str, Seen] = field(default_factory=dict)
    failures: int = 0
    next_look: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `site_state_from_json` reads back."""
        return {
            "seen": {url: [each.stamp.etag, each.stamp.last_modified, each.origin] for url, each in self.seen.items()},
            "failures": self.failures,
            "next_look": self.next_look.isoformat() if self.next_look else "",
        }


def site_state_from_json(said: Mapping[str, Any]) -> SiteState:
    """A state that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    seen = {str(url): Seen(Stamp(str(a), str(b)), str(origin)) for url, (a, b, origin) in said["seen"].items()}
    return SiteState(seen, int(said["failures"]), moment(said["next_look"]))


def site_state_of(known: Followed | None) -> SiteState:
    """What is remembered of a site; nothing where that is damaged."""
    return state_of(known, site_state_from_json, SiteState())


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap says."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteDoors:
    """What a look goes through. `arrived` does what is to be done about a page, and says in a word what that was;
    `may_go_on` is asked before each page, and `has_room` whether this look may still take one."""

    fetch: Fetch
    read_sitemap: Callable[[Fetched], Sitemap]
    arrived: Callable[[str, Fetched], str]
    may_go_on: Callable[[], bool]
    has_room: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SiteLook:
    """What a look at a site brought. `kept`: the places whose documents stay; None if that is not known.

    `told` counts what became of pages, in words; `trouble` says why nothing could be seen.
    """

    state: SiteState
    told: str = ""
    kept: frozenset[str] | None = None
    trouble: str = ""


def look(site: Site, state: SiteState, doors: SiteDoors, now: datetime) -> SiteLook | None:
    """Looks at the pages of a site; None if it was not to go on to the end."""
    try:
        named = _named(site, doors)
    except Faulty as fault:
        failures = state.failures + 1
        after = replace(state, failures=failures, next_look=now + wait_after(site.every, failures, None))
        return SiteLook(after, trouble=f"{fault.what}; {fault.mend}")
    counts: Counter[str] = Counter()
    seen, kept, troubles = dict[str, Seen](), set[str](), list[Trouble]()
    for number, url in enumerate(named):
        before = state.seen.get(url)
        if number >= site.most or not doors.has_room():
            counts["left for the next look" if number < site.most else "more than `most`"] += 1
        elif not doors.may_go_on():
            return None
        else:
            match doors.fetch(url, before.stamp if before else NO_STAMP):
                case Fetched() as got:
                    counts[doors.arrived(url, got)] += 1
                    before = Seen(got.stamp, got.url)
                case Unchanged():
                    counts["unchanged"] += 1
                case Trouble(status=status) if status in GONE:
                    counts["not there"] += 1
                    continue
                case Trouble() as trouble:
                    counts["not to be had"] += 1
                    troubles.append(trouble)
        if before:
            seen[url] = before
        kept |= {same_place(url), same_place(before.origin if before else url)}
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items()) or "no page"
    failures = state.failures + 1 if troubles and len(troubles) == sum(counts.values()) else 0
    after = SiteState(seen, failures, now + wait_after(site.every, failures, None))
    first = f"{troubles[0].what}; {troubles[0].mend}" if troubles else ""
    return SiteLook(after, told, frozenset(kept), first)


def _named(site: Site, doors: SiteDoors) -> list[str]:
    """The addresses that are meant, each once. Raises Faulty."""
    if not site.sitemap:
        return list(dict.fromkeys(site.pages))
    host = urlsplit(site.sitemap).hostname
    waiting, found, read = [site.sitemap], dict[str, None](), 0
    while waiting and read < MOST_SITEMAPS:
        address, read = waiting.pop(0), read + 1
        got = doors.fetch(address)
        if isinstance(got, Trouble):
            raise Faulty(0, f"has a sitemap that {got.what}", got.mend)
        if not isinstance(got, Fetched):
            raise Faulty(0, "is said not to have changed, though nobody asked", "try again later")
        sitemap = doors.read_sitemap(got)
        # A sitemap speaks for its own host alone.
        waiting += [url for url in sitemap.sitemaps if urlsplit(url).hostname == host]
        ours = [url for url in sitemap.pages if urlsplit(url).hostname == host and _is_meant(url, site.path)]
        found |= dict.fromkeys(ours)
    return list(found)


def _is_meant(url: str, path: str) -> bool:
    return urlsplit(url).path.startswith(f"/{path.lstrip('/')}")
