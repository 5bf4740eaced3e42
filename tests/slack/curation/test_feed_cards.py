"""Curators see each newcomer once, decide about it once, and no crash on the way does anything twice."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.audit import Action
from bot.core.curation.feed_candidates import Card, FeedCandidate, Filed
from bot.core.curation.requests import DecideCandidate, ShowCandidate
from bot.core.errors import DeliveryError, StoreError
from bot.core.requests import Request
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.pacing import Pace
from bot.slack.curation.feed_card_blocks import decided_message, newcomer_message
from bot.slack.curation.feed_cards import FeedCards
from slack_playground.shapes.checking import checked_blocks
from tests.hostile_texts import LONE_SURROGATE, anything
from tests.slack.fake_slack import FakeSlack, refusal
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARD = Card("a", "New leave", "Example Works", "https://example.org/leave", "Parents get sixteen weeks.")
NEWCOMER = FeedCandidate("a", "https://example.org/feed", NOON, {})
HOSTILE = "<!channel> *bold* <https://evil.example|here> &amp; @here"


@dataclass
class Office:
    """A curation with all that it needs. `filed` is what was made an article."""

    slack: FakeSlack = field(default_factory=FakeSlack)
    store: MemoryStore = field(default_factory=MemoryStore)
    filed: list[str] = field(default_factory=list)
    file: Filed = field(default_factory=lambda: Filed("corpus/leave.md"))
    settle: Callable[[str], bool] | None = None

    def __post_init__(self) -> None:
        self.store.curation.candidates.keep(NEWCOMER)
        self.slack.clock = NOON.timestamp

    def curation(self) -> FeedCards:
        def file(name: str) -> Filed:
            self.filed.append(name)
            return self.file

        delivery = Delivery(self.slack, self.store.posts, Pace(lambda: 0.0), SlackClock(lambda: NOON))
        settle = self.settle or self.store.curation.candidates.settle

        def card(name: str) -> Card | None:
            return CARD if self.store.curation.candidates.find(name) else None

        return FeedCards(card, file, settle, lambda person, *_: person == "U1", self.store.audit, delivery)

    def show(self) -> str:
        request = Request("1", ShowCandidate("a"), "newcomer:a", NOON, place="C1")
        return self.curation().show(request).outcome

    def decide(self, wish: Literal["add", "ignore"] = "add", person: str = "U1") -> str:
        decided = DecideCandidate("a", wish, "http://127.0.0.1:9/respond")
        later = NOON + timedelta(minutes=1)
        request = Request("2", decided, "newcomer:a", later, person, "C1", private=True)
        return self.curation().decide(request).outcome

    @property
    def shown(self) -> str:
        (message,) = self.slack.messages
        return str(message["blocks"])


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_newcomer_is_shown_once(office: Office) -> None:
    assert (office.show(), office.show()) == ("shown", "shown")
    assert "Add to corpus" in office.shown
    assert "Parents get sixteen weeks." in office.shown


def test_what_is_decided_before_it_could_be_shown_is_not_shown(office: Office) -> None:
    office.store.curation.candidates.settle("a")
    assert office.show() == "decided before"
    assert office.slack.messages == []


@pytest.mark.parametrize(("wish", "outcome", "says"), [("add", "added", "leave.md"), ("ignore", "ignored", "ignore")])
def test_the_card_says_who_decided_and_has_no_buttons_any_more(
    office: Office, wish: Literal["add", "ignore"], outcome: str, says: str
) -> None:
    office.show()
    assert office.decide(wish) == outcome
    assert "'user_id': 'U1'" in office.shown
    assert says in office.shown
    assert "button" not in office.shown
    assert office.store.curation.candidates.find("a") is None
    assert office.filed == ["a"] * (wish == "add")


def test_a_decision_is_in_the_audit_log_once(office: Office) -> None:
    office.show()
    office.settle = lambda _: True  # who decides dies before it is settled, and another begins anew
    office.decide()
    office.decide()
    (act,) = office.store.audit.acts(NOON)
    assert (act.by, act.action, act.about, act.details["file"]) == (
        "slack:U1",
        Action.ADDED,
        "New leave",
        "corpus/leave.md",
    )


def test_who_is_no_curator_changes_nothing(office: Office) -> None:
    office.show()
    with pytest.raises(DeliveryError):  # nobody answers at that address, which is where they are told
        office.decide(person="U2")
    assert "button" in office.shown
    assert office.filed == []
    assert office.store.curation.candidates.find("a")


def test_what_could_not_be_added_still_waits(office: Office) -> None:
    office.show()
    office.file = Filed(trouble="cannot be written")
    with pytest.raises(DeliveryError):
        office.decide()
    assert "button" in office.shown
    assert office.store.curation.candidates.find("a")


def test_a_decision_that_was_broken_off_anywhere_is_done_again_and_comes_to_the_same(office: Office) -> None:
    office.show()

    def fail(_: str) -> bool:
        raise StoreError("the store cannot be used now")

    office.slack.before = [refusal("ratelimited", 429, **{"Retry-After": "1"})]
    with pytest.raises(DeliveryError):
        office.decide()
    office.settle = fail
    with pytest.raises(StoreError):
        office.decide()
    office.settle = None
    assert office.decide() == "added"
    assert "leave.md" in office.shown
    assert office.store.curation.candidates.find("a") is None


def test_what_replaces_an_older_version_or_cannot_be_read_has_the_buttons_for_it() -> None:
    newer = Card("a", "T", "S", "", "L", ("from the same address as leave (87% the same)",), "leave")
    assert "Replace the old version" in str(newcomer_message(newer).blocks)
    assert "from the same address as leave" in str(newcomer_message(newer).blocks)
    broken = str(newcomer_message(Card("a", "T", "S", "", "L", trouble="is empty; open it")).blocks)
    assert "Add" not in broken
    assert "Ignore" in broken


@settings(max_examples=50)
@given(anything, st.sampled_from(["", "https://example.org/" + "x" * 4_000, "https://example.org/leave"]))
@example(HOSTILE * 200, "")
@example(LONE_SURROGATE, "")
def test_whatever_a_feed_says_slack_takes_the_card_and_nobody_is_called(words: str, link: str) -> None:
    card = Card("a", words, words, link, words, (f"nearly the same text as {words}",), trouble=words)
    for message in (
        newcomer_message(card),
        newcomer_message(replace(card, trouble="")),
        decided_message(card, "U1", None),
    ):
        checked_blocks(list(message.blocks))
        assert "<" not in message.text
        assert len(str(message.blocks)) < 10_000
