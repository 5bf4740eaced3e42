"""What Slack tells of people and of its workspace, where the scopes let it. Nothing here ever fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient

from bot.slack.api.refusals import TROUBLE, reason_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person: their time zone (an IANA name), and what they are called."""

    zone: str | None = None
    names: frozenset[str] = frozenset()


# Why a message into a place would be refused.
_NOT_THERE = {"not_in_channel", "channel_not_found", "is_archived"}


class People:
    """Asks Slack. Safe between threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._workspace: str | None = None

    def profile(self, person: str) -> Profile:
        """What Slack knows of a person; nothing without the scope users:read."""
        return self._told(lambda: _profile(self._client.users_info(user=person).get("user") or {})) or Profile()

    @property
    def workspace(self) -> str | None:
        """The address of the workspace, with which links to messages begin."""
        if self._workspace is None:
            self._workspace = self._told(lambda: _word(self._client.auth_test().get("url")))
        return self._workspace

    def conversation(self, person: str) -> str:
        """The person's own conversation with the bot; without the scope im:write, what Slack takes in its place."""
        opened = self._told(lambda: _word(self._client.conversations_open(users=person)["channel"]["id"]))
        return opened or person

    def said(self, place: str, thread: str, ts: str) -> str:
        """The words of a message in a thread, as Slack has them; "" where nobody lets us look."""

        def words() -> str | None:
            found = self._client.conversations_replies(
                channel=place, ts=thread, oldest=ts, latest=ts, inclusive=True, limit=2
            )
            return next((_word(each.get("text")) for each in found.get("messages") or () if each.get("ts") == ts), None)

        return self._told(words) or ""

    def may_post(self, place: str) -> bool | None:
        """Whether the bot is in a channel or direct message; None where nobody lets it look."""
        try:
            self._client.conversations_history(channel=place, limit=1)
        except TROUBLE as error:
            return False if reason_of(error) in _NOT_THERE else None
        return True

    @staticmethod
    def _told(ask: Callable[[], T | None]) -> T | None:
        try:
            return ask()
        except TROUBLE:
            return None


def _profile(user: dict[str, Any]) -> Profile:
    known = user.get("profile") or {}
    names = (user.get("name"), user.get("real_name"), known.get("real_name"), known.get("display_name"))
    return Profile(_word(user.get("tz")), frozenset(filter(None, map(_word, names))))


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
