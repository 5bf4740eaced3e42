"""What the core asks of the rooms. Adapters satisfy these by shape and import nothing for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.changes.revisions import Revision, Sighting
from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.core.curation.problems import FileProblem, Notice
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Subscription
from bot.core.lookup import Consulted, Found, Lookup
from bot.core.requests import Abandoned, Answered, Claim, Forgotten, Post, PostStatus, Request


class PassageIndex(Protocol):
    """An immutable snapshot of the passages of a corpus, and of the articles that they stand in.

    A question costs two calls, `consult` and `complete`; one more where a word was misspelt. A passage is found by
    five fields, each with statistics of its own: its text, its context, its article's title, pairs of words that stand
    next to each other, and its whole article.
    """

    @property
    def revision(self) -> str:
        """Names this snapshot: equal for equal articles, different for different ones."""

    def consult(self, lookup: Lookup) -> Consulted:
        """What is known of the words of a question, before anything is ranked."""

    def complete(self, lookup: Lookup, consulted: Consulted) -> Found:
        """The best passages that share a term with the query, lie in the scope and are admitted, and their articles.

        `consulted` came from `consult` for the same question; the query may have lost terms since.
        """


class Store(Protocol):
    """What was seen of the articles, and from when on the channels of the settings are told of it."""

    def note_articles(self, articles: Sequence[str], now: datetime) -> None:
        """Remember when each article was first seen. Known articles keep their first time."""

    def first_seen(self) -> Mapping[str, datetime]:
        """Every article that was ever noted, and when it was first seen."""

    def last_digest(self, channel: str) -> datetime | None:
        """From when on a channel of the settings is told of news; None if it is not known yet."""

    def note_digest(self, channel: str, until: datetime) -> None:
        """Remember that the channel is told of what comes after `until`."""

    def hashes(self) -> Mapping[str, str]:
        """The hash of what each article said last."""

    def note_revisions(self, sightings: Iterable[Sighting], now: datetime) -> None:
        """Remember what articles say now, where it is not what they said last; what an old name said, too."""

    def revisions(self, after: datetime) -> Mapping[str, Sequence[Revision]]:
        """What the articles said that have changed after that moment: at the moment itself, and from then on."""


class Subscriptions(Protocol):
    """Who wants to be told of news, and what they were told."""

    def subscriptions(self) -> Sequence[Subscription]:
        """Every subscription, by place."""

    def subscription(self, key: str) -> Subscription | None:
        """The subscription with this key."""

    def subscribe(self, subscription: Subscription) -> None:
        """Keeps it, in the place of the one with the same key."""

    def unsubscribe(self, key: str) -> bool:
        """Removes it; what it was told is known further on. False if there was none."""

    def told(self) -> Mapping[str, Sequence[Due]]:
        """The last digests of all subscriptions, by their keys, the earliest first; two weeks of daily ones."""

    def told_to(self, key: str) -> Sequence[Due]:
        """The same of one subscription."""

    def note_told(self, key: str, due: Due) -> None:
        """This digest was sent, or had nothing to tell."""


class Inbox(Protocol):
    """What was handed over and is not answered yet. Safe between threads, and between processes on one database."""

    def accept(self, request: Request, keys: Collection[str]) -> bool:
        """Keeps a request, unless one of its keys was seen before; returns whether it was kept.

        Either way all keys are seen from now on. When this returns, the request survives the process.
        """

    def knows(self, subject: str) -> bool:
        """Whether any request about this subject is kept, answered or not."""

    def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
        """Takes the oldest request that is due and free, for `worker`, until then; None if there is none.

        Free is what nobody has claimed, or whose claim has run out. A request waits while an older one about the
        same subject is neither finished nor given up.
        """

    def renew(self, worker: str, until: datetime) -> None:
        """Makes all claims that the worker holds last until then."""

    def finish(self, claim: Claim, now: datetime, outcome: str, receipt: str = "") -> bool:
        """The request is answered. False, and nothing changes, if somebody else has claimed it since."""

    def retry_at(self, claim: Claim, due: datetime) -> bool:
        """The request is free again, but not before `due`. False as in `finish`."""

    def dead_letter(self, claim: Claim, now: datetime, reason: str) -> bool:
        """The request will not be answered; it is kept with the reason. False as in `finish`."""

    def release(self, worker: str) -> int:
        """Frees at once whatever the worker still holds, and does not count those attempts. Returns how many."""

    def pending_after(self, claim: Claim) -> Sequence[Request]:
        """The later requests about the same subject that wait for this one."""

    def waiting(self) -> int:
        """How many requests are neither answered nor given up."""

    def next_due(self, now: datetime) -> datetime | None:
        """The moment after `now` at which the next request comes due or free; None if there is none."""

    def abandoned(self) -> Sequence[Abandoned]:
        """What was given up and not purged yet, latest first."""


class Posts(Protocol):
    """What was sent, or may have been. Safe between threads, and between processes on one database."""

    def begin(self, key: str, channel: str, thread: str | None, fingerprint: str, now: datetime) -> tuple[Post, bool]:
        """The post with this key, and whether the caller may send it now.

        A new one, or one that was never accepted, may be sent: it is `sending` from now on. Any other comes
        back as it is, with False. Of two callers at once, only one gets True.
        """

    def retake(self, post: Post, fingerprint: str, now: datetime) -> bool:
        """The right to send again, with this fingerprint from now on, what was looked for in vain.

        False if the post has changed since it was read.
        """

    def mark(self, post: Post, fate: PostStatus, *, ts: str | None = None, fingerprint: str | None = None) -> None:
        """What became of it. `ts` and `fingerprint` replace what is known, where given."""

    def find(self, key: str) -> Post | None:
        """The post with this key."""

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


class FeedCandidates(Protocol):
    """What comes from feeds and waits for a curator. Safe between threads, and between processes on one database."""

    def keep_newcomer(self, newcomer: FeedCandidate) -> bool:
        """Keeps it, unless one with this id waits already or was decided about; returns whether it was kept."""

    def newcomers(self) -> Sequence[FeedCandidate]:
        """What waits, the oldest first."""

    def newcomer(self, name: str) -> FeedCandidate | None:
        """What waits under this id."""

    def settle_newcomer(self, name: str) -> bool:
        """It was decided about, and waits no longer. Of several at once, only one gets True."""

    def claim_feed(self, url: str, holder: str, now: datetime, until: datetime) -> bool:
        """The right to look at a feed until then, or to go on with it; False while somebody else has it."""

    def note_feed(self, followed: Followed, holder: str) -> bool:
        """What the holder's look came to; the feed is free again. False, and nothing changes, if another took over."""

    def feeds(self) -> Mapping[str, Followed]:
        """What is known of each feed that was ever claimed, by its address."""


class FileProblems(Protocol):
    """What curators are told of faulty corpus files. Safe between threads, and between processes on one database."""

    def notices(self) -> Sequence[Notice]:
        """Those that have not ended, the oldest first."""

    def note_troubles(self, changes: Mapping[str, FileProblem | None], name: str, now: datetime) -> None:
        """These files have changed (None: one has no fault any more). What is new becomes one notice with this name.

        What is known already changes nothing: of several who note the same at once, one makes the notice. A file
        without fault that is in no notice is no news either.
        """

    def end_notice(self, name: str) -> None:
        """No file of it is faulty any more, and it is told. It stays where one is."""
