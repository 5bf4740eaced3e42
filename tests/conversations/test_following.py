"""Questions that go on from earlier ones: in threads without a mention, and in the conversation with the bot."""

from pathlib import Path
from typing import Any

import pytest

from slack_playground.messages import Message
from slack_playground.workspace import Workspace
from tests.conversations.conftest import MODES, PATIENCE, House, Start, seen

READ_WITH = "Read with your earlier question, “{words}”. Begin with + to start a new question."
HISTORY = {"channels:history", "groups:history"}

ARTICLES = {
    "remote": "# Remote work\n\nFull-time staff may work remotely three days a week.\n\n"
    "Part-timers may work remotely one day a week.\n",
    "leave": "# Leave\n\nParents get twelve weeks of leave.\n\nPart-timers get six weeks of leave.\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.md").write_text(text)
    return folder


@pytest.fixture(params=MODES)
def listening(start: Start, corpus: Path, request: pytest.FixtureRequest) -> House:
    """The bot where it may hear what is said in its channels."""
    return begin(start, corpus, mode=request.param)


def begin(start: Start, corpus: Path, **more: Any) -> House:
    workspace = Workspace()
    workspace.scopes |= HISTORY
    workspace.subscriptions |= {"message.channels", "message.groups"}
    return start(corpus=corpus, workspace=workspace, **more)


def ask_below(house: House, root: Message, words: str, person: int = 0) -> Message:
    assert house.bot.settled(PATIENCE)  # nobody reads and writes as fast as a test
    said = house.workspace.say(house.workspace.people[person], "policy", words, root.thread_ts or root.ts)
    return house.reply_to(said)


def nothing_is_said_to(house: House, root: Message, words: str, person: int = 0) -> bool:
    """Whether a message below an answer is left alone, while the next mention is answered."""
    thread = root.thread_ts or root.ts
    said = house.workspace.say(house.workspace.people[person], "policy", words, thread)
    house.ask("How many weeks of leave do parents get?")
    assert house.bot.settled(PATIENCE)
    return not any(each.bot_id and each.ts > said.ts for each in house.workspace.replies("policy", thread))


def test_below_an_answer_a_question_needs_no_mention_and_goes_on_from_the_one_before(listening: House) -> None:
    first = listening.ask("How many days a week may full-time staff work remotely?")
    words = seen(ask_below(listening, first, "and for part-timers, what about them?"))
    assert "Part-timers may work remotely one day a week." in words
    assert READ_WITH.format(words="How many days a week may full-time staff work remotely?") in words


def test_a_plus_begins_anew(listening: House) -> None:
    first = listening.ask("How many days a week may full-time staff work remotely?")
    words = seen(ask_below(listening, first, "+How many weeks of leave do part-timers get?"))
    assert "six weeks of leave" in words
    assert "Read with" not in words


def test_it_goes_on_after_a_restart_too(start: Start, corpus: Path) -> None:
    first_house = begin(start, corpus)
    first = first_house.ask("How many days a week may full-time staff work remotely?")
    second = start(corpus=corpus, workspace=first_house.workspace)
    assert "one day a week" in seen(ask_below(second, first, "and what about part-timers?"))


def test_others_are_answered_below_an_answer_only_if_there_is_one(start: Start, corpus: Path) -> None:
    house = begin(start, corpus)
    first = house.ask("How many days a week may full-time staff work remotely?")
    assert "nothing to quote" in seen(ask_below(house, first, "Shall we order pizza?"))
    assert "twelve weeks" in seen(ask_below(house, first, "How many weeks of leave do parents get?", person=1))
    assert nothing_is_said_to(house, first, "Shall we order pizza?", person=1)


@pytest.mark.parametrize("words", ["Thanks, that helps.", "<@U0BEN> how many weeks of leave do parents get?"])
def test_what_is_no_question_or_asks_somebody_else_is_left_alone(start: Start, corpus: Path, words: str) -> None:
    house = begin(start, corpus)
    first = house.ask("How many days a week may full-time staff work remotely?")
    assert nothing_is_said_to(house, first, words)


def test_where_the_bot_did_not_answer_a_question_needs_a_mention(start: Start, corpus: Path) -> None:
    house = begin(start, corpus)
    opening = house.workspace.say(house.person, "policy", "Let us talk.")
    assert nothing_is_said_to(house, opening, "How many weeks of leave do parents get?")


def test_a_setting_wants_a_mention_everywhere(start: Start, corpus: Path) -> None:
    house = begin(start, corpus, in_slack={"follow_threads": False})
    first = house.ask("How many days a week may full-time staff work remotely?")
    assert nothing_is_said_to(house, first, "How many weeks of leave do parents get?")


def test_in_a_direct_message_what_cannot_stand_alone_goes_on_from_what_was_asked_just_before(
    start: Start, corpus: Path
) -> None:
    house = start(corpus=corpus)
    house.write("How many days a week may full-time staff work remotely?")
    assert house.bot.settled(PATIENCE)
    assert "one day a week" in seen(house.write("and part-timers?"))
    assert "Read with" not in seen(house.write("How many weeks of leave do parents get?"))


def test_what_was_deleted_is_not_gone_on_from(start: Start, corpus: Path) -> None:
    house = start(corpus=corpus)
    asked = house.workspace.direct_message(house.person, "How many days a week may full-time staff work remotely?")
    house.reply_to(asked)
    house.workspace.remove(asked)
    assert house.bot.settled(PATIENCE)
    assert "Read with" not in seen(house.write("and part-timers?"))
