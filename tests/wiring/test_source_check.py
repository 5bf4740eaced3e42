"""What `policybot doctor` says of feeds."""

from datetime import UTC, datetime

from bot.core.curation.feed_candidates import Followed
from bot.documents.following.pending import Pending
from bot.documents.following.polling import FeedState
from bot.documents.readers.entries import Entry
from bot.settings import Settings
from bot.wiring.curating import WaitingRoom
from bot.wiring.source_check import MOST_TOLD, check_feeds
from tests.store.memory_store import MemoryFeedCandidates

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://example.org/feed"


def settings(**feed: object) -> Settings:
    digest = {"curators_channel": "C0GENERAL"}
    return Settings.model_validate({"sources": [{"feed": URL, **feed}], "digest": digest})


def looked_at(candidates: MemoryFeedCandidates, failures: int = 0, trouble: str = "") -> None:
    candidates.claim_feed(URL, "w", NOON, NOON)
    state = FeedState(failures=failures, next_look=NOON, looked=True)
    candidates.note_feed(Followed(URL, state.as_json(), trouble), "w")


def wait(candidates: MemoryFeedCandidates, name: str) -> None:
    WaitingRoom(candidates).keep(Pending(name, URL, Entry(name, f"Title {name}"), NOON, f"https://example.org/{name}"))


def test_without_feeds_nothing_is_said() -> None:
    assert list(check_feeds(Settings(), MemoryFeedCandidates())) == []


def test_a_feed_is_listed_with_how_it_is() -> None:
    candidates = MemoryFeedCandidates()
    (found,) = check_feeds(settings(), candidates)
    assert found == ("feed", True, f"{URL} was not looked at yet; the running bot does")
    looked_at(candidates)
    assert list(check_feeds(settings(), candidates)) == [("feed", True, f"{URL} is followed")]


def test_a_feed_that_keeps_failing_wants_mending_and_one_that_failed_once_does_not() -> None:
    candidates = MemoryFeedCandidates()
    for failures, sound, tried in ((1, True, "once"), (5, False, "5 times in a row")):
        looked_at(candidates, failures, "is no feed; check the address")
        ((_, is_sound, says),) = check_feeds(settings(), candidates)
        assert is_sound is sound
        assert says == f"{URL}, {tried}: is no feed; check the address; looked at again from 2026-03-02 12:00 UTC"


def test_what_waits_is_listed_up_to_a_point() -> None:
    candidates = MemoryFeedCandidates()
    looked_at(candidates)
    for number in range(MOST_TOLD + 2):
        wait(candidates, f"n{number:02}")
    says = [each for subject, _, each in check_feeds(settings(), candidates) if subject == "newcomer"]
    assert says[0] == "“Title n00” (https://example.org/n00) waits for a curator since 2026-03-02"
    assert says[-1] == "and 2 more"
    assert len(says) == MOST_TOLD + 1


def test_curators_who_cannot_be_told_are_a_fault_unless_they_need_not_be() -> None:
    nobody = {"digest": {}, "sources": [{"feed": URL}]}
    ((subject, sound, says), _) = check_feeds(Settings.model_validate(nobody), MemoryFeedCandidates())
    assert (subject, sound) == ("feeds", False)
    assert "digest.curators_channel" in says
    trusted = {"digest": {}, "sources": [{"feed": URL, "trusted": True}]}
    assert all(sound for _, sound, _ in check_feeds(Settings.model_validate(trusted), MemoryFeedCandidates()))
