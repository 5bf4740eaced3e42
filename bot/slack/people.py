"""What Slack tells of people and of its workspace, where the scopes let it."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.core.errors import Postponed
from bot.slack.refusals import refusal_of


TROUBLE = (SlackClientError, OSError, HTTPException)
"""What a call to Slack raises that came to nothing."""
# Why a message into a place would be refused.
_NOT_THERE = {"not_in_channel", "channel_not_found", "is_archived"}


class People:
    """Asks Slack. Safe between threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._workspace: str | None = None

    def zone(self, person: str) -> str | None:
        """The time zone of a person (an IANA name); None without the scope users:read, or while Slack does not say."""
        return self._ask("users_info", user=person).get("user", {}).get("tz")

    def names(self, person: str) -> frozenset[str]:
        """What a person may be called. Raises Postponed while Slack would say, but not now."""
        try:
            return _names(self._client.users_info(user=person).get("user") or {})
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            if refusal.again and refusal.reason != "missing_scope":
                raise Postponed(f"Slack does not say who somebody is ({refusal.reason})", refusal.wait) from error
            return frozenset()

    @property
    def workspace(self) -> str | None:
        """The address of the workspace, with which links to messages begin."""
        if self._workspace is None:
            self._workspace = self._ask("auth_test").get("url")
        return self._workspace

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


def _names(user: Mapping[str, Any]) -> frozenset[str]:
    profile = user.get("profile") or {}
    known = (user.get("name"), user.get("real_name"), profile.get("real_name"), profile.get("display_name"))
    return frozenset(filter(None, known))
