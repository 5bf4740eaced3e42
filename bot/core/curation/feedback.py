"""Whether answers helped, as people say who read them. Whose opinion it is stands in no report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of an answer; of several, the last counts.

    `answer` names it in Slack: its place and ts. `receipt` is what it rests on. `reason`: why it did not help.
    """

    answer: str
    receipt: str
    person: str
    helped: bool
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What all people together say of the answers with one receipt: how many it helped and did not, and why not."""

    receipt: str
    helped: int
    did_not: int
    last: datetime
    reasons: tuple[str, ...] = ()


class Feedback(Protocol):
    """What people say of answers. Safe between threads, and between processes on one database."""

    def give(self, opinion: Opinion) -> None:
        """Keeps an opinion in place of the same person's about the same answer. A reason stays until it helped."""

    def since(self, moment: datetime) -> Sequence[Opinion]:
        """The opinions that were given from that moment on, the oldest first."""

    def purge(self, before: datetime) -> int:
        """Removes what was given before that moment. Returns how many."""


def marked(opinions: Iterable[Opinion]) -> list[Marked]:
    """The opinions by receipt, each person's last about it: first those that helped the fewest."""
    by_receipt: dict[str, dict[str, Opinion]] = {}
    for each in sorted(opinions, key=lambda each: each.at):
        by_receipt.setdefault(each.receipt, {})[each.person or each.answer] = each
    found = []
    for receipt, given in by_receipt.items():
        bad = [each for each in given.values() if not each.helped]
        reasons = tuple(dict.fromkeys(each.reason for each in bad if each.reason))
        found.append(Marked(receipt, len(given) - len(bad), len(bad), max(each.at for each in given.values()), reasons))
    return sorted(found, key=lambda each: (each.helped - each.did_not, each.receipt))


def unhelpful(opinions: Iterable[Opinion]) -> list[Marked]:
    """The answers that somebody says did not help, those first that did so least."""
    return [each for each in marked(opinions) if each.did_not]
