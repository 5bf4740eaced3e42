"""Opening: what is made, for whose eyes, and what is said where it cannot be."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.core.errors import ConfigurationError
from bot.store.database import open_database, sqlite_url
from bot.store.sql import open_store
from tests.store.postgres import Postgres

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def rights(file: Path) -> str:
    return oct(stat.S_IMODE(file.stat().st_mode))


def refusal(where: Path | str | URL) -> str:
    with pytest.raises(ConfigurationError) as caught:
        open_store(where)
    return str(caught.value)


def test_a_fresh_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    open_store(tmp_path / "var" / "deep" / "state.db").close()
    assert (tmp_path / "var" / "deep" / "state.db").is_file()


@pytest.mark.parametrize(
    "named", [lambda file: file, str, lambda file: f"sqlite:///{file}", sqlite_url], ids=["path", "text", "url", "URL"]
)
def test_a_file_is_named_by_path_or_by_url(file: Path, named: Callable[[Path], Path | str | URL]) -> None:
    with closing(open_store(named(file))) as store:
        store.subscriptions.note_digest("C1", NOON)
    with closing(open_store(file)) as store:
        assert store.subscriptions.last_digest("C1") == NOON


@pytest.mark.parametrize("folder", ["what?", "50%20", "a#b", "two words", "Büro", "a&b=c"])
def test_the_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "state.db"
    open_store(file).close()
    assert file.is_file()
    assert [each.name for each in tmp_path.iterdir()] == [folder]


def test_opening_it_again_keeps_what_is_in_it(url: URL) -> None:
    with closing(open_store(url)) as store:
        store.subscriptions.note_digest("C1", NOON)
    with closing(open_store(url)) as store:
        assert store.subscriptions.last_digest("C1") == NOON


def test_two_may_have_it_open_and_see_what_the_other_noted(url: URL) -> None:
    with closing(open_store(url)) as one, closing(open_store(url)) as other:
        one.subscriptions.note_digest("C1", NOON)
        assert other.subscriptions.last_digest("C1") == NOON
        other.changes.note_articles(["leave"], NOON)
        assert one.changes.first_seen() == {"leave": NOON}


def test_what_we_make_is_for_our_eyes_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    before = os.umask(0)
    try:
        with closing(open_store(folder / "state.db")) as store:
            store.subscriptions.note_digest("C1", NOON)
            assert rights(folder) == "0o700"
            assert {rights(each) for each in folder.iterdir()} == {"0o600"}
            assert len(list(folder.iterdir())) == 3  # the file, and the two that SQLite puts beside it
    finally:
        os.umask(before)


def test_a_file_of_an_older_program_is_closed_to_others_and_their_folder_is_left_alone(file: Path) -> None:
    file.touch(0o644)
    file.parent.chmod(0o755)
    open_store(file).close()
    assert (rights(file), rights(file.parent)) == ("0o600", "0o755")
    file.chmod(0o640)
    open_store(file).close()
    assert rights(file) == "0o640"  # somebody wants it so


def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(file: Path) -> None:
    file.write_text("a shopping list " * 100)
    remedy = "restore a backup, or move it aside to begin anew"
    assert refusal(file) == f"cannot use {file} as the database: file is not a database; {remedy}"
    assert file.read_text() == "a shopping list " * 100


def test_a_folder_in_the_files_place_is_refused_in_words(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"cannot use {tmp_path} as the database: it is a folder"


def test_a_file_in_the_folders_place_is_refused_in_words(file: Path) -> None:
    file.write_text("")
    assert refusal(file / "state.db").startswith(f"cannot keep state in {file}: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refusal(tmp_path / "state.db") == f"cannot keep state in {tmp_path}: Permission denied"


@pytest.mark.parametrize(
    "url",
    ["mysql://bot:hunter2@host/name", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://bot:hunter2@host/x"],
)
def test_what_is_neither_a_file_nor_postgresql_is_refused_in_words(url: str) -> None:
    told = refusal(url)
    assert "is no database that policybot can use" in told
    assert "hunter2" not in told


WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None  # as if it were not installed
from bot.core.errors import ConfigurationError
from bot.store.sql import open_store
try:
    open_store("postgresql://bot:hunter2@host/name")
except ConfigurationError as error:
    print(error)
"""


def test_where_the_driver_is_missing_the_extra_is_named() -> None:
    command = [sys.executable, "-c", WITHOUT_DRIVER]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout
    assert told == 'PostgreSQL needs the extra "postgres": pip install "policybot[postgres]"\n'


def test_an_address_that_cannot_be_understood_is_refused_without_repeating_it() -> None:
    told = refusal("postgresql://bot:hunter2@host:port/name")
    assert told.startswith("the database's URL cannot be understood")
    assert "hunter2" not in told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_server_that_is_not_there_is_told_without_the_password(postgres: Postgres) -> None:
    port = free_port()
    told = refusal(f"postgresql://bot:hunter2@127.0.0.1:{port}/name?sslpassword=hunter3")
    assert told.startswith(f"cannot use postgresql://bot@127.0.0.1:{port}/name as the database: ")
    assert "onnection refused" in told
    assert "hunter" not in told


def test_a_wrong_password_is_told_without_the_password(postgres: Postgres) -> None:
    postgres.run("DROP ROLE IF EXISTS locked")
    postgres.run("CREATE ROLE locked LOGIN PASSWORD 'hunter2'")
    try:
        if "host" not in postgres.url.query:
            pytest.skip("only our own server is known to ask for a password")
        told = refusal(postgres.url.set(username="locked", password="hunter3"))
        assert 'password authentication failed for user "locked"' in told
        assert "hunter" not in told
    finally:
        postgres.run("DROP ROLE locked")


def test_a_database_that_does_not_exist_is_told_by_name(postgres: Postgres) -> None:
    assert 'database "nowhere" does not exist' in refusal(postgres.url.set(database="nowhere"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_postgresql_may_be_named_as_people_name_it(postgres_url: URL, scheme: str) -> None:
    address = postgres_url.render_as_string(hide_password=False).partition("://")[2]
    open_database(f"{scheme}://{address}").dispose()


def test_a_server_that_says_nothing_is_an_error_within_seconds(postgres: Postgres) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        told = refusal(f"postgresql://bot@127.0.0.1:{silent.getsockname()[1]}/name?connect_timeout=2")
        assert "timeout" in told
