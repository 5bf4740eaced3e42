"""Documents of sources that are followed, and which of them have gone: what a digest tells of them then."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.model import Attribution, Standing


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document of a source, with what is told of it once it is gone. `path` is that of its file in the corpus.

    `source` is "" where a curator added it.
    """

    source: str
    path: str
    attribution: Attribution

    @classmethod
    def of(cls, source: str, path: str, known: Attribution) -> "SourceDocument":
        """What is kept of a document: no more of its attribution than is told."""
        told = document_from_json(known.article, cls(source, path, known).as_json())
        return cls(source, path, told.attribution)

    @property
    def article(self) -> str:
        """Its name."""
        return self.attribution.article

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `document_from_json` reads back: no more of the attribution than is told."""
        known = self.attribution
        return {
            "source": self.source,
            "path": self.path,
            "begins": known.begins,
            "title": known.title,
            "publisher": known.publisher,
            "author": known.author,
            "published": known.published.isoformat() if known.published else None,
            "url": known.url,
            "topics": list(known.topics),
            "collection": known.collection,
        }


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document that is gone, and since when."""

    document: SourceDocument
    seen: datetime


def document_from_json(article: str, said: Mapping[str, Any]) -> SourceDocument:
    """Reads what `as_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    attribution = Attribution(
        article=article,
        begins=said["begins"],
        title=said["title"],
        publisher=said["publisher"],
        author=said["author"],
        published=date.fromisoformat(said["published"]) if said["published"] else None,
        url=said["url"],
        standing=Standing.UNKNOWN,
        topics=tuple(said["topics"]),
        collection=said["collection"],
    )
    return SourceDocument(said["source"], said["path"], attribution)


@dataclass(frozen=True, slots=True)
class Differences:
    """How the documents of sources differ from what was noted of them.

    `new`: those that are there, and were not noted so; `gone`: those that are not, by source; `total`: how many each
    source had; `past`: names that say nothing any more, because their document has another one, or nobody follows its
    source.
    """

    new: tuple[SourceDocument, ...]
    gone: Mapping[str, Sequence[SourceDocument]]
    total: Mapping[str, int]
    past: tuple[str, ...]


def differences(
    known: Mapping[str, SourceDocument],
    there: Mapping[str, SourceDocument],
    followed: Mapping[str, bool],
    renamed: Collection[str],
) -> Differences:
    """Compares the documents that were noted with those that are there now, by name.

    `followed`: the sources, and whether they can be seen at this moment; what cannot be seen is not gone. `renamed`:
    names whose words are there by another name.
    """
    paths = {each.path for each in there.values()}
    missing = [each for name, each in known.items() if name not in there]
    past = [each for each in missing if each.path in paths or each.article in renamed or each.source not in followed]
    gone: dict[str, list[SourceDocument]] = {}
    for each in missing:
        if each not in past and followed[each.source]:
            gone.setdefault(each.source, []).append(each)
    new = tuple(each for name, each in there.items() if known.get(name) != each)
    total = Counter(each.source for each in known.values())
    return Differences(new, gone, total, tuple(each.article for each in past))


def told(withdrawals: Sequence[Withdrawal], since: datetime, until: datetime) -> list[Attribution]:
    """What is gone since a moment and by another, in order of time."""
    within = [each for each in withdrawals if since < each.seen <= until]
    return [each.document.attribution for each in sorted(within, key=lambda each: (each.seen, each.document.article))]
