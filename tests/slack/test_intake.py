"""What is kept of what Slack hands over, and what is not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.errors import StoreError
from bot.core.requests import AnswerQuestion, AnyRequest, Kind
from bot.slack.digests.own_digest_blocks import OFF
from bot.slack.intake import Intake
from tests.store.memory_store import MemoryInbox, MemoryStore

BOT = "U0BOT"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Door:
    """An intake, what it has kept, and how often it woke the workers."""

    def __init__(self) -> None:
        self.store, self.woken = MemoryStore(), 0
        self.intake = Intake(self.store.inbox, "/policy", lambda: NOON, self.wake)
        self.events = 0

    def wake(self) -> None:
        self.woken += 1

    def event(self, event_id: str | None = None, **event: Any) -> None:
        self.events += 1
        body = {"type": "event_callback", "event_id": event_id or f"Ev{self.events}", "event": event}
        self.intake.keep(body, BOT)

    def mention(self, words: str = "who is exempt?", ts: str = "1.000001", **more: Any) -> None:
        event_id = more.pop("event_id", None)
        self.event(event_id, type="app_mention", channel="C1", ts=ts, user="U1", text=f"<@{BOT}> {words}", **more)

    def message(self, words: str, ts: str = "1.000001", **more: Any) -> None:
        event_id = more.pop("event_id", None)
        place = {"channel": "C1", "channel_type": "channel"} | more
        self.event(event_id, type="message", ts=ts, user="U1", text=words, **place)

    def changed(self, before: str, after: str, ts: str = "1.000001", **more: Any) -> None:
        message = {"ts": ts, "user": "U1", "text": after, "edited": {"ts": "9.000001"}}
        place = {"channel": "C1", "channel_type": "channel"} | more
        self.event(
            type="message",
            subtype="message_changed",
            event_ts="9.000002",
            ts="9.000002",
            message=message,
            previous_message={"ts": ts, "user": "U1", "text": before},
            **place,
        )

    @property
    def kept(self) -> list[AnyRequest]:
        return [each.request for each in self.store.inbox.kept]


@pytest.fixture
def door() -> Door:
    return Door()


def test_a_mention_is_kept_with_its_words_its_place_and_who_asked(door: Door) -> None:
    door.mention()
    (request,) = door.kept
    assert (request.kind, request.person, request.place) == (Kind.QUESTION, "U1", "C1")
    assert request.payload == AnswerQuestion("who is exempt?", "1.000001", "1.000001", "1.000001")
    assert not request.private
    assert door.woken == 1


def test_a_store_that_is_away_for_a_moment_is_tried_again_before_slack_has_to(door: Door) -> None:
    paused: list[float] = []

    class Away(MemoryInbox):
        def accept(self, *given: Any, **named: Any) -> bool:
            if not paused:
                raise StoreError("the server is restarted")
            return super().accept(*given, **named)

    inbox = Away()
    door.intake = Intake(inbox, "/policy", lambda: NOON, door.wake, patience=60.0, wait=paused.append)
    door.mention()
    assert (len(inbox.kept), len(paused), door.woken) == (1, 1, 1)


def test_a_redelivered_event_is_kept_once(door: Door) -> None:
    door.mention(event_id="Ev1")
    door.mention(event_id="Ev1")
    assert len(door.kept) == 1
    assert door.woken == 1


def test_a_mention_that_also_comes_as_a_message_of_its_channel_is_kept_once(door: Door) -> None:
    door.mention()
    door.message(f"<@{BOT}> who is exempt?")
    assert len(door.kept) == 1


def test_a_gesture_that_comes_as_two_messages_is_kept_once(door: Door) -> None:
    door.message("who?", "1.000001", channel="D1", channel_type="im", client_msg_id="m1")
    door.message("who?", "1.000009", channel="D1", channel_type="im", client_msg_id="m1")
    assert len(door.kept) == 1


def test_the_same_words_in_two_messages_are_two_questions(door: Door) -> None:
    door.mention(ts="1.000001", client_msg_id="m1")
    door.mention(ts="2.000001", client_msg_id="m2")
    assert len(door.kept) == 2


def test_what_bystanders_say_change_and_delete_is_not_kept(door: Door) -> None:
    door.message("lunch?")
    door.changed("lunch?", "lunch!")
    door.event(type="message", subtype="message_deleted", channel="C1", deleted_ts="1.000001", ts="9.0")
    door.event(type="message", subtype="bot_message", channel="D1", channel_type="im", ts="1.0", text="hello")
    door.message("hello", channel="D1", channel_type="im", bot_id="B2")
    assert door.kept == []
    assert door.store.inbox.keys == {}
    assert door.woken == 0


def test_a_mention_by_another_bot_is_not_kept(door: Door) -> None:
    door.mention(bot_id="B2")
    assert door.kept == []


def test_an_edited_question_is_kept_as_new_words_about_the_same_message(door: Door) -> None:
    door.mention("who is exempt?")
    door.changed(f"<@{BOT}> who is exempt?", f"<@{BOT}> who is not?")
    door.mention("who is not?", edited={"user": "U1", "ts": "9.000001"})
    first, second = door.kept
    assert first.subject == second.subject
    assert second.payload.words == "who is not?"


def test_words_that_are_changed_back_are_new_words_again(door: Door) -> None:
    for number, words in enumerate(("one?", "two?", "one?"), start=1):
        door.mention(words, edited={"user": "U1", "ts": f"9.00000{number}"})
    assert [request.payload.words for request in door.kept] == ["one?", "two?", "one?"]


def test_an_unfolded_link_is_no_change_of_words(door: Door) -> None:
    door.changed("who?", "who?", channel="D1", channel_type="im")
    assert door.kept == []


def test_a_deleted_question_is_kept_as_a_removal_where_the_question_was_ours(door: Door) -> None:
    door.mention()
    door.event(type="message", subtype="message_deleted", channel="C1", deleted_ts="1.000001", ts="9.0")
    door.event(type="message", subtype="message_deleted", channel="C1", deleted_ts="5.000001", ts="9.1")
    assert [request.kind for request in door.kept] == [Kind.QUESTION, Kind.REMOVAL]


def test_the_end_of_a_question_is_kept_even_if_the_question_is_yet_to_come(door: Door) -> None:
    gone = {"type": "message", "subtype": "message_deleted", "deleted_ts": "1.000001", "ts": "9.0"}
    door.event(**gone, channel="D1", channel_type="im")
    before = {"ts": "1.000001", "text": f"<@{BOT}> who is exempt?", "user": "U1"}
    door.event(**gone, channel="C1", channel_type="channel", previous_message=before)
    assert [request.kind for request in door.kept] == [Kind.REMOVAL, Kind.REMOVAL]


def test_a_deleted_question_with_replies_leaves_a_tombstone_and_is_a_removal_too(door: Door) -> None:
    door.mention()
    door.event(
        type="message", subtype="message_changed", channel="C1", channel_type="channel", event_ts="9.0", ts="9.0",
        message={"ts": "1.000001", "subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT"},
        previous_message={"ts": "1.000001", "text": f"<@{BOT}> who is exempt?", "user": "U1"},
    )  # fmt: skip
    assert [request.kind for request in door.kept] == [Kind.QUESTION, Kind.REMOVAL]


def test_a_command_is_kept_as_private_and_once(door: Door) -> None:
    body = {
        "command": "/policy", "text": "who?", "user_id": "U1", "channel_id": "C1", "trigger_id": "t1",
        "response_url": "https://slack.test/r",
    }  # fmt: skip
    door.intake.keep(body, BOT)
    door.intake.keep(body, BOT)
    (request,) = door.kept
    assert (request.kind, request.private, request.payload.words) == (Kind.COMMAND, True, "who?")


def test_somebody_elses_command_is_not_kept(door: Door) -> None:
    door.intake.keep({"command": "/other", "text": "who?"}, BOT)
    assert door.kept == []


def test_sharing_is_kept_once_however_often_the_button_is_pressed(door: Door) -> None:
    for trigger in ("t1", "t2"):
        press = {
            "type": "block_actions", "user": {"id": "U1"}, "trigger_id": trigger, "response_url": "https://r.test",
            "container": {"channel_id": "C1", "message_ts": "1.0"},
            "actions": [{"action_id": "share_to_channel", "value": '{"question": "who?", "revision": "r1"}'}],
        }  # fmt: skip
        door.intake.keep(press, BOT)
    assert [request.kind for request in door.kept] == [Kind.SHARE]


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"question": 3, "revision": "r1"}', "{"])
def test_a_button_that_is_none_of_ours_is_told_by_its_shape_alone(door: Door, value: str) -> None:
    press = {
        "type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t1", "response_url": "https://r.test",
        "actions": [{"action_id": "share_to_channel", "value": value}],
    }  # fmt: skip
    with pytest.raises(ValidationError):
        door.intake.keep(press, BOT)
    assert door.kept == []


def test_looking_at_the_context_is_not_kept(door: Door) -> None:
    press = {"type": "block_actions", "actions": [{"action_id": "show_in_context", "value": "{}"}]}
    door.intake.keep(press, BOT)
    assert door.kept == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"event": None},
        {"event": {}},
        {"event": {"type": "reaction_added"}},
        {"type": "block_actions"},
        {"event": 1e308},
        {"event": "x"},
        {"type": "block_actions", "actions": [[]]},
        {"type": "block_actions", "actions": {"a": {}}},
    ],
)
def test_what_nobody_wants_is_let_through(door: Door, body: dict[str, Any]) -> None:
    door.intake.keep(body, BOT)
    assert door.kept == []


def test_a_press_in_a_home_that_is_no_home_stores_no_digest_of_no_place(door: Door) -> None:
    press = {
        "type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t1",
        "actions": [{"action_id": OFF, "value": "k"}],
    }  # fmt: skip
    door.intake.keep(press, BOT)
    door.intake.keep({**press, "view": {"id": "V1", "private_metadata": ""}}, BOT)
    assert door.kept == []
    door.intake.keep({**press, "view": {"id": "V1", "private_metadata": "D1"}}, BOT)
    assert [request.place for request in door.kept] == ["D1"]


def test_half_a_character_in_a_button_is_no_reason_to_fail(door: Door) -> None:
    press = {
        "type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t1", "response_url": "https://r.test",
        "container": {"channel_id": "C1", "message_ts": "1.0"},
        "actions": [{"action_id": "share_to_channel", "value": '{"question": "\ud800", "revision": "r1"}'}],
    }  # fmt: skip
    door.intake.keep(press, BOT)
    assert [request.kind for request in door.kept] == [Kind.SHARE]


@pytest.mark.parametrize(("user_team", "shared", "told"), [("T2", True, "T2"), ("T1", True, ""), ("T2", False, "")])
def test_who_belongs_to_another_organization_is_known(user_team: str, shared: bool, told: str) -> None:
    door = Door()
    event = {"type": "app_mention", "channel": "C1", "ts": "1.0", "user": "U1", "text": "who?", "user_team": user_team}
    body = {"event_id": "Ev1", "is_ext_shared_channel": shared, "authorizations": [{"team_id": "T1"}], "event": event}
    door.intake.keep(body, BOT)
    (request,) = door.kept
    assert request.payload.team == told


@pytest.mark.parametrize(
    "parts",
    [
        {"attachments": [{"text": "who is exempt?", "fallback": "[a message] who"}]},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "who is exempt?"}}]},
    ],
)
def test_a_message_without_typed_words_is_read_as_forwarded_or_by_its_blocks(parts: dict[str, Any]) -> None:
    door = Door()
    door.message("", channel="D1", channel_type="im", **parts)
    (request,) = door.kept
    assert request.payload.words == "who is exempt?"
