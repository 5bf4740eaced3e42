"""A digest arrives once, head and thread, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.digests.schedule import Due
from bot.core.errors import DeliveryError, RetryLater
from bot.core.model import Attribution, Passage, Quotation, Standing
from bot.core.requests import Handled, PostStatus, Request
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.pacing import Pace
from bot.slack.digests.blocks import digest_messages
from bot.slack.digests.sending import DigestSending, post_key
from tests.slack.fake_slack import FakeSlack, refusal
from tests.store.memory_store import MemoryPosts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SINCE = NOON - timedelta(days=1)
DUE = Due("daily 2026-03-02", NOON, NOON, NOON)
REQUEST = Request("r1", SendDigest("k", DUE), "digest:k", NOON, place="C1")
LEAVE = Attribution("leave", "Parents get", "Leave", "Example Ltd", None, None, None, Standing.ORIGINAL)


def lead(number: int) -> Quotation:
    text = f"Rule {number} says: " + "parents get twelve weeks, " * 40
    return Quotation(Passage(LEAVE, number, text), 0, len(text))


SMALL = Digest(SINCE, (Quotation(Passage(LEAVE, 1, "Parents get twelve weeks."), 0, 25),), NOON)
LARGE = Digest(SINCE, tuple(map(lead, range(1, 16))), NOON)
PARTS = len(digest_messages(LARGE))
EMPTY = Digest(SINCE, (), NOON)


@dataclass
class Desk:
    """Sends one digest; each `process` is a new one, on the same store and Slack. Time goes on with each try."""

    digest: Digest | None
    slack: FakeSlack = field(default_factory=FakeSlack)
    posts: MemoryPosts = field(default_factory=MemoryPosts)
    told: list[Request[SendDigest]] = field(default_factory=list)
    now: datetime = NOON

    def process(self, heartbeat: str | None = None) -> DigestSending:
        seconds = iter(range(0, 100_000, 10))
        self.slack.clock = self.seconds
        delivery = Delivery(
            self.slack,
            self.posts,
            Pace(lambda: next(seconds)),
            SlackClock(lambda: self.now, self.seconds),
        )
        return DigestSending(delivery, lambda _: self.digest, self.told.append, heartbeat)

    def send(self) -> Handled:
        """As the workers do: again and again, until it is sent or refused for good."""
        process = self.process()
        for _ in range(20):
            self.now += timedelta(seconds=10)
            try:
                return process.send(REQUEST)
            except RetryLater:
                pass
        raise AssertionError("it goes on for ever")

    def seconds(self) -> float:
        return self.now.timestamp()

    def assert_stands_once(self) -> None:
        head, *thread = self.slack.messages
        assert [message["text"] for message in self.slack.messages] == [each.text for each in digest_messages(LARGE)]
        assert head["thread_ts"] is None
        assert {message["thread_ts"] for message in thread} == {head["ts"]}
        assert self.told == [REQUEST]


def test_the_head_goes_into_the_place_and_the_rest_into_its_thread() -> None:
    assert PARTS > 2
    desk = Desk(LARGE)
    assert desk.send() == Handled("sent")
    desk.assert_stands_once()


def test_a_small_digest_is_one_message() -> None:
    desk = Desk(SMALL)
    desk.send()
    (message,) = desk.slack.messages
    assert (message["channel"], message["thread_ts"], desk.told) == ("C1", None, [REQUEST])


def test_nothing_to_tell_is_not_sent_but_noted() -> None:
    desk = Desk(EMPTY)
    assert desk.send() == Handled("nothing new")
    assert (desk.slack.messages, desk.told) == ([], [REQUEST])


def test_what_nobody_wants_any_more_is_neither_sent_nor_noted() -> None:
    desk = Desk(None)
    assert desk.send() == Handled("not wanted any more")
    assert (desk.slack.messages, desk.told) == ([], [])


class KilledError(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(PARTS))
def test_a_process_killed_at_any_message_leaves_nothing_lost_and_nothing_twice(at: int, *, after: bool) -> None:
    desk = Desk(LARGE)
    plan = desk.slack.after if after else desk.slack.before
    plan += [*[None] * at, KilledError()]  # type: ignore[list-item]  # what kills is no error
    with pytest.raises(KilledError):
        desk.process().send(REQUEST)
    desk.send()
    desk.assert_stands_once()


class Fragile(MemoryPosts):
    """A store in a process that is killed at one of its operations."""

    def __init__(self, fuse: int, *, after: bool) -> None:
        super().__init__()
        self.fuse, self.after = fuse, after

    def burn(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        self.fuse -= 1
        if self.fuse == 0 and not self.after:
            raise KilledError
        done = act(*given, **named)
        if self.fuse == 0:
            raise KilledError
        return done

    def begin(self, *given: Any) -> Any:
        return self.burn(super().begin, *given)

    def mark(self, *given: Any, **named: Any) -> None:
        self.burn(super().mark, *given, **named)

    def find(self, *given: Any) -> Any:
        return self.burn(super().find, *given)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 3 * PARTS + 2))
def test_a_process_killed_at_any_step_of_its_store_leaves_nothing_lost_and_nothing_twice(
    at: int, *, after: bool
) -> None:
    desk = Desk(LARGE, posts=Fragile(at, after=after))
    with pytest.raises(KilledError):
        desk.process().send(REQUEST)
    desk.send()
    desk.assert_stands_once()


@pytest.mark.parametrize("at", range(PARTS))
@pytest.mark.parametrize(
    "fault", [refusal("internal_error"), refusal("ratelimited", 429, **{"Retry-After": "1"}), ConnectionResetError()]
)
def test_a_message_that_fails_for_a_while_comes_later_and_once(at: int, fault: Exception) -> None:
    for plan in ("before", "after"):
        desk = Desk(LARGE)
        getattr(desk.slack, plan).extend([*[None] * at, fault])
        if plan == "after" and "ratelimited" in str(fault):
            continue  # it says that nothing was accepted
        desk.send()
        desk.assert_stands_once()


def test_a_place_that_is_gone_ends_it_unnoted_so_that_the_next_digest_tells_it() -> None:
    desk = Desk(LARGE)
    desk.slack.before = [refusal("channel_not_found")]
    with pytest.raises(DeliveryError, match="channel_not_found"):
        desk.send()
    assert (desk.slack.messages, desk.told) == ([], [])


def test_a_part_that_is_refused_holds_up_no_other_and_is_told_to_who_runs_the_bot() -> None:
    desk = Desk(LARGE)
    desk.slack.before = [None, refusal("msg_blocks_too_long")]
    with pytest.raises(DeliveryError, match="msg_blocks_too_long"):
        desk.send()
    assert len(desk.slack.messages) == PARTS - 1
    assert desk.told == [REQUEST]


def test_what_may_stand_there_and_cannot_be_looked_up_is_not_told_again() -> None:
    desk = Desk(LARGE)
    desk.slack.may_look = False
    desk.slack.after = [ConnectionResetError()]
    with pytest.raises(DeliveryError, match="without history scopes"):
        desk.send()
    assert len(desk.slack.messages) == 1
    assert desk.told == [REQUEST]


def test_without_knowing_its_head_the_rest_of_a_digest_does_not_land_in_the_channel() -> None:
    # The process was killed after it had found that it cannot look, and before it could note that it was told.
    desk = Desk(LARGE)
    key = post_key(REQUEST)
    head, _ = desk.posts.begin(key, "C1", None, "", NOON)
    desk.posts.mark(head, PostStatus.UNKNOWN)
    with pytest.raises(DeliveryError, match="may or may not"):
        desk.send()
    assert (desk.slack.messages, desk.told) == ([], [REQUEST])


def test_where_a_heartbeat_is_wanted_nothing_to_tell_is_told_once_a_day() -> None:
    desk = Desk(EMPTY)
    for name, day in (("r1", 0), ("r2", 0), ("r3", 1)):
        request = Request(name, SendDigest("k", DUE), f"digest:{name}", NOON + timedelta(days=day), place="C1")
        assert desk.process("C0OPS").send(request) == Handled("nothing new")
    assert [message["channel"] for message in desk.slack.messages] == ["C0OPS", "C0OPS"]
    assert "2 March 2026" in desk.slack.messages[0]["text"]
    assert "3 March 2026" in desk.slack.messages[1]["text"]


def test_a_watch_that_finds_nothing_is_no_heartbeat() -> None:
    desk = Desk(Digest(SINCE, (), NOON, "body cameras"))
    desk.process("C0OPS").send(REQUEST)
    assert desk.slack.messages == []


def test_a_heartbeat_that_is_refused_is_the_digests_business_no_more() -> None:
    desk = Desk(EMPTY)
    desk.slack.before = [refusal("channel_not_found")]
    assert desk.process("C0OPS").send(REQUEST) == Handled("nothing new")
    assert desk.told == [REQUEST]


def test_a_digest_of_today_says_since_when_by_its_days() -> None:
    desk = Desk(SMALL)
    desk.send()
    assert f"{date(2026, 3, 1):%A}" in desk.slack.messages[0]["text"]
