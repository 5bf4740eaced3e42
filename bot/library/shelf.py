"""Articles that were just read, on their way into the index: some thousand passages in memory, the rest in a file.

So the memory that a first indexing takes does not grow with the texts. The file has no name, and goes with the shelf.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from weakref import finalize

from bot.core.model import Article

# Passages that are held in memory.
AT_HAND = 20_000


class _Place(NamedTuple):
    """Where an article lies in the file, and how many bytes its head and its text have."""

    start: int
    head: int
    text: int


class Shelf(MutableMapping[str, Article]):
    """Articles by the path of their file; those that do not fit into memory lie in a file in the folder.

    Where none can be written there, all are held in memory. For one thread at a time.
    """

    def __init__(self, folder: Path, at_hand: int = AT_HAND) -> None:
        self._folder, self._left = folder, at_hand
        self._articles: dict[str, Article] = {}
        self._places: dict[str, _Place] = {}

    def __setitem__(self, path: str, article: Article) -> None:
        self._left -= len(article.passages)
        if self._left < 0:
            with suppress(OSError):
                self._places[path] = self._put_away(article)
                return
        self._articles[path] = article

    def __getitem__(self, path: str) -> Article:
        return self._articles[path] if path in self._articles else self._fetched(self._places[path])

    def __delitem__(self, path: str) -> None:
        if self._articles.pop(path, None) is None:
            del self._places[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._articles
        yield from self._places

    def __len__(self) -> int:
        return len(self._articles) + len(self._places)

    @cached_property
    def _file(self) -> IO[bytes]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = TemporaryFile(dir=self._folder)  # noqa: SIM115  # the shelf closes it
        finalize(self, file.close)
        return file

    def _put_away(self, article: Article) -> _Place:
        from bot.search.records import head_of, text_of, written  # noqa: PLC0415  # small corpora do without

        head, text = written(head_of(article)), written(text_of(article))
        start = self._file.seek(0, 2)
        self._file.write(head + text)
        return _Place(start, len(head), len(text))

    def _fetched(self, place: _Place) -> Article:
        from bot.search.records import article_from, read_from  # noqa: PLC0415  # the same

        self._file.seek(place.start)
        return article_from(read_from(self._file.read(place.head)), read_from(self._file.read(place.text)))
