"""Sources: what is missing to read them, which are in trouble, and what waits for a curator."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from bot.core.curation.feed_candidates import FeedCandidates
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_card
from bot.doctor.finding import Finding
from bot.documents.following.polling import Feed, feed_state_of
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.web.addresses import shown_address
from bot.settings import Settings

# A server may be away for an hour; a feed that failed so often in a row needs somebody to look.
MANY = 3
MOST_TOLD = 20
LOOK_THERE = "see whether it can be reached from this machine"
NEEDED = {"feedparser": "feeds", "lxml": "documents"}


def check_sources(settings: Settings, feeds: Sequence[Feed], candidates: FeedCandidates) -> Iterator[Finding]:
    """What is known of the sources of the settings; `feeds` are the feeds among them."""
    if feeds:
        yield from _means(settings, feeds)
    known = candidates.feeds()
    for feed in feeds:
        followed = known.get(feed.url)
        state = feed_state_of(followed)
        if followed is None or not followed.state:
            yield Finding("feed", True, f"{shown_address(feed.url)} has not been looked at yet; the running bot will")
        elif followed.trouble:
            again = f", looked at again from {state.next_look:%Y-%m-%d %H:%M} UTC" if state.next_look else ""
            tried = "once" if state.failures == 1 else f"{state.failures} times in a row"
            what, _, remedy = followed.trouble.partition("; ")
            says = f"{shown_address(feed.url)}, {tried}: {what}{again}"
            yield Finding("feed", state.failures < MANY, says, remedy or LOOK_THERE)
        else:
            yield Finding("feed", True, f"{shown_address(feed.url)} is followed")
    yield from _others(settings, candidates)
    waiting = WaitingRoom(candidates).waiting()
    for pending in waiting[:MOST_TOLD]:
        title, place = pending.entry.title or pending.url, shown_address(pending.url or pending.feed)
        says = f"“{title}” ({place}) has been waiting for a curator since {pending.found:%Y-%m-%d}"
        yield Finding("newcomer", True, says, "add or ignore it in the curators' channel")
    if len(waiting) > MOST_TOLD:
        yield Finding("newcomer", True, f"and {len(waiting) - MOST_TOLD} more")


def _others(settings: Settings, candidates: FeedCandidates) -> Iterator[Finding]:
    """Folders, repositories and sites: whether the last look went well, and what waits to be confirmed."""
    known = candidates.feeds()
    for source in settings.followed_here:
        if source.feed:
            continue
        place, followed = shown_address(source.place), known.get(source.called)
        if source.git and find_spec("dulwich") is None:
            remedy = "install what is missing: pip install 'policybot[git]'"
            yield Finding("source", False, f"{place} cannot be read without dulwich", remedy)
        elif source.folder:
            is_there = source.folder.is_dir()
            says, remedy = ("is followed", "") if is_there else ("is not a folder", "check that it is there")
            yield Finding("source", is_there, f"{place} {says}", remedy)
        elif followed is None or not followed.state:
            yield Finding("source", True, f"{place} has not been looked at yet; the running bot will")
        elif followed.trouble:
            what, _, remedy = followed.trouble.partition("; ")
            yield Finding("source", False, f"{place}: {what}", remedy or LOOK_THERE)
        else:
            yield Finding("source", True, f"{place} is followed")
    for waiting in candidates.waiting():
        if asks_to_withdraw(waiting):
            remedy = f"confirm it: policybot sources confirm {waiting.feed}"
            yield Finding("withdrawal", True, f"{withdrawal_card(waiting).title}, and stay until then", remedy)


def _means(settings: Settings, feeds: Sequence[Feed]) -> Iterator[Finding]:
    missing = {extra: package for package, extra in NEEDED.items() if find_spec(package) is None}
    if missing:
        says = f"cannot be read without {' and '.join(missing.values())}"
        yield Finding("feeds", False, says, f"install what is missing: pip install 'policybot[{','.join(missing)}]'")
    if not settings.digest.curators_channel and not all(feed.trusted for feed in feeds):
        remedy = "name a channel in digest.curators_channel, or trust the feed"
        yield Finding("feeds", False, "what they bring waits for a curator, and nobody is told", remedy)
