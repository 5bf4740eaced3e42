"""What articles said, and from when on: which say something else now, and which have only another name."""

import json
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple, Protocol

from bot.core.changes.catalogue import Catalogue
from bot.core.changes.withdrawals import SourceDocument, Withdrawal
from bot.core.model import Article

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""When the articles of a first load are taken to be seen first: before anybody is told of anything."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The paragraphs of an article as they were first seen at that moment."""

    seen: datetime
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article whose paragraphs or file are not those that were noted last, and a hash of the paragraphs.

    `was`: the article with these very paragraphs that is gone: the same one, by its old name. `content` is a hash of
    its file, "" if nobody knows it. Where the file is the same and the paragraphs are not, only their reader is another
    one: nothing has changed.
    """

    article: str
    hash: str
    paragraphs: tuple[str, ...]
    was: str | None = None
    content: str = ""


def renamed(hashes: Mapping[str, str], saying: Mapping[str, Collection[str]], there: Container[str]) -> dict[str, str]:
    """New names of articles that are gone: new → old.

    `hashes`: what the articles say of which nothing was noted; `saying`: the articles that said it last, by its hash;
    `there`: what is not gone.
    """
    old = {own: [name for name in names if name not in there] for own, names in saying.items()}
    gone = {own: min(names) for own, names in old.items() if names}
    found = {name: gone.pop(own, None) for name, own in hashes.items()}
    return {name: old for name, old in found.items() if old is not None}


def newcomers(
    names: Iterable[str], first_seen: Mapping[str, datetime], was: Mapping[str, str], moment: datetime
) -> dict[str, datetime]:
    """The articles that nobody noted yet, and when they were seen first: at the moment, or by the name that they had.

    `was` holds what `renamed` found.
    """
    return {name: first_seen.get(was.get(name, ""), moment) for name in names if name not in first_seen}


class Contents(NamedTuple):
    """The hash of the file of each article: of the one that it was read of now, and of the one that was noted last."""

    now: Mapping[str, str]
    noted: Mapping[str, str]


def sightings(
    articles: Iterable[Article], known: Mapping[str, str], was: Mapping[str, str], contents: Contents | None = None
) -> Iterator[Sighting]:
    """The articles that say something else than they did last, or were read of another file.

    `known`: the hash of what each said last; `was`: what `renamed` found.
    """
    now, noted = contents or Contents({}, {})
    for article in articles:
        name, own, content = article.id, hash_of(article), now.get(article.id, "")
        if known.get(name) != own or (content and noted.get(name) != content):
            yield Sighting(name, own, paragraphs_of(article), was.get(name), content)


def paragraphs_of(article: Article) -> tuple[str, ...]:
    """What an article says, without what is said of it."""
    return tuple(passage.text for passage in article.passages)


def hash_of(article: Article) -> str:
    """32 hex digits, others for the least change in a paragraph."""
    return sha256(json.dumps(paragraphs_of(article)).encode()).hexdigest()[:32]


# A clock that is further ahead was simply wrong: nothing can be put off until it is right.
MOST_AHEAD = timedelta(days=8)
TICK = timedelta(microseconds=1)


def after_closed(now: datetime, closed: datetime | None) -> datetime:
    """The earliest moment from `now` on that is later than what was closed."""
    return max(now, closed + TICK) if closed and closed - now < MOST_AHEAD else now


class Changes(Catalogue, Protocol):
    """What was seen of the articles, and what they said. Where articles can be named, None stands for all of them."""

    def note_articles(self, articles: Sequence[str], now: datetime, *, is_news: bool = True) -> None:
        """Remember when each article was first seen. Known articles keep their first time.

        What is news counts as seen later than what `close` closed; the moment of anything else is kept as it is.
        """

    def first_seen(self, articles: Collection[str] | None = None) -> Mapping[str, datetime]:
        """When articles were first seen, as far as they were noted, by name."""

    def newly_seen(self, after: datetime, until: datetime) -> Sequence[str]:
        """The articles that were first seen after the one moment and by the other."""

    def hashes(self, articles: Collection[str] | None = None) -> Mapping[str, str]:
        """The hash of what articles said last."""

    def contents(self, articles: Collection[str] | None = None) -> Mapping[str, str]:
        """The hash of the file that articles were read of last, where it is known."""

    def saying(self, hashes: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The articles whose last words have one of these hashes, by the hash."""

    def note_revisions(self, sightings: Iterable[Sighting], now: datetime) -> None:
        """Remember what articles say now, where it is not what they said last; what an old name said, too.

        What another reader makes of the same file takes the place of what was noted last, and is no change. What is
        new counts as seen later than what `close` closed.
        """

    def close(self, now: datetime) -> datetime:
        """The moment by which all that is noted counts as seen, and after which all counts that is noted from now on.

        So what a digest tells ends at one place, whatever clocks there are: those of replicas differ, and some are set
        back. A moment closed by a clock that was more than MOST_AHEAD ahead does not count.
        """

    def revisions(self, after: datetime) -> Mapping[str, Sequence[Revision]]:
        """What the articles said that have changed after that moment: at the moment itself, and from then on."""

    def words_of(self, articles: Sequence[str], at: datetime) -> Mapping[str, Sequence[str]]:
        """The paragraphs of these articles at a moment; of one that was first seen later, those that it had then."""

    def documents(self) -> Mapping[str, SourceDocument]:
        """The documents of sources that were noted and have not gone, by name."""

    def note_documents(self, documents: Sequence[SourceDocument]) -> None:
        """They are there now, whatever was noted of them before."""

    def forget_documents(self, articles: Sequence[str]) -> None:
        """They are called otherwise now, or their source is no longer followed."""

    def withdraw(self, documents: Sequence[SourceDocument], now: datetime) -> None:
        """They are gone. What was gone before keeps its moment."""

    def withdrawn(self, after: datetime) -> Sequence[Withdrawal]:
        """What has gone after that moment and has not come back."""
