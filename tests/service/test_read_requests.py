"""What is due is handed in once, by however many replicas, and a new version ends the reminders."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.changes.revisions import hash_of
from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.core.read_requests.model import ReadRequest
from bot.core.read_requests.reminding import Quiet, Reminders
from bot.core.read_requests.requests import RemindToRead, TellOfNewVersion
from bot.service.read_requests import ReadReminders
from tests.small_articles import article
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LEAVE: Article = article("leave", "Parents get twelve weeks.")
REQUEST = ReadRequest("r", "leave", hash_of(LEAVE), "Leave", "U1", "C1", NOON, date(2026, 3, 12), "UTC")


@dataclass
class Desk:
    """Reminders with all that they need."""

    corpus: Corpus = field(default_factory=lambda: Corpus((LEAVE,)))
    store: MemoryStore = field(default_factory=MemoryStore)
    asked_zones: list[str] = field(default_factory=list)

    def reminders(self) -> ReadReminders:
        def zone(person: str) -> str:
            self.asked_zones.append(person)
            return "UTC"

        rules = Reminders(quiet=Quiet(weekends=False))
        return ReadReminders(self.store.read_requests, self.store.inbox, lambda: self.corpus, zone, rules)

    def taken(self) -> list[object]:
        """The payloads of what was handed in."""
        return [kept.request.payload for kept in self.store.inbox.kept]


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.store.read_requests.keep(REQUEST, ["U2", "U3"])
    return made


def test_nobody_is_reminded_before_it_is_time(desk: Desk) -> None:
    assert not desk.reminders().hand_in_due(NOON + DAY)
    assert desk.taken() == []
    assert desk.asked_zones == []


def test_who_has_not_read_it_is_reminded_once_by_however_many_replicas(desk: Desk) -> None:
    desk.store.read_requests.note_read("r", "U3", NOON)
    assert desk.reminders().hand_in_due(NOON + 2 * DAY)
    assert not desk.reminders().hand_in_due(NOON + 2 * DAY + timedelta(minutes=1))
    assert desk.taken() == [RemindToRead("r", "U2", 1)]
    assert [kept.request.person for kept in desk.store.inbox.kept] == ["U2"]


def test_a_reminder_that_was_not_sent_is_handed_in_again_on_another_day(desk: Desk) -> None:
    reminders: ReadReminders = desk.reminders()
    reminders.hand_in_due(NOON + 2 * DAY)
    assert reminders.hand_in_due(NOON + 3 * DAY)
    assert desk.taken().count(RemindToRead("r", "U2", 1)) == 2


def test_slack_is_asked_for_somebodys_clock_once_an_hour_at_most(desk: Desk) -> None:
    reminders = desk.reminders()
    for minutes in range(30):
        reminders.hand_in_due(NOON + 2 * DAY + timedelta(minutes=minutes))
    assert sorted(desk.asked_zones) == ["U2", "U3"]


def test_a_new_version_is_told_of_once_and_nobody_is_reminded_of_it(desk: Desk) -> None:
    desk.corpus = Corpus((article("leave", "Parents get sixteen weeks."),))
    make: Callable[[], ReadReminders] = desk.reminders
    assert make().hand_in_due(NOON + 2 * DAY)
    assert not make().hand_in_due(NOON + 2 * DAY)
    assert desk.taken() == [TellOfNewVersion("r")]


def test_what_is_gone_and_what_is_over_reminds_nobody(desk: Desk) -> None:
    assert not desk.reminders().hand_in_due(NOON + 30 * DAY)
    desk.corpus = Corpus(())
    assert not desk.reminders().hand_in_due(NOON + 2 * DAY)
    over = replace(REQUEST, id="o", until=date(2026, 3, 3))
    desk.store.read_requests.keep(over, ["U4"])
    assert desk.taken() == []
