"""What Slack tells of people and of its workspace, where the scopes let it. Nothing here ever fails."""

from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person: their time zone (an IANA name), and what they are called."""

    zone: str | None = None
    names: frozenset[str] = frozenset()


TROUBLE = (SlackClientError, OSError, HTTPException)
"""What a call to Slack raises that came to nothing."""
# Why a message into a place would be refused.
_NOT_THERE = {"not_in_channel", "channel_not_found", "is_archived"}


class People:
    """Asks Slack. Safe between threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._workspace: str | None = None

    def profile(self, person: str) -> Profile:
        """What Slack knows of a person; nothing without the scope users:read."""
        user = self._ask("users_info", user=person).get("user") or {}
        known = user.get("profile") or {}
        names = (user.get("name"), user.get("real_name"), known.get("real_name"), known.get("display_name"))
        return Profile(user.get("tz"), frozenset(filter(None, names)))

    @property
    def workspace(self) -> str | None:
        """The address of the workspace, with which links to messages begin."""
        if self._workspace is None:
            self._workspace = self._ask("auth_test").get("url")
        return self._workspace

    def conversation(self, person: str) -> str:
        """The person's own conversation with the bot; without the scope im:write, what Slack takes in its place."""
        opened = self._ask("conversations_open", users=person).get("channel") or {}
        return str(opened.get("id") or person)

    def said(self, place: str, thread: str, ts: str) -> str:
        """The words of a message in a thread, as Slack has them; "" where nobody lets us look."""
        try:
            found = self._client.conversations_replies(
                channel=place, ts=thread, oldest=ts, latest=ts, inclusive=True, limit=2
            )
        except TROUBLE:
            return ""
        messages = found.get("messages") or []
        return next((str(each.get("text") or "") for each in messages if each.get("ts") == ts), "")

    def may_post(self, place: str) -> bool | None:
        """Whether the bot is in a channel or direct message; None where nobody lets it look."""
        try:
            self._client.conversations_history(channel=place, limit=1)
        except SlackApiError as error:
            return False if error.response.get("error") in _NOT_THERE else None
        except TROUBLE:
            return None
        return True

    def _ask(self, method: str, **given: str) -> dict[str, Any]:
        try:
            answer = getattr(self._client, method)(**given)
        except TROUBLE:
            return {}
        return dict(answer.data) if isinstance(answer.data, dict) else {}
