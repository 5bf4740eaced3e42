"""What keeps the documents of a library up to date: files of this machine, or another replica that has files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.core.model import Article
from bot.documents.corpus.roots import Roots
from bot.library.engine import Indexer
from bot.library.index_cache import SavedIndex
from bot.library.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FileCopy:
    """The file of an article: the SHA-256 of it in hex, and its bytes.

    Where another replica has the file there are no bytes, and the hash is the first half of that.
    """

    hash: str
    data: bytes | None

    def has(self, content_hash: str) -> bool:
        """Whether this is the hash of it, or the half of one, as far as both are known."""
        return content_hash.startswith(self.hash) or (bool(content_hash) and self.hash.startswith(content_hash))


class LiveCorpus(Protocol):
    """The documents of this moment. `indexer` makes snapshots of them; `files_read` counts the files that were read.

    `watched` are the folders in which a change is to be seen at once. `lacking` says why there is nothing yet to answer
    from; "" where there is.
    """

    @property
    def indexer(self) -> Indexer: ...

    @property
    def files_read(self) -> int: ...

    @property
    def watched(self) -> Sequence[Path]: ...

    @property
    def lacking(self) -> str: ...

    @property
    def snapshot(self) -> Snapshot:
        """The corpus of this moment; it never changes, but `refresh` puts a newer one in its place."""

    @property
    def roots(self) -> Roots:
        """The folders of the documents. Raises ConfigurationError where another replica has them."""

    @property
    def saved(self) -> SavedIndex | None:
        """What is saved of the index, if anything is."""

    @property
    def why_not_saved(self) -> str | None:
        """Why the index could not be saved, if it could not."""

    def refresh(self) -> bool:
        """Takes in what has changed; returns whether anything has. Raises SearchError, and all stays as it is."""

    def save(self, *, at_once: bool = False) -> None:
        """Saves the index of a large corpus if what is saved lags too far behind, or `at_once` if it lags at all."""

    def otherwise(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise: beside it, not in its place."""

    def current(self, article: str) -> Article | None:
        """The article that is in force at this moment, whatever the snapshot has; None if it is gone.

        Raises SearchError or StoreError where nobody can say.
        """

    def copy_of(self, article: str) -> FileCopy | None:
        """The file of an article at this moment, if it is sound: what is quoted from it stands in it; None if not."""
