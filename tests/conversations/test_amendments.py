"""What an answer quotes changes: a reply below it says so, if the settings want it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Answering
from slack_playground.faults.kinds import Held
from slack_playground.messages import Message
from tests.conversations.conftest import PATIENCE, Clock, House, Start, seen

ON = Answering(note_changes=True)
LATER = timedelta(minutes=3)


def write(corpus: Path, weeks: str) -> None:
    corpus.mkdir(exist_ok=True)
    words = f"Parents get {weeks} weeks of paid leave.\n\nThe canteen opens at noon."
    (corpus / "leave.md").write_text(f"---\ntitle: Leave\npublisher: Example Ltd\n---\n\n{words}\n")


def change(house: House, corpus: Path, weeks: str) -> None:
    """Changes the article once it is noted as it was, and all that was asked is answered."""
    house.bot.tick()
    assert house.bot.settled(PATIENCE)
    write(corpus, weeks)


def below(house: House, clock: Clock, answer: Message) -> list[str]:
    """What the bot says in the thread after its answer, some minutes later."""
    house.bot.tick()
    assert house.bot.settled(PATIENCE)
    clock.ahead += LATER
    house.bot.tick()
    assert house.bot.settled(PATIENCE)
    root = answer.thread_ts or answer.ts
    return [seen(each) for each in house.workspace.replies(answer.channel, root) if each.bot_id and each.ts > answer.ts]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", "twelve")
    return tmp_path / "corpus"


def test_a_reply_says_below_an_answer_that_what_it_quotes_has_changed_and_when_it_reads_as_quoted_again(
    start: Start, corpus: Path, clock: Clock
) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    answer = house.ask("How many weeks of leave do parents get?")
    for weeks, says in (("sixteen", "Parents get twelve sixteen weeks"), ("twelve", "it now reads as quoted again")):
        change(house, corpus, weeks)
        (told,) = below(house, clock, answer)
        assert says in told


def test_the_reply_goes_when_the_question_is_asked_in_other_words_and_the_new_answer_gets_its_own(
    start: Start, corpus: Path, clock: Clock
) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    asked = house.workspace.mention(house.person, "policy", "How many weeks of leave do parents get?")
    answer = house.reply_to(asked)
    change(house, corpus, "sixteen")
    assert len(below(house, clock, answer)) == 1
    house.workspace.edit(asked, asked.text.replace("How many", "Do parents get"))
    house.workspace.wait_for(lambda now: len(now.replies(asked.channel, asked.ts)) == 1, PATIENCE)
    assert below(house, clock, answer) == []
    change(house, corpus, "twenty")
    (told,) = below(house, clock, answer)
    assert "sixteen twenty" in told


def test_a_direct_answer_gets_it_in_its_thread_and_takes_it_along(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    asked = house.workspace.direct_message(house.person, "How many weeks of leave do parents get?")
    answer = house.reply_to(asked)
    change(house, corpus, "sixteen")
    (told,) = below(house, clock, answer)
    assert "twelve sixteen" in told
    house.workspace.remove(asked)
    house.workspace.wait_for(lambda now: not now.replies(asked.channel, asked.ts), PATIENCE)
    assert house.bot.settled(PATIENCE)
    assert not any(each.bot_id for each in house.workspace.messages(asked.channel))


def test_an_answer_that_was_on_its_way_when_the_article_changed_gets_it_too(
    start: Start, corpus: Path, clock: Clock
) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    house.bot.tick()
    held = house.workspace.faults.add("chat.postMessage", Held(before=True))
    asked = house.workspace.mention(house.person, "policy", "How many weeks of leave do parents get?")
    house.workspace.wait_for(lambda _: held.used == 1, PATIENCE)
    write(corpus, "sixteen")
    house.bot.tick()
    held.release()
    answer = house.reply_to(asked)
    (told,) = below(house, clock, answer)
    assert "twelve sixteen" in told


def test_what_is_taken_back_within_two_minutes_is_not_told(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    answer = house.ask("How many weeks of leave do parents get?")
    change(house, corpus, "twel")
    change(house, corpus, "twelve")
    assert below(house, clock, answer) == []


def test_an_article_that_was_renamed_and_changed_then_is_still_the_one_that_was_quoted(
    start: Start, corpus: Path, clock: Clock
) -> None:
    house = start(corpus=corpus, answering=ON, clock=clock)
    answer = house.ask("How many weeks of leave do parents get?")
    house.bot.tick()
    (corpus / "leave.md").rename(corpus / "parents.md")
    change(house, corpus, "sixteen")
    (corpus / "leave.md").rename(corpus / "parents.md")
    (told,) = below(house, clock, answer)
    assert "twelve sixteen" in told


def test_nothing_is_said_unless_the_settings_want_it(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, clock=clock)
    answer = house.ask("How many weeks of leave do parents get?")
    change(house, corpus, "sixteen")
    assert below(house, clock, answer) == []
