"""Whatever a disk or a hand has put into a row, the bot goes round: nobody else waits for what cannot be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.changes.revisions import hash_of
from bot.core.curation.feed_candidates import Followed
from bot.core.read_requests.model import ReadRequest
from bot.settings import DigestSettings, Settings, Slack, SourceSettings
from bot.store import tables
from bot.wiring.health import health_of
from bot.wiring.services import Services
from bot.wiring.sources import following
from bot.wiring.state import DATABASE
from tests.store.contents import NOON, fill
from tests.store.operations import FOLLOWED

DAMAGES = ("x'ff00'", "'rubbish'", "'2026-03-02T12:00:00'", "'[1,2]'")
LATER = datetime(2100, 1, 1, tzinfo=UTC).isoformat()
STATE = {"seen": {}, "stamp": ["", ""], "failures": 0, "next_look": LATER, "looked": True}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A bot without its door, whose store has something in each table. Slack is out of reach."""
    folder = tmp_path
    (folder / "corpus").mkdir()
    (folder / "corpus" / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks.\n")
    settings = Settings(
        corpus=folder / "corpus",
        state=folder / "state",
        slack=Slack(api_url="http://127.0.0.1:9/"),
        digest=DigestSettings(channels=("C0NEWS",), curators_channel="C0CURATORS"),
        sources=(SourceSettings(feed=FOLLOWED.url), SourceSettings(name="site", pages=("http://127.0.0.1:9/a",))),
    )
    made = Services(settings, SecretStr("xoxb-1"))
    store, candidates = made.store, made.store.curation.candidates
    fill(store)
    for channel in ("C0NEWS", "C0CURATORS"):
        store.subscriptions.note_digest(channel, NOON)
    store.marks.note("closed", NOON)
    for name in (FOLLOWED.url, "site"):
        candidates.claim_feed(name, "w", NOON, NOON)
        candidates.note_feed(Followed(name, STATE), "w")
    leave = made.library.snapshot.corpus.article("leave")
    assert leave is not None
    asked = ReadRequest("ask", "leave", hash_of(leave), "Leave", "U1", "C1", NOON, date(2100, 1, 1), "UTC", NOON)
    store.read_requests.keep(replace(asked), ["U2"])
    made.rounds.tick()
    yield made
    made.store.close()


@pytest.mark.parametrize("value", DAMAGES)
def test_damaged_rows_keep_no_part_of_the_bot_from_going_round(
    services: Services, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = services.joints.settings
    with closing(sqlite3.connect(settings.state / DATABASE, isolation_level=None)) as database:
        for table in tables.metadata.tables.values():
            columns = [each.name for each in table.columns if not each.primary_key and each.name != "id"]
            if columns:
                damaged = ", ".join(f"{column} = {value}" for column in columns)
                database.execute(f"UPDATE OR REPLACE {table.name} SET {damaged}")  # noqa: S608  # ours
    services.rounds.tick()
    services.rounds.purge()
    following(settings, services.withdrawals, services.store.inbox, lambda: None).look()
    health_of(services, settings, connected=True, since=0.0)
    services.store.inbox.next_due(services.now())
    said = capsys.readouterr()
    assert "damaged" in said.out + said.err
    assert "failed" not in said.out + said.err
    assert "could not look" not in said.out + said.err
