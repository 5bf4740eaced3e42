"""Whom the owner of a document stands for: a person by id or e-mail address, or a user group by id or handle."""

import re
from typing import Any

from slack_sdk import WebClient

from bot.slack.api.people import TROUBLE
from bot.slack.api.refusals import refusal_of

# Larger groups are no owners that could be reminded one by one.
MOST = 30
_PERSON = re.compile(r"(?:<@|@)?([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>?")
_GROUP = re.compile(r"(?:<!subteam\^|@)?(S[A-Z0-9]{2,20})(?:\|[^>]*)?>?")
_HANDLE = re.compile(r"@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:mailto:)?([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+)", re.IGNORECASE)


class Owners:
    """Asks Slack. Safe between threads; needs users:read.email for addresses and usergroups:read for groups."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def people(self, owner: str) -> tuple[str, ...] | None:
        """The ids of the people behind an owner, none where it names nobody in Slack; None if Slack does not tell now.

        Of a group with more than MOST people, nobody.
        """
        words = owner.strip()
        if person := _PERSON.fullmatch(words):
            return (person[1],)
        if address := _ADDRESS.fullmatch(words):
            found = self._ask("users_lookupByEmail", email=address[1])
            return None if found is None else tuple(filter(None, [(found.get("user") or {}).get("id")]))
        groups = self._groups(words)
        if groups is None:
            return None
        people = tuple(sorted({person for group in groups for person in group.get("users") or ()}))
        return people if len(people) <= MOST else ()

    def called(self, owner: str) -> str:
        """An owner as people read it: ids become names, as far as Slack tells them."""
        words = owner.strip()
        if person := _PERSON.fullmatch(words):
            user = (self._ask("users_info", user=person[1]) or {}).get("user") or {}
            return str(user.get("real_name") or owner)
        if _GROUP.fullmatch(words):
            return next((str(group.get("name") or owner) for group in self._groups(words) or ()), owner)
        return owner

    def _groups(self, words: str) -> list[dict[str, Any]] | None:
        """The user group that is meant; None if Slack does not tell now."""
        by_id, handle = _GROUP.fullmatch(words), _HANDLE.fullmatch(words)
        if not (by_id or handle):
            return []
        found = self._ask("usergroups_list", include_users=True)
        if found is None:
            return None
        groups = found.get("usergroups") or ()
        if by_id:
            return [group for group in groups if group.get("id") == by_id[1]]
        wanted = handle[1].casefold() if handle else ""
        return [group for group in groups if str(group.get("handle", "")).casefold() == wanted]

    def _ask(self, method: str, **given: Any) -> dict[str, Any] | None:
        """What Slack says; nothing where it refuses for good, None where it may say more later."""
        try:
            answer = getattr(self._client, method)(**given)
        except TROUBLE as error:
            refusal = refusal_of(error)
            # For a scope that was not granted, waiting is no use.
            is_final = refusal is not None and (not refusal.again or refusal.reason == "missing_scope")
            return {} if is_final else None
        return dict(answer.data) if isinstance(answer.data, dict) else {}
