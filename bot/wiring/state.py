"""The state folder, and what a digest would say from it."""

import re
from datetime import UTC, datetime
from pathlib import Path

from bot.core import digests
from bot.core.corpus import Corpus
from bot.core.model import Digest
from bot.core.ports import Store
from bot.settings import Settings
from bot.store.sql import SqlStore, open_store

DATABASE = "policybot.db"


def database(settings: Settings) -> str | Path:
    """Where the state lies: an address, or a file in the state folder."""
    return settings.database.get_secret_value() or settings.state / DATABASE


def place_of(settings: Settings) -> str:
    """The same for people to read: without a password."""
    return re.sub(r"//[^/@]*@", "//", str(database(settings)))


def open_state(settings: Settings) -> SqlStore:
    """The store: a database by its address, else a file in the state folder. Raises ConfigurationError."""
    return open_store(database(settings))


def preview_digests(corpus: Corpus, settings: Settings, store: Store) -> dict[str, Digest]:
    """What each channel would be told now. Nothing is sent or noted.

    Without channels in the settings, under "": all that has come since the first load.
    """
    seen = store.first_seen()
    first = min(seen.values(), default=datetime.now(UTC))
    since = {channel: store.last_digest(channel) or first for channel in settings.digest.channels}
    return {channel: digests.compose(corpus, seen, last) for channel, last in (since or {"": first}).items()}
