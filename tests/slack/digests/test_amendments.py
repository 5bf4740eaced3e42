"""Under an answer stands one reply at most, which says what is so, and it goes when the answer goes."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.changes.amendments import TOLD, TellChanges
from bot.core.changes.redlines import Changed, compare
from bot.core.errors import RetryLater
from bot.core.requests import PostStatus, Request
from bot.core.text.sentences import LONGEST
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, Version, sentence_message
from bot.slack.api.pacing import Pace
from bot.slack.digests.amendments import AS_QUOTED, CHANGED, Amending, amendment_message
from slack_playground.shapes.checking import checked_blocks
from slack_playground.visible import visible_text
from tests.slack.fake_slack import FakeSlack, refusal
from tests.small_articles import attribution
from tests.store.memory_store import MemoryPosts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAVE = attribution("leave", title="Leave", publisher="Example Ltd", url="https://example.com/leave")
TWELVE, SIXTEEN, TWENTY = (f"Parents get {weeks} weeks of leave." for weeks in ("twelve", "sixteen", "twenty"))
ANSWER = Destination("reply:C1:1.0", "C1", "1.0")
PINGS = "<!channel> <@U1> @here *bold* _x_ `y` &amp; <https://evil.example|click>"


class Killed(BaseException):
    """The process is gone: nothing that stands behind this point runs."""


def changed(before: str = TWELVE, after: str = SIXTEEN) -> tuple[Changed, ...]:
    return (Changed(LEAVE, compare([before], [after])),)


def words(message: Message) -> str:
    return visible_text(list(message.blocks))


@dataclass
class Channel:
    """An answer in a channel or a direct message, and who tells of changes below it. `changes` is what is so."""

    answer: Destination = ANSWER
    slack: FakeSlack = field(default_factory=FakeSlack)
    posts: MemoryPosts = field(default_factory=MemoryPosts)
    changes: tuple[Changed, ...] | None = field(default_factory=changed)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.slack.clock = self.seconds
        self.delivery = Delivery(self.slack, self.posts, Pace(self.seconds), SlackClock(lambda: self.now, self.seconds))
        self.amending = Amending(lambda _: self.changes, self.delivery)
        self.say("1.0")

    def seconds(self) -> float:
        return self.now.timestamp()

    def say(self, at: str, text: str = "An answer.") -> None:
        """The answer as it stands since the question had these words."""
        self.delivery.post(self.answer, Version(at, f"words-of-{at}"), lambda: sentence_message(text))

    @staticmethod
    def request(at: str = "1.0") -> Request[TellChanges]:
        return Request("r", TellChanges("1.0", at, "0123456789ab", NOON, "1.0"), "C1:1.0", NOON, "U1", "C1")

    def handle(self, at: str = "1.0") -> str:
        return self.amending.handle(self.request(at), self.answer).outcome

    def handle_at_last(self) -> str:
        """As a worker does it: again and again, until it is done."""
        for _ in range(20):
            try:
                return self.handle()
            except RetryLater as later:
                self.now += timedelta(seconds=later.seconds or 5.0)
        raise AssertionError("it was never done")

    @property
    def below(self) -> list[str]:
        """What people read below the answer."""
        return [visible_text(message["blocks"]) for message in self.slack.messages[1:]]


@pytest.fixture
def channel() -> Channel:
    return Channel()


def test_the_reply_stands_in_the_thread_alone_and_shows_the_change_word_by_word(channel: Channel) -> None:
    assert [channel.handle(), channel.handle()] == [TOLD, TOLD]
    (_, message) = channel.slack.messages
    assert (message["channel"], message["thread_ts"]) == ("C1", "1.0")
    assert not message.get("reply_broadcast")
    (told,) = channel.below
    assert told.splitlines() == [
        "A passage quoted above has changed since. Struck through: removed. Bold: new.",
        "Leave · Example Ltd",
        "¶ 1",
        "Parents get twelve sixteen weeks of leave.",
    ]
    assert message["text"] == "A passage quoted above has changed since. Leave"


def test_in_a_direct_message_without_a_thread_it_stands_in_one_below_the_answer() -> None:
    channel = Channel(Destination("reply:D1:1.0", "D1"))
    channel.handle()
    (answer, message) = channel.slack.messages
    assert (answer["thread_ts"], message["thread_ts"]) == (None, answer["ts"])


def test_what_changes_again_changes_the_reply_and_what_is_changed_back_too(channel: Channel) -> None:
    for changes, says in ((changed(), "sixteen"), (changed(after=TWENTY), "twenty"), ((), AS_QUOTED)):
        channel.changes = changes
        assert channel.handle() == TOLD
        (told,) = channel.below
        assert says in told


def test_where_nothing_changed_or_nobody_can_say_so_nothing_is_posted(channel: Channel) -> None:
    for changes in ((), None):
        channel.changes = changes
        assert channel.handle() != TOLD
    assert channel.below == []


def test_what_stands_stays_as_long_as_nobody_can_say_what_is_so(channel: Channel) -> None:
    channel.handle()
    before = channel.below
    channel.changes = None
    channel.handle()
    assert channel.below == before


def test_nothing_is_said_below_an_answer_that_is_not_the_one_that_was_meant(channel: Channel) -> None:
    assert channel.handle(at="0.5") == "no such answer any more"
    channel.say("2.0", "Another answer.")
    assert channel.handle(at="1.0") == "no such answer any more"
    channel.delivery.remove(channel.answer)
    assert channel.handle(at="2.0") == "no such answer any more"
    assert channel.slack.messages == []


def test_nothing_is_said_below_an_answer_that_never_was(channel: Channel) -> None:
    channel.posts.posts.clear()
    assert channel.handle() == "no such answer any more"


def test_the_reply_goes_with_the_answer_and_does_not_come_back(channel: Channel) -> None:
    channel.handle()
    removal = channel.request()
    for _ in range(2):  # a process that was killed amid it begins anew
        channel.delivery.remove(channel.answer)
        channel.amending.withdraw(removal, channel.answer)
    assert channel.slack.messages == []
    channel.handle()
    assert channel.slack.messages == []


def test_where_there_is_no_reply_a_deletion_leaves_no_trace(channel: Channel) -> None:
    channel.amending.withdraw(channel.request(), channel.answer)
    assert list(channel.posts.posts) == [channel.answer.key]


def test_the_reply_makes_way_for_a_new_answer_but_not_for_old_words_that_come_late(channel: Channel) -> None:
    channel.handle()
    question = channel.request()
    for version in (Version("0.5", "old"), Version("1.0", "words-of-1.0")):
        channel.amending.make_way(question, channel.answer, version)
        assert len(channel.below) == 1
    channel.amending.make_way(question, channel.answer, Version("2.0", "new"))
    assert channel.below == []


def test_a_new_answer_gets_a_reply_of_its_own_though_the_one_below_the_old_answer_went(channel: Channel) -> None:
    channel.handle()
    channel.amending.make_way(channel.request(), channel.answer, Version("2.0", "words-of-2.0"))
    channel.say("2.0", "Another answer.")
    assert channel.handle(at="2.0") == TOLD
    assert len(channel.below) == 1
    channel.amending.withdraw(channel.request(), channel.answer)
    assert channel.below == []


def test_a_question_that_was_never_answered_needs_no_way(channel: Channel) -> None:
    channel.amending.make_way(channel.request(), Destination("reply:C1:9.0", "C1"), Version("9.0", "new"))
    assert len(channel.posts.posts) == 1


def test_a_reply_that_cannot_be_looked_for_keeps_nobody_from_answering(channel: Channel) -> None:
    channel.slack.after = [TimeoutError()]
    with pytest.raises(RetryLater):
        channel.handle()
    channel.now += timedelta(minutes=1)
    channel.slack.may_look = False
    with structlog.testing.capture_logs() as logs:
        channel.amending.withdraw(channel.request(), channel.answer)
    assert len(logs) == 1
    post = channel.posts.find("amendment:C1:1.0:1.0")
    assert post is not None
    assert post.fate is PostStatus.UNKNOWN


def test_a_process_that_is_killed_before_or_after_the_sending_leaves_one_reply(channel: Channel) -> None:
    for plan in ("before", "after"):
        channel = Channel()
        setattr(channel.slack, plan, [Killed()])
        with pytest.raises(Killed):
            channel.handle()
        assert channel.handle_at_last() == TOLD
        assert len(channel.below) == 1


LATER = refusal("ratelimited", 429, **{"Retry-After": "7"})
BEFORE, AFTER = (
    st.sampled_from([None, Killed(), TimeoutError(), LATER]),
    st.sampled_from([None, Killed(), TimeoutError()]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(BEFORE, AFTER, st.sampled_from([SIXTEEN, TWENTY])), max_size=6))
def test_in_any_weather_one_reply_stands_at_last_and_says_what_is_so(
    weather: list[tuple[Exception | None, Exception | None, str]],
) -> None:
    channel = Channel()
    for before, after, wording in weather:
        channel.slack.before, channel.slack.after = [before], [after]
        channel.changes = changed(after=wording)
        try:
            channel.handle()
        except (RetryLater, Killed):
            channel.now += timedelta(seconds=8)
    channel.slack.before, channel.slack.after = [], []
    channel.changes = changed(after="Nobody gets leave.")
    channel.handle_at_last()
    (told,) = channel.below
    assert "Nobody gets" in told


def test_three_paragraphs_are_shown_and_the_rest_is_counted() -> None:
    other = Changed(attribution("travel", title="Travel"), compare(["Old."] * 3, []))
    shown = words(amendment_message((Changed(LEAVE, compare([TWELVE, "Ask."], [SIXTEEN, "Tell."])), other)))
    assert [shown.count(each) for each in ("Leave ·", "Travel ·", "Old.")] == [1, 1, 1]
    assert shown.endswith("and 2 more of the quoted paragraphs")


def test_what_is_gone_is_shown_struck_without_a_legend() -> None:
    message = amendment_message((Changed(LEAVE, compare([TWELVE], [])),))
    assert words(message) == f"{CHANGED}\nLeave · Example Ltd\nRemoved: what was ¶ 1\n{TWELVE}"
    assert '"strike": true' in json.dumps(message.blocks)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST)


@settings(max_examples=30)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
@example(PINGS, f"{PINGS} anew", PINGS)
@example("No. " * (LONGEST // 4), "Yes. " * (LONGEST // 5), "t" * LONGEST)
def test_whatever_articles_say_slack_takes_the_reply_and_nobody_is_called(before: str, after: str, title: str) -> None:
    known = attribution("leave", title=title, url="https://example.com/" + "u" * 1_900)
    lines = compare([before, f"{before} 2", "No.", "Ask."], [after, f"{after} 2"])
    message = amendment_message((Changed(known, lines),) * 3 if lines else ())
    checked_blocks(list(message.blocks))
    assert "<" not in message.text
    assert len(message.text) < 300
    kinds = {"rich_text", "rich_text_section", "rich_text_quote", "text", "link"}
    assert set(re.findall(r'"type": "(\w+)"', json.dumps(message.blocks))) <= kinds
    assert len(words(message)) < 5_000
