"""What every Inbox promises, wherever it keeps things."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ports import Inbox
from bot.core.requests import Claim, Request

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LEASE = 15 * SECOND


def request(name: str, subject: str = "", received: datetime = NOON) -> Request:
    return Request(name, "question", subject or f"about {name}", received)


def accept(inbox: Inbox, *names: str, subject: str = "") -> None:
    for name in names:
        assert inbox.accept(request(name, subject), [f"key of {name}"])


def claim(inbox: Inbox, worker: str = "w1", now: datetime = NOON) -> Claim:
    found = inbox.claim(worker, now, now + LEASE)
    assert found is not None
    return found


def claimed(inbox: Inbox, worker: str = "w1", now: datetime = NOON) -> str | None:
    found = inbox.claim(worker, now, now + LEASE)
    return found.request.id if found else None


def test_an_empty_inbox_holds_nothing(store: Inbox) -> None:
    assert store.claim("w1", NOON, NOON + LEASE) is None
    assert store.waiting() == 0
    assert store.next_due(NOON) is None
    assert list(store.abandoned()) == []
    assert not store.knows("about a")


def test_a_request_comes_back_as_it_was_handed_over(store: Inbox) -> None:
    details = {
        "words": "Überstunden? 🙂 'quoted'; \x00",
        "thread": None,
        "numbers": [1, 2.5, True],
        "deep": {"a": ["b"]},
    }
    whole = Request("a", "mention", "C1:1.0", NOON, "U1", "C1", True, details)
    assert store.accept(whole, ["e1", "C1:1.0"])
    bare = Request("b", "digest", "D", NOON)
    assert store.accept(bare, [])
    assert (claim(store).request, claim(store).request) == (whole, bare)


def test_a_request_whose_key_was_seen_is_not_kept(store: Inbox) -> None:
    assert store.accept(request("a"), ["event", "message"])
    assert not store.accept(request("b"), ["event"])
    assert not store.accept(request("c"), ["message", "another event"])
    assert store.waiting() == 1


def test_the_keys_of_a_refused_request_are_seen_as_well(store: Inbox) -> None:
    assert store.accept(request("a"), ["1", "2"])
    assert not store.accept(request("b"), ["2", "3"])
    assert not store.accept(request("c"), ["3"])
    assert store.accept(request("d"), ["4"])


def test_a_key_that_is_named_twice_is_one(store: Inbox) -> None:
    assert store.accept(request("a"), ["1", "1"])
    assert not store.accept(request("b"), ["1", "1"])


def test_a_request_without_keys_is_always_kept(store: Inbox) -> None:
    assert store.accept(request("a"), [])
    assert store.accept(request("b"), [])
    assert store.waiting() == 2


def test_what_was_answered_stays_seen(store: Inbox) -> None:
    accept(store, "a")
    assert store.finish(claim(store), NOON, "answered")
    assert not store.accept(request("b"), ["key of a"])
    assert store.waiting() == 0


def test_a_subject_is_known_before_and_after_the_answer(store: Inbox) -> None:
    accept(store, "a")
    assert store.knows("about a")
    assert not store.knows("about")
    store.finish(claim(store), NOON, "answered")
    assert store.knows("about a")


def test_the_oldest_is_claimed_first_and_each_once(store: Inbox) -> None:
    accept(store, "c", "a", "b")
    assert [claimed(store) for _ in range(4)] == ["c", "a", "b", None]


def test_the_order_is_that_of_coming_whatever_the_clocks_say(store: Inbox) -> None:
    store.accept(request("a", received=NOON + MINUTE), [])
    store.accept(request("b", received=NOON), [])
    assert [claimed(store), claimed(store)] == ["a", "b"]


def test_a_claim_says_who_has_it_and_counts_from_one(store: Inbox) -> None:
    accept(store, "a")
    assert claim(store, "w1") == Claim(request("a"), "w1", 1)
    assert claim(store, "w2", NOON + LEASE) == Claim(request("a"), "w2", 2)


def test_a_claim_holds_until_the_moment_it_was_taken_for(store: Inbox) -> None:
    accept(store, "a")
    claim(store)
    assert claimed(store, "w2", NOON + LEASE - timedelta(microseconds=1)) is None
    assert claimed(store, "w2", NOON + LEASE) == "a"


def test_requests_about_one_subject_wait_for_each_other(store: Inbox) -> None:
    accept(store, "a", "b", subject="thread")
    accept(store, "c")
    first = claim(store)
    assert [claimed(store), claimed(store)] == ["c", None]
    assert store.finish(first, NOON, "answered")
    assert claimed(store) == "b"


@pytest.mark.parametrize("end", ["finish", "dead_letter"])
def test_the_next_about_a_subject_follows_whatever_became_of_the_first(store: Inbox, end: str) -> None:
    accept(store, "a", "b", subject="thread")
    assert getattr(store, end)(claim(store), NOON, "so")
    assert claimed(store) == "b"


def test_a_request_that_was_put_back_still_stands_before_later_ones_about_its_subject(store: Inbox) -> None:
    accept(store, "a", "b", subject="thread")
    assert store.retry_at(claim(store), NOON + MINUTE)
    assert claimed(store) is None
    assert claimed(store, now=NOON + MINUTE) == "a"


def test_what_was_put_back_is_claimed_when_it_is_due(store: Inbox) -> None:
    accept(store, "a", "b")
    assert store.retry_at(claim(store), NOON + SECOND)
    assert [claimed(store), claimed(store)] == ["b", None]
    again = claim(store, now=NOON + SECOND)
    assert (again.request.id, again.attempt) == ("a", 2)


def test_renewing_makes_all_claims_of_a_worker_last(store: Inbox) -> None:
    accept(store, "a", "b", "c")
    claim(store, "w1")
    claim(store, "w2")
    claim(store, "w1")
    store.renew("w1", NOON + MINUTE)
    assert [claimed(store, "w3", NOON + LEASE) for _ in range(2)] == ["b", None]
    assert claimed(store, "w3", NOON + MINUTE) == "a"


def test_renewing_touches_neither_what_was_put_back_nor_what_is_answered(store: Inbox) -> None:
    accept(store, "a", "b")
    store.retry_at(claim(store), NOON)
    store.finish(claim(store, "w2"), NOON, "answered")
    store.renew("w1", NOON + MINUTE)
    store.renew("w2", NOON + MINUTE)
    assert [claimed(store), claimed(store)] == ["b", None]


def test_a_claim_that_ran_out_is_good_until_somebody_takes_over(store: Inbox) -> None:
    accept(store, "a", "b")
    late, later = claim(store, "w1"), claim(store, "w1")
    assert claimed(store, "w2", NOON + LEASE) == "a"
    assert store.finish(later, NOON + MINUTE, "answered")
    assert not store.finish(late, NOON + MINUTE, "answered")
    assert store.waiting() == 1


def test_who_lost_a_request_changes_nothing_any_more(store: Inbox) -> None:
    accept(store, "a")
    lost = claim(store, "w1")
    mine = claim(store, "w2", NOON + LEASE)
    assert not store.finish(lost, NOON, "answered")
    assert not store.retry_at(lost, NOON)
    assert not store.dead_letter(lost, NOON, "tired")
    assert list(store.abandoned()) == []
    assert claimed(store, "w3", NOON + LEASE + SECOND) is None
    assert store.finish(mine, NOON, "answered")


def test_an_older_claim_of_the_same_worker_is_none_either(store: Inbox) -> None:
    accept(store, "a")
    old = claim(store, "w1")
    claim(store, "w1", NOON + LEASE)
    assert not store.finish(old, NOON, "answered")


def test_a_request_ends_once(store: Inbox) -> None:
    accept(store, "a")
    mine = claim(store)
    assert store.finish(mine, NOON, "answered", "0123456789ab")
    assert not store.finish(mine, NOON, "answered")
    assert not store.dead_letter(mine, NOON, "tired")
    assert not store.retry_at(mine, NOON)
    assert claimed(store, now=NOON + MINUTE) is None


def test_what_was_put_back_or_handed_back_is_nobodys(store: Inbox) -> None:
    accept(store, "a", "b")
    one, other = claim(store), claim(store)
    assert store.retry_at(one, NOON + MINUTE)
    assert store.release("w1") == 1
    assert not store.finish(one, NOON, "answered")
    assert not store.finish(other, NOON, "answered")


def test_handing_back_frees_what_a_worker_holds_and_counts_no_attempt(store: Inbox) -> None:
    accept(store, "a", "b", "c")
    claim(store, "w1")
    claim(store, "w2")
    claim(store, "w1")
    assert store.release("w1") == 2
    assert store.release("w1") == 0
    again = claim(store, "w3")
    assert (again.request.id, again.attempt) == ("a", 1)
    assert [claimed(store, "w3"), claimed(store, "w3")] == ["c", None]


def test_whoever_works_on_a_request_sees_what_waits_behind_it_about_the_same_subject(store: Inbox) -> None:
    def pending_after(claim: Claim) -> list[str]:
        return [request.id for request in store.pending_after(claim)]

    accept(store, "a", subject="thread")
    first = claim(store)
    assert pending_after(first) == []
    accept(store, "other")
    assert pending_after(first) == []
    accept(store, "b", subject="thread")
    accept(store, "c", subject="thread")
    assert pending_after(first) == ["b", "c"]
    store.finish(first, NOON, "answered")
    assert pending_after(first) == ["b", "c"]
    claim(store)
    second = claim(store)
    assert pending_after(second) == ["c"]
    store.finish(second, NOON, "answered")
    assert pending_after(first) == ["c"]


def test_waiting_counts_what_is_neither_answered_nor_given_up(store: Inbox) -> None:
    accept(store, "a", "b", "c", "d")
    store.finish(claim(store), NOON, "answered")
    store.dead_letter(claim(store), NOON, "tired")
    store.retry_at(claim(store), NOON + MINUTE)
    assert store.waiting() == 2


def test_the_next_moment_is_the_earliest_after_now_at_which_anything_comes_due_or_free(store: Inbox) -> None:
    accept(store, "a", "b", "c", "d")
    assert store.next_due(NOON) is None
    store.retry_at(claim(store), NOON + 3 * SECOND)
    store.claim("w1", NOON, NOON + 2 * SECOND)
    store.finish(claim(store), NOON, "answered")
    assert store.next_due(NOON) == NOON + 2 * SECOND
    assert store.next_due(NOON + 2 * SECOND) == NOON + 3 * SECOND
    assert store.next_due(NOON + 3 * SECOND) is None


def test_what_was_given_up_is_told_with_its_reason_latest_first(store: Inbox) -> None:
    store.accept(Request("a", "mention", "s", NOON, "U1", "C1"), [])
    accept(store, "b", "c")
    for moment, reason in ((NOON, "channel_not_found"), (NOON + MINUTE, "is_archived")):
        store.dead_letter(claim(store), moment, reason)
    store.finish(claim(store), NOON, "answered")
    told = [(each.id, each.kind, each.place, each.at, each.reason) for each in store.abandoned()]
    assert told == [
        ("b", "question", None, NOON + MINUTE, "is_archived"),
        ("a", "mention", "C1", NOON, "channel_not_found"),
    ]
    assert claimed(store, now=NOON + MINUTE) is None


def test_a_wait_that_was_agreed_is_no_attempt(store: Inbox) -> None:
    accept(store, "a")
    for _ in range(3):
        mine = claim(store)
        assert mine.attempt == 1
        assert store.retry_at(mine, NOON, counts=False)
    assert store.retry_at(claim(store), NOON)
    assert claim(store).attempt == 2


def test_one_question_of_somebody_goes_before_the_many_of_somebody_else(store: Inbox) -> None:
    for number in range(6):
        store.accept(Request(f"flood{number}", "question", f"f{number}", NOON, "U1"), {f"f{number}"})
    store.accept(Request("one", "question", "one", NOON, "U2"), {"one"})
    taken = [claimed(store) for _ in range(7)]
    assert taken == ["flood0", "one", "flood1", "flood2", "flood3", "flood4", "flood5"]


def test_what_a_wrong_clock_has_put_off_for_days_is_free_again(store: Inbox) -> None:
    accept(store, "claimed", "waits", "soon")
    assert store.claim("killed", NOON, NOON + 400 * timedelta(days=1))
    assert store.retry_at(claim(store), NOON + 400 * timedelta(days=1))
    assert store.retry_at(claim(store), NOON + MINUTE)
    assert claimed(store) is None
    assert store.free_beyond(NOON + MINUTE, NOON + timedelta(days=1)) == 2
    assert [claimed(store), claimed(store), claimed(store)] == ["claimed", "waits", None]


def test_how_many_requests_came_from_a_person_is_counted(store: Inbox) -> None:
    for number in range(5):
        moment = NOON + number * SECOND
        store.accept(Request(f"{number}", "question", f"{number}", moment, f"U{number % 2}"), {f"{number}"})
    assert store.received_from("U0", NOON, NOON + timedelta(days=1)) == 2
    assert store.received_from("U0", NOON - SECOND, NOON + 2 * SECOND) == 2
    assert store.received_from("U9", NOON - SECOND, NOON + timedelta(days=1)) == 0
