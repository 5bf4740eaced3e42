"""What a curator answers goes back to each who waits, whichever replica does it, and whenever that has read it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.access import Access
from bot.core.answering.pins import Pin
from bot.core.curation.hand_overs import Asker, HandOver
from bot.core.curation.own_answers import Kept
from bot.core.curation.requests import AskCurator, HandBack
from bot.core.errors import RetryLater
from bot.core.model import Quotation
from bot.core.requests import Request
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.pacing import Pace
from bot.slack.curation.hand_overs import EVERYWHERE, HandOverDesk
from tests.slack.fake_slack import FakeSlack
from tests.slack.newsdesk import Known
from tests.small_articles import quotation
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PIN = Pin("pin", ("Who comes in?",), "visitors", (1,), "", "the curators", date(2026, 3, 2), None)


@dataclass
class Replica:
    """One that may not have read yet what a curator wrote on another."""

    has_read: bool = False
    now: datetime = NOON
    slack: FakeSlack = field(default_factory=FakeSlack)
    store: MemoryStore = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        self.slack.clock = NOON.timestamp
        asker = Asker("C1:1.0:U1", "U1", "C1", "1.0", "1.0", NOON)
        self.store.curation.hand_overs.open(HandOver("h", "Who comes in?", None, NOON), asker)
        self.store.curation.own_answers.pin(Kept(PIN, "U2"))
        self.store.curation.hand_overs.settle("h", PIN.id, NOON)
        delivery = Delivery(self.slack, self.store.posts, Pace(lambda: 0.0), SlackClock(lambda: self.now))
        self.desk = HandOverDesk(
            self.store.curation.hand_overs, self.store.curation.own_answers, self.store.inbox, self.store.posts,
            delivery, Known(), Access(), "C0CURATORS", lambda *_: (), self.quoted, lambda *_: "", lambda *_: True,
            lambda: self.now,
        )  # fmt: skip

    def quoted(self, pin: Pin, seen: frozenset[str] | None) -> Quotation | None:
        return quotation("Every visitor may come in.") if self.has_read else None

    def hand_back(self) -> str:
        payload = HandBack("h", "C1:1.0:U1", PIN.id)
        return self.desk.hand_back(Request("r", payload, "handed back", NOON, "U1", "C1")).outcome


def test_an_answer_waits_for_the_replica_that_has_not_read_it_yet() -> None:
    replica = Replica()
    with pytest.raises(RetryLater):
        replica.hand_back()
    replica.has_read = True
    assert replica.hand_back() == "handed back"


def test_what_does_not_stand_any_more_is_not_waited_for_without_end() -> None:
    replica = Replica(now=NOON + EVERYWHERE)
    assert replica.hand_back() == "not for this place"


def test_curators_are_not_asked_again_while_their_answer_may_only_not_have_been_read_yet() -> None:
    replica = Replica(now=NOON + timedelta(seconds=5))
    asked = AskCurator("Who comes in?", "2.0", "https://example.org")
    with pytest.raises(RetryLater):
        replica.desk.ask(Request("a", asked, "asked", NOON, "U3", "C1"))
