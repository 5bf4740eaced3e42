"""Questions that the documents do not answer, handed over to curators: each once, however many people wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from bot.core.text import analysis

# What a curator may write, in characters: what Slack takes in one field.
LONGEST_ANSWER, LONGEST_TITLE = 3_000, 150


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who waits for an answer, and where it is to be given.

    `key`: one for each question and place. `channel` and `thread`: where it was asked; `ts` names the message. What was
    asked in private is answered in the person's own conversation with the bot, unless it was asked in that one.
    `is_named`: whether curators may see who it is. `note`: what the person adds for them.
    """

    key: str
    person: str
    channel: str
    thread: str | None
    ts: str
    joined: datetime
    private: bool = False
    is_named: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A question that waits for a curator, or was answered by one.

    `collections` are those that who asks may see (None: all): who may see others asks another question. `pin` is the
    pinned answer that a curator gave it, "" while it waits; `answered` is when.
    """

    id: str
    words: str
    collections: frozenset[str] | None
    asked: datetime
    pin: str = ""
    answered: datetime | None = None


def hand_over_id(words: str, collections: frozenset[str] | None) -> str:
    """The same for the same words in any writing, from people who may see the same."""
    seen = "" if collections is None else repr(sorted(collections))
    return sha256(f"{' '.join(analysis.words(words))}\n{seen}".encode()).hexdigest()[:24]


class HandOvers(Protocol):
    """What was handed over. Safe between threads, and between processes on one database."""

    def open(self, hand_over: HandOver, asker: Asker) -> HandOver:
        """The question with this id, kept if it is new, with the asker among those who wait."""

    def find(self, name: str) -> HandOver | None:
        """The question with this id."""

    def askers(self, name: str) -> Sequence[Asker]:
        """Who waits for the answer, or has waited: the first first."""

    def waiting(self) -> Sequence[HandOver]:
        """What no curator has answered yet, the oldest first."""

    def settle(self, name: str, pin: str, now: datetime) -> bool:
        """A curator has answered it with this pin. False, and nothing changes, if it has another answer."""

    def reopen(self, name: str) -> None:
        """Its answer does not stand any more: it waits again."""

    def purge(self, before: datetime) -> int:
        """Removes what was handed over before that moment, and its askers. Returns how many rows."""
