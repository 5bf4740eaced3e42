"""The global shortcut *Ask*: a form, and the private answer in its place."""

from bot.settings import DigestSettings
from slack_playground.faults.kinds import ServerError
from slack_playground.views import View
from slack_playground.visible import visible_text
from tests.conversations.conftest import PATIENCE, House, Start, seen

QUESTION = "Who is exempt from Amazon's pause?"


def form(house: House) -> View:
    house.workspace.shortcut(house.person, "ask")
    return house.workspace.wait_for(lambda now: now.views(house.person), timeout=PATIENCE)[-1]


def shown(house: House) -> View:
    """The view in front, once it has the answer."""
    return house.workspace.wait_for(
        lambda now: next((each for each in now.views(house.person) if "ask_again" in str(each.blocks)), None),
        timeout=PATIENCE,
    )


def test_a_question_in_the_form_is_answered_in_its_place_for_who_asked_alone(house: House) -> None:
    house.workspace.submit(house.person, form(house), {"question": QUESTION})
    answer = shown(house)
    assert f"You asked: {QUESTION}" in visible_text(answer.blocks)
    house.workspace.press(house.person, answer, "show_in_context")
    house.workspace.wait_for(lambda now: len(now.views(house.person)) == 2, timeout=PATIENCE)
    assert house.bot.settled(PATIENCE)
    assert not any(message.bot_id for message in house.workspace.messages(house.workspace.direct_channel("amira")))


def test_another_question_can_be_asked_right_there(house: House) -> None:
    house.workspace.submit(house.person, form(house), {"question": "What about zebras?"})
    answer = shown(house)
    assert "nothing to quote" in visible_text(answer.blocks)
    house.workspace.press(house.person, answer, "ask_again")
    again = house.workspace.wait_for(
        lambda now: next((each for each in now.views(house.person) if each.body.get("submit")), None), timeout=PATIENCE
    )
    house.workspace.submit(house.person, again, {"question": QUESTION})
    answered = shown(house)
    assert answered.id == answer.id
    assert "children" in visible_text(answered.blocks)


def test_who_closes_the_form_too_early_finds_the_answer_in_the_conversation(start: Start) -> None:
    house = start()
    house.workspace.faults.add("views.update", ServerError())
    opened = form(house)
    sent = house.workspace.submit(house.person, opened, {"question": QUESTION})
    house.workspace.wait_for(lambda _: sent.acknowledged, timeout=PATIENCE)
    house.workspace.close(house.person, opened)
    place = house.workspace.direct_channel(house.person)
    (told,) = house.workspace.wait_for(
        lambda now: [each for each in now.messages(place) if each.bot_id], timeout=PATIENCE
    )
    assert seen(told).startswith(f"You asked: {QUESTION}")
    assert "exempt" in seen(told)


def test_a_refusal_in_the_form_leads_on_to_a_curator(start: Start) -> None:
    house = start(digest=DigestSettings(curators_channel="C0GENERAL"))
    house.workspace.submit(house.person, form(house), {"question": "Do zebras snore?"})
    answer = shown(house)
    house.workspace.press(house.person, answer, "ask_curator")
    asking = house.workspace.wait_for(
        lambda now: next((each for each in now.views(house.person) if each.id != answer.id), None), timeout=PATIENCE
    )
    house.workspace.submit(house.person, asking)
    house.workspace.wait_for(
        lambda now: [each for each in now.messages("general") if "zebras" in seen(each)], timeout=PATIENCE
    )
    assert house.bot.settled(PATIENCE)


def test_the_command_answers_as_of_a_day(house: House) -> None:
    told = seen(house.command("as-of 2020-06-30 How long does the pause last?"))
    assert "one year" in told
    assert "As of 30 June 2020" in told
    assert "Type a date and a question" in seen(house.command("as-of zebra"))
    assert "Type a date and a question" in seen(house.command("as-of 2020-06-30"))
