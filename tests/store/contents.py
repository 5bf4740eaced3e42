"""A store with something in each table, and what a database holds, row by row."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import URL, create_engine, select

from bot.core.answering.receipts import Receipt
from bot.core.audit import Act, Action
from bot.core.changes.catalogue import Catalogued, Known
from bot.core.changes.revisions import Sighting
from bot.core.read_requests.model import Ending, ReadRequest
from bot.core.requests import PostStatus, Request
from bot.store import tables
from bot.store.receipts import hash_of
from bot.store.sql import SqlStore
from tests.small_requests import QUESTION, question
from tests.store.operations import DOCUMENT, DUE, FOLLOWED, NEWCOMER, SUBSCRIPTION, TROUBLE
from tests.store.own_answers import ASKER, HAND_OVER, OPINION, PINNED, WRITTEN

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
LEAVE = b"Parents get twelve weeks.\x00\xff"


def fill(store: SqlStore) -> None:
    """Something in each table, with values of all sorts."""
    store.inbox.accept(
        Request("answered", question("Überstunden? 🙂 \x00 'quoted'"), "one", NOON, "U1", "C1", True), ["k1", "k2"]
    )
    store.inbox.accept(Request("given up", QUESTION, "two", NOON, "U1", None), ["k3"])
    store.inbox.accept(Request("claimed", QUESTION, "three", NOON), [])
    store.inbox.accept(Request("waiting", question("x" * 5_000), "three", NOON), ["k4"])
    claims = {claim.request.id: claim for _ in range(3) if (claim := store.inbox.claim("w", NOON, LATER))}
    store.inbox.finish(claims["answered"], NOON, "answered", "0123456789ab")
    store.inbox.dead_letter(claims["given up"], NOON, "channel_not_found")
    for fate in PostStatus:
        store.posts.mark(store.posts.begin(f"post {fate}", "C1", None, "abc", NOON)[0], fate, ts="1.0")
    store.changes.note_articles(["leave", "Überstunden"], NOON)
    store.changes.note_catalogue([Catalogued("Überstunden", Known("d", ""), None, NOON.date())], [])
    store.subscriptions.note_digest("C1", NOON)
    store.changes.note_revisions([Sighting("leave", "abc", ("Parents get twelve weeks.", "🙂 \x00 'quoted'"))], NOON)
    store.changes.note_revisions([Sighting("leave", "def", ("Parents get sixteen weeks.",))], LATER)
    store.subscriptions.keep(SUBSCRIPTION)
    store.subscriptions.note_told(SUBSCRIPTION.key, DUE)
    for newcomer in (NEWCOMER, replace(NEWCOMER, id="decided")):
        store.curation.candidates.keep(newcomer)
    store.curation.candidates.settle("decided")
    store.curation.candidates.claim_feed(FOLLOWED.url, "w", NOON, LATER)
    store.curation.candidates.note_feed(FOLLOWED, "w")
    store.curation.candidates.claim_feed("https://example.org/looked-at-now", "w", NOON, LATER)
    store.curation.problems.note({"leave.md": TROUBLE, "Überstunden 🙂 'quoted'.md": TROUBLE}, "notice", NOON)
    store.curation.problems.note({"leave.md": None}, "none", LATER)
    store.curation.hand_overs.open(HAND_OVER, ASKER)
    store.curation.own_answers.pin(PINNED)
    store.curation.own_answers.write(WRITTEN)
    store.curation.feedback.give(OPINION)
    store.curation.own_answers.add_synonym("maternity leave => parental leave", "U1", NOON)
    store.changes.note_documents([DOCUMENT])
    other = replace(DOCUMENT, attribution=replace(DOCUMENT.attribution, article="Überstunden"))
    store.changes.withdraw([other], LATER)
    answer = json.dumps({"quotations": []})
    quotes = {"leave": hash_of(LEAVE)}
    receipt = Receipt("0123456789ab", "How long?", date(2026, 1, 2), None, None, "r1", ("long",), answer, quotes)
    store.receipts.keep(receipt, {"leave": LEAVE})
    store.marks.note("purge", NOON)
    store.leases.take("leading", "w", NOON, LATER)
    asked = ReadRequest("read", "Überstunden", "abc", "Über \x00", "U1", "C1", NOON, date(2026, 4, 1), "UTC", LATER)
    store.read_requests.keep(asked, ["U2", "U3"])
    store.read_requests.keep(replace(asked, id="ended"), [])
    store.read_requests.note_read("read", "U2", LATER)
    store.read_requests.note_reminded("read", "U3", 1, LATER)
    store.read_requests.end("ended", Ending.STOPPED)
    store.audit.record(Act("act", NOON, "slack:U1", Action.EXPORTED, "Überstunden \x00", {"receipts": "2"}))


def contents(url: URL) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            every = tables.metadata.tables.items()
            return {
                name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for name, table in every
            }
    finally:
        engine.dispose()
