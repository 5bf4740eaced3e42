"""What Slack hands out for a short time: triggers that open a view, and response URLs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from slack_playground.messages import Message
from slack_playground.refusals import Refused


@dataclass(frozen=True, slots=True)
class Patience:
    """How long Slack waits, in seconds, and how often a response URL works."""

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    response_url: float = 1800.0
    response_url_uses: int = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """Leave to open one view for one person; ``view`` is the view in which the gesture happened."""

    id: str
    person: str
    expires: float
    view: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Leave to answer one gesture; ``original`` is the message it was made on."""

    id: str
    person: str
    channel: str
    expires: float
    invocation: str
    original: Message | None = None


class Grants:
    """The triggers and response URLs that were handed out. Not locked: the workspace does that."""

    def __init__(self, now: Callable[[], float], patience: Patience) -> None:
        self._now = now
        self._patience = patience
        self._triggers: dict[str, Trigger] = {}
        self._taken: set[str] = set()
        self._responses: dict[str, ResponseUrl] = {}
        self._uses: dict[str, int] = {}

    def trigger(self, person: str, view: str | None = None) -> Trigger:
        """A new trigger, good for one use within three seconds."""
        name = f"{len(self._triggers) + 1000}.{int(self._now())}.{secrets.token_hex(16)}"
        trigger = Trigger(name, person, self._now() + self._patience.trigger, view)
        self._triggers[name] = trigger
        return trigger

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Refuses unknown, expired and used ones by Slack's names."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger_id in self._taken:
            raise Refused("exchanged_trigger_id")
        if self._now() > trigger.expires:
            raise Refused("expired_trigger_id")
        self._taken.add(trigger_id)
        return trigger

    def response_url(self, person: str, channel: str, invocation: str, original: Message | None) -> ResponseUrl:
        """A new response URL, good for five uses within thirty minutes."""
        name = secrets.token_urlsafe(24)
        expires = self._now() + self._patience.response_url
        grant = ResponseUrl(name, person, channel, expires, invocation, original)
        self._responses[name] = grant
        return grant

    def find_response(self, name: str) -> ResponseUrl:
        """The grant behind a response URL. Refuses unknown, expired and used-up ones."""
        grant = self._responses.get(name)
        if grant is None:
            raise Refused("invalid_url")
        if self._now() > grant.expires:
            raise Refused("expired_url")
        if self._uses.get(name, 0) >= self._patience.response_url_uses:
            raise Refused("used_url")
        return grant

    def channel_of(self, name: str) -> str | None:
        """Where the gesture behind a response URL was made; None if there is no such URL."""
        grant = self._responses.get(name)
        return grant.channel if grant is not None else None

    def count_use(self, name: str) -> None:
        """One use of a response URL is gone."""
        self._uses[name] = self._uses.get(name, 0) + 1
