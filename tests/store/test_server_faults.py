"""A server that cannot be used: each operation says so in words, in time, and goes on when it can."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import URL, event

from bot.store.database import open_database
from bot.store.sql import SqlStore, open_store
from bot.store.transactions import Transactions
from tests.store.operations import READS, REQUEST, WRITES, fault
from tests.store.postgres import Postgres
from tests.store.relay import Relay


@pytest.fixture
def relay(postgres: Postgres) -> Iterator[Relay]:
    folder = postgres.url.query.get("host")
    if not isinstance(folder, str):
        pytest.skip("only our own server listens where the test knows")
    with closing(Relay(f"{folder}/.s.PGSQL.5432")) as relay:
        yield relay


@pytest.fixture
def relayed(postgres_url: URL, relay: Relay) -> URL:
    """The address of a fresh database, through the relay."""
    return URL.create(
        "postgresql+psycopg", "postgres", host="127.0.0.1", port=relay.port, database=postgres_url.database
    )


def test_a_server_that_is_gone_is_told_by_every_operation(relayed: URL, relay: Relay) -> None:
    with closing(open_store(relayed)) as store:
        store.inbox.accept(REQUEST, [])
        relay.close()
        for act in (*WRITES.values(), *READS.values()):
            assert "refused" in fault(lambda act=act: act(store))  # type: ignore[misc]  # bound at once


def test_a_server_that_falls_silent_is_given_up_and_used_again_when_it_speaks(relayed: URL, relay: Relay) -> None:
    engine = open_database(relayed.update_query_dict({"connect_timeout": "2"}))

    def hurry(connection: object, _: object) -> None:
        connection.answer_seconds = 0.2  # type: ignore[attr-defined]  # the driver's connection is ours

    event.listen(engine, "connect", hurry)
    with closing(SqlStore(Transactions(engine))) as store:
        assert store.inbox.accept(REQUEST, ["key"])
        relay.silent = True
        assert "timeout expired" in fault(lambda: store.inbox.accept(REQUEST, ["key"]))
        relay.silent = False
        fall_silent = partial(setattr, relay, "silent", True)
        event.listen(engine, "before_cursor_execute", lambda *_: fall_silent(), once=True)
        assert fault(store.inbox.waiting) == "the server does not answer"
        relay.silent = False
        assert store.inbox.waiting() == 1


def test_a_connection_that_was_cut_is_replaced_by_the_next_operation(postgres: Postgres, postgres_url: URL) -> None:
    with closing(open_store(postgres_url)) as store:
        assert store.inbox.accept(REQUEST, ["key"])
        postgres.throw_out(postgres_url)
        assert store.inbox.waiting() == 1


def test_a_connection_that_is_cut_in_the_middle_is_told_and_leaves_nothing_behind(
    postgres: Postgres, postgres_url: URL
) -> None:
    engine = open_database(postgres_url)
    with closing(SqlStore(Transactions(engine))) as store:

        def cut_before_request(connection: object, cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO requests"):
                postgres.throw_out(postgres_url)

        event.listen(engine, "before_cursor_execute", cut_before_request)
        assert "terminat" in fault(lambda: store.inbox.accept(REQUEST, ["key"]))
        event.remove(engine, "before_cursor_execute", cut_before_request)
        assert store.inbox.accept(REQUEST, ["key"])
        assert store.inbox.waiting() == 1
