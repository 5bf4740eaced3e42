"""A git repository that is followed: the copy of its documents is brought up to date with its newest commit."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from bot.core.curation.feed_candidates import Followed
from bot.documents.corpus.withholding import A_FIFTH
from bot.documents.faults import Faulty
from bot.documents.following.copying import bring_up_to_date, read_state, write_state
from bot.documents.following.polling import Feed, wait_after
from bot.documents.following.repository import Repository, RepositoryLimits, newest
from bot.documents.following.ways import GoOn
from bot.documents.following.withdrawing import Withdrawals

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class FollowedRepository:
    """Satisfies the Source of `bot.service.sources`."""

    name: str
    repository: Callable[[], Repository]
    place: Path
    feed: Feed
    withdrawals: Withdrawals
    limits: RepositoryLimits

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        # Whoever has a state folder of its own has a copy of its own.
        state = read_state(self.place)
        is_decided = bool(state.withheld) and self.withdrawals.confirmed(state.withheld)
        return state.next_look is None or state.next_look <= now or is_decided

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        with _alone_in(self.place) as alone:
            if not alone or not go_on():
                return None
            before = read_state(self.place)
            may_lose = A_FIFTH if self.feed.trusted else 0.0
            try:
                with newest(self.repository(), before.commit, self.limits) as tree:
                    if tree is not None:
                        copied = bring_up_to_date(tree, self.name, self.place, may_lose, self.withdrawals.confirmed)
                        commit = tree.commit
            except Faulty as fault:
                failures = before.failures + 1
                after = replace(before, failures=failures, next_look=now + wait_after(self.feed.every, failures, None))
                write_state(self.place, after)
                said = known or Followed(self.key)
                return replace(said, state={"looked": True}, trouble=f"{fault.what}; {fault.mend}")
            after = read_state(self.place)
            write_state(self.place, replace(after, failures=0, next_look=now + wait_after(self.feed.every, 0, None)))
            if tree is None:
                told = known.told if known else "nothing new"
                return Followed(self.key, {"looked": True}, "", now, told)
            if copied.withheld:
                self.withdrawals.ask(copied.withheld, [path.partition("//")[2] for path in copied.withheld.paths])
            log.info("a repository was looked at", source=self.name, commit=commit, brought=str(copied))
            return Followed(self.key, {"looked": True}, "", now, f"commit {commit[:10]}: {copied}")


@contextmanager
def _alone_in(place: Path) -> Iterator[bool]:
    """Whether nobody else brings this copy up to date now: two replicas may share a state folder."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
