"""The folders that make up a corpus: the corpus folder itself, and those of the sources that are followed."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.model import Article
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.corpus.reading import ReadFile, read_file
from bot.documents.corpus.withholding import Confirmed, nothing_confirmed

AtHand = Mapping[tuple[str, str, str], Article]
"""Articles by the path of their document, their name, and the hash of what is `Written` of it."""


def no_commit(_: str) -> str:
    """The commit of a file that is in no repository."""
    return ""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder of documents.

    `name` is that of its source, "" for the corpus folder. `given` is what is known of all of its documents, where they
    say nothing themselves; `collections` are those of the folders in it, by their paths. `link` is the web address of a
    document, with `{path}` (its file, after `below`), `{name}` (without the ending) and `{commit}` in it, which
    `commit_of` tells of a path. `may_lose` is the share of its documents that may go at once without a curator.
    `may_lack`: it may well not be there, or not yet.
    """

    folder: Path
    name: str = ""
    given: Metadata = field(default_factory=Metadata)
    link: str = ""
    below: str = ""
    commit_of: Callable[[str], str] = field(default=no_commit, compare=False)
    may_lose: float = 1.0
    may_lack: bool = False
    collections: Mapping[str, str] = field(default_factory=dict, compare=False)

    def given_to(self, path: str) -> Metadata:
        """What is known of the document at a path where it says nothing itself: the innermost folder counts."""
        folders = path.split("/")[:-1]
        above = ("/".join(folders[:depth]) for depth in range(len(folders), -1, -1))
        name = next((self.collections[folder] for folder in above if folder in self.collections), None)
        return self.given if name is None else self.given.model_copy(update={"collection": name})

    @property
    def prefix(self) -> str:
        """What the paths of its files begin with."""
        return f"{self.name}{OF_SOURCE}" if self.name else ""


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders of a corpus, in order, how their files are read, and which withdrawals a curator has confirmed.

    A file is known by its path in its folder, after the name of its source. What is `at_hand` is not read once more.
    `shelf` makes what holds the articles that are read, by path, until they are in an index.
    """

    all: tuple[Root, ...]
    read: ReadFile = field(default=read_file, compare=False)
    confirmed: Confirmed = field(default=nothing_confirmed, compare=False)
    at_hand: AtHand = field(default_factory=dict, compare=False)
    shelf: Callable[[], MutableMapping[str, Article]] = field(default=dict, compare=False)

    @classmethod
    def of(cls, folder: Path, read: ReadFile = read_file) -> "Roots":
        """One folder alone."""
        return cls((Root(folder),), read)

    @property
    def there(self) -> tuple[Root, ...]:
        """Those that are to be looked at: what may lack is left out while it does."""
        return tuple(root for root in self.all if not root.may_lack or root.folder.is_dir())

    def split(self, path: str) -> tuple[Root, str]:
        """The folder that a path leads into, and the path within it. Raises KeyError for an unknown source."""
        name, found, within = path.partition(OF_SOURCE)
        if not found:
            name, within = "", path
        root = next((each for each in self.all if each.name == name), None)
        if root is None:
            raise KeyError(name)
        return root, within

    def file(self, path: str) -> Path:
        """The file of a path."""
        root, within = self.split(path)
        return root.folder / within

    def path_of(self, file: Path) -> str:
        """The path of a file, or of a folder; of one of the roots, what the paths in it begin with."""
        for root in self.all:
            # A fault that was kept with an index may name the folder in another way than we do.
            for folder, each in ((root.folder, file), (root.folder.resolve(), file.parent.resolve() / file.name)):
                if each.is_relative_to(folder):
                    return root.prefix + "/".join(each.relative_to(folder).parts)
        return str(file)

    def place(self, path: str) -> tuple[int, list[tuple[bool, str]]]:
        """Where a path stands in order: by folder, the files of each before the folders in it."""
        root, within = self.split(path)
        *folders, last = within.split("/")
        return self.all.index(root), [*((True, each) for each in folders), (False, last)]
