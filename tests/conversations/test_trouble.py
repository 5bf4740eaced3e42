"""What people meet when something goes wrong."""

import json
import sqlite3
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import URL

from bot.store.sql import open_store
from bot.wiring.running import Bot, BotInThread
from bot.wiring.state import DATABASE
from slack_playground.delivery.signed_http import signature
from slack_playground.faults.kinds import Fault, ForeignPage, Held, NotAccepted, RateLimited, ServerError, SlackError
from slack_playground.grants import Patience
from slack_playground.messages import Message
from slack_playground.workspace import Workspace
from tests.conversations.conftest import PATIENCE, Start, seen
from tests.store.postgres import Postgres, postgres, postgres_url
from tests.store.relay import Relay

__all__ = ["postgres", "postgres_url"]


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


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_store_that_is_broken_gives_who_commands_a_sentence_and_slack_no_ack(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    house = start(mode=mode, workspace=Workspace(patience=Patience(ack=1.0)))
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


def test_who_presses_on_a_busy_machine_is_asked_to_try_again_and_the_log_has_no_trace(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    house = start()
    reply = house.ask("Who is exempt from the pause?")
    house.workspace.faults.add("views.open", SlackError("expired_trigger_id"))
    house.workspace.press(house.person, reply, "show_in_context")
    told = house.workspace.wait_for(lambda now: now.private_messages(house.person), timeout=PATIENCE)
    assert told[0].text == "That took too long to open. Please try again."
    assert "Traceback" not in capsys.readouterr().out


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
    assert house.bot.settled(PATIENCE)
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        (given_up,) = store.inbox.abandoned()
        assert given_up.reason in {"channel_not_found", "not_in_channel", "is_archived"}


@pytest.mark.parametrize(
    "body",
    [
        {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1518467820},
        {"type": "event_callback", "event": {"type": "an_event_of_next_year"}},
        {"type": "message_action", "callback_id": "unknown", "trigger_id": "t", "user": {"id": "U1"}},
        {"type": "shortcut", "callback_id": "unknown", "trigger_id": "t", "user": {"id": "U1"}},
        {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t", "actions": [{"action_id": "unknown"}]},
        {
            "type": "view_submission",
            "user": {"id": "U1"},
            "view": {"type": "modal", "id": "V1", "callback_id": "unknown"},
        },
        {"type": "view_closed", "user": {"id": "U1"}, "view": {"type": "modal", "id": "V1", "callback_id": "unknown"}},
    ],
    ids=lambda body: body["type"],
)
def test_what_nobody_handles_is_acked_so_that_slack_does_not_send_it_again(start: Start, body: dict[str, Any]) -> None:
    house = start(mode="http")
    words, now = json.dumps({"token": "t", "api_app_id": "A1", **body}).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(house.workspace.signing_secret, now, words),
    }
    url = f"http://127.0.0.1:{house.settings.http.port}/slack/events"
    with urllib.request.urlopen(urllib.request.Request(url, words, headers)) as answer:  # our own address
        assert answer.status == 200


def test_while_the_store_can_be_read_and_not_written_slack_is_left_alone_and_what_comes_then_is_answered_afterwards(
    start: Start, tmp_path: Path
) -> None:
    house = start()
    assert house.bot.health().is_well
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        house.bot.tick()
        assert "disk is full" in house.bot.health().unkept
        assert not house.bot.health().is_well
        house.workspace.wait_for(lambda here: len(here.connections) == 0, timeout=PATIENCE)
        asked = house.workspace.mention(house.person, "policy", "Who is exempt from the pause?")
        database.execute("DROP TRIGGER full")
    assert "exempt" in seen(house.reply_to(asked))
    assert house.bot.health().is_well


def test_who_is_cut_off_from_the_database_leaves_all_that_comes_to_the_other_replica(
    postgres: Postgres, postgres_url: URL, start: Start, tmp_path: Path
) -> None:
    house = start(database=SecretStr(str(postgres_url)))
    with closing(Relay(f"{postgres_url.query['host']}/.s.PGSQL.5432")) as wire:
        beyond = postgres_url.set(host="127.0.0.1", port=wire.port, query={})
        other = house.settings.model_copy(update={"database": SecretStr(str(beyond)), "state": tmp_path / "other"})
        with BotInThread(Bot(other, house.tokens)):
            house.workspace.wait_for(lambda here: len(here.connections) == 2, timeout=PATIENCE)
            wire.silent = True
            asked = [
                house.workspace.mention(house.person, "policy", f"Who is exempt from the {what}?")
                for what in ("pause", "break")
            ]
            assert all(house.reply_to(each) for each in asked)
            house.workspace.wait_for(lambda here: len(here.connections) == 1, timeout=PATIENCE)
            wire.silent = False
            postgres.throw_out(postgres_url)
            house.workspace.wait_for(lambda here: len(here.connections) == 2, timeout=PATIENCE)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_page_in_the_place_of_slacks_answer_neither_loses_a_reply_nor_doubles_it(
    start: Start, *, accepted: bool
) -> None:
    house = start()
    house.workspace.faults.add("chat.postMessage", ForeignPage(accepted=accepted))
    asked = house.workspace.mention(house.person, "policy", "Who is exempt from the pause?")
    assert house.bot.settled(PATIENCE)
    house.workspace.wait_for(lambda now: now.replies("policy", asked.ts), timeout=PATIENCE)
    assert house.bot.settled(PATIENCE)
    assert len(house.workspace.replies("policy", asked.ts)) == 1
