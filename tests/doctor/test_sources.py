"""What `policybot doctor` says of feeds."""

from datetime import UTC, datetime
from pathlib import Path

from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.doctor.sources import MOST_TOLD, check_sources
from bot.documents.following.pending import Pending
from bot.documents.following.polling import FeedState
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.readers.entries import Entry
from bot.settings import Settings
from bot.wiring.sources import feeds_of
from tests.store.memory_store import MemoryFeedCandidates

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://example.org/feed"
ASK = "add or ignore it in the curators' channel"


def settings(**feed: object) -> Settings:
    digest = {"curators_channel": "C0GENERAL"}
    return Settings.model_validate({"sources": [{"feed": URL, **feed}], "digest": digest})


def looked_at(candidates: MemoryFeedCandidates, failures: int = 0, trouble: str = "") -> None:
    candidates.claim_feed(URL, "w", NOON, NOON)
    state = FeedState(failures=failures, next_look=NOON, looked=True)
    candidates.note_feed(Followed(URL, state.as_json(), trouble), "w")


def wait(candidates: MemoryFeedCandidates, name: str) -> None:
    WaitingRoom(candidates).keep(Pending(name, URL, Entry(name, f"Title {name}"), NOON, f"https://example.org/{name}"))


def checked(chosen: Settings, candidates: MemoryFeedCandidates) -> list[tuple[str, bool, str]]:
    found = check_sources(chosen, feeds_of(chosen), candidates)
    return [(each.subject, each.sound, "; ".join(filter(None, (each.says, each.remedy)))) for each in found]


def test_without_feeds_nothing_is_said() -> None:
    assert checked(Settings(), MemoryFeedCandidates()) == []


def test_a_feed_is_listed_with_how_it_is() -> None:
    candidates = MemoryFeedCandidates()
    (found,) = checked(settings(), candidates)
    assert found == ("feed", True, f"{URL} has not been looked at yet; the running bot will")
    looked_at(candidates)
    assert checked(settings(), candidates) == [("feed", True, f"{URL} is followed")]


def test_a_feed_that_keeps_failing_wants_mending_and_one_that_failed_once_does_not() -> None:
    candidates = MemoryFeedCandidates()
    for failures, sound, tried in ((1, True, "once"), (5, False, "5 times in a row")):
        looked_at(candidates, failures, "is no feed; check the address")
        ((_, is_sound, says),) = checked(settings(), candidates)
        assert is_sound is sound
        assert says == f"{URL}, {tried}: is no feed, looked at again from 2026-03-02 12:00 UTC; check the address"


def test_what_waits_is_listed_up_to_a_point() -> None:
    candidates = MemoryFeedCandidates()
    looked_at(candidates)
    for number in range(MOST_TOLD + 2):
        wait(candidates, f"n{number:02}")
    says = [each for subject, _, each in checked(settings(), candidates) if subject == "newcomer"]
    assert says[0] == f"“Title n00” (https://example.org/n00) has been waiting for a curator since 2026-03-02; {ASK}"
    assert says[-1] == "and 2 more"
    assert len(says) == MOST_TOLD + 1


def test_curators_who_cannot_be_told_are_a_fault_unless_they_need_not_be() -> None:
    nobody = {"digest": {}, "sources": [{"feed": URL}]}
    ((subject, sound, says), _) = checked(Settings.model_validate(nobody), MemoryFeedCandidates())
    assert (subject, sound) == ("feeds", False)
    assert "digest.curators_channel" in says
    trusted = {"digest": {}, "sources": [{"feed": URL, "trusted": True}]}
    assert all(sound for _, sound, _ in checked(Settings.model_validate(trusted), MemoryFeedCandidates()))


def test_each_other_source_is_listed_with_how_it_is(tmp_path: Path) -> None:
    candidates = MemoryFeedCandidates()
    sources: list[dict[str, object]] = [
        {"name": "here", "folder": str(tmp_path)},
        {"name": "gone", "folder": str(tmp_path / "gone")},
        {"name": "rules", "git": "https://git.example.org/rules"},
        {"name": "site", "pages": ["https://www.example.org/leave?key=secret"], "trusted": True},
    ]
    chosen = Settings.model_validate({"sources": sources})
    candidates.claim_feed("rules", "w", NOON, NOON)
    candidates.note_feed(Followed("rules", {"looked": True}, "cannot be reached; check the address"), "w")
    held = {"source": "here", "documents": ["leave", "pay"], "gone": 2, "total": 4}
    candidates.keep(FeedCandidate("w", "here", NOON, {"withdrawal": held}))
    assert checked(chosen, candidates) == [
        ("source", True, f"{tmp_path} is followed"),
        ("source", False, f"{tmp_path / 'gone'} is not a folder; check that it is there"),
        ("source", False, "https://git.example.org/rules: cannot be reached; check the address"),
        ("source", True, "https://www.example.org/leave?… has not been looked at yet; the running bot will"),
        (
            "withdrawal",
            True,
            "2 of 4 documents of here are gone, and stay until then; confirm it: policybot sources confirm here",
        ),
    ]
