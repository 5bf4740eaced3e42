"""A folder that is followed, from its files to answers and digests: what goes is told, and much at once waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from slack_playground.messages import Message
from tests.conversations.conftest import PATIENCE, House, Start, seen

ADD, IGNORE = "newcomer_add", "newcomer_ignore"
Follow = Callable[..., House]


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    folder.mkdir()
    for name in ("leave", "pay", "travel", "pets"):
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\nThe rule on {name} holds for everybody.\n")
    return folder


@pytest.fixture
def follow(start: Start, handbook: Path, tmp_path: Path) -> Follow:
    """Starts a bot that follows the handbook and has no articles of its own; #general is the curators' channel."""

    def begin(**source: Any) -> House:
        return start(
            corpus=tmp_path / "none",
            sources=[{"folder": str(handbook), "publisher": "Example Works", "link": "https://x.org/{name}", **source}],
            digest={"curators_channel": "C0GENERAL"},
            roles={"curators": ["U0AMIRA"]},
        )

    return begin


def look(house: House) -> None:
    """Looks at the corpus, and shows curators what is for them to decide."""
    house.bot.tick()
    house.bot.following.look()


def cards(house: House) -> list[Message]:
    """What curators were asked; digests may come to their channel, too."""
    return [each for each in house.workspace.messages("general") if "documents of handbook are gone" in seen(each)]


def card(house: House) -> Message:
    return house.workspace.wait_for(lambda _: cards(house), timeout=PATIENCE)[0]


def test_a_folder_is_quoted_where_it_lies_with_its_publisher_and_link(follow: Follow) -> None:
    answer = follow().ask("Who does the rule on travel hold for?")
    assert "The rule on travel holds for everybody." in seen(answer)
    assert "https://x.org/travel" in str(answer.blocks)


def test_a_document_that_is_gone_is_no_longer_quoted_and_the_digest_says_so(follow: Follow, handbook: Path) -> None:
    house = follow()
    house.bot.tick()
    (handbook / "pets.md").unlink()
    look(house)
    told = seen(house.command("digest preview"))
    assert "Withdrawn" in told
    assert "Pets · Example Works" in told
    assert cards(house) == []
    assert "rule on pets" not in seen(house.ask("Who does the rule on pets hold for?"))


def test_much_that_is_gone_at_once_stays_until_a_curator_confirms_it(follow: Follow, handbook: Path) -> None:
    house = follow()
    house.bot.tick()
    for name in ("pets", "pay"):
        (handbook / f"{name}.md").unlink()
    look(house)
    shown = card(house)
    assert "2 of 4 documents of handbook are gone" in seen(shown)
    assert "pay, pets" in seen(shown)
    assert "The rule on pets holds" in seen(house.ask("Who does the rule on pets hold for?"))
    house.workspace.press("U0AMIRA", shown, ADD)
    house.workspace.wait_for(lambda _: "withdrew them" in seen(card(house)), timeout=PATIENCE)
    look(house)
    assert "Pay · Example Works" in seen(house.command("digest preview"))
    assert len(cards(house)) == 1


def test_what_comes_back_needs_no_decision(follow: Follow, handbook: Path) -> None:
    house = follow()
    house.bot.tick()
    words = {name: (handbook / f"{name}.md").read_bytes() for name in ("pets", "pay")}
    for name in words:
        (handbook / f"{name}.md").unlink()
    look(house)
    shown = card(house)
    for name, content in words.items():
        (handbook / f"{name}.md").write_bytes(content)
    look(house)
    house.workspace.press("U0AMIRA", shown, ADD)
    told = house.workspace.wait_for(lambda now: now.private_messages(now.person("U0AMIRA")), timeout=PATIENCE)[0]
    assert "already decided on this" in told.text
    assert "The rule on pets holds" in seen(house.ask("Who does the rule on pets hold for?"))


def test_a_folder_that_cannot_be_seen_withdraws_nothing(follow: Follow, handbook: Path) -> None:
    house = follow()
    house.bot.tick()
    handbook.rename(handbook.with_name("away"))
    look(house)
    assert "The rule on pets holds" in seen(house.ask("Who does the rule on pets hold for?"))
    assert "Withdrawn" not in seen(house.command("digest preview"))


def test_a_document_that_moves_within_its_source_is_not_told_as_withdrawn(follow: Follow, handbook: Path) -> None:
    house = follow()
    house.bot.tick()
    (handbook / "hr").mkdir()
    (handbook / "pets.md").rename(handbook / "hr/animals.md")
    look(house)
    assert "Withdrawn" not in seen(house.command("digest preview"))
