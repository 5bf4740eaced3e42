"""What people meet when something goes wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.wiring.state import DATABASE
from tests.conversations.conftest import Start, seen


def test_a_surprise_gives_the_asker_a_sentence_with_a_reference_and_no_stack_trace(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = start()
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database:
        database.execute("DROP TABLE replies")
    words = seen(house.ask("my secret question"))
    assert "Something went wrong on my side" in words
    assert "Traceback" not in words
    assert "secret question" not in caplog.text


def test_an_article_that_is_gone_is_said_to_be_gone_in_context(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("leave", "other"):
        (corpus / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n\nParents get twelve {name} weeks.\n")
    house = start(corpus=corpus)
    reply = house.ask("How many leave weeks do parents get?")
    (corpus / "leave.md").unlink()
    house.bot.tick()
    house.workspace.press(house.person, reply, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(house.person))[0]
    assert "“leave” is no longer in the corpus" in str(view.blocks)


def test_a_changed_paragraph_is_said_to_have_changed_in_context(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    file = corpus / "leave.md"
    file.write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks.\n")
    house = start(corpus=corpus)
    reply = house.ask("How many weeks do parents get?")
    file.write_text("---\ntitle: Leave\n---\n\nParents get fourteen weeks.\n")
    house.bot.tick()
    house.workspace.press(house.person, reply, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(house.person))[0]
    assert "has changed since it was quoted" in str(view.blocks)
    assert "fourteen" in str(view.blocks)
