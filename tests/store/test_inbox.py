"""What every Inbox promises, wherever it keeps things."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.changes.amendments import TellChanges
from bot.core.curation.problems import Effect, FileProblem, Problem, ProblemReport
from bot.core.curation.requests import (
    AddSynonym,
    AskCurator,
    ChangePin,
    DecideCandidate,
    GiveAnswer,
    GiveFeedback,
    HandBack,
    OfferReply,
    ReviewPin,
    ShowCandidate,
)
from bot.core.digests.requests import (
    EditSubscription,
    EndSubscription,
    PauseSubscription,
    RemindOfReviews,
    ResumeSubscription,
    SendDigest,
)
from bot.core.digests.reviews import DueReview
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Cadence
from bot.core.ports import Inbox
from bot.core.read_requests.requests import (
    AskAnew,
    ConfirmReading,
    PostReadRequest,
    RemindToRead,
    SayReading,
    TellOfNewVersion,
)
from bot.core.requests import (
    AnswerForm,
    AnswerQuestion,
    AnyRequest,
    Claim,
    Kind,
    Payload,
    Request,
    ShareAnswer,
    UnknownPayload,
)
from tests.small_requests import COMMAND, QUESTION, REMOVAL, question

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LEASE = 15 * SECOND


def request(name: str, subject: str = "", received: datetime = NOON) -> AnyRequest:
    return Request(name, QUESTION, subject or f"about {name}", received)


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


def test_an_empty_inbox_holds_nothing(inbox: Inbox) -> None:
    assert inbox.claim("w1", NOON, NOON + LEASE) is None
    assert inbox.waiting() == 0
    assert inbox.oldest() is None
    assert inbox.next_due(NOON) is None
    assert list(inbox.abandoned()) == []
    assert not inbox.knows("about a")


def test_the_oldest_is_what_came_first_and_is_not_answered_yet(inbox: Inbox) -> None:
    for name, moment in (("late", NOON + MINUTE), ("early", NOON), ("between", NOON + SECOND)):
        assert inbox.accept(request(name, received=moment), [])
    assert inbox.oldest() == NOON
    for _ in range(2):
        taken = claim(inbox)
        assert inbox.finish(taken, NOON, "answered")
    assert inbox.oldest() == NOON + SECOND


def test_a_request_comes_back_as_it_was_handed_over(inbox: Inbox) -> None:
    whole = Request("a", question("Überstunden? 🙂 'quoted'; \x00"), "C1:1.0", NOON, "U1", "C1", True)
    assert inbox.accept(whole, ["e1", "C1:1.0"])
    bare = Request("b", REMOVAL, "D", NOON)
    assert inbox.accept(bare, [])
    assert (claim(inbox).request, claim(inbox).request) == (whole, bare)


DUE = Due("daily 2026-03-02", NOON, NOON - MINUTE, NOON)
PAYLOADS: tuple[Payload, ...] = (
    QUESTION,
    AnswerQuestion("who?", "1.0", "1.0"),
    REMOVAL,
    COMMAND,
    ShareAnswer("who?", "r1", "https://hooks.example.org/respond"),
    SendDigest("k", DUE),
    EditSubscription("", "D1", "C1", Cadence.WEEKLY, time(9, 30), "Europe/Berlin", 4, "body cameras"),
    EditSubscription("k", "D1", "C1", Cadence.DAILY, time(9), "UTC"),
    PauseSubscription("k", "D1", date(2026, 4, 1)),
    ResumeSubscription("k", "D1"),
    EndSubscription("k", "D1"),
    ShowCandidate("a"),
    DecideCandidate("a", "add", "https://hooks.example.org/respond"),
    ProblemReport(2, {"leave.md": FileProblem(Effect.LEFT_OUT, (Problem(3, "is wrong", "mend it"),), 1)}, 0, ("a.md",)),
    TellChanges("1.0", "1.0", "0123456789ab", NOON, "1.0"),
    AnswerForm("who?", "V1:h1"),
    RemindOfReviews((DueReview("leave", date(2026, 3, 1), date(2026, 3, 8)),)),
    AskCurator("who?", "1.0", "https://hooks.example.org/respond", "1.0", is_named=False, note="Please hurry."),
    OfferReply("1.0", "2.0"),
    GiveAnswer("who?", "h1", "leave", 3, "f1"),
    GiveAnswer("who?", title="Leave", text="All of us.", collection="hr"),
    HandBack("h1", "U1", "p1"),
    ChangePin("p1", "reword", "https://hooks.example.org/respond", ("who?", "which of us?")),
    GiveFeedback("C1:1.0", "0123456789ab", helped=False, reason="It is old."),
    AddSynonym("maternity", "parental leave", "https://hooks.example.org/respond"),
    ReviewPin("p1"),
    SayReading("ask-to-read leave", "C1", "https://hooks.example.org/respond"),
    ConfirmReading("r1", home="D1"),
    AskAnew("r1", "https://hooks.example.org/respond"),
    PostReadRequest("r1", "U1"),
    RemindToRead("r1", "U1", 2),
    TellOfNewVersion("r1"),
    UnknownPayload("telepathy", {"thought": "who?", "numbers": [1, 2.5, True], "deep": {"a": [None]}}),
)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: type(payload).__name__)
def test_whatever_is_wanted_comes_back_as_it_was_handed_over(inbox: Inbox, payload: Payload) -> None:
    assert inbox.accept(Request("a", payload, "s", NOON), [])
    (request,) = [claim(inbox).request]
    assert (request.payload, request.kind) == (payload, payload.kind)
    assert type(request.payload) is type(payload)


def test_every_kind_of_request_is_tried_here() -> None:
    assert {payload.kind for payload in PAYLOADS} == {*Kind, "telepathy"}


def test_a_request_whose_key_was_seen_is_not_kept(inbox: Inbox) -> None:
    assert inbox.accept(request("a"), ["event", "message"])
    assert not inbox.accept(request("b"), ["event"])
    assert not inbox.accept(request("c"), ["message", "another event"])
    assert inbox.waiting() == 1


def test_the_keys_of_a_refused_request_are_seen_as_well(inbox: Inbox) -> None:
    assert inbox.accept(request("a"), ["1", "2"])
    assert not inbox.accept(request("b"), ["2", "3"])
    assert not inbox.accept(request("c"), ["3"])
    assert inbox.accept(request("d"), ["4"])


def test_a_key_that_is_named_twice_is_one(inbox: Inbox) -> None:
    assert inbox.accept(request("a"), ["1", "1"])
    assert not inbox.accept(request("b"), ["1", "1"])


def test_a_request_without_keys_is_always_kept(inbox: Inbox) -> None:
    assert inbox.accept(request("a"), [])
    assert inbox.accept(request("b"), [])
    assert inbox.waiting() == 2


def test_what_was_answered_stays_seen(inbox: Inbox) -> None:
    accept(inbox, "a")
    assert inbox.finish(claim(inbox), NOON, "answered")
    assert not inbox.accept(request("b"), ["key of a"])
    assert inbox.waiting() == 0


def test_a_subject_is_known_before_and_after_the_answer(inbox: Inbox) -> None:
    accept(inbox, "a")
    assert inbox.knows("about a")
    assert not inbox.knows("about")
    inbox.finish(claim(inbox), NOON, "answered")
    assert inbox.knows("about a")


def test_the_oldest_is_claimed_first_and_each_once(inbox: Inbox) -> None:
    accept(inbox, "c", "a", "b")
    assert [claimed(inbox) for _ in range(4)] == ["c", "a", "b", None]


def test_the_order_is_that_of_coming_whatever_the_clocks_say(inbox: Inbox) -> None:
    inbox.accept(request("a", received=NOON + MINUTE), [])
    inbox.accept(request("b", received=NOON), [])
    assert [claimed(inbox), claimed(inbox)] == ["a", "b"]


def test_a_claim_says_who_has_it_and_counts_from_one(inbox: Inbox) -> None:
    accept(inbox, "a")
    assert claim(inbox, "w1") == Claim(request("a"), "w1", 1)
    assert claim(inbox, "w2", NOON + LEASE) == Claim(request("a"), "w2", 2)


def test_a_claim_holds_until_the_moment_it_was_taken_for(inbox: Inbox) -> None:
    accept(inbox, "a")
    claim(inbox)
    assert claimed(inbox, "w2", NOON + LEASE - timedelta(microseconds=1)) is None
    assert claimed(inbox, "w2", NOON + LEASE) == "a"


def test_requests_about_one_subject_wait_for_each_other(inbox: Inbox) -> None:
    accept(inbox, "a", "b", subject="thread")
    accept(inbox, "c")
    first = claim(inbox)
    assert [claimed(inbox), claimed(inbox)] == ["c", None]
    assert inbox.finish(first, NOON, "answered")
    assert claimed(inbox) == "b"


@pytest.mark.parametrize("end", ["finish", "dead_letter"])
def test_the_next_about_a_subject_follows_whatever_became_of_the_first(inbox: Inbox, end: str) -> None:
    accept(inbox, "a", "b", subject="thread")
    assert getattr(inbox, end)(claim(inbox), NOON, "so")
    assert claimed(inbox) == "b"


def test_a_request_that_was_put_back_still_stands_before_later_ones_about_its_subject(inbox: Inbox) -> None:
    accept(inbox, "a", "b", subject="thread")
    assert inbox.retry_at(claim(inbox), NOON + MINUTE)
    assert claimed(inbox) is None
    assert claimed(inbox, now=NOON + MINUTE) == "a"


def test_what_was_put_back_is_claimed_when_it_is_due(inbox: Inbox) -> None:
    accept(inbox, "a", "b")
    assert inbox.retry_at(claim(inbox), NOON + SECOND)
    assert [claimed(inbox), claimed(inbox)] == ["b", None]
    again = claim(inbox, now=NOON + SECOND)
    assert (again.request.id, again.attempt) == ("a", 2)


def test_renewing_makes_the_claims_last_that_a_worker_knows_of(inbox: Inbox) -> None:
    accept(inbox, "a", "b", "c", "d")
    claim(inbox, "w1")
    claim(inbox, "w2")
    claim(inbox, "w1")
    claim(inbox, "w1")
    inbox.renew("w1", ["a", "b", "c"], NOON + MINUTE)
    assert claimed(inbox, "w2", NOON + LEASE - SECOND) is None
    assert claimed(inbox, "w2", NOON + LEASE) == "b"
    assert claimed(inbox, "w2", NOON + LEASE) == "d"
    assert claimed(inbox, "w2", NOON + LEASE) is None
    assert claimed(inbox, "w3", NOON + MINUTE) == "a"


def test_finishing_and_claiming_is_one_step(inbox: Inbox) -> None:
    accept(inbox, "a", "b")
    first = claim(inbox)
    second = inbox.finish_and_claim(first, NOON, NOON + LEASE, "answered", "0123456789ab")
    assert second is not None
    assert (second.request.id, second.worker, second.attempt) == ("b", first.worker, 1)
    assert not inbox.finish(first, NOON, "answered")
    assert inbox.finish_and_claim(second, NOON, NOON + LEASE, "answered") is None
    assert inbox.waiting() == 0


def test_the_next_about_the_same_subject_is_claimed_as_soon_as_the_one_before_it_is_finished(inbox: Inbox) -> None:
    accept(inbox, "a", "later", subject="the same")
    first = claim(inbox)
    second = inbox.finish_and_claim(first, NOON, NOON + LEASE, "answered")
    assert second is not None
    assert second.request.id == "later"


def test_renewing_touches_neither_what_was_put_back_nor_what_is_answered(inbox: Inbox) -> None:
    accept(inbox, "a", "b")
    inbox.retry_at(claim(inbox), NOON)
    inbox.finish(claim(inbox, "w2"), NOON, "answered")
    inbox.renew("w1", ["a", "b"], NOON + MINUTE)
    inbox.renew("w2", ["a", "b"], NOON + MINUTE)
    assert [claimed(inbox), claimed(inbox)] == ["b", None]


def test_a_claim_that_ran_out_is_good_until_somebody_takes_over(inbox: Inbox) -> None:
    accept(inbox, "a", "b")
    late, later = claim(inbox, "w1"), claim(inbox, "w1")
    assert claimed(inbox, "w2", NOON + LEASE) == "a"
    assert inbox.finish(later, NOON + MINUTE, "answered")
    assert not inbox.finish(late, NOON + MINUTE, "answered")
    assert inbox.waiting() == 1


def test_who_lost_a_request_changes_nothing_any_more(inbox: Inbox) -> None:
    accept(inbox, "a")
    lost = claim(inbox, "w1")
    mine = claim(inbox, "w2", NOON + LEASE)
    assert not inbox.finish(lost, NOON, "answered")
    assert not inbox.retry_at(lost, NOON)
    assert not inbox.dead_letter(lost, NOON, "tired")
    assert list(inbox.abandoned()) == []
    assert claimed(inbox, "w3", NOON + LEASE + SECOND) is None
    assert inbox.finish(mine, NOON, "answered")


def test_an_older_claim_of_the_same_worker_is_none_either(inbox: Inbox) -> None:
    accept(inbox, "a")
    old = claim(inbox, "w1")
    claim(inbox, "w1", NOON + LEASE)
    assert not inbox.finish(old, NOON, "answered")


def test_a_request_ends_once(inbox: Inbox) -> None:
    accept(inbox, "a")
    mine = claim(inbox)
    assert inbox.finish(mine, NOON, "answered", "0123456789ab")
    assert not inbox.finish(mine, NOON, "answered")
    assert not inbox.dead_letter(mine, NOON, "tired")
    assert not inbox.retry_at(mine, NOON)
    assert claimed(inbox, now=NOON + MINUTE) is None


def test_what_was_put_back_or_handed_back_is_nobodys(inbox: Inbox) -> None:
    accept(inbox, "a", "b")
    one, other = claim(inbox), claim(inbox)
    assert inbox.retry_at(one, NOON + MINUTE)
    assert inbox.release("w1") == 1
    assert not inbox.finish(one, NOON, "answered")
    assert not inbox.finish(other, NOON, "answered")


def test_handing_back_frees_what_a_worker_holds_and_counts_no_attempt(inbox: Inbox) -> None:
    accept(inbox, "a", "b", "c")
    claim(inbox, "w1")
    claim(inbox, "w2")
    claim(inbox, "w1")
    assert inbox.release("w1") == 2
    assert inbox.release("w1") == 0
    again = claim(inbox, "w3")
    assert (again.request.id, again.attempt) == ("a", 1)
    assert [claimed(inbox, "w3"), claimed(inbox, "w3")] == ["c", None]


def test_whoever_works_on_a_request_sees_what_waits_behind_it_about_the_same_subject(inbox: Inbox) -> None:
    def pending_after(claim: Claim) -> list[str]:
        return [request.id for request in inbox.pending_after(claim)]

    accept(inbox, "a", subject="thread")
    first = claim(inbox)
    assert pending_after(first) == []
    accept(inbox, "other")
    assert pending_after(first) == []
    accept(inbox, "b", subject="thread")
    accept(inbox, "c", subject="thread")
    assert pending_after(first) == ["b", "c"]
    inbox.finish(first, NOON, "answered")
    assert pending_after(first) == ["b", "c"]
    claim(inbox)
    second = claim(inbox)
    assert pending_after(second) == ["c"]
    inbox.finish(second, NOON, "answered")
    assert pending_after(first) == ["c"]


def test_waiting_counts_what_is_neither_answered_nor_given_up(inbox: Inbox) -> None:
    accept(inbox, "a", "b", "c", "d")
    inbox.finish(claim(inbox), NOON, "answered")
    inbox.dead_letter(claim(inbox), NOON, "tired")
    inbox.retry_at(claim(inbox), NOON + MINUTE)
    assert inbox.waiting() == 2


def test_the_next_moment_is_now_if_anything_is_free_or_else_the_earliest_at_which_it_is(inbox: Inbox) -> None:
    accept(inbox, "a", "b", "c")
    inbox.retry_at(claim(inbox), NOON + 3 * SECOND)
    second = inbox.claim("w1", NOON, NOON + 2 * SECOND)
    assert second is not None
    assert inbox.next_due(NOON) == NOON
    inbox.finish(claim(inbox), NOON, "answered")
    assert inbox.next_due(NOON) == NOON + 2 * SECOND
    assert inbox.next_due(NOON + 2 * SECOND) == NOON + 2 * SECOND
    inbox.finish(second, NOON, "answered")
    assert inbox.next_due(NOON) == NOON + 3 * SECOND


def test_what_waits_behind_another_about_the_same_is_not_due(inbox: Inbox) -> None:
    accept(inbox, "a")
    first = inbox.claim("w1", NOON, NOON + SECOND)
    assert first is not None
    assert inbox.accept(request("b", first.request.subject), [])
    assert inbox.next_due(NOON) == NOON + SECOND
    inbox.finish(first, NOON, "answered")
    assert inbox.next_due(NOON) == NOON


def test_what_was_given_up_is_told_with_its_reason_latest_first(inbox: Inbox) -> None:
    inbox.accept(Request("a", UnknownPayload("mention", {}), "s", NOON, "U1", "C1"), [])
    accept(inbox, "b", "c")
    for moment, reason in ((NOON, "channel_not_found"), (NOON + MINUTE, "is_archived")):
        inbox.dead_letter(claim(inbox), moment, reason)
    inbox.finish(claim(inbox), NOON, "answered")
    told = [(each.id, each.kind, each.place, each.at, each.reason) for each in inbox.abandoned()]
    assert told == [
        ("b", "question", None, NOON + MINUTE, "is_archived"),
        ("a", "mention", "C1", NOON, "channel_not_found"),
    ]
    assert claimed(inbox, now=NOON + MINUTE) is None


def test_a_wait_that_was_agreed_is_no_attempt(inbox: Inbox) -> None:
    accept(inbox, "a")
    for _ in range(3):
        mine = claim(inbox)
        assert mine.attempt == 1
        assert inbox.retry_at(mine, NOON, counts=False)
    assert inbox.retry_at(claim(inbox), NOON)
    assert claim(inbox).attempt == 2


def test_one_question_of_somebody_goes_before_the_many_of_somebody_else(inbox: Inbox) -> None:
    for number in range(6):
        inbox.accept(Request(f"flood{number}", QUESTION, f"f{number}", NOON, "U1"), {f"f{number}"})
    inbox.accept(Request("one", QUESTION, "one", NOON, "U2"), {"one"})
    taken = [claimed(inbox) for _ in range(7)]
    assert taken == ["flood0", "one", "flood1", "flood2", "flood3", "flood4", "flood5"]


def test_what_a_wrong_clock_has_put_off_for_days_is_free_again(inbox: Inbox) -> None:
    accept(inbox, "claimed", "waits", "soon")
    assert inbox.claim("killed", NOON, NOON + 400 * timedelta(days=1))
    assert inbox.retry_at(claim(inbox), NOON + 400 * timedelta(days=1))
    assert inbox.retry_at(claim(inbox), NOON + MINUTE)
    assert claimed(inbox) is None
    assert inbox.free_beyond(NOON + MINUTE, NOON + timedelta(days=1)) == 2
    assert [claimed(inbox), claimed(inbox), claimed(inbox)] == ["claimed", "waits", None]


def test_what_ended_workers_hold_is_free_at_once_and_what_is_put_back_waits_on(inbox: Inbox) -> None:
    for name in ("first", "second", "third"):
        assert inbox.accept(Request(name, QUESTION, name, NOON), [name])
    held = [inbox.claim(worker, NOON, NOON + MINUTE) for worker in ("ended", "alive", "ended")]
    assert held[2]
    assert inbox.retry_at(held[2], NOON + MINUTE)
    assert inbox.free_of(lambda worker: worker == "ended") == 1
    again = claim(inbox)
    assert (again.request.id, again.attempt) == ("first", 2)
    assert claimed(inbox) is None
    assert held[0]
    assert not inbox.finish(held[0], NOON, "answered")


def test_a_question_elsewhere_goes_before_the_many_of_a_busy_channel_whoever_asks_there(inbox: Inbox) -> None:
    for number in range(6):
        busy = Request(f"busy {number}", QUESTION, f"busy {number}", NOON, f"U{number}", "C1")
        assert inbox.accept(busy, [f"busy {number}"])
    assert [claimed(inbox), claimed(inbox)] == ["busy 0", "busy 1"]
    assert inbox.accept(Request("quiet", QUESTION, "quiet", NOON, "U9", "C2"), ["quiet"])
    assert [claimed(inbox), claimed(inbox)] == ["quiet", "busy 2"]


def test_what_a_person_asks_is_counted_and_not_what_is_handed_in_for_them(inbox: Inbox) -> None:
    for number in range(5):
        moment = NOON + number * SECOND
        inbox.accept(Request(f"{number}", QUESTION, f"{number}", moment, f"U{number % 2}"), {f"{number}"})
    inbox.accept(Request("reminder", RemindToRead("one", "U0", 1), "reminder", NOON + SECOND, "U0"), {"reminder"})
    assert inbox.asked_by("U0", NOON, NOON + timedelta(days=1)) == 2
    assert inbox.asked_by("U0", NOON - SECOND, NOON + 2 * SECOND) == 2
    assert inbox.asked_by("U9", NOON - SECOND, NOON + timedelta(days=1)) == 0
