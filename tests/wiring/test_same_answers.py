"""A kept index gives the answers that reading every article gives, to the last byte of the receipt, whatever happens to
the articles and to the process.
"""

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.core.model import Scope
from tests.search.test_postings import EXAMPLES
from tests.wiring.libraries import afresh, kept, told

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
    "titel: a faulty line",
]
paragraphs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
bodies = st.lists(paragraphs | paragraphs.map("## {}".format) | paragraphs.map("- {}".format), max_size=5)
contents = st.builds(
    lambda known, body: "\n".join(["---", *known, "---", "", "\n\n".join(body), ""]),
    st.lists(st.sampled_from(LINES), max_size=4, unique_by=lambda line: line.partition(":")[0]),
    bodies,
)
filters = st.sampled_from(
    ["", "", "", "source:Vox", "topic:animals", "since:2021", '"zebra camel"', "-panda", "as of 2020", "+otter"]
)
questions = st.builds(
    lambda words, more: f"{' '.join(words)} {more}".strip(),
    st.lists(st.sampled_from([*WORDS, "zebrra", "ottre", "unicorn", "How long"]), min_size=1, max_size=5),
    filters,
)


class Life(RuleBasedStateMachine):
    """A folder of articles that changes, and a library that goes on, is refreshed, and starts anew."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.folder, self.state = Path(self.place.name, "corpus"), Path(self.place.name, "state")
        self.folder.mkdir()
        self.library = kept(self.folder, self.state)
        self.is_current = True

    def teardown(self) -> None:
        self.place.cleanup()

    @rule(name=st.sampled_from(NAMES), content=contents)
    def write(self, name: str, content: str) -> None:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content)
        self.is_current = False

    @rule(name=st.sampled_from(NAMES))
    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.is_current = False

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(NAMES))
    def rename(self, name: str, to: str) -> None:
        if (self.folder / name).exists() and (self.folder / to).parent.is_dir():
            (self.folder / name).replace(self.folder / to)
            self.is_current = False

    @rule(name=st.sampled_from(NAMES), when=st.integers(0, 2_000_000_000))
    def touch(self, name: str, when: int) -> None:
        if (self.folder / name).exists():
            os.utime(self.folder / name, (when, when))
            self.is_current = False

    @rule()
    def refresh(self) -> None:
        self.library.refresh()
        self.is_current = True
        assert not self.library.refresh()

    @rule()
    def save(self) -> None:
        self.library.upkeep.keep(at_once=True)

    @rule()
    def start_anew(self) -> None:
        self.library = kept(self.folder, self.state)
        self.is_current = True

    @rule(
        words=questions,
        as_of=st.none() | st.just(date(2020, 12, 31)),
        seen=st.none() | st.frozensets(st.sampled_from(["hr", "law"])),
    )
    def ask(self, words: str, as_of: date | None, seen: frozenset[str] | None) -> None:
        if not self.is_current:
            self.refresh()
        assert told(self.library, words, as_of=as_of, seen=seen) == told(
            afresh(self.folder), words, as_of=as_of, seen=seen
        )

    @rule(words=paragraphs)
    def check_a_quotation(self, words: str) -> None:
        if not self.is_current:
            self.refresh()
        assert self.library.verify(words) == afresh(self.folder).verify(words)

    @invariant()
    def holds_what_there_is(self) -> None:
        if self.is_current:
            now, expected = self.library.snapshot, afresh(self.folder).snapshot
            assert now.faults == expected.faults
            assert list(now.corpus.articles) == list(expected.corpus.articles)
            assert list(now.corpus.passages) == list(expected.corpus.passages)
            assert list(now.corpus.attributions) == list(expected.corpus.attributions)
            assert now.corpus.revision == expected.corpus.revision
            for scope in (Scope(), Scope(publishers=frozenset({"Vox"}))):
                assert dict(now.index.vocabulary(scope)) == dict(expected.index.vocabulary(scope))
                assert now.index.size(scope) == expected.index.size(scope)


def test_a_kept_index_answers_as_reading_everything_does_through_any_life_of_the_articles() -> None:
    examples = max(EXAMPLES // 4, 10)  # each has some dozens of answers to compare, and files to write
    run_state_machine_as_test(Life, settings=settings(max_examples=examples, stateful_step_count=STEPS, deadline=None))
