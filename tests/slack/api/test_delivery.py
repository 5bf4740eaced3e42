"""Each message once: whatever Slack, the network and the process do in between."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import DeliveryError, RetryLater
from bot.core.requests import Post, PostStatus
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, Version, sentence_message
from bot.slack.api.pacing import Pace
from tests.slack.fake_slack import FakeSlack, refusal
from tests.store.memory_store import MemoryPosts, MemoryStore

REPLY = Destination("reply:C1:1.0", "C1", "1.0")
LOST_REPLIES: tuple[Exception, ...] = (
    TimeoutError(),
    RemoteDisconnected("closed"),
    ConnectionResetError(),
    URLError(TimeoutError()),
    refusal("", status=503),
    refusal("internal_error"),
    # How slack_sdk tells of an answer that is no JSON, and what it raises for JSON that is no object.
    refusal("Received a response in a non-JSON format: <!DOCTYPE html><title>Proxy</title>"),
    refusal("", status=403),
    AttributeError("'list' object has no attribute 'get'"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    LookupError("unknown encoding: x"),
)
NEVER_ARRIVED: tuple[Exception, ...] = (
    URLError(ConnectionRefusedError()),
    refusal("ratelimited", status=429, **{"Retry-After": "7"}),
    refusal("token_revoked"),
)


class Killed(BaseException):
    """The process is gone: nothing that stands behind this point runs."""


class World:
    """A delivery with its store, its Slack and its clock; `restart` is what comes after a crash."""

    def __init__(self) -> None:
        self.slack, self.store, self.asked = FakeSlack(), MemoryStore(), 0
        self.moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.slack.clock = self.seconds
        self.skew = timedelta()
        self.restart()

    def seconds(self) -> float:
        return self.moment.timestamp()

    def restart(self) -> None:
        pace, clock = Pace(self.seconds), SlackClock(lambda: self.moment + self.skew, self.seconds)
        self.delivery = Delivery(self.slack, self.store.posts, pace, clock)

    def reply(self, words: str = "asked", make: Callable[[], Message] = lambda: sentence_message("An answer.")) -> None:
        self.asked += 1
        self.delivery.post(REPLY, Version(f"{self.asked}.0", words), make)

    def goes_on(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def times_out(self) -> None:
        """What happens to who waits for Slack longer than the client does."""
        self.goes_on(10)
        raise TimeoutError

    def dies(self) -> None:
        raise Killed

    def reply_at_last(self, words: str = "asked", times: int = 20) -> None:
        """As a worker does it: again and again, until it is done or refused."""
        for _ in range(times):
            try:
                self.reply(words)
                return
            except RetryLater as later:
                self.moment += timedelta(seconds=later.seconds or 5.0)
        raise AssertionError("it was never done")


@pytest.fixture
def world() -> World:
    return World()


def test_a_reply_is_posted_once_with_an_opaque_id_and_nothing_else_as_its_metadata(world: World) -> None:
    world.reply()
    world.reply()
    (message,) = world.slack.messages
    assert (message["channel"], message["thread_ts"]) == ("C1", "1.0")
    payload = message["metadata"]["event_payload"]
    assert set(payload) == {"id"}
    assert "C1" not in payload["id"]


@pytest.mark.parametrize("error", LOST_REPLIES, ids=repr)
def test_a_reply_that_slack_accepted_and_never_confirmed_is_not_posted_again(world: World, error: Exception) -> None:
    world.slack.after = [error]
    with pytest.raises(RetryLater):
        world.reply()
    world.reply_at_last()
    assert len(world.slack.messages) == 1


@pytest.mark.parametrize("error", LOST_REPLIES, ids=repr)
def test_a_reply_that_never_got_through_is_posted_after_a_look(world: World, error: Exception) -> None:
    world.slack.before = [error]
    with pytest.raises(RetryLater):
        world.reply()
    assert world.slack.messages == []
    world.reply_at_last()
    assert len(world.slack.messages) == 1
    assert world.slack.looked > 0


@pytest.mark.parametrize("error", NEVER_ARRIVED, ids=repr)
def test_what_slack_certainly_did_not_take_is_posted_again_without_a_look(world: World, error: Exception) -> None:
    world.slack.before = [error]
    with pytest.raises(RetryLater):
        world.reply()
    world.reply_at_last()
    assert len(world.slack.messages) == 1
    assert world.slack.looked == 0


def test_a_rate_limit_is_waited_out_as_told_and_by_the_whole_channel(world: World) -> None:
    world.slack.before = [refusal("ratelimited", status=429, **{"Retry-After": "7"})]
    with pytest.raises(RetryLater) as told:
        world.reply()
    assert told.value.seconds == 7
    with pytest.raises(RetryLater) as other:
        world.delivery.post(Destination("reply:C1:2.0", "C1", "2.0"), Version(), lambda: sentence_message("Another."))
    assert other.value.seconds is not None
    assert other.value.seconds >= 7
    world.delivery.post(Destination("reply:C2:2.0", "C2", "2.0"), Version(), lambda: sentence_message("Elsewhere."))


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived", "msg_blocks_too_long"])
def test_a_refusal_for_good_is_told_as_it_is(world: World, error: str) -> None:
    world.slack.before = [refusal(error)]
    with pytest.raises(DeliveryError, match=error) as told:
        world.reply()
    assert not isinstance(told.value, RetryLater)
    assert not told.value.uncertain


def test_it_is_not_looked_for_before_slack_can_have_shown_it(world: World) -> None:
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply()
    with pytest.raises(RetryLater) as later:
        world.reply()
    assert later.value.seconds is not None
    assert world.slack.looked == 0


def test_without_leave_to_look_what_may_stand_is_not_repeated_and_kept_as_unknown(world: World) -> None:
    world.slack.may_look = False
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply()
    world.moment += timedelta(minutes=1)
    with pytest.raises(DeliveryError, match="history scopes"):
        world.reply()
    world.reply()
    assert len(world.slack.messages) == 1
    assert [post.key for post in world.store.posts.unknown()] == [REPLY.key]


def test_it_is_found_on_a_later_page_of_a_long_thread(world: World) -> None:
    for number in range(7):
        world.slack.chat_postMessage(channel="C1", thread_ts="1.0", text=str(number))
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply()
    world.reply_at_last()
    assert len(world.slack.messages) == 8


def test_other_words_change_the_message_that_stands(world: World) -> None:
    world.reply("asked")
    world.reply("asked-otherwise", lambda: sentence_message("Another answer."))
    (message,) = world.slack.messages
    assert message["text"] == "Another answer."


def test_other_words_also_change_a_message_that_had_to_be_looked_for(world: World) -> None:
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply("asked")
    world.moment += timedelta(minutes=1)
    world.reply("asked-otherwise", lambda: sentence_message("Another answer."))
    (message,) = world.slack.messages
    assert message["text"] == "Another answer."


def test_other_words_change_a_message_that_was_sent_in_the_place_of_a_lost_one(world: World) -> None:
    world.slack.before = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply("asked")
    world.moment += timedelta(minutes=1)
    world.reply("asked-otherwise", lambda: sentence_message("Another answer."))
    world.reply("asked")
    (message,) = world.slack.messages
    assert message["text"] == "An answer."


def test_a_removed_message_stays_removed(world: World) -> None:
    world.reply()
    world.delivery.remove(REPLY)
    world.delivery.remove(REPLY)
    world.reply()
    assert world.slack.messages == []


def test_what_somebody_else_removed_is_neither_an_error_nor_posted_again(world: World) -> None:
    world.reply()
    world.slack.messages.clear()
    world.delivery.remove(REPLY)
    world.reply("asked-otherwise")
    assert world.slack.messages == []


def test_removing_waits_for_the_fate_of_what_may_stand(world: World) -> None:
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply()
    with pytest.raises(RetryLater):
        world.delivery.remove(REPLY)
    world.moment += timedelta(minutes=1)
    world.delivery.remove(REPLY)
    assert world.slack.messages == []


def test_an_answer_that_cannot_be_made_leaves_nothing_begun(world: World) -> None:
    def fail() -> Message:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        world.reply("asked", fail)
    assert world.store.posts.find(REPLY.key) is None
    world.reply()
    assert len(world.slack.messages) == 1


def test_what_cannot_be_looked_up_is_done_at_most_once(world: World) -> None:
    done: list[str] = []

    def act() -> None:
        done.append("shared")
        raise RetryLater("no answer from Slack", uncertain=True)

    with pytest.raises(RetryLater):
        world.delivery.once(REPLY, act)
    assert world.delivery.once(REPLY, act) is False
    assert done == ["shared"]


def test_what_cannot_be_looked_up_is_done_again_if_it_certainly_was_not(world: World) -> None:
    done: list[str] = []

    def refuse() -> None:
        raise RetryLater("rate limited", 7)

    with pytest.raises(RetryLater):
        world.delivery.once(REPLY, refuse)
    assert world.delivery.once(REPLY, lambda: done.append("shared")) is True
    assert world.delivery.once(REPLY, lambda: done.append("shared")) is True
    assert done == ["shared"]


@given(
    weather=st.lists(
        st.tuples(
            st.sampled_from([None, Killed(), *LOST_REPLIES, *NEVER_ARRIVED]),
            st.sampled_from([None, Killed(), *LOST_REPLIES]),
            st.sampled_from(["asked", "asked-otherwise"]),
            st.floats(0, 30),
        ),
        max_size=12,
    )
)
@settings(max_examples=200)
def test_in_any_weather_and_after_any_crash_one_message_stands_and_it_answers_the_last_words(
    weather: list[tuple[Exception | None, Exception | None, str, float]],
) -> None:
    world = World()
    for before, after, words, pause in weather:
        world.slack.before, world.slack.after = [before], [after]
        try:
            world.reply(words, partial(sentence_message, words))
        except RetryLater as later:
            world.moment += timedelta(seconds=later.seconds or 0.0)
        except Killed:
            world.restart()
        world.moment += timedelta(seconds=pause)
    world.slack.before, world.slack.after = [], []
    for _ in range(20):
        try:
            world.reply("at last", lambda: sentence_message("at last"))
            break
        except RetryLater as later:
            world.moment += timedelta(seconds=later.seconds or 5.0)
    (message,) = world.slack.messages
    assert message["text"] == "at last"
    post = world.store.posts.find(REPLY.key)
    assert post is not None
    assert (post.fate, post.ts) == (PostStatus.SENT, message["ts"])


@pytest.mark.parametrize("seconds", [16, 25, 30])
@pytest.mark.parametrize("end", [World.times_out, World.dies])
def test_what_slack_accepts_late_is_not_posted_again(
    world: World, seconds: float, end: Callable[[World], None]
) -> None:
    world.slack.slow = [(seconds, partial(end, world))]
    with pytest.raises((RetryLater, Killed)):
        world.reply()
    world.restart()
    world.reply_at_last()
    assert len(world.slack.messages) == 1


@pytest.mark.parametrize("ahead", [-60, -20, 20, 60, 34_560_000])
def test_clocks_that_differ_or_jump_double_nothing(world: World, ahead: float) -> None:
    world.slack.slow = [(16, world.dies)]
    with pytest.raises(Killed):
        world.reply()
    world.skew = timedelta(seconds=ahead)  # another replica, or this one after its clock was set
    world.restart()
    world.goes_on(2)
    world.reply_at_last()
    assert len(world.slack.messages) == 1


@pytest.mark.parametrize("ahead", [-60, 60, 34_560_000])
def test_what_was_begun_by_a_wrong_clock_is_found_by_a_right_one(world: World, ahead: float) -> None:
    card = Destination("card:1", "C1")  # it answers nothing that has a time of its own
    world.skew = timedelta(seconds=ahead)
    world.slack.after = [Killed()]  # type: ignore[list-item]  # no error that anybody handles
    with pytest.raises(Killed):
        world.delivery.post(card, Version(), lambda: sentence_message("New."))
    world.skew = timedelta()
    world.restart()
    world.goes_on(5)
    with pytest.raises(RetryLater):
        world.delivery.post(card, Version(), lambda: sentence_message("New."))
    world.goes_on(60)
    world.delivery.post(card, Version(), lambda: sentence_message("New."))
    assert len(world.slack.messages) == 1


def test_who_still_sends_keeps_others_from_sending(world: World) -> None:
    other = World()
    other.slack, other.store = world.slack, world.store
    other.restart()

    def meanwhile() -> None:
        for _ in range(12):  # a minute, in which the answer trickles in
            for each in (world, other):
                each.goes_on(5)
            world.delivery.renew()
            with pytest.raises(RetryLater):
                other.reply()

    world.slack.slow = [(59, meanwhile)]
    world.reply()
    other.reply()
    assert len(world.slack.messages) == 1


def test_who_was_held_up_before_sending_does_not_send(world: World) -> None:
    class Slow(MemoryPosts):
        def begin(self, *given: Any) -> tuple[Post, bool]:
            world.goes_on(60)
            return super().begin(*given)

    world.store = MemoryStore(posts=Slow())
    world.restart()
    with pytest.raises(RetryLater, match="stalled"):
        world.reply()
    assert world.slack.messages == []


@pytest.mark.parametrize("page", [{}, {"messages": None}, {"messages": "none"}])
def test_a_look_that_tells_nothing_is_no_look_in_vain(world: World, page: dict[str, Any]) -> None:
    world.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        world.reply()
    world.goes_on(60)
    world.slack.pages = [page]
    with pytest.raises(RetryLater):
        world.reply()
    world.reply_at_last()
    assert len(world.slack.messages) == 1


@pytest.mark.parametrize(("told", "waits"), [("0", 1.0), ("1.5", 1.5), ("soon", 30.0), ("999999999", 3600.0)])
def test_how_long_slack_asks_to_wait_is_taken_with_sense(world: World, told: str, waits: float) -> None:
    world.slack.before = [refusal("ratelimited", status=429, **{"Retry-After": told})]
    with pytest.raises(RetryLater) as later:
        world.reply()
    assert later.value.seconds == waits
