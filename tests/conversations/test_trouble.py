"""What people meet when something goes wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from slack_playground.faults.kinds import Fault, Held, NotAccepted, RateLimited, ServerError, SlackError
from slack_playground.grants import Patience
from slack_playground.messages import Message
from slack_playground.workspace import Workspace
from tests.conversations.conftest import PATIENCE, Start, seen


def steps_of(workspace: Workspace, asked: Message) -> list[str]:
    """What passed between Slack and the bot because of a message."""
    about = (exchange for exchange in workspace.journal.exchanges if asked.ts in str(exchange.steps[0].body))
    return [step.name for exchange in about for step in exchange.steps]


def test_a_database_that_is_locked_for_a_while_holds_a_question_up_and_loses_nothing(
    start: Start, tmp_path: Path
) -> None:
    house = start()
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        asked = house.workspace.mention(house.person, "policy", "Who is exempt from the pause?")
        assert house.workspace.replies("policy", asked.ts) == []
        database.execute("ROLLBACK")
    assert "exempt" in seen(house.reply_to(asked))
    assert len(house.workspace.replies("policy", asked.ts)) == 1


@pytest.mark.parametrize("fault", [ServerError(), SlackError("internal_error"), RateLimited(), NotAccepted()], ids=repr)
def test_what_comes_while_slack_does_not_say_who_we_are_is_not_acked_and_comes_again(
    start: Start, fault: Fault
) -> None:
    home = Workspace(patience=Patience(ack=1.0, retries=(0.0, 0.1, 0.1)))
    home.faults.add("auth.test", fault)
    house = start(workspace=home)
    asked = home.mention(house.person, "policy", "Who is exempt from the pause?")
    assert "exempt" in seen(house.reply_to(asked))
    assert "not taken" in steps_of(home, asked)


def test_a_store_that_is_broken_gives_who_commands_a_sentence_and_slack_no_ack(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = start(workspace=Workspace(patience=Patience(ack=1.0)))
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database:
        database.execute("ALTER TABLE seen_keys RENAME TO elsewhere")
        assert "Please try again in a minute" in house.command("my secret question").text
        asked = house.workspace.mention(house.person, "policy", "Who is exempt from my secret pause?")
        house.workspace.wait_for(lambda now: "not taken" in steps_of(now, asked), timeout=PATIENCE)
        database.execute("ALTER TABLE elsewhere RENAME TO seen_keys")
    assert "secret" not in caplog.text


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


def test_a_token_that_is_revoked_for_a_while_holds_answers_up_and_says_so_in_the_log(
    start: Start, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    house = start()
    house.ask("Who is exempt from the pause?")
    house.workspace.faults.add("chat.postMessage", SlackError("token_revoked"))
    reply = house.ask("What did IBM announce?")
    assert "IBM" in seen(reply)
    assert "token_revoked" in capsys.readouterr().out + caplog.text


@pytest.mark.parametrize("end", ["delete_channel", "remove_bot", "archive"])
def test_a_channel_that_is_gone_before_its_answer_ends_in_a_line_and_is_told_by_the_check(
    start: Start, end: str, tmp_path: Path
) -> None:
    house = start()
    home = house.workspace
    held = home.faults.add("chat.postMessage", Held(before=True))
    home.mention(house.person, "policy", "Who is exempt from the pause?")
    home.wait_for(lambda _: held.used == 1, timeout=PATIENCE)
    getattr(home, end)("policy")
    held.release()
    assert "IBM" in seen(house.write("What did IBM announce?"))
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        (given_up,) = store.abandoned()
        assert given_up.reason in {"channel_not_found", "not_in_channel", "is_archived"}
