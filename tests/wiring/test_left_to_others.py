"""What only a replica with documents can do is left to it."""

from datetime import timedelta

from bot.core.curation.requests import DecideCandidate
from bot.core.requests import Claim, Handled, Kind, Request
from bot.library.library import now
from bot.service.workers import Terms, Workers
from bot.slack.request_handler import for_requests
from bot.wiring.services import NEED_FILES, left_to_others
from tests.store.memory_store import MemoryInbox


def test_what_is_left_to_others_is_free_for_them_and_is_never_given_up() -> None:
    inbox = MemoryInbox()
    decision = DecideCandidate("one", "add", "https://hooks.example.org/respond")
    assert decision.kind in NEED_FILES
    assert Kind.OWN_ANSWER in NEED_FILES
    inbox.accept(Request("one", decision, "one", now()), {"one"})
    done = list[str]()

    def by_a_follower(claim: Claim) -> Handled:
        done.append("left")
        return for_requests(left_to_others)(claim)

    def by_the_leader(_: Claim) -> Handled:
        done.append("done")
        return Handled("filed")

    terms, soon = Terms(1, timedelta(seconds=30)), 20.0
    follower = Workers(inbox, by_a_follower, terms, now)
    follower.start()
    try:
        assert follower.wait_until(lambda: bool(done), soon)
    finally:
        follower.stop(soon)
    leader = Workers(inbox, by_the_leader, terms, now)
    leader.start()
    try:
        assert leader.wait_until_idle(soon)
    finally:
        leader.stop(soon)
    assert done[-1] == "done"
    assert list(inbox.abandoned()) == []
