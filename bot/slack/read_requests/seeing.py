"""A document that somebody is asked to read, if they may see it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.model import Article, Audience
from bot.core.read_requests.model import ReadRequest


@dataclass(frozen=True, slots=True)
class Seeing:
    """`corpus` holds what an audience may see."""

    corpus: Callable[[Audience], Corpus]
    access: Access

    def documents_of(self, person: str | None, place: str | None = None) -> Corpus:
        """What a person may see in private, who is in that place if one is given."""
        return self.corpus(self.access.audience(person, place, private=True))

    def in_channel(self, document: str, channel: str) -> Article | None:
        """The document as it stands, if everybody in a channel may see it."""
        return self.corpus(self.access.audience(None, channel)).article(document)

    def article(self, asked: ReadRequest, person: str = "", place: str | None = None) -> Article | None:
        """The document as it stands, if a person may see it, or ("") the channel that is asked."""
        if person:
            return self.documents_of(person, place).article(asked.document)
        return self.in_channel(asked.document, asked.target)
