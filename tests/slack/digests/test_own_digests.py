"""What a home shows, what can be done in it, and that nobody reaches another person's digests from it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk.web import SlackResponse

from bot.core.digests.requests import (
    ChangeSubscription,
    EditSubscription,
    EndSubscription,
    PauseSubscription,
    ResumeSubscription,
)
from bot.core.digests.subscribing import LONGEST_ABOUT
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.requests import AnyRequest, Kind, Request
from bot.slack.digests import forms
from bot.slack.digests.forms import Faults, Opened
from bot.slack.digests.own_digest_blocks import MOST_SHOWN, Shown, digests_section
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.digests.subscriptions import Rules
from bot.slack.home.page import HomePage
from bot.slack.intake import Intake
from bot.slack.payloads import Submission
from slack_playground.filling import state_of
from slack_playground.shapes.checking import checked_view
from slack_playground.visible import visible_buttons, visible_text
from tests.slack.fake_slack import FakeSlack, refusal
from tests.slack.newsdesk import START, USUAL, ZONES, NewsDesk

WEEKLY = Schedule(Cadence.WEEKLY, time(17, 30), "Asia/Tokyo", 4)
OPENED = Opened("", "D1", "D1")


class Homeland(FakeSlack):
    """A Slack that keeps homes."""

    def __init__(self) -> None:
        super().__init__()
        self.homes: dict[str, dict[str, Any]] = {}

    def views_publish(self, *, user_id: str, view: Any, **_: Any) -> SlackResponse:
        self._fail(self.before)
        self.homes[user_id] = checked_view(view)
        return self.chat_postMessage(channel=user_id, thread_ts=None)


class Door:
    """Homes, and what is pressed in them."""

    def __init__(self, **more: Any) -> None:
        self.desk = NewsDesk(**more)
        self.slack = Homeland()
        self.digests = OwnDigests(self.desk.subscribing)
        self.page = HomePage(self.slack, [lambda visitor: self.digests.section(visitor.person)])

    def do(self, wanted: ChangeSubscription, person: str = "U1") -> str:
        handle = self.page.shown_after(self.digests.change)
        return handle(Request("r", wanted, "s", START, person, "D1", private=True)).outcome

    def fill(self, key: str = "", person: str = "U1", place: str = "D1", **more: Any) -> str:
        filled = {"cadence": Cadence.DAILY, "at": time(8), "zone": "UTC", **more}
        return self.do(EditSubscription(key, f"D{person[1:]}", place, **filled), person)

    def seen(self, person: str = "U1") -> str:
        return visible_text(self.slack.homes[person]["blocks"])

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.desk.kept]


@pytest.fixture
def door() -> Door:
    return Door()


def shown(number: int = 0, **more: Any) -> Shown:
    known = Subscription(f"C{number}", "U1", USUAL, START)
    return Shown(replace(known, **more), "tomorrow")


def test_any_number_of_digests_fits_a_home_and_what_is_left_out_is_counted() -> None:
    for count in (0, 1, MOST_SHOWN, MOST_SHOWN + 20):
        blocks = digests_section([shown(number, about="x " * 90) for number in range(count)], "/policy")
        checked_view({"type": "home", "blocks": blocks})
        assert len(json.dumps(blocks)) < 200_000
        assert ("and 20 more" in visible_text(blocks)) == (count > MOST_SHOWN)


def test_each_digest_has_its_buttons_which_say_aloud_which_it_is() -> None:
    blocks = digests_section([shown(), shown(1, paused_until=date(2026, 4, 1))], "/policy")
    assert visible_buttons(blocks) == [
        *("Change", "Pause", "Preview", "Unsubscribe"),
        *("Change", "Resume", "Preview", "Unsubscribe"),
        "Add another digest",
    ]
    buttons = blocks[2]["elements"]
    assert buttons[0]["accessibility_label"] == "Change: daily at 09:00 (UTC)"
    assert "confirm" in buttons[3]


def test_names_of_places_and_subjects_stay_text() -> None:
    blocks = digests_section([shown(about="<!channel> <@U1> *x*")], "/policy")
    elements = [part for block in blocks for each in block.get("elements", []) for part in [each]]
    assert {each["type"] for section in elements for each in section.get("elements", [])} <= {"text", "channel"}


def test_a_new_digest_comes_to_the_person_alone(door: Door) -> None:
    weekly: dict[str, Any] = {"cadence": Cadence.WEEKLY, "weekday": 4, "at": time(17, 30), "zone": "Asia/Tokyo"}
    assert door.fill(**weekly, about="body cameras") == "changed"
    (kept,) = door.desk.kept
    assert (kept.place, kept.person, kept.rhythm, kept.about) == ("D1", "U1", WEEKLY, "body cameras")
    assert "For you: every Friday at 17:30 (Asia/Tokyo), about “body cameras”" in door.seen()


def test_another_subject_takes_the_place_of_the_one_before(door: Door) -> None:
    door.fill(about="dogs")
    assert door.fill(door.keys[0], about="cats") == "changed"
    assert [each.about for each in door.desk.kept] == ["cats"]


def test_what_is_sent_unchanged_changes_nothing(door: Door) -> None:
    door.fill()
    before = door.desk.kept
    door.desk.later(hours=1)
    assert door.fill(door.keys[0]) == "unchanged"
    assert door.desk.kept == before


def test_a_change_keeps_the_pause_and_what_was_not_told_yet(door: Door) -> None:
    door.fill()
    door.do(PauseSubscription(door.keys[0], "D1", date(2026, 4, 1)))
    door.desk.later(hours=1)
    door.desk.add("leave", "Parents get twelve weeks.")
    door.fill(door.keys[0], at=time(18))
    (kept,) = door.desk.kept
    assert (kept.paused_until, kept.rhythm.at) == (date(2026, 4, 1), time(18))
    told = door.digests.preview("U1", kept.key)
    assert told is not None
    assert "Parents get twelve weeks." in visible_text(list(told.blocks))


def test_a_place_whose_digest_tells_everything_gets_no_other(door: Door) -> None:
    door.fill()
    assert door.fill(about="dogs") == "told already"
    form = forms.change_form(OPENED, USUAL, "dogs")
    found = door.digests.read(sent(form))
    assert isinstance(found, Faults)
    assert "There is already a digest here about everything" in found.by_field["about"]
    assert [each.about for each in door.desk.kept] == [None]


def test_a_digest_about_everything_may_become_one_about_a_subject(door: Door) -> None:
    door.fill()
    assert door.fill(door.keys[0], about="dogs") == "changed"
    assert [each.about for each in door.desk.kept] == ["dogs"]


def test_it_does_not_matter_if_a_request_is_done_twice(door: Door) -> None:
    door.fill(about="dogs")
    key = door.keys[0]
    assert [door.fill(key, about="cats"), door.fill(key, about="cats")] == ["changed", "gone"]
    (key,) = door.keys
    end, resume = EndSubscription(key, "D1"), ResumeSubscription(key, "D1")
    assert [door.do(each) for each in (end, end, resume)] == ["off", "gone", "gone"]
    assert door.desk.kept == []
    assert "You do not get a digest yet" in door.seen()


def test_nobody_sees_or_changes_the_digests_of_another_person(door: Door) -> None:
    door.fill()
    (key,) = door.keys
    pause = PauseSubscription(key, "D2", date(2026, 4, 1))
    for wanted in (EndSubscription(key, "D2"), ResumeSubscription(key, "D2"), pause):
        assert door.do(wanted, "U2") == "gone"
    assert door.fill(key, "U2") == "gone"
    assert door.digests.preview("U2", key) is None
    assert door.digests.pause_form("U2", key, "D2") is None
    assert "You do not get a digest yet" in door.seen("U2")
    assert door.keys == [key]


def test_a_channel_cannot_be_subscribed_from_a_home_by_who_may_not() -> None:
    door = Door(rules=Rules(USUAL, ZONES, open_to_all=False))
    assert door.fill(place="C1") == "not allowed"
    assert door.desk.kept == []


def test_a_home_that_slack_does_not_take_is_no_reason_to_do_it_again(door: Door) -> None:
    door.slack.before = [refusal("internal_error")]
    assert door.fill() == "changed"
    assert len(door.keys) == 1


def sent(form: Mapping[str, Any], **values: Any) -> Submission:
    """A form as it was sent, filled in with these values."""
    view = checked_view(dict(form))
    return Submission.model_validate(
        {"user": {"id": "U1"}, "view": {**view, "state": state_of(view["blocks"], values)}}
    )


def read(form: Mapping[str, Any], **values: Any) -> EditSubscription | PauseSubscription | Faults:
    return forms.read(sent(form, **values), START)


def test_a_form_that_is_sent_as_it_was_opened_says_the_same() -> None:
    for rhythm, about in ((USUAL, None), (WEEKLY, "body cameras")):
        found = read(forms.change_form(Opened("k", "C1", "D1"), rhythm, about))
        assert isinstance(found, EditSubscription)
        assert (found.key, found.place, found.home) == ("k", "C1", "D1")
        assert (found.rhythm, found.about) == (rhythm, about)


def test_faults_stand_beside_their_fields() -> None:
    found = read(forms.change_form(OPENED, USUAL, None), cadence="weekly", zone="EST", about="the of")
    assert isinstance(found, Faults)
    assert found.by_field.keys() == {"weekday", "zone", "about"}
    assert "America/New_York" in found.by_field["zone"]
    found = read(forms.change_form(OPENED, WEEKLY, None), cadence="daily", about="x" * LONGEST_ABOUT)
    assert isinstance(found, EditSubscription)
    assert found.weekday is None


def test_a_pause_ends_on_a_day_to_come() -> None:
    form = forms.pause_form(Opened("k", "D1", "D1", "Asia/Tokyo"), date(2026, 3, 17))
    assert read(form) == PauseSubscription("k", "D1", date(2026, 3, 17))
    found = read(form, until="2026-03-10")
    assert isinstance(found, Faults)
    assert "today" in found.by_field["until"]


def submission(view_id: str = "V1", view_hash: str = "h1", **values: Any) -> dict[str, Any]:
    filled = sent(forms.change_form(OPENED, USUAL, None), **values).model_dump(exclude_none=True)
    return {"type": "view_submission", **filled, "view": {**filled["view"], "id": view_id, "hash": view_hash}}


def press(action: str, trigger: str = "t1") -> dict[str, Any]:
    return {
        "type": "block_actions", "user": {"id": "U1"}, "trigger_id": trigger, "container": {"type": "view"},
        "view": {"id": "V1", "private_metadata": "D1"}, "actions": [{"action_id": action, "value": "k"}],
    }  # fmt: skip


def kept(*bodies: dict[str, Any]) -> list[AnyRequest]:
    desk = NewsDesk()
    intake = Intake(desk.store.inbox, "/policy", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC), lambda: None)
    for body in bodies:
        intake.keep(body, "U0BOT")
    return [each.request for each in desk.store.inbox.kept]


def test_what_changes_something_is_kept_once_however_often_it_comes() -> None:
    (request,) = kept(submission(), submission())
    assert (request.kind, request.person, request.private) == (Kind.SUBSCRIPTION, "U1", True)
    (request,) = kept(press("digest_off"), press("digest_off"))
    assert request.payload == EndSubscription("k", "D1")
    assert len(kept(press("digest_off", "t1"), press("digest_off", "t2"))) == 2


def test_what_only_opens_something_or_has_faults_is_not_kept() -> None:
    assert kept(press("digest_change"), press("digest_preview"), press("digest_pause"), press("digest_begin")) == []
    assert kept(submission(zone="Mars/Olympus")) == []
    assert kept({"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "of another"}}) == []
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    assert kept({"type": "event_callback", "event_id": "Ev1", "event": event}) == []
