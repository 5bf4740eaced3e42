"""Whom the owner of a document stands for: a person by id or e-mail address, or a user group by id or handle."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from slack_sdk import WebClient

from bot.slack.api.refusals import TROUBLE, refusal_of

T = TypeVar("T")

# Larger groups are no owners that could be reminded one by one.
MOST = 30
NOBODY: tuple[str, ...] = ()
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
            return self._told(lambda: (str(self._client.users_lookupByEmail(email=address[1])["user"]["id"]),), NOBODY)
        found = self._told(
            lambda: tuple(sorted({str(each) for _, group in self._groups(words) for each in group})), NOBODY
        )
        return found if found is None or len(found) <= MOST else NOBODY

    def called(self, owner: str) -> str:
        """An owner as people read it: ids become names, as far as Slack tells them."""
        words = owner.strip()
        if person := _PERSON.fullmatch(words):
            return self._told(lambda: _word(self._client.users_info(user=person[1])["user"]["real_name"]), "") or owner
        if _GROUP.fullmatch(words):
            return self._told(lambda: next((name for name, _ in self._groups(words)), ""), "") or owner
        return owner

    def _groups(self, words: str) -> list[tuple[str, Sequence[object]]]:
        """The user group that is meant: its name, and who is in it."""
        by_id, handle = _GROUP.fullmatch(words), _HANDLE.fullmatch(words)
        if not (by_id or handle):
            return []
        groups = self._client.usergroups_list(include_users=True).get("usergroups") or ()
        key, wanted = ("id", by_id[1]) if by_id else ("handle", handle[1].casefold() if handle else "")
        meant = (group for group in groups if wanted in (group[key], str(group[key]).casefold()))
        return [(_word(group.get("name")), group.get("users") or ()) for group in meant]

    @staticmethod
    def _told(ask: Callable[[], T], refused: T) -> T | None:
        """What Slack says; `refused` where it refuses for good, None where it may say more later."""
        try:
            return ask()
        except TROUBLE as error:
            refusal = refusal_of(error)
            # For a scope that was not granted, waiting is no use.
            is_final = refusal is not None and (not refusal.again or refusal.reason == "missing_scope")
            return refused if is_final else None


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
