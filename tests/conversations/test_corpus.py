"""The corpus lives: files change while the whole bot runs, some of them for the worse."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from slack_playground.messages import Message
from tests.conversations.conftest import PATIENCE, Clock, House, Start, seen

# Who waits until the bot has read a file asks it again and again, more often than a person may.
IMPATIENT = {"most_a_minute": 10_000}
FAULTY = "---\nstanding: Leave\n---\n\nParents get nothing.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder, "leave", "Parents get twelve weeks of leave.")
    return folder


@pytest.fixture
def house(start: Start, corpus: Path, clock: Clock) -> House:
    return start(corpus=corpus, clock=clock, digest={"curators_channel": "C0GENERAL"}, in_slack=IMPATIENT)


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / f"{name}.md").write_text(f"---\ntitle: {name.title()}\npublisher: Example Ltd\n---\n\n{text}\n")


def notices(house: House) -> list[Message]:
    return [each for each in house.workspace.messages("general") if each.bot_id]


def ask_until(house: House, words: str, question: str) -> None:
    """Asks until the answer has these words."""
    ends = datetime.now(UTC) + timedelta(seconds=PATIENCE)
    while words not in seen(house.command(question)):
        assert datetime.now(UTC) < ends


def look_twice(house: House, clock: Clock) -> None:
    """Looks at the corpus, and again when whoever writes a file is surely done with it."""
    house.bot.tick()
    clock.ahead += timedelta(seconds=20)
    house.bot.tick()
    assert house.bot.settled(PATIENCE)


def test_a_faulty_file_leaves_its_article_in_force_and_curators_are_told_until_it_is_mended(
    house: House, corpus: Path, clock: Clock
) -> None:
    house.bot.tick()
    (corpus / "leave.md").write_text(FAULTY)
    look_twice(house, clock)
    assert "twelve weeks" in seen(house.ask("How many weeks of leave do parents get?"))
    (notice,) = notices(house)
    assert "leave.md" in seen(notice)
    assert "line 2: standing is not a standing; write one of original, republished, answer, example, unknown" in seen(
        notice
    )
    assert "still quoted as it was before" in seen(notice)
    write(corpus, "leave", "Parents get sixteen weeks of leave.")
    look_twice(house, clock)
    assert "sixteen weeks" in seen(house.ask("How many weeks of leave do parents get?"))
    (notice,) = notices(house)
    assert "Fixed or removed: leave.md" in seen(notice)


def test_a_new_file_that_is_faulty_is_left_out_and_curators_are_told(house: House, corpus: Path, clock: Clock) -> None:
    house.bot.tick()
    (corpus / "pay.md").write_text("---\nstanding: old\n---\nText.")
    look_twice(house, clock)
    (notice,) = notices(house)
    assert "left out until it is fixed" in seen(notice)
    look_twice(house, clock)
    assert len(notices(house)) == 1


def test_what_is_written_into_the_corpus_is_quoted_before_the_next_look(house: House, corpus: Path) -> None:
    write(corpus, "pay", "Interns are paid twenty euros an hour.")
    ask_until(house, "twenty euros", "How much are interns paid?")


def test_a_question_about_an_earlier_day_is_answered_in_the_words_of_that_day(
    start: Start, corpus: Path, clock: Clock
) -> None:
    clock.ahead -= timedelta(days=2)
    house = start(corpus=corpus, clock=clock, in_slack=IMPATIENT)

    def put(weeks: str) -> None:
        front = "title: Leave\npublisher: Example Ltd\npublished: 2026-01-05"
        (corpus / "leave.md").write_text(f"---\n{front}\n---\n\nParents get {weeks} weeks of leave.\n")
        # The bot may be reading the folder at this moment by itself; what is quoted, the next look notes.
        ask_until(house, weeks, "How many weeks of leave do parents get?")
        house.bot.tick()

    put("thirteen")
    clock.ahead += timedelta(days=2)
    day = clock().date() - timedelta(days=1)  # taken before the next wording comes, or midnight might part the two
    put("sixteen")
    answer = seen(house.command(f"How many weeks of leave do parents get, as of {day.isoformat()}?"))
    assert "thirteen" in answer
    assert "sixteen" not in answer


def test_curators_hear_of_a_corpus_folder_that_is_empty_by_now(house: House, corpus: Path, clock: Clock) -> None:
    house.bot.tick()
    (corpus / "leave.md").unlink()
    look_twice(house, clock)
    (notice,) = notices(house)
    assert "the corpus folder" in seen(notice)
    assert "holds no document" in seen(notice)


def test_curators_are_not_told_where_on_the_machine_the_corpus_is(house: House, corpus: Path, clock: Clock) -> None:
    house.bot.tick()
    (corpus / "old").mkdir()
    (corpus / "old" / "leave.md").write_text("---\nstanding: holy\n---\n\nParents get nothing.\n")
    look_twice(house, clock)
    (notice,) = notices(house)
    assert "old/leave.md" in seen(notice)
    assert str(corpus) not in seen(notice)
