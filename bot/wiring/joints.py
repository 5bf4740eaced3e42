"""What every part of the running bot is joined to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.roles import Roles
from bot.library.library import Library
from bot.settings import Settings
from bot.slack.api.delivery import Delivery
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.people import People
from bot.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Joints:
    """The settings, what is kept, the documents, who may see and do what, and the ways to Slack."""

    settings: Settings
    store: SqlStore
    library: Library
    access: Access
    roles: Roles
    directory: SlackDirectory
    people: People
    delivery: Delivery
    now: Callable[[], datetime]

    def seen_by(self, person: str, place: str | None) -> Corpus:
        """The documents that a person may see at this moment who is in a place."""
        return self.library.corpus(self.access.audience(person, place, private=True))
