"""A kept index gives the answers that reading every article gives, to the last byte of the receipt, whatever happens to
the articles and to the process. What has become faulty meanwhile is read as it was when it was sound.
"""

import os
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.core.model import Scope
from bot.documents.corpus.document import read
from bot.documents.corpus.listing import documents
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault, Faulty
from bot.library.library import Library
from bot.library.snapshot import Snapshot
from tests.examples import SLOW_EXAMPLES
from tests.library.libraries import afresh, kept, ranker, told

STEPS = 10
WORDS = ["zebra", "Zebra", "camel", "Camel's", "panda", "otter", "heron", "lasts", "twelve weeks", "not", "the", "2020"]
NAMES = ["a.md", "b.md", "c.md", "part/a.md", "part/d.md", "part/README.md", "z/e.md"]
LINES = [
    "title: Zebras and camels",
    "title: The panda",
    "publisher: Vox",
    "publisher: The Verge",
    "published: 2020-06-10",
    "published: 2021-05-18",
    "topics: [animals]",
    "collection: hr",
    "standing: example",
    "supersedes: [a#1, d]",
    "supersedes: [b]",
    "in_force_from: 2021-01-01",
    "review_by: 2022-01-01",
    "standing: a faulty line",
]
paragraphs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
bodies = st.lists(paragraphs | paragraphs.map("## {}".format) | paragraphs.map("- {}".format), max_size=5)
contents = st.builds(
    lambda known, body: "\n".join(["---", *known, "---", "", "\n\n".join(body), ""]),
    st.lists(st.sampled_from(LINES), max_size=4, unique_by=lambda line: line.partition(":")[0]),
    bodies,
)
files = st.dictionaries(st.sampled_from(NAMES), contents, min_size=1, max_size=4)
numbers = st.integers(0, len(NAMES))
filters = st.sampled_from(
    ["", "", "", "source:Vox", "topic:animals", "since:2021", '"zebra camel"', "-panda", "as of 2020", "+otter"]
)
questions = st.builds(
    lambda words, more: f"{' '.join(words)} {more}".strip(),
    st.lists(st.sampled_from([*WORDS, "zebrra", "ottre", "unicorn", "How long"]), min_size=1, max_size=5),
    filters,
)


class Belief:
    """What a bot that goes on must take a folder for: a copy of it, in which files that have become faulty while their
    articles were in force are as they were.
    """

    def __init__(self, folder: Path, copy: Path) -> None:
        self.folder, self.copy = folder, copy
        self.retained: set[str] = set()

    def afresh(self) -> Library:
        return afresh(self.copy)

    def begin(self) -> None:
        """As whoever starts takes it."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.folder, self.copy)
        self.retained = set()

    def go_on(self) -> None:
        """As whoever goes on takes it."""
        in_force = {path: (self.copy / path).read_bytes() for path in self.afresh().snapshot.inventory.paths}
        self.begin()
        for path, content in in_force.items():
            if (self.folder / path).is_file() and is_faulty(self.folder / path):
                (self.copy / path).write_bytes(content)
                self.retained.add(path)
        while aside := self.retained.difference(self.afresh().snapshot.inventory.paths):
            for path in aside:
                shutil.copy(self.folder / path, self.copy / path)
            self.retained -= aside

    def faults(self) -> list[tuple[str, str]]:
        """Every fault: of which file, and what."""
        own, copied = afresh(self.folder).snapshot, self.afresh().snapshot
        among = said(copied.inventory.faults)
        return said(own.inventory.faulty) + [
            (file.replace(str(self.copy), str(self.folder)), what.replace(str(self.copy), str(self.folder)))
            for file, what in among
        ]


def said(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    return [(str(fault.file), fault.what) for fault in faults]


def is_faulty(file: Path) -> bool:
    try:
        read(Roots.of(file.parent), file.name, file.stem)
    except Faulty:
        return True
    return False


class Life(RuleBasedStateMachine):
    """A folder of articles that changes, and two libraries that go on, are refreshed, and start anew: one with a kept
    index, one in memory.
    """

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.folder, self.state = Path(self.place.name, "corpus"), Path(self.place.name, "state")
        self.folder.mkdir()
        self.belief = Belief(self.folder, Path(self.place.name, "belief"))
        self.start_anew()

    def teardown(self) -> None:
        self.place.cleanup()

    @initialize(files=files)
    def begin(self, files: dict[str, str]) -> None:
        self.write(files)
        self.refresh()

    @rule(files=files)
    def write(self, files: dict[str, str]) -> None:
        for name, content in files.items():
            file = self.folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(content)
        self.is_current = False

    @rule(which=numbers)
    def spoil(self, which: int) -> None:
        for file in self.chosen(which):
            file.write_bytes(file.read_bytes() + b"\xff")

    @rule(which=numbers)
    def mend(self, which: int) -> None:
        for file in self.chosen(which):
            file.write_bytes(file.read_bytes().rstrip(b"\xff"))

    @rule(which=numbers)
    def remove(self, which: int) -> None:
        for file in self.chosen(which):
            file.unlink()

    @rule(which=numbers, to=st.sampled_from(NAMES))
    def rename(self, which: int, to: str) -> None:
        for file in self.chosen(which):
            if (self.folder / to).parent.is_dir():
                file.replace(self.folder / to)

    @rule(name=st.sampled_from(["part", "z"]), to=st.sampled_from(["part", "z"]))
    def rename_folder(self, name: str, to: str) -> None:
        if (self.folder / name).exists() and not (self.folder / to).exists():
            (self.folder / name).rename(self.folder / to)
            self.is_current = False

    @rule(which=numbers, when=st.integers(0, 2_000_000_000))
    def touch(self, which: int, when: int) -> None:
        for file in self.chosen(which):
            os.utime(file, (when, when))

    def chosen(self, which: int) -> list[Path]:
        """One of the files, if there is any; it is about to change."""
        self.is_current = False
        there = sorted(Path(each.file.path) for each in documents(self.folder))
        return [there[which % len(there)]] if there else []

    @rule()
    def refresh(self) -> None:
        for library in self.libraries:
            library.refresh()
            assert not library.refresh()
        self.belief.go_on()
        self.is_current = True

    @rule()
    def look_while_the_folder_is_out_of_reach(self) -> None:
        self.folder.rename(self.folder.with_name("elsewhere"))
        for library in self.libraries:
            before = library.snapshot
            library.refresh()
            assert library.snapshot.corpus.revision == before.corpus.revision
            assert library.snapshot.retained == frozenset(before.inventory.paths)
        self.folder.with_name("elsewhere").rename(self.folder)
        self.is_current = False

    @rule()
    def save(self) -> None:
        self.libraries[0].refresher.save(at_once=True)
        # Making an index takes a while, so it looks once more.
        self.is_current = False

    @rule()
    def start_anew(self) -> None:
        self.libraries = [kept(self.folder, self.state), kept(self.folder, self.state, "okapi")]
        self.belief.begin()
        self.is_current = True

    @rule(
        words=questions,
        as_of=st.none() | st.just(date(2020, 12, 31)),
        seen=st.none() | st.frozensets(st.sampled_from(["hr", "law"])),
    )
    def ask(self, words: str, as_of: date | None, seen: frozenset[str] | None) -> None:
        if not self.is_current:
            self.refresh()
        expected = told(self.belief.afresh(), words, as_of=as_of, seen=seen)
        for library in self.libraries:
            assert told(library, words, as_of=as_of, seen=seen) == expected

    @rule(words=paragraphs)
    def check_a_quotation(self, words: str) -> None:
        if not self.is_current:
            self.refresh()
        assert self.libraries[0].verify(words) == self.belief.afresh().verify(words)

    @invariant()
    def holds_what_there_is(self) -> None:
        if self.is_current:
            expected = self.belief.afresh().snapshot
            for library in self.libraries:
                now = library.snapshot
                assert said(now.faults) == self.belief.faults()
                assert now.retained == self.belief.retained
                same(now, expected)


def same(now: Snapshot, expected: Snapshot) -> None:
    assert list(now.corpus.articles) == list(expected.corpus.articles)
    assert list(now.corpus.passages) == list(expected.corpus.passages)
    assert list(now.corpus.attributions) == list(expected.corpus.attributions)
    assert now.corpus.revision == expected.corpus.revision
    for scope in (Scope(), Scope(publishers=frozenset({"Vox"}))):
        assert dict(ranker(now).vocabulary(scope)) == dict(ranker(expected).vocabulary(scope))
        assert ranker(now).size(scope) == ranker(expected).size(scope)


def test_a_kept_index_answers_as_reading_everything_does_through_any_life_of_the_articles() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=SLOW_EXAMPLES, stateful_step_count=STEPS))
