"""People talk, and the app hears what it would hear in Slack."""

import threading
from typing import Any

import pytest

from slack_playground.messages import Message
from slack_playground.refusals import Impossible
from slack_playground.workspace import Workspace


def events(workspace: Workspace) -> list[dict[str, Any]]:
    """Everything that waits for the app, in order."""
    return [delivery.payload for delivery in workspace.outbox.take_due(reachable=True)]


def inner(workspace: Workspace) -> list[dict[str, Any]]:
    return [payload["event"] for payload in events(workspace)]


def test_a_mention_reaches_the_app_in_slacks_shape(workspace: Workspace) -> None:
    said = workspace.mention("ben", "policy", "how much leave?")
    (payload,) = events(workspace)
    assert payload["type"] == "event_callback"
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == workspace.app.user_id
    event = payload["event"]
    assert event["type"] == "app_mention"
    assert (event["user"], event["channel"], event["ts"]) == ("U0BEN", "C0POLICY", said.ts)
    assert event["text"] == f"<@{workspace.app.user_id}> how much leave?"
    assert event["client_msg_id"]
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": workspace.app.user_id},
        {"type": "text", "text": " how much leave?"},
    ]
    assert "thread_ts" not in event


def test_a_mention_where_the_bot_is_no_member_reaches_nobody(workspace: Workspace) -> None:
    workspace.mention("ben", "random", "hello?")
    assert events(workspace) == []
    workspace.invite_bot("random")
    workspace.mention("ben", "random", "and now?")
    assert len(events(workspace)) == 1


def test_bystanders_are_not_overheard_unless_the_app_subscribed() -> None:
    quiet, curious = Workspace(), Workspace(subscriptions={"app_mention", "message.channels"})
    quiet.say("amira", "policy", "lunch?")
    assert events(quiet) == []
    curious.mention("amira", "policy", "lunch?")
    assert [event["type"] for event in inner(curious)] == ["app_mention", "message"]


def test_a_direct_message_is_a_message_event_and_no_mention(workspace: Workspace) -> None:
    workspace.direct_message("chloe", f"<@{workspace.app.user_id}> leave?")
    (event,) = inner(workspace)
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "D0CHLOE")


def test_what_people_type_is_escaped_and_linked_as_slack_does(workspace: Workspace) -> None:
    said = workspace.say("ben", "policy", "Q&A <5 days> <@U0AMIRA> see https://x.org/?a=1&b=2.")
    assert said.text == "Q&amp;A &lt;5 days&gt; <@U0AMIRA> see <https://x.org/?a=1&amp;b=2>."


def test_timestamps_are_unique_and_increase_even_when_the_clock_stands_still() -> None:
    workspace = Workspace(now=lambda: 1_700_000_000.0)
    stamps = [workspace.say("ben", "policy", "x").ts for _ in range(20)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == "1700000000.000000"


def test_an_edited_mention_is_delivered_again_with_its_edit(workspace: Workspace) -> None:
    said = workspace.mention("ben", "policy", "leav?")
    after = workspace.edit(said, f"<@{workspace.app.user_id}> leave?")
    _, again = inner(workspace)
    assert (again["type"], again["ts"], again["edited"]["ts"]) == ("app_mention", said.ts, after.edited)


def test_an_edited_direct_message_shows_before_and_after(workspace: Workspace) -> None:
    said = workspace.direct_message("ben", "leav?")
    workspace.edit(said, "leave?")
    changed = inner(workspace)[1]
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("leav?", "leave?")


def test_a_removed_direct_message_is_reported_by_its_ts(workspace: Workspace) -> None:
    said = workspace.direct_message("ben", "oops")
    workspace.remove(said)
    assert inner(workspace)[1]["deleted_ts"] == said.ts
    assert workspace.messages("D0BEN") == []


def test_a_removed_parent_leaves_a_tombstone_and_its_replies(workspace: Workspace) -> None:
    parent = workspace.say("ben", "policy", "who?")
    workspace.say("amira", "policy", "me", thread_ts=parent.ts)
    workspace.remove(parent)
    assert [message.subtype for message in workspace.messages("policy")] == ["tombstone"]
    assert [message.text for message in workspace.replies("policy", parent.ts)] == ["me"]


def test_replies_stand_in_their_thread_and_not_in_the_channel(workspace: Workspace) -> None:
    parent = workspace.say("ben", "policy", "who?")
    workspace.mention("amira", "policy", "you?", thread_ts=parent.ts)
    assert [message.ts for message in workspace.messages("policy")] == [parent.ts]
    assert inner(workspace)[0]["thread_ts"] == parent.ts


def test_another_apps_bot_can_mention_ours_and_has_no_user(workspace: Workspace) -> None:
    workspace.bot_says("policy", f"<@{workspace.app.user_id}> status?")
    (event,) = inner(workspace)
    assert (event["subtype"], event["bot_id"]) == ("bot_message", "B0STANDUP")
    assert "user" not in event


def test_opening_home_tells_the_app_which_tab(workspace: Workspace) -> None:
    workspace.open_home("ben", tab="messages")
    (event,) = inner(workspace)
    assert (event["type"], event["tab"], event["user"], event["channel"]) == (
        "app_home_opened",
        "messages",
        "U0BEN",
        "D0BEN",
    )


@pytest.mark.parametrize(
    "gesture",
    [
        lambda workspace: workspace.say("nobody", "policy", "x"),
        lambda workspace: workspace.say("ben", "nowhere", "x"),
        lambda workspace: workspace.say("ben", "D0CHLOE", "x"),
        lambda workspace: workspace.say("ben", "policy", "x", thread_ts="1.000000"),
        lambda workspace: workspace.command("ben", "policy", "policy"),
        lambda workspace: workspace.press("ben", workspace.say("ben", "policy", "x"), "show"),
    ],
)
def test_what_nobody_could_do_in_slack_is_impossible_here(workspace: Workspace, gesture: Any) -> None:
    with pytest.raises(Impossible):
        gesture(workspace)


def test_waiting_ends_when_another_thread_makes_it_true(workspace: Workspace) -> None:
    speaker = threading.Thread(target=lambda: workspace.say("ben", "policy", "done"))
    speaker.start()
    found = workspace.wait_for(lambda here: here.messages("policy"))
    speaker.join()
    assert found[0].text == "done"


def test_waiting_in_vain_tells_what_was_there(workspace: Workspace) -> None:
    workspace.say("ben", "policy", "only this")
    with pytest.raises(TimeoutError, match="only this"):
        workspace.wait_for(lambda here: here.messages("general"), timeout=0.01)


def test_every_change_is_told_to_who_subscribed_until_they_leave(workspace: Workspace) -> None:
    seen: list[int] = []
    leave = workspace.subscribe(lambda: seen.append(len(workspace.messages("policy"))))
    workspace.say("ben", "policy", "one")
    leave()
    workspace.say("ben", "policy", "two")
    assert seen == [1]


def test_many_threads_may_talk_at_once(workspace: Workspace) -> None:
    threads = [
        threading.Thread(target=lambda: [workspace.say("ben", "policy", "x") for _ in range(50)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({message.ts for message in workspace.messages("policy")}) == 200


def test_a_crowd_has_rooms_with_the_bot_and_everyone_a_conversation_with_it() -> None:
    workspace = Workspace(crowd=20, rooms=5)
    assert (len(workspace.people), workspace.person("crowd-20").id) == (23, "U0CROWD20")
    for place in ("room-1", "room-5"):
        assert workspace.mention("crowd-7", place, "q").channel == workspace.channel(place).id
    workspace.direct_message("crowd-20", "q")
    assert len(events(workspace)) == 3


def test_many_may_wait_at_once_and_each_finds_what_it_waits_for() -> None:
    workspace = Workspace()
    asked = [workspace.mention("ben", "policy", str(number)) for number in range(60)]
    looks = [0]

    def answers(here: Workspace, ts: str) -> list[Message]:
        looks[0] += 1
        return here.replies("policy", ts)

    def wait(ts: str) -> None:
        workspace.wait_for(lambda here: answers(here, ts))

    waiting = [threading.Thread(target=wait, args=(message.ts,)) for message in asked]
    for thread in waiting:
        thread.start()
    for message in asked:
        workspace.say("amira", "policy", "an answer", thread_ts=message.ts)
    for thread in waiting:
        thread.join(10)
    assert not any(thread.is_alive() for thread in waiting)
    # To look after every change would take about 60 × 60 / 2.
    assert looks[0] < 900


def test_every_new_message_is_heard_at_once_until_one_leaves(workspace: Workspace) -> None:
    heard: list[str] = []
    leave = workspace.hear_messages(lambda message: heard.append(message.text))
    workspace.say("ben", "policy", "one")
    workspace.posts.from_bot(workspace.channel("policy"), "for one", [], ephemeral_to="U0BEN")
    leave()
    workspace.say("ben", "policy", "two")
    assert heard == ["one", "for one"]


def test_what_was_said_out_of_order_is_read_in_order(workspace: Workspace) -> None:
    for ts in ("3.000000", "1.000000", "2.000000"):
        workspace.posts.add(Message(channel="C0POLICY", ts=ts, text=ts, user="U0BEN"))
    assert [message.ts for message in workspace.messages("policy")] == ["1.000000", "2.000000", "3.000000"]
