"""Articles and search, joined: the corpus of this moment, and the road of a question through it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.articles import loading
from bot.articles.faults import Fault, Faulty, read_text
from bot.articles.raw import Leavings, parse_leavings
from bot.core import answering
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError
from bot.core.model import Answer, Article, Question
from bot.core.ports import PassageIndex
from bot.search.okapi import OkapiIndex
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus at one moment, its index, and what was wrong with its files."""

    corpus: Corpus
    index: PassageIndex
    files: dict[str, Path]
    faults: tuple[Fault, ...]


class Library:
    """The folder of articles. `snapshot` is immutable; `refresh` puts a newer one in its place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = self._look()
        self.snapshot = self._load()

    def refresh(self) -> bool:
        """Loads the folder again if a file in it has changed, come or gone. Returns whether it did."""
        stamp = self._look()
        if stamp == self._stamp:
            return False
        self.snapshot = self._load()
        self._stamp = stamp
        return True

    def current(self, article: str) -> Article | None:
        """The article as its file has it at this moment; None if it is gone or faulty."""
        file = self.snapshot.files.get(article)
        try:
            return loading.read(file) if file else None
        except Faulty:
            return None

    def answer(self, question: Question, policy: answering.Policy) -> Answer:
        """Answers from one snapshot, whatever becomes of the folder meanwhile."""
        now = self.snapshot
        return answering.answer(question, corpus=now.corpus, index=now.index, current=self.current, policy=policy)

    def _load(self) -> Snapshot:
        loaded = loading.load(self._folder)
        corpus = Corpus(loaded.articles)
        return Snapshot(corpus, OkapiIndex(corpus.passages), loaded.files, loaded.faults)

    def _look(self) -> dict[Path, tuple[int, int]]:
        stamp = {}
        for file in loading.corpus_files(self._folder):
            found = file.stat()
            stamp[file] = (found.st_mtime_ns, found.st_size)
        return stamp


def open_library(folder: Path) -> Library:
    """Raises ConfigurationError if there is no such folder."""
    if not folder.is_dir():
        raise ConfigurationError(f"there is no corpus folder {folder}; make it, or name another one with --corpus")
    return Library(folder)


def asking(library: Library, settings: Settings) -> Callable[[Question], Answer]:
    """The road of a question, from its words to its answer."""
    chosen = settings.answering
    policy = answering.Policy(chosen.quotations, chosen.floor, chosen.weak, chosen.next_floor, chosen.longest_question)
    return partial(library.answer, policy=policy)


def read_leavings(file: Path) -> Leavings:
    """The patterns of what raw texts are freed from. Raises ConfigurationError."""
    try:
        return parse_leavings(read_text(file, limit=1_000_000))
    except Faulty as fault:
        raise ConfigurationError(str(fault.within(file))) from fault
