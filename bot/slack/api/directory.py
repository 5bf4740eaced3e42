"""What Slack tells of who is in which group and channel, kept for a minute: `core/access` decides by it."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.api.refusals import TROUBLE, reason_of, refusal_of

log = structlog.get_logger()

FRESH_SECONDS = 60.0
"""How long Slack is not asked again for what it told,"""
BEARABLE_SECONDS = 600.0
"""and for so long it counts while Slack cannot be asked."""
# What Slack says that will be no other after a while of trying.
REFUSED = {"missing_scope", "user_not_found", "user_not_visible", "channel_not_found", "access_denied"}
# How long one question about a person waits where Slack says that it is asked too often.
LONGEST_WAIT = 30.0
MOST = 10_000  # people and places that are remembered
PAGE = 200


class SlackDirectory:
    """Asks Slack. Satisfies Directory. Safe between threads; `clock` counts seconds and is never set, `pause` waits for
    some.
    """

    def __init__(
        self,
        client: WebClient,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._clock, self._pause = client, clock, pause
        self._lock = threading.Lock()
        self._told: dict[tuple[str, str], tuple[float, Any]] = {}

    def is_member(self, person: str) -> bool | None:
        """Needs users:read."""
        found: bool | None = self._remembered(("member", person), lambda: self._asked_member(person))
        return found

    def groups_of(self, person: str) -> frozenset[str] | None:
        """Needs usergroups:read."""
        groups: dict[str, frozenset[str]] | None = self._remembered(("groups", ""), self._asked_groups)
        return None if groups is None else frozenset(name for name, people in groups.items() if person in people)

    def known_groups(self) -> frozenset[str] | None:
        """All user groups of the workspace. Needs usergroups:read."""
        groups: dict[str, frozenset[str]] | None = self._remembered(("groups", ""), self._asked_groups)
        return None if groups is None else frozenset(groups)

    def channels_of(self, person: str) -> frozenset[str] | None:
        """Needs channels:read, and groups:read for private channels, which the bot must be in."""
        found: frozenset[str] | None = self._remembered(("channels", person), lambda: self._asked_channels(person))
        return found

    def is_internal(self, place: str) -> bool | None:
        """Needs channels:read, and groups:read for a private channel."""
        found: bool | None = self._remembered(("internal", place), lambda: self._asked_internal(place))
        return found

    def people_in(self, target: str) -> frozenset[str] | None:
        """Everybody in a channel or user group, bots among them. Needs channels:read or groups:read; usergroups:read.

        None where Slack does not tell, and for a group that there is not.
        """
        if target.startswith("S"):
            groups: dict[str, frozenset[str]] | None = self._remembered(("groups", ""), self._asked_groups)
            return None if groups is None else groups.get(target)
        found: frozenset[str] | None = self._remembered(("people", target), lambda: frozenset(self._people(target)))
        return found

    def is_person(self, member: str) -> bool | None:
        """Whether a member is somebody who reads: no bot, and not deactivated. Needs users:read."""
        found: bool | None = self._remembered(("person", member), lambda: self._asked_person(member))
        return found

    def _people(self, channel: str) -> Iterator[str]:
        return _pages(lambda **more: self._client.conversations_members(channel=channel, **more), "members")

    def _asked_person(self, member: str) -> bool:
        known = self._user(member)
        return not (known.get("is_bot") or known.get("deleted") or member == "USLACKBOT")

    def _user(self, person: str) -> dict[str, Any]:
        """What Slack knows of a person. Where many are asked for at once, Slack wants to be waited for."""
        try:
            found = self._client.users_info(user=person)
        except TROUBLE as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.wait is None or refusal.wait >= LONGEST_WAIT:
                raise
            self._pause(refusal.wait)
            found = self._client.users_info(user=person)
        return _known(found, "user")

    def _asked_member(self, person: str) -> bool:
        known = self._user(person)
        outside = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
        return not any(known.get(flag) for flag in outside) and self._is_ours(known)

    def _is_ours(self, user: dict[str, Any]) -> bool:
        ours = self._remembered(("team", ""), lambda: self._client.auth_test().data)
        if not ours:
            return False
        organization = (user.get("enterprise_user") or {}).get("enterprise_id")
        is_of_organization = bool(organization) and organization == ours.get("enterprise_id")
        is_of_team = bool(user.get("team_id")) and user.get("team_id") == ours.get("team_id")
        return is_of_organization or is_of_team

    def _asked_groups(self) -> dict[str, frozenset[str]]:
        groups = self._client.usergroups_list(include_users=True).get("usergroups") or ()
        return {group["id"]: frozenset(group.get("users") or ()) for group in groups}

    def _asked_channels(self, person: str) -> frozenset[str]:
        try:
            return frozenset(self._listed(person, "public_channel,private_channel"))
        except TROUBLE as error:
            if reason_of(error) != "missing_scope":
                raise
        return frozenset(self._listed(person, "public_channel"))

    def _listed(self, person: str, types: str) -> Iterator[str]:
        def page(**more: Any) -> SlackResponse:
            return self._client.users_conversations(user=person, types=types, exclude_archived=True, **more)

        return (channel["id"] for channel in _pages(page, "channels"))

    def _asked_internal(self, place: str) -> bool:
        known = _known(self._client.conversations_info(channel=place), "channel")
        return not (known.get("is_ext_shared") or known.get("is_pending_ext_shared"))

    def _remembered(self, what: tuple[str, str], ask: Callable[[], Any]) -> Any:
        """What Slack tells, or told lately; None if it does not."""
        now = self._clock()
        with self._lock:
            at, told = self._told.get(what, (-BEARABLE_SECONDS, None))
        if now - at < FRESH_SECONDS:
            return told
        try:
            told = ask()
        except TROUBLE as error:
            reason = reason_of(error)
            log.warning("Slack does not tell who may see what", about=what[0], reason=reason)
            if reason not in REFUSED:
                return told if now - at < BEARABLE_SECONDS else None
            told = None
        with self._lock:
            self._told.pop(what, None)
            self._told[what] = now, told
            while len(self._told) > MOST:
                del self._told[next(iter(self._told))]
        return told


def _known(answer: SlackResponse, name: str) -> dict[str, Any]:
    """What an answer tells of a person or place. Raises LookupError if it tells of none: that is no "no"."""
    known: dict[str, Any] = answer[name]
    if not known["id"]:
        raise LookupError(name)
    return known


def _pages(page: Callable[..., SlackResponse], name: str) -> Iterator[Any]:
    """What a list of Slack's holds, page by page."""
    cursor, seen = "", set[str]()
    while cursor not in seen:
        seen.add(cursor)
        found = page(limit=PAGE, **({"cursor": cursor} if cursor else {}))
        yield from found.get(name) or ()
        cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
    raise ValueError("a list without an end")
