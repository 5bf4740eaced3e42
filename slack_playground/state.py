"""All that a workspace remembers: who is there, what was posted, opened and sent, and what the app has not answered."""

import time
from collections.abc import Callable

from slack_playground.delivery.outbox import Outbox
from slack_playground.delivery.socket_mode import Connections
from slack_playground.faults.faults import Faults
from slack_playground.grants import Grants, Patience
from slack_playground.invocations import Failure, Invocation
from slack_playground.journal import Journal
from slack_playground.people import Json
from slack_playground.posts import Posts
from slack_playground.premises import Premises
from slack_playground.views import Views

SUBSCRIPTIONS = frozenset({"app_mention", "message.im", "app_home_opened"})
"""What the app hears of by default. ``message.channels`` is the one more that the playground knows."""

SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "commands",
        "im:history",
        "im:write",
        "channels:history",
        "channels:read",
        "channels:join",
        "groups:read",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""Everything that the playground's Web API can ask for. Give fewer to see ``missing_scope``."""


class State(Premises):
    """The premises, and all that happens in them. With a ``request_url`` events go over HTTP, else Socket Mode.

    ``crowd`` people and ``rooms`` are there besides the few that always are; the bot is in all of these rooms.
    """

    def __init__(  # noqa: PLR0913 - each can be left out, and is given by name
        self,
        *,
        request_url: str | None = None,
        subscriptions: frozenset[str] | set[str] = SUBSCRIPTIONS,
        scopes: frozenset[str] | set[str] = SCOPES,
        crowd: int = 0,
        rooms: int = 0,
        patience: Patience | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(scopes, crowd, rooms, now)
        self.request_url = request_url
        self.base_url = "http://playground.invalid"
        self.subscriptions = set(subscriptions)
        self.patience = patience or Patience()
        self.failures: list[Failure] = []
        self.invocations: dict[str, Invocation] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, list[Json]] = {}
        self.faults = Faults(now, self.changes, lambda where: self.channel(where).id)
        self.journal = Journal(now)
        self.outbox = Outbox(now, self.patience, self.journal)
        self.connections = Connections(self.app.id, self.faults, self.changes.touch, self._hurry)
        self.posts = Posts(self.conversations, self.outbox, self.subscriptions, self.failures, now)
        self.grants = Grants(now, self.patience)
        self.open_views = Views()

    def _hurry(self) -> None:
        with self.changes.changing():
            self.outbox.hurry()
