"""PostgreSQL by URL, through psycopg 3, which is an extra."""

from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, create_engine, text

from bot.core.errors import ConfigurationError

CONNECTIONS, PATIENCE_SECONDS = 8, 5.0
# A server that is gone, or does not answer, is an error within seconds: Slack waits three for its answer.
CONNECT_SECONDS = 5
OPTIONS = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=10000"
LIMITS: dict[str, str | int] = {
    "connect_timeout": CONNECT_SECONDS,
    "options": OPTIONS,
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "application_name": "policybot",
}


def postgresql_engine(url: URL) -> Engine:
    """An engine for the server that the URL names; nothing is opened yet. Raises ConfigurationError."""
    if find_spec("psycopg") is None:
        raise ConfigurationError('PostgreSQL needs the extra "postgres": pip install "policybot[postgres]"')
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        # What the URL says goes before what we would say.
        connect_args={name: value for name, value in LIMITS.items() if name not in url.query},
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=PATIENCE_SECONDS,
    )


def lock_for_upgrade(connection: Connection) -> None:
    """Until the transaction ends, nobody else upgrades this database; who comes second waits as long as it takes."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('policybot upgrade'))"))
