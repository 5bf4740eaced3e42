"""A curator has a document read: asked once, confirmed by a button, reminded of in private, and told of in CSV."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.slack.read_requests.blocks import ANEW, CONFIRM
from slack_playground.messages import Message
from slack_playground.workspace import SCOPES, Workspace
from tests.conftest import Run
from tests.conversations.conftest import MODES, PATIENCE, Clock, House, Start, seen

GENERAL, BOARD = "<#C0GENERAL|general>", "<!subteam^S0BOARD|@board>"
# Whenever it is now, nobody rests.
ALWAYS = {"earliest": "00:00", "latest": "23:59", "weekends": True, "hours_between": 1, "reminders": 2}
DAY = timedelta(days=1)

Begin = Callable[..., House]


@pytest.fixture
def begin(start: Start, tmp_path: Path, clock: Clock) -> Begin:
    """Starts a bot with two documents. Amira is a curator; Ben and Chloe are on the board."""

    def started(mode: str = "socket", workspace: Workspace | None = None, **chosen: Any) -> House:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        write(corpus, "leave", "Parents get twelve weeks of leave.")
        write(corpus, "pay", "The pay day is the last day of the month.")
        home = workspace or Workspace()
        home.set_group("S0BOARD", "ben", "chloe")
        usual = {"roles": {"curators": ["U0AMIRA"]}, "read_requests": ALWAYS, "clock": clock}
        house = start(corpus, mode, home, **usual | chosen)
        tick(house)
        return house

    return started


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / f"{name}.md").write_text(f"---\ntitle: The {name} policy\n---\n\n{text}\n\nAsk in writing.\n")


def tick(house: House) -> None:
    house.bot.tick()
    settle(house)


def settle(house: House) -> None:
    house.workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
    assert house.bot.settled(PATIENCE)


def until() -> str:
    return f"until {(datetime.now(UTC) + 5 * DAY).date()}"


def say(house: House, words: str, person: str = "amira", channel: str = "policy") -> str:
    """Gives the command, and what is answered to it."""
    before = len(house.workspace.private_messages(person))
    house.workspace.command(person, channel, "/policy", words)
    told = house.workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=PATIENCE)[0].text
    settle(house)
    return told


def posted(house: House, channel: str = "general") -> list[Message]:
    return [each for each in house.workspace.messages(channel) if each.bot_id]


def direct(house: House, person: str) -> list[Message]:
    return [each for each in house.workspace.messages(house.workspace.direct_channel(person)) if each.bot_id]


def press(house: House, person: str, on: Message) -> None:
    house.workspace.press(person, on, CONFIRM)
    settle(house)


def rows(run: Run, house: House, name: str = "leave") -> dict[str, dict[str, str]]:
    """The last row of each person."""
    told = run("acknowledgements", name, POLICYBOT_STATE=str(house.settings.state))
    assert (told.code, told.err) == (0, "")
    return {row["person"]: row for row in csv.DictReader(io.StringIO(told.out))}


@pytest.mark.parametrize("mode", MODES)
def test_a_channel_is_asked_once_and_who_confirms_is_noted_with_the_time(begin: Begin, mode: str, run: Run) -> None:
    house = begin(mode)
    answer = say(house, f"ask-to-read leave {GENERAL} {until()}")
    assert "Asked to read “The leave policy” by " in answer
    assert "It has no link" in answer
    (message,) = posted(house)
    assert "asks everybody in this channel to read" in seen(message)
    assert "Parents get twelve weeks of leave." in seen(message)
    press(house, "ben", message)
    press(house, "ben", message)
    assert "you have read “The leave policy”" in house.workspace.private_messages("ben")[-1].text
    told = rows(run, house)
    assert told["U0BEN"]["read_at"]
    assert (told["U0CHLOE"]["read_at"], told["U0CHLOE"]["asked_by"]) == ("", "U0AMIRA")
    assert len(posted(house)) == 1
    assert "1 of 2 have read it" in say(house, "acknowledgements leave")


@pytest.mark.parametrize("mode", MODES)
def test_a_user_group_is_asked_in_private_and_sees_its_list_at_home(begin: Begin, mode: str, run: Run) -> None:
    house = begin(mode)
    say(house, f"ask-to-read the leave policy {BOARD} {until()}")
    (message,) = direct(house, "ben")
    assert "asks you to read" in seen(message)
    assert len(direct(house, "chloe")) == 1
    assert posted(house) == []
    home = opened_home(house, "ben")
    assert "For you to read" in seen_home(home)
    house.workspace.press("ben", home, CONFIRM, value_of(home))
    settle(house)
    assert "What you have read" in seen_home(house.workspace.home("ben"))
    (changed,) = direct(house, "ben")
    assert "You confirmed on" in seen(changed)
    assert CONFIRM not in str(changed.blocks)
    assert rows(run, house)["U0BEN"]["read_at"]


def opened_home(house: House, person: str) -> Any:
    house.workspace.open_home(person)
    return house.workspace.wait_for(lambda now: now.home(person), timeout=PATIENCE)


def seen_home(home: Any) -> str:
    return str(home.blocks)


def value_of(home: Any) -> str:
    buttons = (each for block in home.blocks for each in block.get("elements", ()))
    return next(str(each["value"]) for each in buttons if each.get("action_id") == CONFIRM)


def test_who_has_not_read_it_is_reminded_in_private_at_most_so_often(begin: Begin, clock: Clock, run: Run) -> None:
    house = begin()
    say(house, f"ask-to-read leave {GENERAL} {until()}")
    press(house, "ben", posted(house)[0])
    for _ in range(4):
        clock.ahead += timedelta(hours=2)
        tick(house)
        tick(house)
    assert direct(house, "ben") == []
    assert direct(house, "amira") == []
    first, second = direct(house, "chloe")
    assert "Reminder: please read this" in seen(first)
    press(house, "chloe", second)
    assert "You confirmed on" in seen(direct(house, "chloe")[0])
    assert rows(run, house)["U0CHLOE"]["reminders"] == "2"
    assert len(posted(house)) == 1


def test_nobody_is_reminded_while_they_rest(begin: Begin, clock: Clock) -> None:
    hour = datetime.now(UTC).hour
    resting = {"earliest": f"{(hour + 4) % 22:02}:00", "latest": f"{(hour + 4) % 22 + 1:02}:59"}
    house = begin(read_requests={**ALWAYS, **resting}, workspace=Workspace(scopes=SCOPES - {"users:read"}))
    say(house, f"ask-to-read leave {GENERAL} {until()}")
    clock.ahead += timedelta(hours=1, minutes=1)
    tick(house)
    assert direct(house, "chloe") == []


def test_a_new_version_ends_the_asking_and_is_asked_for_only_if_the_curator_says_so(begin: Begin, run: Run) -> None:
    house = begin()
    say(house, f"ask-to-read leave {GENERAL} {until()}")
    press(house, "ben", posted(house)[0])
    write(house.corpus, "leave", "Parents get sixteen weeks of leave.")
    tick(house)
    (told,) = direct(house, "amira")
    assert "has changed since you asked" in seen(told)
    tick(house)
    assert len(posted(house)) == len(direct(house, "amira")) == 1
    house.workspace.press("amira", told, ANEW)
    settle(house)
    anew = house.workspace.wait_for(lambda now: posted(house)[1:], timeout=PATIENCE)[0]
    for part in ("What has changed", "twelve", "sixteen"):
        assert part in seen(anew)
    assert rows(run, house)["U0BEN"]["read_at"] == ""
    press(house, "ben", anew)
    assert rows(run, house)["U0BEN"]["read_at"]


def test_only_curators_ask_and_the_same_version_is_asked_for_once(begin: Begin) -> None:
    house = begin()
    assert "Only curators can do that" in say(house, f"ask-to-read leave {GENERAL} {until()}", "ben")
    assert "Only curators can do that" in say(house, "acknowledgements leave", "ben")
    say(house, f"ask-to-read leave {GENERAL} {until()}")
    assert "asked to read this version" in say(house, f"ask-to-read leave {GENERAL} {until()}")
    assert "Nobody is asked or reminded any more" in say(house, "ask-to-read leave stop")
    assert "Nobody is asked to read" in say(house, "ask-to-read leave stop")
    settle(house)
    assert len(posted(house)) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("ask-to-read", "Which document?"),
        (f"ask-to-read leave {GENERAL}", "Until when?"),
        (f"ask-to-read leave {GENERAL} until yesterday", "is past"),
        (f"ask-to-read nothing {GENERAL} {{until}}", "I have no document called"),
        (f"ask-to-read policy {GENERAL} {{until}}", "Several documents fit: leave, pay"),
        ("ask-to-read leave @board {until}", "Pick the channel or the user group"),
        ("ask-to-read leave <!subteam^S0NONE|@none> {until}", "Slack does not tell me who is in it"),
        ("acknowledgements leave", "Nobody was ever asked"),
    ],
)
def test_what_cannot_be_done_is_said(begin: Begin, words: str, answer: str) -> None:
    assert answer in say(begin(), words.format(until=until()))


def test_who_may_not_see_a_document_is_not_asked_and_their_press_does_nothing(begin: Begin, run: Run) -> None:
    collections = [{"name": "hr", "folders": ["hr"], "people": ["U0AMIRA", "U0BEN"]}]
    house = begin(collections=collections)
    (house.corpus / "hr").mkdir()
    write(house.corpus / "hr", "secret", "The merger is in May.")
    tick(house)
    assert "Not everybody in that channel" in say(house, f"ask-to-read hr/secret {GENERAL} {until()}")
    answer = say(house, f"ask-to-read hr/secret {BOARD} {until()}")
    assert ": 1 person." in answer
    assert "1 may not see it" in answer
    settle(house)
    assert len(direct(house, "ben")) == 1
    assert direct(house, "chloe") == []
    assert "merger" not in seen_home(opened_home(house, "chloe"))
    assert set(rows(run, house, "hr/secret")) == {"U0BEN"}


def test_without_the_scope_to_open_conversations_people_are_asked_all_the_same(begin: Begin, run: Run) -> None:
    house = begin(workspace=Workspace(scopes=SCOPES - {"im:write"}))
    say(house, f"ask-to-read leave {BOARD} {until()}")
    (message,) = direct(house, "ben")
    press(house, "ben", message)
    assert rows(run, house)["U0BEN"]["read_at"]


def test_where_slack_does_not_tell_who_is_in_a_channel_who_confirms_is_noted(begin: Begin, run: Run) -> None:
    house = begin(workspace=Workspace(scopes=SCOPES - {"channels:read"}))
    assert ": everybody in the channel." in say(house, f"ask-to-read leave {GENERAL} {until()}")
    press(house, "ben", posted(house)[0])
    assert set(rows(run, house)) == {"U0BEN"}


def test_where_slack_does_not_tell_who_is_in_a_group_it_cannot_be_asked(begin: Begin) -> None:
    house = begin(workspace=Workspace(scopes=SCOPES - {"usergroups:read"}))
    assert "usergroups:read" in say(house, f"ask-to-read leave {BOARD} {until()}")


def test_it_is_in_the_audit_log_who_asked_whom_to_read_what(begin: Begin) -> None:
    house = begin()
    say(house, f"ask-to-read leave {GENERAL} {until()}")
    say(house, "ask-to-read leave stop")
    acts = [each.as_json() for each in house.bot.services.store.audit.acts(datetime(2020, 1, 1, tzinfo=UTC))]
    asked, stopped = (each for each in acts if each["about"] == "leave")
    assert (asked["action"], asked["by"], asked["target"]) == ("asked to read", "slack:U0AMIRA", "C0GENERAL")
    assert stopped["action"] == "stopped asking to read"
