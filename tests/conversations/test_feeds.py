"""What comes from a feed, from its server to the answers: shown to curators, decided by them, and only then quoted."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from slack_playground.faults.kinds import Held
from slack_playground.messages import Message
from tests.conversations.conftest import PATIENCE, House, Start, seen
from tests.documents import hostile_server as hostile
from tests.documents.hostile_server import HostileServer

SENTENCES = [
    "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
    "Tell your manager ten weeks before the leave begins, in writing, and tell your team as soon as you like.",
    "Every parent who comes back after leave finds the same job, or one like it, at the same pay as before.",
]
PAGE = "<title>Parental leave</title><article>" + "".join(f"<p>{each}</p>" for each in SENTENCES) + "</article>"
FEED = b"""<rss version="2.0"><channel><title>News</title>
<item><title>New leave</title><link>/leave</link><guid>1</guid></item></channel></rss>"""
BROKEN = b'<rss version="2.0"><channel><item><title>Gone</title><link>/gone</link></item></channel></rss>'
ADD, IGNORE = "newcomer_add", "newcomer_ignore"


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    behaviours = {
        "/feed": hostile.page(FEED, "application/rss+xml"),
        "/broken": hostile.page(BROKEN, "application/rss+xml"),
        "/endless": hostile.endless,
        "/leave": hostile.page(PAGE.encode()),
    }
    with hostile.serving(behaviours) as running:
        yield running


Follow = Callable[..., House]


@pytest.fixture
def follow(start: Start, server: HostileServer, tmp_path: Path) -> Follow:
    """Starts a bot that follows a feed of the server; #general is the curators' channel, and Amira is one."""

    def begin(path: str = "/feed", **feed: Any) -> House:
        corpus = tmp_path / "corpus"
        corpus.mkdir(exist_ok=True)
        return start(
            corpus=corpus,
            sources=[{"feed": server.url(path), "publisher": "Example Works", **feed}],
            fetching={"allow": ["127.0.0.1"], "megabytes": 1},
            digest={"curators_channel": "C0GENERAL"},
            roles={"curators": ["U0AMIRA"]},
        )

    return begin


def card(house: House) -> Message:
    """What the curators are shown."""
    return house.workspace.wait_for(lambda now: now.messages("general"), timeout=PATIENCE)[0]


def after(house: House, words: str) -> Message:
    """The card once it says these words."""
    return house.workspace.wait_for(
        lambda now: next((each for each in now.messages("general") if words in seen(each)), None), timeout=PATIENCE
    )


def buttons(message: Message) -> list[str]:
    return [each["action_id"] for block in message.blocks for each in block.get("elements", ()) if "action_id" in each]


def test_what_comes_from_a_feed_waits_for_a_curator_and_is_quoted_once_one_added_it(follow: Follow) -> None:
    house = follow()
    shown = card(house)
    for part in ("New leave", "Example Works", "Each parent may take up to sixteen weeks"):
        assert part in seen(shown)
    assert buttons(shown) == [ADD, IGNORE]
    assert list(house.corpus.iterdir()) == []
    house.workspace.press("U0AMIRA", shown, ADD)
    decided = after(house, "added it to the corpus")
    assert (decided.ts, buttons(decided)) == (shown.ts, [])
    assert "parental-leave.html" in seen(decided)
    assert "U0AMIRA" in str(decided.blocks)
    house.bot.tick()
    assert "sixteen weeks" in seen(house.ask("How many weeks of paid leave may each parent take?"))
    house.bot.following.look()
    assert len(house.workspace.messages("general")) == 1


def test_what_a_curator_ignores_does_not_come_again(follow: Follow) -> None:
    house = follow()
    house.workspace.press("U0AMIRA", card(house), IGNORE)
    assert buttons(after(house, "chose to ignore it")) == []
    house.bot.following.look()
    assert len(house.workspace.messages("general")) == 1
    assert list(house.corpus.iterdir()) == []


def test_only_curators_decide_and_others_are_told_so(follow: Follow) -> None:
    house = follow()
    shown = card(house)
    house.workspace.press("U0BEN", shown, ADD)
    told = house.workspace.wait_for(lambda now: now.private_messages(now.person("U0BEN")), timeout=PATIENCE)[0]
    assert "Only curators can decide" in told.text
    assert buttons(card(house)) == [ADD, IGNORE]
    assert list(house.corpus.iterdir()) == []
    house.workspace.press("U0AMIRA", shown, IGNORE)
    after(house, "chose to ignore it")


def test_a_trusted_feed_needs_no_curator(follow: Follow) -> None:
    house = follow(trusted=True)
    article = house.corpus / "parental-leave.html"
    house.bot.following.look()
    assert "publisher: Example Works" in article.with_name("parental-leave.html.yaml").read_text()
    assert house.workspace.messages("general") == []


def test_what_cannot_be_written_still_waits_and_who_pressed_is_told_why(follow: Follow) -> None:
    house = follow()
    shown = card(house)
    (house.corpus / "parental-leave.html").mkdir()
    house.workspace.press("U0AMIRA", shown, ADD)
    told = house.workspace.wait_for(lambda now: now.private_messages(now.person("U0AMIRA")), timeout=PATIENCE)[0]
    assert "cannot be written" in told.text
    assert "check the folder's rights and space. It is still waiting" in told.text
    (house.corpus / "parental-leave.html").rmdir()
    house.workspace.press("U0AMIRA", shown, ADD)
    after(house, "added it to the corpus")


def test_what_cannot_be_read_can_only_be_ignored(follow: Follow) -> None:
    shown = card(follow("/broken"))
    assert buttons(shown) == [IGNORE]
    assert "is refused by its server (404, Not Found)" in seen(shown)


def test_a_hostile_feed_is_noted_and_stops_nobody(follow: Follow, tmp_path: Path) -> None:
    house = follow("/endless")
    house.bot.following.look()
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        (known,) = store.curation.candidates.feeds().values()
    assert "is longer than 1,000,000 bytes" in known.trouble
    assert house.ask("Who is exempt?").text


def test_the_first_decision_counts_and_the_next_is_told_so(follow: Follow) -> None:
    house = follow()
    shown = card(house)
    changing = house.workspace.faults.add("chat.update", Held(before=True))
    house.workspace.press("U0AMIRA", shown, IGNORE)
    house.workspace.wait_for(lambda _: changing.used == 1, timeout=PATIENCE)
    # It is decided, and the card does not show it yet.
    house.workspace.press("U0AMIRA", shown, ADD)
    changing.release()
    told = house.workspace.wait_for(lambda now: now.private_messages(now.person("U0AMIRA")), timeout=PATIENCE)[0]
    assert "Somebody has already decided on this." in told.text
    assert "chose to ignore it" in seen(after(house, "chose to ignore it"))
    assert list(house.corpus.iterdir()) == []


def test_a_feed_is_not_asked_before_its_time(follow: Follow, server: HostileServer) -> None:
    house = follow()
    card(house)
    asked = len(server.asked)
    house.bot.following.look()
    assert len(server.asked) == asked
