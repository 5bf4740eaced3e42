"""The parts of a store in memory: the contracts without a database.

Safe between threads: each call has the lock to itself. It forgets everything with the process.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.core.answering.pins import Pin
from bot.core.audit import Act, Action
from bot.core.changes.catalogue import Catalogued, Known
from bot.core.changes.revisions import Revision, Sighting, after_closed
from bot.core.changes.withdrawals import SourceDocument, Withdrawal
from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.core.curation.feedback import Opinion
from bot.core.curation.hand_overs import Asker, HandOver
from bot.core.curation.own_answers import Kept as KeptPin
from bot.core.curation.own_answers import WrittenAnswer
from bot.core.curation.problems import FileProblem, Notice, changed
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Subscription
from bot.core.errors import StoreError
from bot.core.ports import Lease
from bot.core.read_requests.model import Asked, Ending, ReadRequest
from bot.core.requests import ASKED, Abandoned, Answered, AnyRequest, Claim, Forgotten, Kind, Post, PostStatus


@dataclass
class Kept:
    """A request, and how far it has come."""

    request: AnyRequest
    worker: str | None = None
    attempt: int = 0
    free_from: datetime | None = None
    finished: datetime | None = None
    outcome: str = ""
    receipt: str = ""
    reason: str | None = None

    @property
    def waits(self) -> bool:
        return self.finished is None


def _person(request: AnyRequest) -> str:
    return request.person or request.place or ""


def _is_free(kept: Kept, now: datetime) -> bool:
    return kept.free_from is None or kept.free_from <= now


@dataclass
class MemoryChanges:
    """The core's Changes."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seen: dict[str, datetime] = field(default_factory=dict)
    said: dict[str, list[tuple[str, Revision]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    held: dict[str, tuple[SourceDocument, datetime | None]] = field(default_factory=dict)
    there: dict[str, Catalogued] = field(default_factory=dict)

    closed: datetime | None = None

    def catalogue(self) -> dict[str, Known]:
        return {name: each.known for name, each in self.there.items()}

    def known(self, articles: Collection[str]) -> dict[str, Known]:
        return {name: each.known for name, each in self.there.items() if name in articles}

    def note_catalogue(self, come: Iterable[Catalogued], gone: Collection[str]) -> None:
        with self.lock:
            self.there = {name: each for name, each in self.there.items() if name not in gone}
            self.there |= {each.article: each for each in come}

    def to_review(self, by: date) -> list[str]:
        return [name for name, each in sorted(self.there.items()) if each.review_by and each.review_by <= by]

    def replacing(self, after: date, until: date) -> list[str]:
        days = {name: each.replaces_from for name, each in sorted(self.there.items())}
        return [name for name, day in days.items() if day and after < day <= until]

    def note_articles(self, articles: Sequence[str], now: datetime, *, is_news: bool = True) -> None:
        with self.lock:
            for article in articles:
                self.seen.setdefault(article, after_closed(now, self.closed) if is_news else now)

    def close(self, now: datetime) -> datetime:
        with self.lock:
            until = self.closed = after_closed(now, self.closed)
            self.seen = {article: min(seen, until) for article, seen in self.seen.items()}
            for article, said in self.said.items():
                self.said[article] = [(own, replace(each, seen=min(each.seen, until))) for own, each in said]
            self.held = {name: (each, min(gone, until) if gone else None) for name, (each, gone) in self.held.items()}
            return until

    def first_seen(self, articles: Collection[str] | None = None) -> dict[str, datetime]:
        with self.lock:
            return {name: seen for name, seen in self.seen.items() if articles is None or name in articles}

    def newly_seen(self, after: datetime, until: datetime) -> list[str]:
        return sorted(name for name, seen in self.first_seen().items() if after < seen <= until)

    def hashes(self, articles: Collection[str] | None = None) -> dict[str, str]:
        with self.lock:
            own = self.said if articles is None else self.said.keys() & set(articles)
            return {article: self.said[article][-1][0] for article in own}

    def contents(self, articles: Collection[str] | None = None) -> dict[str, str]:
        return {article: self.files.get(article, "") for article in self.hashes(articles)}

    def saying(self, hashes: Collection[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, own in self.hashes().items():
            if own in hashes:
                found.setdefault(own, []).append(name)
        return found

    def note_revisions(self, sightings: Iterable[Sighting], now: datetime) -> None:
        with self.lock:
            now = after_closed(now, self.closed)
            for sighting in sightings:
                before = self.said.get(sighting.was or "", ())
                revisions = self.said.setdefault(sighting.article, list(before))
                same_file = sighting.content and self.files.get(sighting.article) == sighting.content
                if revisions and same_file:
                    revisions[-1] = (sighting.hash, replace(revisions[-1][1], paragraphs=sighting.paragraphs))
                elif not revisions or revisions[-1][0] != sighting.hash:
                    revisions.append((sighting.hash, Revision(now, sighting.paragraphs)))
                self.files[sighting.article] = sighting.content or self.files.get(sighting.article, "")

    def revisions(self, after: datetime) -> dict[str, list[Revision]]:
        with self.lock:
            found = {article: [each for _, each in revisions] for article, revisions in self.said.items()}
            changed = {article: each for article, each in found.items() if any(r.seen > after for r in each[1:])}
            return {article: each[self._then(each, after) :] for article, each in changed.items()}

    @staticmethod
    def _then(said: Sequence[Revision], moment: datetime) -> int:
        return max((at for at, each in enumerate(said) if each.seen <= moment), default=0)

    def words_of(self, articles: Sequence[str], at: datetime) -> dict[str, tuple[str, ...]]:
        with self.lock:
            noted = {name: [each for _, each in self.said[name]] for name in articles if self.said.get(name)}
            return {name: each[self._then(each, at)].paragraphs for name, each in noted.items()}

    def documents(self) -> dict[str, SourceDocument]:
        return {name: document for name, (document, gone) in sorted(self.held.items()) if gone is None}

    def note_documents(self, documents: Sequence[SourceDocument]) -> None:
        with self.lock:
            self.held |= {each.article: (each, None) for each in documents}

    def forget_documents(self, articles: Sequence[str]) -> None:
        with self.lock:
            self.held = {name: held for name, held in self.held.items() if name not in articles}

    def withdraw(self, documents: Sequence[SourceDocument], now: datetime) -> None:
        with self.lock:
            for each in documents:
                if self.held.get(each.article, (each, None))[1] is None:
                    self.held[each.article] = (each, after_closed(now, self.closed))

    def withdrawn(self, after: datetime) -> list[Withdrawal]:
        gone = [Withdrawal(document, moment) for _, (document, moment) in sorted(self.held.items()) if moment]
        return [each for each in gone if each.seen > after]


@dataclass
class MemorySubscriptions:
    """The core's Subscriptions. `wanted` and `last` are by key."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted: dict[str, Subscription] = field(default_factory=dict)
    last: dict[str, dict[str, Due]] = field(default_factory=dict)
    digests: dict[str, datetime] = field(default_factory=dict)

    def all(self) -> list[Subscription]:
        with self.lock:
            return sorted(self.wanted.values(), key=lambda each: (each.place, each.about is not None, each.about or ""))

    def find(self, key: str) -> Subscription | None:
        return self.wanted.get(key)

    def keep(self, subscription: Subscription) -> None:
        with self.lock:
            self.wanted[subscription.key] = subscription

    def remove(self, key: str) -> bool:
        with self.lock:
            return self.wanted.pop(key, None) is not None

    def told(self) -> dict[str, list[Due]]:
        return {key: self.told_to(key) for key in list(self.last)}

    def told_to(self, key: str) -> list[Due]:
        with self.lock:
            return sorted(self.last.get(key, {}).values(), key=lambda due: due.moment)

    def note_told(self, key: str, due: Due) -> None:
        with self.lock:
            known = self.last.setdefault(key, {})
            known[due.name] = due
            latest = sorted(known.values(), key=lambda each: each.moment)[-14:]
            self.last[key] = {each.name: each for each in latest}

    def last_digest(self, channel: str) -> datetime | None:
        return self.digests.get(channel)

    def note_digest(self, channel: str, until: datetime) -> None:
        self.digests[channel] = until


@dataclass
class MemoryInbox:
    """The core's Inbox. `kept` is in the order in which the requests came; `keys`: the request that a key came with."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: list[Kept] = field(default_factory=list)
    keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def accept(self, request: AnyRequest, keys: Collection[str], kept: Callable[[], None] | None = None) -> bool:
        with self.lock:
            is_new = self.keys.keys().isdisjoint(keys)
            for key in keys:
                self.keys.setdefault(key, (request.id, request.received))
            if is_new:
                self.kept.append(Kept(request))
        if is_new and kept:
            kept()
        return is_new

    def knows(self, subject: str) -> bool:
        with self.lock:
            return any(kept.request.subject == subject for kept in self.kept)

    def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
        with self.lock:
            free = self._claimable(now)
            if not free:
                return None
            held = [each.request for each in self._waiting() if each.worker and not _is_free(each, now)]
            persons, places = Counter(map(_person, held)), Counter(each.place for each in held)
            # Of equals, the first.
            found = min(free, key=lambda each: (persons[_person(each.request)], places[each.request.place]))
            found.worker, found.attempt, found.free_from = worker, found.attempt + 1, until
            return Claim(found.request, worker, found.attempt)

    def free_of(self, has_ended: Callable[[str], bool]) -> int:
        with self.lock:
            left = [each for each in self._waiting() if each.worker and has_ended(each.worker)]
            for kept in left:
                kept.worker, kept.free_from = None, None
            return len(left)

    def free_beyond(self, latest_claim: datetime, latest_wait: datetime) -> int:
        with self.lock:
            limits = ((each, latest_claim if each.worker else latest_wait) for each in self._waiting())
            wrong = [each for each, limit in limits if each.free_from is not None and each.free_from > limit]
            for kept in wrong:
                kept.worker, kept.free_from = None, None
            return len(wrong)

    def asked_by(self, person: str, since: datetime, until: datetime) -> int:
        with self.lock:
            theirs = (
                each.request for each in self.kept if each.request.person == person and each.request.kind in ASKED
            )
            return sum(1 for each in theirs if since < each.received <= until)

    def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
        with self.lock:
            for kept in self._held_by(worker):
                if kept.request.id in requests:
                    kept.free_from = until

    def finish(self, claim: Claim, now: datetime, outcome: str, receipt: str = "") -> bool:
        with self.lock:
            kept = self._of(claim)
            if kept:
                kept.worker, kept.finished, kept.outcome, kept.receipt = None, now, outcome, receipt
            return kept is not None

    def finish_and_claim(
        self, claim: Claim, now: datetime, until: datetime, outcome: str, receipt: str = ""
    ) -> Claim | None:
        self.finish(claim, now, outcome, receipt)
        return self.claim(claim.worker, now, until)

    def retry_at(self, claim: Claim, due: datetime, *, counts: bool = True) -> bool:
        with self.lock:
            kept = self._of(claim)
            if kept:
                kept.worker, kept.free_from, kept.attempt = None, due, kept.attempt - (not counts)
            return kept is not None

    def dead_letter(self, claim: Claim, now: datetime, reason: str) -> bool:
        with self.lock:
            kept = self._of(claim)
            if kept:
                kept.worker, kept.finished, kept.reason = None, now, reason
            return kept is not None

    def release(self, worker: str) -> int:
        with self.lock:
            held = list(self._held_by(worker))
            for kept in held:
                kept.worker, kept.free_from, kept.attempt = None, None, kept.attempt - 1
            return len(held)

    def pending_after(self, claim: Claim) -> list[AnyRequest]:
        with self.lock:
            numbers = [number for number, kept in enumerate(self.kept) if kept.request.id == claim.request.id]
            later = [each for number in numbers for each in self.kept[number + 1 :]]
            return [each.request for each in later if each.waits and each.request.subject == claim.request.subject]

    def waiting(self) -> int:
        with self.lock:
            return sum(1 for _ in self._waiting())

    def oldest(self) -> datetime | None:
        with self.lock:
            return min((kept.request.received for kept in self._waiting()), default=None)

    def next_due(self, now: datetime) -> datetime | None:
        with self.lock:
            moments = (kept.free_from for kept in self._waiting())
            later = min((each for each in moments if each is not None and each > now), default=None)
            return now if self._claimable(now) else later

    def _claimable(self, now: datetime) -> list[Kept]:
        first: dict[str, Kept] = {}
        for kept in self._waiting():
            first.setdefault(kept.request.subject, kept)
        return [kept for kept in first.values() if _is_free(kept, now)]

    def abandoned(self) -> Sequence[Abandoned]:
        with self.lock:
            found = [
                Abandoned(kept.request.id, kept.request.kind, kept.request.place, kept.finished, kept.reason)
                for kept in reversed(self.kept)
                if kept.finished is not None and kept.reason is not None
            ]
            return sorted(found, key=lambda each: each.at, reverse=True)

    def _waiting(self) -> Iterator[Kept]:
        return (kept for kept in self.kept if kept.waits)

    def _held_by(self, worker: str) -> Iterator[Kept]:
        return (kept for kept in self._waiting() if kept.worker == worker)

    def _of(self, claim: Claim) -> Kept | None:
        mine = (claim.request.id, claim.attempt)
        return next((kept for kept in self._held_by(claim.worker) if (kept.request.id, kept.attempt) == mine), None)


@dataclass
class MemoryPosts:
    """The core's Posts. Ids are counted, so that a test may name them."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    posts: dict[str, Post] = field(default_factory=dict)
    begun: int = 0

    def begin(self, key: str, channel: str, thread: str | None, fingerprint: str, now: datetime) -> tuple[Post, bool]:
        with self.lock:
            known = self.posts.get(key)
            if known and known.fate is not PostStatus.UNSENT:
                return known, False
            self.begun += 1
            name = known.id if known else f"post-{self.begun}"
            self.posts[key] = Post(key, name, channel, thread, PostStatus.SENDING, now, None, fingerprint)
            return self.posts[key], True

    def retake(self, post: Post, fingerprint: str, now: datetime) -> Post | None:
        with self.lock:
            if self.posts.get(post.key) != post:
                return None
            since = max(now, post.since + timedelta(microseconds=1))
            self.posts[post.key] = replace(post, fate=PostStatus.SENDING, since=since, fingerprint=fingerprint)
            return self.posts[post.key]

    def mark(self, post: Post, fate: PostStatus, *, ts: str | None = None, fingerprint: str | None = None) -> None:
        with self.lock:
            known = self.posts.get(post.key)
            if known is None or known.id != post.id:
                return
            is_as_read = (known.fate, known.since) == (post.fate, post.since)
            if fate in {PostStatus.SENT, PostStatus.REMOVED} or is_as_read:
                now_known = known.fingerprint if fingerprint is None else fingerprint
                self.posts[post.key] = replace(
                    known, fate=fate, ts=known.ts if ts is None else ts, fingerprint=now_known
                )

    def find(self, key: str) -> Post | None:
        return self.posts.get(key)

    def at(self, channel: str, ts: str) -> Post | None:
        with self.lock:
            sent = [each for each in self.posts.values() if each.fate is PostStatus.SENT]
            return next((each for each in sent if (each.channel, each.ts) == (channel, ts)), None)

    def answered_in(self, channel: str, thread: str) -> bool:
        with self.lock:
            sent = [each for each in self.posts.values() if each.fate is PostStatus.SENT]
            return any((each.channel, each.thread) == (channel, thread) for each in sent)

    def unknown(self) -> Sequence[Post]:
        with self.lock:
            found = sorted(
                (post for post in self.posts.values() if post.fate is PostStatus.UNKNOWN), key=lambda post: post.key
            )
            return sorted(found, key=lambda post: post.since, reverse=True)


@dataclass
class MemoryFeedCandidates:
    """The core's FeedCandidates. `came` are None once they are settled; `looks` are holders, until when they hold."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    came: dict[str, FeedCandidate | None] = field(default_factory=dict)
    followed: dict[str, Followed] = field(default_factory=dict)
    looks: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def keep(self, candidate: FeedCandidate) -> bool:
        with self.lock:
            is_new = candidate.id not in self.came
            self.came.setdefault(candidate.id, candidate)
            return is_new

    def waiting(self) -> list[FeedCandidate]:
        with self.lock:
            return sorted((each for each in self.came.values() if each), key=lambda each: (each.found, each.id))

    def find(self, name: str) -> FeedCandidate | None:
        return self.came.get(name)

    def settle(self, name: str) -> bool:
        with self.lock:
            if self.came.get(name) is None:
                return False
            self.came[name] = None
            return True

    def claim_feed(self, url: str, holder: str, now: datetime, until: datetime) -> bool:
        with self.lock:
            held_by, ends = self.looks.get(url, (holder, now))
            if held_by != holder and ends > now:
                return False
            self.looks[url] = (holder, until)
            self.followed.setdefault(url, Followed(url))
            return True

    def note_feed(self, followed: Followed, holder: str) -> bool:
        with self.lock:
            if self.looks.get(followed.url, ("", None))[0] != holder:
                return False
            del self.looks[followed.url]
            self.followed[followed.url] = followed
            return True

    def feeds(self) -> dict[str, Followed]:
        with self.lock:
            return dict(sorted(self.followed.items()))


@dataclass
class MemoryFileProblems:
    """The core's FileProblems."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    noticed: dict[str, Notice] = field(default_factory=dict)

    def notices(self) -> list[Notice]:
        with self.lock:
            return sorted(self.noticed.values(), key=lambda each: (each.since, each.id))

    def note(self, changes: Mapping[str, FileProblem | None], name: str, now: datetime) -> None:
        with self.lock:
            for notice in changed(list(self.noticed.values()), changes, name, now):
                self.noticed[notice.id] = notice

    def end(self, name: str) -> None:
        with self.lock:
            if name in self.noticed and not self.noticed[name].faulty:
                del self.noticed[name]


@dataclass
class MemoryHandOvers:
    """The core's HandOvers."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    opened: dict[str, HandOver] = field(default_factory=dict)
    wait: dict[tuple[str, str], Asker] = field(default_factory=dict)

    def open(self, hand_over: HandOver, asker: Asker) -> HandOver:
        with self.lock:
            self.wait.setdefault((hand_over.id, asker.key), asker)
            return self.opened.setdefault(hand_over.id, hand_over)

    def find(self, name: str) -> HandOver | None:
        return self.opened.get(name)

    def askers(self, name: str) -> list[Asker]:
        with self.lock:
            theirs = [asker for (hand_over, _), asker in self.wait.items() if hand_over == name]
            return sorted(theirs, key=lambda each: (each.joined, each.key))

    def waiting(self) -> list[HandOver]:
        with self.lock:
            return sorted((each for each in self.opened.values() if not each.pin), key=lambda each: each.asked)

    def settle(self, name: str, pin: str, now: datetime) -> bool:
        with self.lock:
            known = self.opened.get(name)
            if known is None or known.pin not in {"", pin}:
                return False
            self.opened[name] = replace(known, pin=pin, answered=now)
            return True

    def reopen(self, name: str) -> None:
        with self.lock:
            self.opened[name] = replace(self.opened[name], pin="", answered=None)

    def purge(self, before: datetime) -> int:
        with self.lock:
            old = {name for name, each in self.opened.items() if each.asked < before}
            theirs = [key for key in self.wait if key[0] in old]
            for name in old:
                del self.opened[name]
            for key in theirs:
                del self.wait[key]
            return len(old) + len(theirs)


@dataclass
class MemoryOwnAnswers:
    """The core's OwnAnswers."""

    chosen: dict[str, KeptPin] = field(default_factory=dict)
    documents: dict[str, WrittenAnswer] = field(default_factory=dict)
    lines: dict[str, tuple[str | None, datetime]] = field(default_factory=dict)

    def pins(self) -> list[KeptPin]:
        return sorted(self.chosen.values(), key=lambda each: (each.pin.on, each.pin.id))

    def find_pin(self, name: str) -> Pin | None:
        return self.chosen[name].pin if name in self.chosen else None

    def pin(self, kept: KeptPin) -> None:
        self.chosen[kept.pin.id] = kept

    def unpin(self, name: str) -> bool:
        return self.chosen.pop(name, None) is not None

    def written(self) -> list[WrittenAnswer]:
        return sorted(self.documents.values(), key=lambda each: each.name)

    def write(self, answer: WrittenAnswer) -> None:
        self.documents[answer.name] = answer

    def withdraw(self, name: str) -> bool:
        return self.documents.pop(name, None) is not None

    def synonyms(self) -> list[str]:
        return sorted(self.lines, key=lambda line: (self.lines[line][1], line))

    def add_synonym(self, line: str, person: str | None, now: datetime) -> bool:
        is_new = line not in self.lines
        self.lines.setdefault(line, (person, now))
        return is_new

    def remove_synonym(self, line: str) -> bool:
        return self.lines.pop(line, None) is not None


@dataclass
class MemoryFeedback:
    """The core's Feedback."""

    given: dict[tuple[str, str], Opinion] = field(default_factory=dict)

    def give(self, opinion: Opinion) -> None:
        key = (opinion.answer, opinion.person)
        before = self.given.get(key)
        kept = opinion.reason or (before.reason if before else "")
        self.given[key] = replace(opinion, reason="" if opinion.helped else kept)

    def since(self, moment: datetime) -> list[Opinion]:
        found = [each for each in self.given.values() if each.at >= moment]
        return sorted(found, key=lambda each: (each.at, each.answer))

    def purge(self, before: datetime) -> int:
        old = [key for key, each in self.given.items() if each.at < before]
        for key in old:
            del self.given[key]
        return len(old)


@dataclass
class MemoryReadRequests:
    """What was asked to be read, of whom, and who has confirmed it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: dict[str, ReadRequest] = field(default_factory=dict)
    asked: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def keep(self, request: ReadRequest, people: Collection[str]) -> None:
        if request.id not in self.kept:
            self.kept[request.id] = request
            self.asked |= {(request.id, person): Asked(request.id, person) for person in people}

    def find(self, name: str) -> ReadRequest | None:
        return self.kept.get(name)

    def open(self) -> list[ReadRequest]:
        return [each for each in self._ordered() if each.ending is None]

    def of_document(self, document: str) -> list[ReadRequest]:
        return [each for each in self._ordered() if each.document == document]

    def of_person(self, person: str) -> list[tuple[ReadRequest, Asked]]:
        return [(each, self.asked[each.id, person]) for each in self._ordered() if (each.id, person) in self.asked]

    def people(self, name: str) -> list[Asked]:
        return sorted((each for each in self.asked.values() if each.request == name), key=lambda each: each.person)

    def note_read(self, name: str, person: str, at: datetime) -> datetime:
        with self.lock:
            known = self.asked.get((name, person), Asked(name, person))
            self.asked[name, person] = replace(known, read=known.read or at)
        return known.read or at

    def note_reminded(self, name: str, person: str, number: int, at: datetime) -> None:
        known = self.asked.get((name, person))
        if known and known.reminders < number:
            self.asked[name, person] = replace(known, reminders=number, reminded=at)

    def end(self, name: str, why: Ending) -> None:
        if self.kept[name].ending is None:
            self.kept[name] = replace(self.kept[name], ending=why)

    def purge(self, before: datetime) -> int:
        old = {each.id for each in self.kept.values() if each.asked < before and each.until < before.date()}
        size = len(self.kept) + len(self.asked)
        self.kept = {name: each for name, each in self.kept.items() if name not in old}
        self.asked = {key: each for key, each in self.asked.items() if each.request not in old}
        return size - len(self.kept) - len(self.asked)

    def forget(self, person: str) -> int:
        theirs = [key for key in self.asked if key[1] == person]
        for key in theirs:
            del self.asked[key]
        self.kept = {name: replace(each, by="") if each.by == person else each for name, each in self.kept.items()}
        return len(theirs)

    def _ordered(self) -> list[ReadRequest]:
        return sorted(self.kept.values(), key=lambda each: (each.asked, each.id))


@dataclass
class MemoryRecords:
    """The core's Records, over an inbox, posts, subscriptions, and what curators do and ask to be read."""

    inbox: MemoryInbox
    posts: MemoryPosts
    subscriptions: MemorySubscriptions
    curation: "MemoryCuration"
    read_requests: MemoryReadRequests

    def purge(self, before: datetime) -> int:
        inbox, posts = self.inbox, self.posts
        with inbox.lock, posts.lock:
            size = len(inbox.kept) + len(inbox.keys) + len(posts.posts)
            inbox.kept = [kept for kept in inbox.kept if kept.finished is None or kept.finished >= before]
            ids = {kept.request.id for kept in inbox.kept}
            inbox.keys = {
                key: (request, seen) for key, (request, seen) in inbox.keys.items() if request in ids or seen >= before
            }
            limit = min([before, *(kept.request.received for kept in inbox.kept if kept.waits)])
            posts.posts = {key: post for key, post in posts.posts.items() if post.since >= limit}
            return size - len(inbox.kept) - len(inbox.keys) - len(posts.posts)

    def forget(self, person: str) -> Forgotten:
        with self.inbox.lock, self.subscriptions.lock:
            theirs = [kept for kept in self.inbox.kept if kept.request.person == person]
            self.inbox.kept = [kept for kept in self.inbox.kept if kept.request.person != person]
            receipts = {kept.receipt for kept in theirs} - {kept.receipt for kept in self.inbox.kept} - {""}
            wanted = self.subscriptions.wanted
            for key, subscription in list(wanted.items()):
                if subscription.person == person:
                    wanted[key] = replace(subscription, person=None)
                    if subscription.is_direct:
                        del wanted[key]
                        self.subscriptions.last.pop(key, None)
            self._forget_own_answers(person)
            return Forgotten(len(theirs), tuple(sorted(receipts)), self.read_requests.forget(person))

    def _forget_own_answers(self, person: str) -> None:
        asked, own, said = self.curation.hand_overs, self.curation.own_answers, self.curation.feedback
        said.given = {key: each for key, each in said.given.items() if each.person != person}
        waited = {name for (name, _), asker in asked.wait.items() if asker.person == person}
        asked.wait = {key: asker for key, asker in asked.wait.items() if asker.person != person}
        for name in waited - {name for name, _ in asked.wait}:
            del asked.opened[name]
        own.chosen = {
            name: replace(each, person=None) if each.person == person else each for name, each in own.chosen.items()
        }
        own.documents = {
            name: replace(each, person=None) if each.person == person else each for name, each in own.documents.items()
        }

    def answered(self, kinds: Collection[str], since: datetime, place: str | None = None) -> list[Answered]:
        with self.inbox.lock:
            return [
                Answered(kept.request, kept.outcome, kept.receipt)
                for kept in self.inbox.kept
                if kept.finished is not None and kept.reason is None and kept.request.kind in kinds
                if kept.request.received > since and place in {None, kept.request.place}
            ]

    def asked_before(self, request: AnyRequest, outcomes: Collection[str], most: int) -> list[AnyRequest]:
        with self.inbox.lock:
            came = [kept.request.id for kept in self.inbox.kept].index(request.id)
            gone = {kept.request.subject for kept in self.inbox.kept if kept.request.kind == Kind.REMOVAL}
            asked = [
                kept.request
                for kept in self.inbox.kept[:came]
                if kept.request.kind == Kind.QUESTION and kept.outcome in outcomes and kept.reason is None
                if (kept.request.person, kept.request.place) == (request.person, request.place)
                if kept.request.subject not in gone | {request.subject}
            ]
            last = {each.subject: each for each in asked[-most:]}
            return [each for each in asked[-most:] if last[each.subject] is each]

    def asked_lately(self, person: str, kinds: Collection[str], outcomes: Collection[str], most: int) -> list[Answered]:
        with self.inbox.lock:
            gone = {kept.request.subject for kept in self.inbox.kept if kept.request.kind == Kind.REMOVAL}
            asked = [
                Answered(kept.request, kept.outcome, kept.receipt)
                for kept in self.inbox.kept
                if kept.request.person == person and kept.request.kind in kinds and kept.outcome in outcomes
                if kept.request.subject not in gone
            ][-most:]
            last = {each.request.subject: each for each in asked}
            return [each for each in reversed(asked) if last[each.request.subject] is each]


@dataclass
class MemoryCuration:
    """What waits for curators, and what they are told of."""

    candidates: MemoryFeedCandidates = field(default_factory=MemoryFeedCandidates)
    problems: MemoryFileProblems = field(default_factory=MemoryFileProblems)
    hand_overs: MemoryHandOvers = field(default_factory=MemoryHandOvers)
    own_answers: MemoryOwnAnswers = field(default_factory=MemoryOwnAnswers)
    feedback: MemoryFeedback = field(default_factory=MemoryFeedback)


@dataclass
class MemoryAudit:
    """What people did in a role of theirs."""

    kept: dict[str, Act] = field(default_factory=dict)

    def record(self, act: Act) -> None:
        self.kept.setdefault(act.id, act)

    def acts(self, since: datetime, until: datetime | None = None) -> Iterator[Act]:
        ordered = sorted(self.kept.values(), key=lambda act: (act.at, act.id))
        return (act for act in ordered if since <= act.at and (until is None or act.at < until))

    def last(self, action: Action) -> Act | None:
        of_kind = [act for act in self.acts(datetime.min.replace(tzinfo=UTC)) if act.action is action]
        return of_kind[-1] if of_kind else None

    def purge(self, before: datetime) -> int:
        old = [act.id for act in self.kept.values() if act.at < before]
        for name in old:
            del self.kept[name]
        return len(old)


@dataclass
class MemoryLeases:
    """The core's Leases. `held`: token, holder, end and what is told, by name."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: dict[str, tuple[int, str | None, datetime, str]] = field(default_factory=dict)

    def take(
        self, name: str, holder: str, now: datetime, until: datetime, has_ended: Callable[[str], bool] = lambda _: False
    ) -> Lease:
        with self.lock:
            token, had, end, told = self.held.get(name, (0, None, now, ""))
            if had is not None and had != holder and end > now and not has_ended(had):
                return Lease(None, told)
            token += had != holder
            self.held[name] = (token, holder, until, told)
            return Lease(token, told)

    def tell(self, name: str, token: int, told: str) -> None:
        with self.lock:
            own, holder, end, _ = self.held[name]
            if own != token:
                raise StoreError("another replica has taken over")
            self.held[name] = (own, holder, end, told)

    def told(self, name: str) -> str:
        return self.held[name][3] if name in self.held else ""

    def give(self, name: str, holder: str) -> None:
        with self.lock:
            token, had, end, told = self.held[name]
            self.held[name] = (token, None if had == holder else had, end, told)


@dataclass
class MemoryStore:
    """All of it, composed as on a database."""

    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    posts: MemoryPosts = field(default_factory=MemoryPosts)
    changes: MemoryChanges = field(default_factory=MemoryChanges)
    subscriptions: MemorySubscriptions = field(default_factory=MemorySubscriptions)
    curation: MemoryCuration = field(default_factory=MemoryCuration)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    read_requests: MemoryReadRequests = field(default_factory=MemoryReadRequests)
    leases: MemoryLeases = field(default_factory=MemoryLeases)

    @property
    def records(self) -> MemoryRecords:
        return MemoryRecords(self.inbox, self.posts, self.subscriptions, self.curation, self.read_requests)

    def close(self) -> None:
        """As the other has it."""
