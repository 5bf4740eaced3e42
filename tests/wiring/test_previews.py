"""What `policybot digest --preview` shows, and what it leaves to the replica that leads."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from bot.core.access import NoDirectory
from bot.library.library import open_library
from bot.settings import Settings
from bot.store.sql import open_store
from bot.wiring.digesting import previews
from tests.store.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]


def test_what_is_new_is_noted_by_a_preview_unless_other_replicas_go_by_what_is_noted(
    tmp_path: Path, postgres_url: URL
) -> None:
    settings = Settings(corpus=tmp_path / "corpus", state=tmp_path / "state")
    settings.corpus.mkdir()
    (settings.corpus / "leave.md").write_text("Parents get twelve weeks of leave.\n")
    for where, noted in ((tmp_path / "own.db", ["leave"]), (postgres_url, [])):
        with closing(open_store(where)) as store:
            assert list(previews(settings, open_library(settings), store, NoDirectory()))
            assert list(store.changes.catalogue()) == noted
