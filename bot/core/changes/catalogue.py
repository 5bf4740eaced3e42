"""The catalogue: what there is to know of each document without a look at its text, as it was noted last."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from bot.core.model import Article

# Hex digits of a SHA-256 that name a file: the first half.
HALF_HASH = 32


class Known(NamedTuple):
    """A document as it was noted: its digest, and a hash of its file, "" if nobody knows it.

    The latter begins with HALF_HASH digits of the file itself; others follow where something stands beside it.
    """

    digest: str
    content: str


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A document of the catalogue: from when on it replaces others, if it does, and by when it is to be reviewed."""

    article: str
    known: Known
    replaces_from: date | None
    review_by: date | None

    @classmethod
    def of(cls, article: Article, known: Known) -> "Catalogued":
        """That of an article."""
        return cls(article.id, known, article.effective if article.supersedes else None, article.review_by)


class Catalogue(Protocol):
    """Which documents there are, and which of them a day concerns."""

    def catalogue(self) -> Mapping[str, Known]:
        """Every document that was noted, by name."""

    def known(self, articles: Collection[str]) -> Mapping[str, Known]:
        """Those of these documents that were noted, by name."""

    def note_catalogue(self, come: Iterable[Catalogued], gone: Collection[str]) -> None:
        """These documents are there so from now on, and those are there no longer."""

    def to_review(self, by: date) -> Sequence[str]:
        """The documents that are to be reviewed by that day, by name."""

    def replacing(self, after: date, until: date) -> Sequence[str]:
        """The documents that began to replace others after the one day and by the other, by name."""
