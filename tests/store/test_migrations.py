"""The database file: made, kept, brought up to date, and left alone where it is not ours to touch."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, create_engine

from bot.core.errors import ConfigurationError
from bot.store import tables
from bot.store.sql import SqlStore, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def with_open(file: Path, act: Callable[[SqlStore], None]) -> None:
    store = open_store(file)
    try:
        act(store)
    finally:
        store.close()


def touch(_: SqlStore) -> None:
    """Opens, does nothing, closes."""


def sql(file: Path, *statements: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection, connection:
        return [row for statement in statements for row in connection.execute(statement)]


def table_names(file: Path) -> set[object]:
    return {name for (name,) in sql(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def test_a_fresh_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "deep" / "state.db"
    with_open(file, touch)
    assert table_names(file) == {"alembic_version", "articles_seen", "digests", "replies"}


def test_opening_it_again_keeps_what_is_in_it(file: Path) -> None:
    with_open(file, lambda store: store.note_reply("C1", "1.0", "abc", "2.0"))
    with_open(file, touch)
    kept = []
    with_open(file, lambda store: kept.append(store.reply_to("C1", "1.0")))
    assert kept == [("abc", "2.0")]


def test_two_may_have_it_open_and_see_what_the_other_noted(file: Path) -> None:
    with closing(open_store(file)) as one, closing(open_store(file)) as other:
        one.note_digest("C1", NOON)
        assert other.last_digest("C1") == NOON
        other.note_articles(["leave"], NOON)
        assert one.first_seen() == {"leave": NOON}


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(file: Path) -> None:
    with_open(file, touch)
    engine = create_engine(URL.create("sqlite", database=str(file)))
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, tables.metadata) == []
    finally:
        engine.dispose()


def test_a_database_of_a_newer_program_is_refused_in_words_and_left_alone(file: Path) -> None:
    with_open(file, lambda store: store.note_digest("C1", NOON))
    sql(file, "UPDATE alembic_version SET version_num = '9999'", "ALTER TABLE digests ADD COLUMN mood TEXT")
    before = sql(file, "SELECT * FROM digests", "SELECT * FROM alembic_version")
    with pytest.raises(ConfigurationError, match=r"newer policybot.*9999") as caught:
        open_store(file)
    assert str(file) in str(caught.value)
    assert sql(file, "SELECT * FROM digests", "SELECT * FROM alembic_version") == before


def test_a_migration_that_fails_leaves_nothing_half_done(file: Path) -> None:
    sql(file, "CREATE TABLE replies (ours INTEGER)")
    with pytest.raises(ConfigurationError, match="replies already exists"):
        open_store(file)
    assert table_names(file) == {"replies"}


def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(file: Path) -> None:
    file.write_text("a shopping list " * 100)
    with pytest.raises(ConfigurationError, match="not a database"):
        open_store(file)
    assert file.read_text() == "a shopping list " * 100


def test_the_refusal_tells_neither_sql_nor_links_to_a_library(file: Path) -> None:
    sql(file, "CREATE TABLE replies (ours INTEGER)")
    with pytest.raises(ConfigurationError) as caught:
        open_store(file)
    assert "CREATE TABLE" not in str(caught.value)
    assert "sqlalche.me" not in str(caught.value)


def test_a_folder_in_the_files_place_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot use"):
        open_store(tmp_path)


def test_a_file_in_the_folders_place_is_refused_in_words(file: Path) -> None:
    file.write_text("")
    with pytest.raises(ConfigurationError, match="cannot keep state"):
        open_store(file / "state.db")


@pytest.mark.parametrize("folder", ["what?", "50%20", "a#b", "two words", "Büro", "a&b=c"])
def test_the_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "state.db"
    with_open(file, touch)
    assert file.is_file()
    assert [each.name for each in tmp_path.iterdir()] == [folder]


def test_nothing_is_lost_or_doubled_when_many_threads_note_at_once(file: Path) -> None:
    faults: list[BaseException] = []
    start = threading.Barrier(6)

    def note(store: SqlStore, number: int) -> None:
        try:
            start.wait()
            for turn in range(5):
                store.note_articles([f"article-{turn}-{each}" for each in range(number)], NOON)
                store.note_reply("C1", str(turn), str(number), "2.0")
                store.note_digest(f"C{number}", NOON)
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    with closing(open_store(file)) as store:
        threads = [threading.Thread(target=note, args=(store, number)) for number in range(1, 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert len(store.first_seen()) == 5 * 6
        assert all(store.last_digest(f"C{number}") == NOON for number in range(1, 7))
        assert store.reply_to("C1", "4") is not None
