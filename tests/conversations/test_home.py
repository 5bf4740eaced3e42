"""A person's App Home, in the pretend workspace: their digests, shown and changed."""

from typing import Any

import pytest

from slack_playground.faults.kinds import ServerError
from slack_playground.invocations import Invocation
from slack_playground.views import View
from slack_playground.visible import visible_buttons, visible_text
from tests.conversations.conftest import PATIENCE, House, Start, seen


def opened(house: House, who: int = 0) -> View:
    """The home of a person, as it is shown when they open it."""
    person = house.workspace.people[who]
    before = house.workspace.home(person)
    house.workspace.open_home(person)
    return house.workspace.wait_for(
        lambda now: home if (home := now.home(person)) and (before is None or home.hash != before.hash) else None,
        timeout=PATIENCE,
    )


def words(view: View) -> str:
    return visible_text(view.blocks)


def pressed(house: House, view: View, action: str, value: Any = None) -> View:
    """The modal that opens when a button of the home is pressed."""
    before = {each.id for each in house.workspace.views(house.person)}
    house.workspace.press(house.person, view, action, value)
    return house.workspace.wait_for(
        lambda now: next((each for each in now.views(house.person) if each.id not in before), None), timeout=PATIENCE
    )


def changed(house: House, before: View) -> View:
    """The home after something was changed."""
    return house.workspace.wait_for(
        lambda now: home if (home := now.home(house.person)) and home.hash != before.hash else None, timeout=PATIENCE
    )


def answered(house: House, invocation: Invocation) -> Invocation:
    return house.workspace.wait_for(lambda _: invocation if invocation.acknowledged else None, timeout=PATIENCE)


def test_an_empty_home_says_how_to_begin(house: House) -> None:
    home = opened(house)
    assert "You do not get a digest yet." in words(home)
    assert "/policy digest on" in words(home)
    assert visible_buttons(home.blocks) == ["Ask a question", "Start a digest"]


def test_a_digest_is_begun_changed_paused_previewed_and_switched_off_in_the_home(house: House) -> None:
    home = opened(house)
    form = pressed(house, home, "digest_begin")
    house.workspace.submit(
        house.person, form, {"cadence": "weekly", "weekday": "4", "at": "17:30", "zone": "tokyo", "about": "Amazon"}
    )
    home = changed(house, home)
    assert "For you: every Friday at 17:30 (Asia/Tokyo), about “Amazon”. The next one comes " in words(home)
    form = pressed(house, home, "digest_change")
    house.workspace.submit(house.person, form, {"cadence": "weekdays", "about": None})
    home = changed(house, home)
    assert "For you: Monday to Friday at 17:30 (Asia/Tokyo). The next one comes" in words(home)
    assert "about “Amazon”" not in words(home)
    form = pressed(house, home, "digest_pause")
    house.workspace.submit(house.person, form)
    home = changed(house, home)
    assert "; paused until " in words(home)
    house.workspace.press(house.person, home, "digest_resume")
    home = changed(house, home)
    assert "paused" not in words(home)
    preview = pressed(house, home, "digest_preview")
    house.workspace.wait_for(lambda now: "There is nothing new so far" in words(now.views(house.person)[-1]))
    house.workspace.close(house.person, preview)
    house.workspace.press(house.person, home, "digest_off")
    assert "You do not get a digest yet." in words(changed(house, home))


def test_what_is_filled_in_wrongly_is_answered_beside_its_field_and_not_kept(house: House) -> None:
    home = opened(house)
    form = pressed(house, home, "digest_begin")
    sent = answered(
        house,
        house.workspace.submit(house.person, form, {"cadence": "weekly", "zone": "Europe/Berln", "about": "the of"}),
    )
    assert set(sent.errors) == {"weekday", "zone", "about"}
    assert "did you mean Europe/Berlin" in sent.errors["zone"]
    sent = answered(house, house.workspace.submit(house.person, form, {"zone": "Europe/Berlin"}))
    assert sent.errors == {}
    assert "daily at 09:00 (Europe/Berlin)" in words(changed(house, home))
    form = pressed(house, changed(house, home), "digest_pause")
    sent = answered(house, house.workspace.submit(house.person, form, {"until": "2020-01-01"}))
    assert "is past" in sent.errors["until"]


def test_the_command_and_the_home_tell_the_same_and_channels_show_to_who_subscribed_them(house: House) -> None:
    assert "This channel gets a digest" in seen(house.command("digest on weekly friday 10:00 Europe/Berlin"))
    home = opened(house)
    assert "In #C0POLICY: every Friday at 10:00 (Europe/Berlin)." in words(home)
    assert "You do not get a digest yet." in words(opened(house, 1))
    assert "every friday" in seen(house.command("digest list")).lower()
    house.workspace.press(house.person, home, "digest_off")
    changed(house, home)
    assert "There is no digest here." in seen(house.command("digest list"))


def test_the_messages_tab_is_no_home(start: Start) -> None:
    house = start()
    house.workspace.open_home(house.person, "messages")
    assert seen(house.write("What did IBM announce?"))
    assert house.workspace.home(house.person) is None


@pytest.mark.parametrize("method", ["views.publish", "users.info"])
def test_a_home_that_slack_does_not_show_is_shown_the_next_time(start: Start, method: str) -> None:
    house = start()
    fault = house.workspace.faults.add(method, ServerError())
    house.command("digest on")
    house.workspace.open_home(house.person)
    house.workspace.wait_for(lambda _: fault.used == 1, timeout=PATIENCE)
    assert "In #C0POLICY: daily at 09:00" in words(opened(house))


def test_the_home_tells_what_there_is_and_how_to_ask(house: House) -> None:
    told = words(opened(house))
    assert "How to ask" in told
    assert "documents:" in told
    assert "The latest documents:" in told


def test_a_home_shows_what_its_person_asked_and_opens_the_form_to_ask_again(house: House) -> None:
    house.ask("Who is exempt from Amazon's pause?")
    house.command("Do zebras snore?")
    assert house.bot.settled(PATIENCE)
    home = opened(house)
    assert "in #C0POLICY · answered" in words(home)
    assert "privately · no answer found" in words(home)
    assert "Your recent questions" not in words(opened(house, 1))
    form = pressed(house, home, "ask_open", "Do zebras snore?")
    house.workspace.submit(house.person, form)
    house.workspace.wait_for(
        lambda now: "You asked: Do zebras snore?" in words(now.views(house.person)[-1]), timeout=PATIENCE
    )
    house.bot.services.store.records.forget(house.person.id)
    assert "Your recent questions" not in words(opened(house))


def test_who_opens_the_conversation_is_offered_questions_that_the_articles_answer(house: House) -> None:
    house.workspace.open_home(house.person, "messages")
    place = house.workspace.direct_channel(house.person).id
    offered = house.workspace.wait_for(lambda now: now.prompts.get(place), timeout=PATIENCE)
    assert 1 <= len(offered) <= 4
    for each in offered:
        assert "nothing to quote" not in seen(house.write(each["message"]))


def test_a_line_that_is_not_understood_opens_a_form_with_what_was_and_is_answered_where_it_was_typed(
    house: House,
) -> None:
    refused = house.command("digest on weekly friday at 25:00 about Amazon")
    assert "I don’t understand “at”" in seen(refused)
    house.workspace.press(house.person, refused, "digest_fill_in")
    form = house.workspace.wait_for(lambda now: now.views(house.person), timeout=PATIENCE)[-1]
    sent = answered(house, house.workspace.submit(house.person, form, {"zone": "Europe/Berln"}))
    assert set(sent.errors) == {"zone"}
    before = len(house.workspace.private_messages(house.person))
    house.workspace.submit(house.person, form, {"at": "17:30"})
    told = house.workspace.wait_for(lambda now: now.private_messages(house.person)[before:], timeout=PATIENCE)[0]
    assert told.channel == refused.channel
    assert "This channel gets a digest every Friday at 17:30" in seen(told)
    assert "about “Amazon”" in seen(told)
