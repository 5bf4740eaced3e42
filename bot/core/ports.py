"""What the core asks of the rooms. Adapters satisfy these by shape and import nothing for it.

Ports for one subject alone stand beside its types: `Changes`, `Subscriptions`, `FeedCandidates`, `FileProblems`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.lookup import Consulted, Found, Lookup
from bot.core.model import Article, Scope
from bot.core.requests import Abandoned, Answered, AnyRequest, Claim, Forgotten, Post, PostStatus


class PassageIndex(Protocol):
    """An immutable snapshot of the passages of a corpus, and of the articles that they stand in.

    A question costs two calls, `consult` and `complete`; one more where a word was misspelt. A passage is found by
    five fields, each with statistics of its own: its text, its context, its article's title, pairs of words that stand
    next to each other, and its whole article.
    """

    @property
    def revision(self) -> str:
        """Names this snapshot (see `revision_with`): equal for equal articles, different for different ones."""

    def languages(self, seen: Scope) -> tuple[str, ...]:
        """The languages of the articles within a scope of collections: that of most of them first."""

    def consult(self, lookup: Lookup) -> Consulted:
        """What is known of the words of a question, before anything is ranked."""

    def sharing(self, words: Collection[str]) -> Sequence[Article]:
        """Articles in order, among them those that share most of these folded words, struck-out ones included.

        Rare words count more. Where there are few articles, all.
        """

    def complete(self, lookup: Lookup, consulted: Consulted) -> Found:
        """The best passages that lie in the scope and are admitted, and their articles.

        They share a term with the query, unless the index compares meanings too.

        `consulted` came from `consult` for the same question; the query may have lost terms since.
        """


class Inbox(Protocol):
    """What was handed over and is not answered yet. Safe between threads, and between processes on one database."""

    def accept(self, request: AnyRequest, keys: Collection[str], kept: Callable[[], None] | None = None) -> bool:
        """Keeps a request, unless one of its keys was seen before; returns whether it was kept.

        Either way all keys are seen from now on. When this returns, the request survives the process, and a power cut.
        `kept`, if given, is called before that, as soon as the request can be claimed.
        """

    def knows(self, subject: str) -> bool:
        """Whether any request about this subject is kept, answered or not."""

    def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
        """Takes a request that is due and free, for `worker`, until then; None if there is none.

        Of several it is one of the person who has the fewest under way, in the place that has the fewest; of those the
        oldest.
        Free is what nobody has claimed, or whose claim has run out. A request waits while an older one about the
        same subject is neither finished nor given up.
        """

    def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
        """Makes the worker's claims of the requests with these ids last until then.

        What it holds without knowing, because the answer to `claim` got lost, is not renewed and comes free.
        """

    def free_of(self, has_ended: Callable[[str], bool]) -> int:
        """Frees at once what is held by workers that have ended; the attempts count. Returns how many."""

    def free_beyond(self, latest_claim: datetime, latest_wait: datetime) -> int:
        """Frees what is claimed, or put back, until after these moments: a wrong clock said so. Returns how many."""

    def asked_by(self, person: str, since: datetime, until: datetime) -> int:
        """How many questions a person asked after the one moment and by the other, answered or not.

        Nothing else counts: what is handed in for a person (a reminder, a note below an answer) they did not ask.
        """

    def finish(self, claim: Claim, now: datetime, outcome: str, receipt: str = "") -> bool:
        """The request is answered. False, and nothing changes, if somebody else has claimed it since."""

    def finish_and_claim(
        self, claim: Claim, now: datetime, until: datetime, outcome: str, receipt: str = ""
    ) -> Claim | None:
        """Does as `finish` does, and then as `claim` for the same worker, in one step."""

    def retry_at(self, claim: Claim, due: datetime, *, counts: bool = True) -> bool:
        """The request is free again, but not before `due`; this attempt counts, or does not. False as in `finish`."""

    def dead_letter(self, claim: Claim, now: datetime, reason: str) -> bool:
        """The request will not be answered; it is kept with the reason. False as in `finish`."""

    def release(self, worker: str) -> int:
        """Frees at once whatever the worker still holds, and does not count those attempts. Returns how many."""

    def pending_after(self, claim: Claim) -> Sequence[AnyRequest]:
        """The later requests about the same subject that wait for this one."""

    def waiting(self) -> int:
        """How many requests are neither answered nor given up."""

    def oldest(self) -> datetime | None:
        """When the oldest of them came; None if there is none."""

    def next_due(self, now: datetime) -> datetime | None:
        """When the next request may be claimed: `now`, if one may be by then, or else when it comes due or free.

        None if nothing waits but behind others.
        """

    def abandoned(self) -> Sequence[Abandoned]:
        """What was given up and not purged yet, latest first."""


class Posts(Protocol):
    """What was sent, or may have been. Safe between threads, and between processes on one database."""

    def begin(self, key: str, channel: str, thread: str | None, fingerprint: str, now: datetime) -> tuple[Post, bool]:
        """The post with this key, and whether the caller may send it now.

        A new one, or one that was never accepted, may be sent: it is `sending` from now on. Any other comes
        back as it is, with False. Of two callers at once, only one gets True.
        """

    def retake(self, post: Post, fingerprint: str, now: datetime) -> Post | None:
        """The right to send it, from now on and with this fingerprint: again, or still. The post as it is then.

        None if it has changed since it was read. `since` is then another moment in any case, whatever clocks say: it
        tells one taking from the next.
        """

    def mark(self, post: Post, fate: PostStatus, *, ts: str | None = None, fingerprint: str | None = None) -> None:
        """What became of it. `ts` and `fingerprint` replace what is known, where given.

        That it is sent or removed is noted in any case; any other fate only while nobody has taken it since.
        """

    def find(self, key: str) -> Post | None:
        """The post with this key."""

    def at(self, channel: str, ts: str) -> Post | None:
        """The post that Slack knows by this name, as long as it stands."""

    def answered_in(self, channel: str, thread: str) -> bool:
        """Whether a message of ours stands in this thread."""

    def unknown(self) -> Sequence[Post]:
        """Those whose fate will never be known, latest first."""


class Records(Protocol):
    """What is kept of people's questions, for how long, and how it is taken away."""

    def purge(self, before: datetime) -> int:
        """Removes what was finished or given up before that moment: requests, keys, posts. Returns how many rows."""

    def forget(self, person: str) -> Forgotten:
        """Removes every row of a person, answered or not. What they subscribed a channel to stays, as nobody's."""

    def answered(self, kinds: Collection[str], since: datetime, place: str | None = None) -> Sequence[Answered]:
        """The requests of these kinds that came after that moment, of one place or of all, and were answered.

        In the order in which they came.
        """

    def asked_before(self, request: AnyRequest, outcomes: Collection[str], most: int) -> Sequence[AnyRequest]:
        """The last questions in messages of the same person in the same place before this one, oldest first.

        Only what came to one of these outcomes; of what was edited the last words, and nothing that was deleted.
        """

    def asked_lately(
        self, person: str, kinds: Collection[str], outcomes: Collection[str], most: int
    ) -> Sequence[Answered]:
        """The last questions of a person anywhere, among so many requests of these kinds, the newest first.

        Only what came to one of these outcomes; of what was edited the last words, and nothing that was deleted.
        """


LEADING = "leading"
"""The lease of the replica that looks at the documents, and notes what is new in them."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What one replica alone does: this one with this token, another one with None; and what its holder tells."""

    token: int | None
    told: str


class Leases(Protocol):
    """What one replica alone does, by name. Safe between processes on one database."""

    def take(
        self, name: str, holder: str, now: datetime, until: datetime, has_ended: Callable[[str], bool] = lambda _: False
    ) -> Lease:
        """Takes what is free, or has run out, or is the holder's already, until then; `has_ended` says whether another
        holder is no more.

        The token is another one, and a larger one, whenever somebody else held it in between, or it was given back.
        """

    def tell(self, name: str, token: int, told: str) -> None:
        """Leaves a word for all who do not hold it. Raises StoreError if somebody else does by now."""

    def told(self, name: str) -> str:
        """What was told last by who held it then; "" where nobody has told anything."""

    def give(self, name: str, holder: str) -> None:
        """It is free from now on, if this is its holder."""
