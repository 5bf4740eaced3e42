"""The first digest, posted by the whole bot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from tests.conversations.conftest import PATIENCE, Start, seen


def article(corpus: Path, name: str, text: str) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / f"{name}.md").write_text(f"---\ntitle: {name}\npublisher: Example Ltd\n---\n\n{text}\n")


def test_a_digest_tells_each_channel_once_what_came_since_the_last(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    article(corpus, "Old", "The canteen opens at noon.")
    house = start(corpus=corpus, digest_channels=("C0POLICY",))
    house.bot.tick()
    article(corpus, "Leave", "Parents get twelve weeks. They ask in writing.")
    store = open_store(tmp_path / "state" / DATABASE)
    store.note_digest("C0POLICY", datetime.now(UTC) - timedelta(days=2))
    house.bot.tick()
    told = house.workspace.wait_for(lambda now: now.messages("policy"), timeout=PATIENCE)[0]
    assert "Parents get twelve weeks." in seen(told)
    assert "They ask in writing" not in seen(told)
    assert "Example Ltd" in seen(told)
    house.bot.tick()
    assert len(house.workspace.messages("policy")) == 1


def test_the_first_load_is_no_news(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    article(corpus, "Old", "The canteen opens at noon.")
    house = start(corpus=corpus, digest_channels=("C0POLICY",))
    house.bot.tick()
    assert house.workspace.messages("policy") == []


def test_a_channel_that_cannot_be_posted_to_does_not_stop_the_others(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    article(corpus, "Old", "The canteen opens at noon.")
    house = start(corpus=corpus, digest_channels=("C0GONE", "C0POLICY"))
    house.bot.tick()
    article(corpus, "Leave", "Parents get twelve weeks.")
    store = open_store(tmp_path / "state" / DATABASE)
    for channel in ("C0GONE", "C0POLICY"):
        store.note_digest(channel, datetime.now(UTC) - timedelta(days=2))
    house.bot.tick()
    (told,) = house.workspace.wait_for(lambda now: now.messages("policy"), timeout=PATIENCE)
    assert "Parents get twelve weeks." in seen(told)
    gone = store.last_digest("C0GONE")
    assert gone is not None
    assert gone < datetime.now(UTC) - timedelta(days=1)
