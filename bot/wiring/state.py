"""Where the state lies, and the store in it."""

from pathlib import Path

from bot.settings import Settings
from bot.store.database import shown_as, url_of
from bot.store.sql import SqlStore, open_store

DATABASE = "policybot.db"


def database(settings: Settings) -> str | Path:
    """Where the state lies: an address, or a file in the state folder."""
    return settings.database.get_secret_value() or settings.state / DATABASE


def place_of(settings: Settings) -> str:
    """The same for people to read: without a password."""
    return shown_as(url_of(database(settings)))


def open_state(settings: Settings) -> SqlStore:
    """The store: a database by its address, else a file in the state folder. Raises ConfigurationError."""
    return open_store(database(settings))
