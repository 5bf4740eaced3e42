"""A real PostgreSQL for tests: started from the machine's own `initdb`, or the one that POLICYBOT_TEST_POSTGRES names.

Fixtures to import: `postgres` (the server, for the session) and `postgres_url` (a fresh database with all tables, for
one test). Run as a program, this file starts a server in a folder, and stops it when its standard input ends: so it
goes even if the tests die.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from bot.store.database import open_database

ROOM = 1_000_000_000
GIVEN = "POLICYBOT_TEST_POSTGRES"
SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=32MB",
    "max_wal_size=256MB",
    "autovacuum=off",
)
# Who is named `locked` needs a password, so that a wrong one can be tried.
ACCESS = "local all locked scram-sha-256\nlocal all all trust\n"


class Postgres:
    """A running server. Databases are made by copying one that has all tables already."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._names = (f"policybot_{os.getpid()}_{number}" for number in count(1))
        self._engine: Engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        with self._engine.connect() as connection:
            version = int(connection.scalar(text("SHOW server_version_num")) or 0)
        # From 15 on, a copy is written to the log row by row unless told otherwise; before, it never was.
        self._copied = "STRATEGY FILE_COPY" if version >= 150_000 else ""
        self._template = next(self._names)
        self.run(f"CREATE DATABASE {self._template}")
        open_database(self._named(self._template)).dispose()

    def run(self, statement: str) -> None:
        """Runs a statement in the database that the URL names."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def throw_out(self, url: URL) -> None:
        """Cuts every connection to that database."""
        everybody = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        with self._engine.connect() as connection:
            connection.execute(everybody, {"name": url.database})

    def waiting(self, url: URL) -> int:
        """How many in that database wait for somebody else's lock."""
        locked = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND wait_event_type = 'Lock'")
        with self._engine.connect() as connection:
            return int(connection.scalar(locked, {"name": url.database}) or 0)

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[URL]:
        """A database of its own, with all tables or with none. Whoever is still in it at the end is thrown out."""
        name = next(self._names)
        template = "template1" if empty else self._template
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {self._copied}")
        try:
            yield self._named(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self.run(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._engine.dispose()

    def _named(self, database: str) -> URL:
        return self.url.set(database=database)


@contextmanager
def running() -> Iterator[Postgres]:
    """The server that the environment names, or one of our own; skips where there is neither."""
    pytest.importorskip("psycopg", reason='PostgreSQL needs the extra "postgres"')
    if given := os.environ.get(GIVEN):
        server = Postgres(make_url(given).set(drivername="postgresql+psycopg"))
        try:
            yield server
        finally:
            server.close()
        return
    if binaries() is None:
        pytest.skip(f"no initdb on this machine; install PostgreSQL, or name a server in {GIVEN}")
    with started() as url:
        server = Postgres(url)
        try:
            yield server
        finally:
            server.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of this process."""
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[URL]:
    """A fresh database with all tables."""
    with postgres.database() as url:
        yield url


def binaries() -> Path | None:
    """The folder with initdb, newest version first; None if there is none."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else []
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found += sorted(packaged, key=lambda file: int(file.parts[-3]) if file.parts[-3].isdigit() else 0, reverse=True)
    return found[0].parent if found else None


@contextmanager
def started() -> Iterator[URL]:
    """A server of our own on a Unix socket, stopped and removed at the end."""
    # Databases come and go with each test: in memory, where there is enough, that costs nothing.
    in_memory = Path("/dev/shm")
    roomy = in_memory.is_dir() and os.access(in_memory, os.W_OK) and shutil.disk_usage(in_memory).free > ROOM
    where = in_memory if roomy else None
    with tempfile.TemporaryDirectory(prefix="policybot-pg-", dir=where, ignore_cleanup_errors=True) as folder:
        guard = subprocess.Popen(
            [sys.executable, __file__, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert guard.stdin is not None
        assert guard.stdout is not None
        try:
            told = guard.stdout.readline().strip()
            assert told == "ready", f"PostgreSQL did not start: {told}"
            yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": folder})
        finally:
            guard.stdin.close()
            guard.wait(30)
            guard.stdout.close()


def restart(url: URL) -> None:
    """Has a server that was `started` here end at once, as if it were killed, and start again."""
    folder = Path(str(url.query["host"]))
    ended = _run(folder, "pg_ctl", "restart", "-w", "-t", "20", "-m", "immediate", "-D", str(folder / "data"))
    assert ended.returncode == 0, (folder / "log").read_text(errors="replace")[-500:]


def _user() -> str | None:
    """Whose the server is: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {each.pw_name for each in pwd.getpwall()} else "nobody"


def _run(folder: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs one of PostgreSQL's own commands."""
    commands, user = binaries(), _user()
    assert commands is not None
    with (folder / "log").open("ab") as output:
        return subprocess.run(
            [commands / command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            user=user,
            extra_groups=[] if user else None,
            check=False,
        )


def _guard(folder: Path) -> None:
    """Runs a server in the folder until standard input ends; says `ready` when it can be used."""
    data, log, run = folder / "data", folder / "log", partial(_run, folder)
    if user := _user():
        shutil.chown(folder, user)
    run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    if data.is_dir():
        (data / "pg_hba.conf").write_text(ACCESS)
    options = " ".join(f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories={folder}"))
    try:
        ended = run("pg_ctl", "start", "-w", "-t", "20", "-D", str(data), "-o", options)
        last_words = " ".join(log.read_text(errors="replace").split())[-500:]
        print("ready" if ended.returncode == 0 else last_words, flush=True)
        sys.stdin.read()
    finally:
        run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _guard(Path(sys.argv[1]))
