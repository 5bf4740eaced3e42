"""What each operation of the store is called with, where it only matters that it is called."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.changes.revisions import Sighting
from bot.core.changes.withdrawals import SourceDocument
from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.core.curation.problems import Effect, FileProblem, Problem
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.errors import ConfigurationError, StoreError
from bot.core.model import Attribution, Standing
from bot.core.requests import Claim, Post, PostStatus, Request
from bot.store.sql import SqlStore
from tests.small_requests import question

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
WORDS = "How long is the leave of new parents?"
REQUEST = Request("a", question(WORDS), "s", NOON, "U1", "C1")
CLAIM = Claim(REQUEST, "w", 1)
POST = Post("k", "id", "C1", None, PostStatus.SENDING, NOON)
DUE = Due("daily 2026-03-02", NOON, NOON, LATER)
SUBSCRIPTION = Subscription("C1", "U1", Schedule(Cadence.DAILY, time(9), "Europe/Berlin"), NOON, WORDS)
NEWCOMER = FeedCandidate("n", "https://example.org/feed", NOON, {"title": WORDS})
FOLLOWED = Followed("https://example.org/feed", {"looked": True}, "is silent", NOON, "2 new")
DOCUMENT = SourceDocument.of(
    "handbook",
    "handbook//leave.md",
    Attribution("leave", WORDS, None, "Example Ltd", None, date(2026, 3, 1), None, Standing.UNKNOWN, collection="hr"),
)
TROUBLE = FileProblem(Effect.LEFT_OUT, (Problem(3, WORDS, "rename it"),), 2)
WRITES: dict[str, Callable[[SqlStore], object]] = {
    "note_articles": lambda store: store.changes.note_articles(["leave"], NOON),
    "note_digest": lambda store: store.subscriptions.note_digest("C1", NOON),
    "note_revisions": lambda store: store.changes.note_revisions([Sighting("leave", "abc", (WORDS,))], NOON),
    "note_documents": lambda store: store.changes.note_documents([DOCUMENT]),
    "forget_documents": lambda store: store.changes.forget_documents(["leave"]),
    "withdraw": lambda store: store.changes.withdraw([DOCUMENT], NOON),
    "purge_withdrawn": lambda store: store.changes.purge_withdrawn(NOON),
    "purge_marks": lambda store: store.marks.purge(NOON),
    "subscribe": lambda store: store.subscriptions.keep(SUBSCRIPTION),
    "unsubscribe": lambda store: store.subscriptions.remove("k"),
    "note_told": lambda store: store.subscriptions.note_told("k", DUE),
    "accept": lambda store: store.inbox.accept(REQUEST, ["key"]),
    "claim": lambda store: store.inbox.claim("w", NOON, LATER),
    "renew": lambda store: store.inbox.renew("w", ["1"], LATER),
    "thin_revisions": lambda store: store.changes.thin(NOON),
    "purge_newcomers": lambda store: store.curation.candidates.purge(NOON),
    "free_beyond": lambda store: store.inbox.free_beyond(NOON, NOON),
    "finish": lambda store: store.inbox.finish(CLAIM, NOON, "answered"),
    "finish_and_claim": lambda store: store.inbox.finish_and_claim(CLAIM, NOON, LATER, "answered"),
    "retry_at": lambda store: store.inbox.retry_at(CLAIM, LATER),
    "dead_letter": lambda store: store.inbox.dead_letter(CLAIM, NOON, "tired"),
    "release": lambda store: store.inbox.release("w"),
    "begin": lambda store: store.posts.begin("k", "C1", None, "", NOON),
    "retake": lambda store: store.posts.retake(POST, "again", LATER),
    "mark": lambda store: store.posts.mark(POST, PostStatus.SENT),
    "keep_newcomer": lambda store: store.curation.candidates.keep(NEWCOMER),
    "settle_newcomer": lambda store: store.curation.candidates.settle("n"),
    "claim_feed": lambda store: store.curation.candidates.claim_feed(FOLLOWED.url, "w", NOON, LATER),
    "note_feed": lambda store: store.curation.candidates.note_feed(FOLLOWED, "w"),
    "note_troubles": lambda store: store.curation.problems.note({"leave.md": TROUBLE}, "notice", NOON),
    "end_notice": lambda store: store.curation.problems.end("notice"),
    "take_lease": lambda store: store.leases.take("leading", "w", NOON, LATER),
    "give_lease": lambda store: store.leases.give("leading", "w"),
    "purge": lambda store: store.records.purge(NOON),
    "forget": lambda store: store.records.forget("U1"),
}
READS: dict[str, Callable[[SqlStore], object]] = {
    "free_of": lambda store: store.inbox.free_of(lambda worker: False),
    "first_seen": lambda store: store.changes.first_seen(),
    "last_digest": lambda store: store.subscriptions.last_digest("C1"),
    "newly_seen": lambda store: store.changes.newly_seen(NOON, LATER),
    "catalogue": lambda store: store.changes.catalogue(),
    "to_review": lambda store: store.changes.to_review(NOON.date()),
    "hashes": lambda store: store.changes.hashes(),
    "contents": lambda store: store.changes.contents(),
    "revisions": lambda store: store.changes.revisions(NOON),
    "words_of": lambda store: store.changes.words_of(["leave"], NOON),
    "documents": lambda store: store.changes.documents(),
    "withdrawn": lambda store: store.changes.withdrawn(NOON),
    "subscriptions": lambda store: store.subscriptions.all(),
    "subscription": lambda store: store.subscriptions.find("k"),
    "told": lambda store: store.subscriptions.told(),
    "told_to": lambda store: store.subscriptions.told_to("k"),
    "answered": lambda store: store.records.answered({"question"}, NOON),
    "knows": lambda store: store.inbox.knows("s"),
    "pending_after": lambda store: store.inbox.pending_after(CLAIM),
    "waiting": lambda store: store.inbox.waiting(),
    "next_due": lambda store: store.inbox.next_due(NOON),
    "abandoned": lambda store: store.inbox.abandoned(),
    "find": lambda store: store.posts.find("k"),
    "unknown": lambda store: store.posts.unknown(),
    "newcomers": lambda store: store.curation.candidates.waiting(),
    "newcomer": lambda store: store.curation.candidates.find("n"),
    "feeds": lambda store: store.curation.candidates.feeds(),
    "notices": lambda store: store.curation.problems.notices(),
}


def fault(act: Callable[[], object]) -> str:
    """The reason that a StoreError gives; it may tell nothing that is nobody's business."""
    with pytest.raises(StoreError) as caught:
        act()
    told = str(caught.value)
    assert told.startswith("the store cannot be used now: ")
    for unwanted in ("INSERT", "UPDATE", "SELECT", "sqlalche", "[", WORDS, "U1"):
        assert unwanted not in told
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return told.removeprefix("the store cannot be used now: ")


def refused(act: Callable[[], object]) -> str:
    """What a ConfigurationError says."""
    with pytest.raises(ConfigurationError) as caught:
        act()
    return str(caught.value)
