"""What a library knows at one moment: the one state of the living corpus, and it never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.documents.corpus.inventory import Inventory
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault
from bot.search.embedded import EmbeddedIndex

if TYPE_CHECKING:
    from bot.search.indexed_corpus import IndexedCorpus
    from bot.search.opensearch.index import OpenSearchIndex


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The articles of a corpus and their index, and the files that they were read from.

    `inventory` is what is known of the files, faults and last good states included. `indexed` is what `corpus` and
    `index` are views of where the corpus is large enough to be saved with its index; None where it is small.
    `whole` is set where a cluster ranks and this is a part of it, for an audience.
    """

    roots: Roots
    corpus: Corpus
    index: "EmbeddedIndex | OpenSearchIndex"
    inventory: Inventory
    indexed: "IndexedCorpus | None" = None
    whole: "Snapshot | None" = None

    def lacks(self, articles: Mapping[str, Article]) -> list[Article]:
        """Those of some articles, by name, that are not in it."""
        there = frozenset(self.corpus.names)
        return [article for name, article in articles.items() if name not in there]

    @property
    def engine(self) -> str:
        """What ranks: `okapi`, or `postings` where the corpus is large, or else the cluster, `opensearch`."""
        if self.indexed is None:
            return "okapi"
        return "opensearch" if self.indexed.fields is None else "postings"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong with the files."""
        return self.inventory.faulty + self.inventory.faults

    @property
    def faults_by_file(self) -> Mapping[str, tuple[Fault, ...]]:
        """The same, by the path of the file, or of a folder; that of the corpus folder is ""."""
        by_file: dict[str, tuple[Fault, ...]] = {}
        for fault in self.faults:
            path = self.roots.path_of(fault.file)
            by_file[path] = (*by_file.get(path, ()), fault)
        return by_file

    @property
    def retained(self) -> frozenset[str]:
        """The files, by path, that are faulty or out of reach, but whose articles are in force as they were."""
        return self.inventory.retained

    def stays(self, path: str) -> bool:
        """Whether what is at this path, a file or a folder, is faulty and stays as it was."""
        below = path if not path or path.endswith("/") else f"{path}/"
        return path in self.retained or any(retained.startswith(below) for retained in self.retained)
