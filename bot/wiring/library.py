"""Articles and search, joined: the corpus of this moment, and the road of a question through it."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bot.articles import loading
from bot.articles.faults import Fault, Faulty, read_text
from bot.articles.raw import Leavings, parse_leavings
from bot.core import answering, synonyms, verifying
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError
from bot.core.model import Answer, Article, Question, Scope
from bot.core.ports import PassageIndex
from bot.core.synonyms import Synonyms
from bot.core.timeline import Moment, validity
from bot.core.verdicts import Verdict
from bot.settings import Settings
from bot.wiring.engine import Engine, build_index

LARGEST_CONFIG = 1_000_000
PROJECT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus at one moment, its index, and what was wrong with its files."""

    corpus: Corpus
    index: PassageIndex
    files: dict[str, Path]
    faults: tuple[Fault, ...]


class Library:
    """The folder of articles. `snapshot` is immutable; `refresh` puts a newer one in its place."""

    def __init__(self, folder: Path, synonyms: Synonyms, engine: Engine) -> None:
        self._folder, self._synonyms, self._engine = folder, synonyms, engine
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

    def content(self, article: str) -> bytes | None:
        """The file of an article as it is at this moment."""
        file = self.snapshot.files.get(article)
        try:
            return file.read_bytes() if file else None
        except OSError:
            return None

    def answer(self, question: Question, policy: answering.Policy, day: date | None = None) -> Answer:
        """Answers from one snapshot, whatever becomes of the folder meanwhile; as of today, unless told otherwise."""
        now = self.snapshot
        sources = answering.Sources(now.corpus, now.index, self.current, self._synonyms)
        return answering.answer(question, sources, policy, day or today())

    def verify(self, words: str) -> Verdict:
        """Looks a quotation up in the corpus of this moment, as of today."""
        corpus = self.snapshot.corpus
        moment = Moment(corpus, today(), Scope())
        return verifying.verify(words, corpus, standing=lambda passage: validity(passage, moment))

    def _load(self) -> Snapshot:
        loaded = loading.load(self._folder)
        corpus = Corpus(loaded.articles)
        return Snapshot(corpus, build_index(corpus.passages, self._engine), loaded.files, loaded.faults)

    def _look(self) -> dict[Path, tuple[int, int]]:
        stamp = {}
        for file in loading.corpus_files(self._folder):
            with contextlib.suppress(OSError):  # gone at this moment, or a broken link: loading tells of it
                found = file.stat()
                stamp[file] = (found.st_mtime_ns, found.st_size)
        return stamp


def today() -> date:
    """The day, by UTC: the same for every replica."""
    return datetime.now(UTC).date()


def open_library(settings: Settings) -> Library:
    """Raises ConfigurationError if there is no such folder, or the synonyms cannot be read."""
    if not settings.corpus.is_dir():
        raise ConfigurationError(f"there is no corpus folder {settings.corpus}; make it, or name another with --corpus")
    return Library(settings.corpus, read_synonyms(settings.synonyms), settings.search.engine)


def policy_of(settings: Settings) -> answering.Policy:
    """What answers may look like, by the settings."""
    chosen = settings.answering
    return answering.Policy(chosen.quotations, chosen.floor, chosen.weak, chosen.next_floor, chosen.longest_question)


def asking(library: Library, settings: Settings) -> Callable[[Question], Answer]:
    """The road of a question, from its words to its answer."""
    return partial(library.answer, policy=policy_of(settings))


def _at_home(file: Path) -> Path:
    """The file, or where it is not there, the one of the same name beside the program or inside it."""
    places = (file, PROJECT / file, PROJECT / "bot/shipped" / file.name)
    return next((place for place in places if place.exists()), file)


def read_leavings(file: Path) -> Leavings:
    """The patterns of what raw texts are freed from. Raises ConfigurationError."""
    try:
        return parse_leavings(read_text(_at_home(file), LARGEST_CONFIG))
    except Faulty as fault:
        raise ConfigurationError(str(fault.within(file))) from fault


def read_synonyms(file: Path) -> Synonyms:
    """The words that stand for each other. Raises ConfigurationError."""
    try:
        known, faults = synonyms.parse(read_text(_at_home(file), LARGEST_CONFIG))
    except Faulty as fault:
        raise ConfigurationError(str(fault.within(file))) from fault
    if faults:
        raise ConfigurationError(f"{file}:{faults[0].line}: {faults[0].what}; {faults[0].mend}")
    return known
