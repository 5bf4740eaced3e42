"""What is shown to curators, and what they decide, as requests. A ProblemReport is one, too."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.core.requests import Kind


@dataclass(frozen=True, slots=True)
class ShowCandidate:
    """Show curators what came from a feed."""

    candidate: str
    kind: ClassVar[Kind] = Kind.NEWCOMER


@dataclass(frozen=True, slots=True)
class DecideCandidate:
    """Do what somebody decided about it."""

    candidate: str
    wish: Literal["add", "ignore"]
    response_url: str
    kind: ClassVar[Kind] = Kind.DECISION
