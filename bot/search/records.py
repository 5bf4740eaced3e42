"""Articles as bytes, each to be read by itself: a corpus of a hundred thousand passages opens without reading one.

What is known of an article stands apart from its text, because filters ask for the former of every article.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar, overload

import numpy as np
import numpy.typing as npt

from bot.core.model import Article, Attribution, Context, Mark, Passage, PassageKind, Reference, Standing

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
Item_co = TypeVar("Item_co", covariant=True)

KINDS = {kind.value: kind for kind in PassageKind}  # the enum itself takes ten times as long to tell

MOST_BLOBS = 64  # then they are written anew as one, without what nobody refers to any more
# And so they are when they are saved, if less than this share of them is referred to.
WORTH = 0.5


class Lazily(Sequence[Item_co]):
    """A sequence whose items are made when they are asked for."""

    def __init__(self, size: int, make: Callable[[int], Item_co]) -> None:
        self._size, self._make = size, make

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Item_co: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Item_co, ...]: ...

    def __getitem__(self, at: int | slice) -> Item_co | tuple[Item_co, ...]:
        if isinstance(at, slice):
            return tuple(map(self._make, range(self._size)[at]))
        return self._make(range(self._size)[at])

    def __iter__(self) -> Iterator[Item_co]:
        return map(self._make, range(self._size))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Records of any length, in order: record `i` is the bytes from `starts[i]` to `ends[i]` of `blobs[blob_of[i]]`."""

    blobs: tuple[Bytes, ...]
    blob_of: npt.NDArray[np.int32]
    starts: Longs
    ends: Longs

    @classmethod
    def of(cls, blob: Bytes, ends: Longs) -> Self:
        """Records that follow each other in one blob."""
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])[: len(ends)]
        return cls((blob,), np.zeros(len(ends), np.int32), starts, ends)

    @classmethod
    def made(cls, records: Iterable[bytes]) -> Self:
        blob, ends = bytearray(), list[int]()
        for each in records:
            blob += each
            ends.append(len(blob))
        return cls.of(np.frombuffer(blob, np.uint8), np.array(ends, np.int64))

    def __len__(self) -> int:
        return len(self.ends)

    def read(self, number: int) -> Any:
        """What `written` made a record of."""
        record = self.blobs[self.blob_of[number]][self.starts[number] : self.ends[number]]
        return read_from(record.tobytes())

    def picked(self, numbers: npt.NDArray[np.intp], more: "Records") -> "Records":
        """These records and more after them, and of both together those with these numbers, in that order."""
        found = Records(
            self.blobs + more.blobs,
            np.concatenate([self.blob_of, more.blob_of + len(self.blobs)])[numbers].astype(np.int32),
            np.concatenate([self.starts, more.starts])[numbers],
            np.concatenate([self.ends, more.ends])[numbers],
        )
        return found.in_one() if len(found.blobs) > MOST_BLOBS else found

    def in_one(self) -> "Records":
        """The same in one blob, in order."""
        places = zip(self.blob_of.tolist(), self.starts.tolist(), self.ends.tolist(), strict=True)
        pieces = [self.blobs[blob][start:end] for blob, start, end in places]
        return Records.of(np.concatenate([np.zeros(0, np.uint8), *pieces]), np.cumsum(self.ends - self.starts))

    def parted(self) -> dict[str, npt.NDArray[Any]]:
        """The records as arrays, from which `joined` makes them again."""
        used, numbers = np.unique(self.blob_of, return_inverse=True)
        blobs = [self.blobs[blob] for blob in used.tolist()]
        if (self.ends - self.starts).sum() < WORTH * sum(map(len, blobs)):
            return self.in_one().parted()
        places = {"blob_of": numbers.astype(np.int32), "starts": self.starts, "ends": self.ends}
        return {**{f"{number}.blob": blob for number, blob in enumerate(blobs)}, **places}

    @classmethod
    def joined(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The records that were `parted`."""
        blobs = tuple(arrays[f"{number}.blob"] for number in range(len(arrays) - 3))
        return cls(blobs, arrays["blob_of"], arrays["starts"], arrays["ends"])


def written(values: object) -> bytes:
    """A record of values that JSON can hold."""
    # A lone surrogate is no character, but a broken text may hold one.
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def read_from(record: bytes) -> Any:
    """What `written` made a record of."""
    return json.loads(record.decode(errors="surrogatepass"))


def head_of(article: Article) -> list[Any]:
    """All but the text of an article, as plain values."""
    known = article.attribution
    return [
        known.article, known.begins, known.title, known.publisher, known.author, _day(known.published), known.url,
        known.standing.value, _day(known.updated), known.topics, known.collection, known.keywords,
        known.language, known.abbreviations,
        article.owner, article.based_on, _day(article.in_force_from), _day(article.in_force_until),
        _day(article.review_by), _day(article.withdrawn),
        [[each.article, each.paragraph] for each in article.supersedes],
    ]  # fmt: skip


def text_of(article: Article) -> list[Any]:
    """The text of an article as plain values; its passages are numbered from 1, as they always are."""
    return [
        [passage.text, _context(passage.context), passage.kind.value, [[m.kind, m.at, m.text] for m in passage.marks]]
        for passage in article.passages
    ]


def attribution_from(head: Sequence[Any]) -> Attribution:
    """What is known of the article whose head this is."""
    name, begins, title, publisher, author, published, url, standing, updated, topics = head[:10]
    collection, keywords, language, abbreviations = head[10:14]
    return Attribution(
        name, begins, title, publisher, author, _read(published), url,
        Standing(standing), _read(updated), tuple(topics), collection, tuple(keywords), language,
        tuple((short, long) for short, long in abbreviations),
    )  # fmt: skip


def article_from(head: Sequence[Any], text: Sequence[Any]) -> Article:
    """The article whose head and text these are."""
    known = attribution_from(head)
    passages = tuple(passage_from(known, number, values) for number, values in enumerate(text, start=1))
    owner, based_on, begins, ends, review, withdrawn, _ = head[14:]
    days = _read(begins), _read(ends), _read(review)
    return Article(known, passages, owner, tuple(based_on), *days, supersedes_from(head), _read(withdrawn))


def supersedes_from(head: Sequence[Any]) -> tuple[Reference, ...]:
    """What the article whose head this is supersedes."""
    return tuple(Reference(article, paragraph) for article, paragraph in head[-1])


def _context(context: Context) -> list[Any]:
    """The context's fields in order, without the empty ones at the end."""
    values = [context.headings, context.lead_in, context.parents, context.row, context.label, context.page]
    while values and not values[-1]:
        values.pop()
    return values


def passage_from(known: Attribution, number: int, values: Sequence[Any]) -> Passage:
    """The passage with this number in its article, from its values in the article's text."""
    text, context, kind, marks = values
    parts: list[Any] = [tuple(part) if isinstance(part, list) else part for part in context]
    return Passage(known, number, text, Context(*parts), KINDS[kind], tuple(Mark(*mark) for mark in marks))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
