"""Curators are told of a pin that does not stand any more: once a change, when it has stood for a while."""

from datetime import UTC, datetime, timedelta

from bot.service.pin_reviews import SETTLED, PinReviews
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def reviews(store: MemoryStore, there: list[tuple[str, str]], channel: str = "C1") -> PinReviews:
    return PinReviews(store.inbox, channel, lambda: there)


def handed_in(store: MemoryStore) -> list[str]:
    return [kept.request.subject for kept in store.inbox.kept]


def test_what_has_stood_for_a_while_is_handed_in_once_even_by_several() -> None:
    store, there = MemoryStore(), [("p", "changed 1")]
    looking, other = reviews(store, there), reviews(store, there)
    assert not looking.look(NOON)
    assert not other.look(NOON)
    assert looking.look(NOON + SETTLED)
    assert not looking.look(NOON + 2 * SETTLED)
    assert not other.look(NOON + 2 * SETTLED)
    assert handed_in(store) == ["pin review:p:changed 1"]
    assert store.inbox.kept[0].request.place == "C1"


def test_what_stands_again_meanwhile_is_not_told() -> None:
    store, there = MemoryStore(), [("p", "gone 1")]
    looking = reviews(store, there)
    looking.look(NOON)
    there.clear()
    looking.look(NOON + SECOND)
    there.append(("p", "gone 1"))
    assert not looking.look(NOON + SETTLED)
    assert looking.look(NOON + 2 * SETTLED)


def test_without_a_channel_nothing_is_told() -> None:
    store = MemoryStore()
    assert not reviews(store, [("p", "gone 1")], "").look(NOON + SETTLED)
    assert handed_in(store) == []
