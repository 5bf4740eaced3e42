"""The tables: made, brought up to date, and left alone where they are not ours to touch."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, inspect

from bot.core.errors import ConfigurationError
from bot.store import tables
from bot.store.database import sqlite_url
from bot.store.sql import open_store
from bot.store.upgrading import MIGRATIONS, known_revisions

ROOT = Path(__file__).parent.parent.parent
TABLES = {"alembic_version", *tables.metadata.tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "state.db")
    else:
        with request.getfixturevalue("postgres").database(empty=True) as url:
            yield url


def sql(url: URL, *statements: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            results = [connection.exec_driver_sql(statement) for statement in statements]
            return [tuple(row) for result in results if result.returns_rows for row in result]
    finally:
        engine.dispose()


def table_names(url: URL) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def test_a_fresh_database_gets_all_tables(empty: URL) -> None:
    open_store(empty).close()
    assert table_names(empty) == TABLES


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(empty: URL) -> None:
    open_store(empty).close()
    engine = create_engine(empty)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, tables.metadata) == []
    finally:
        engine.dispose()


def test_the_names_of_the_files_tell_the_revisions_as_alembic_does() -> None:
    scripts = ScriptDirectory.from_config(alembic())
    assert known_revisions()[-1] == scripts.get_current_head()
    assert known_revisions() == sorted(script.revision for script in scripts.walk_revisions())


def test_a_database_of_a_newer_program_is_refused_in_words_and_left_alone(empty: URL) -> None:
    open_store(empty).close()
    sql(empty, "UPDATE alembic_version SET version_num = '9999'", "ALTER TABLE digests ADD COLUMN mood TEXT")
    with pytest.raises(ConfigurationError, match=r"that is newer \(9999\)") as caught:
        open_store(empty)
    assert str(empty.database) in str(caught.value)
    assert sql(empty, "SELECT mood FROM digests", "SELECT * FROM alembic_version") == [("9999",)]


def test_a_database_from_before_the_first_release_is_refused_in_words_and_left_alone(empty: URL) -> None:
    open_store(empty).close()
    sql(empty, "UPDATE alembic_version SET version_num = '0005'", "DROP TABLE notices")
    with pytest.raises(ConfigurationError, match=r"from before the first release \(0005\)"):
        open_store(empty)
    assert "notices" not in table_names(empty)


def test_a_migration_that_fails_leaves_nothing_half_done(empty: URL) -> None:
    sql(empty, "CREATE TABLE notices (ours INTEGER)")
    with pytest.raises(ConfigurationError, match=r"notices.* already exists") as caught:
        open_store(empty)
    assert "CREATE TABLE" not in str(caught.value)
    assert "sqlalche.me" not in str(caught.value)
    assert table_names(empty) == {"notices"}


def test_many_who_open_a_fresh_database_at_the_same_moment_make_its_tables_once(empty: URL) -> None:
    faults: list[BaseException] = []
    start = threading.Barrier(4)

    def open_it() -> None:
        try:
            start.wait()
            open_store(empty).close()
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert table_names(empty) == TABLES


OPEN = (
    "import sys; from bot.store.sql import open_store; open_store(sys.argv[1]).close(); print('alembic' in sys.modules)"
)


def opened_elsewhere(url: URL) -> "subprocess.Popen[str]":
    address = url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-c", OPEN, address], cwd=ROOT, stdout=subprocess.PIPE, text=True)


# Threads on a fresh database, above, prove it of either kind; what a process loads does not depend on the kind.
ON_SQLITE = ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]


@pytest.mark.parametrize("empty", ON_SQLITE, indirect=True)
def test_processes_that_start_on_a_fresh_database_do_not_collide(empty: URL) -> None:
    started = [opened_elsewhere(empty) for _ in range(2)]
    assert {each.communicate(timeout=30)[0].strip() for each in started} <= {"True", "False"}
    assert [each.returncode for each in started] == [0, 0]
    assert table_names(empty) == TABLES


@pytest.mark.parametrize("url", ON_SQLITE, indirect=True)
def test_a_database_that_is_up_to_date_opens_without_the_means_to_upgrade_it(url: URL) -> None:
    assert opened_elsewhere(url).communicate(timeout=30)[0].strip() == "False"
