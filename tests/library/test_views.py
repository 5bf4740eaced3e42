"""What may not be seen leaves no trace: an answer is that of a bot which has nothing else."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.receipts import canonical
from bot.core.model import Answer, Audience
from bot.library.engine import Engine, Indexer
from bot.library.library import Library
from bot.library.snapshot import Snapshot
from bot.library.views import Views
from tests.library.libraries import afresh, answer, kept

WORDS = "zebra panda otter leave weeks parents bonus travel the of camel heron".split()
COLLECTIONS = ["", "hr", "legal"]
QUESTIONS = [
    "How many weeks do parents get?",
    "zebra bonus",
    "pandda travel",
    "leave source:Acme",
    '"zebra panda" -otter',
    "bonus as of June 2020",
    "Hello!",
    "What can you do?",
]

paragraph = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
document = st.tuples(
    st.sampled_from(COLLECTIONS),
    st.sampled_from(["", "Acme", "Globex"]),
    st.sampled_from(["", "2019-03-04", "2021-05-06"]),
    st.lists(paragraph, min_size=1, max_size=3),
)
Document = tuple[str, str, str, list[str]]


def write(folder: Path, documents: dict[str, Document]) -> Path:
    folder.mkdir()
    for name, (collection, publisher, published, paragraphs) in documents.items():
        known = {"title": name, "collection": collection, "publisher": publisher, "published": published}
        head = "".join(f"{key}: {value}\n" for key, value in known.items() if value)
        text = f"---\n{head}---\n\n" + "\n\n".join(f"{each.capitalize()}." for each in paragraphs)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def told(found: Answer) -> dict[str, Any]:
    """All of an answer but what names the corpus."""
    said: dict[str, Any] = json.loads(canonical(found))
    return {key: value for key, value in said.items() if key not in {"revision", "receipt"}}


def opened(folder: Path, state: Path, engine: Engine) -> Library:
    return afresh(folder) if engine == "okapi" else kept(folder, state, engine)


@pytest.mark.parametrize("engine", ["okapi", "postings"])
@settings(max_examples=25, deadline=None)
@given(
    documents=st.lists(document, min_size=1, max_size=6),
    seen=st.sets(st.sampled_from(COLLECTIONS)),
    words=st.sampled_from(QUESTIONS),
)
def test_an_answer_is_that_of_a_bot_which_has_only_what_may_be_seen(
    engine: Engine, documents: list[Document], seen: set[str], words: str
) -> None:
    named = {f"doc{number}": each for number, each in enumerate(documents)}
    visible = {name: each for name, each in named.items() if each[0] in seen}
    with tempfile.TemporaryDirectory() as place:
        whole = opened(write(Path(place) / "all", named), Path(place) / "state", engine)
        alone = opened(write(Path(place) / "some", visible), Path(place) / "own", engine)
        limited = answer(whole, words, seen=frozenset(seen))
        unlimited = answer(alone, words)
        assert told(limited) == told(unlimited)
        assert limited.revision == unlimited.revision


def test_a_quotation_that_may_not_be_seen_is_not_found(tmp_path: Path) -> None:
    hidden: Document = ("hr", "", "", ["the zebra travels with the otter"])
    library = afresh(write(tmp_path / "all", {"doc": hidden}))
    quotation = "The zebra travels with the otter."
    assert library.verify(quotation).matches
    assert not library.verify(quotation, Audience(collections=frozenset({""}))).matches


def test_who_may_see_all_that_there_is_gets_the_index_that_everybody_has(tmp_path: Path) -> None:
    library = afresh(write(tmp_path / "all", {"doc": ("hr", "", "", ["zebra"])}))
    assert library.seen(frozenset({"hr", "legal"})) is library.snapshot
    assert library.seen(None) is library.snapshot


def test_an_index_of_what_may_be_seen_is_made_once_and_anew_when_documents_change(tmp_path: Path) -> None:
    documents: dict[str, Document] = {"one": ("hr", "", "", ["zebra"]), "two": ("", "", "", ["otter"])}
    folder = write(tmp_path / "all", documents)
    library = afresh(folder)
    first = library.seen(frozenset({""}))
    assert [each.id for each in first.corpus.articles] == ["two"]
    assert library.seen(frozenset({"", "legal"})) is first
    (folder / "three.md").write_text("Panda.", encoding="utf-8")
    assert library.refresh()
    assert [each.id for each in library.seen(frozenset({""})).corpus.articles] == ["three", "two"]


class Counting:
    """Makes views as an indexer does, and remembers of what."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self.made: list[frozenset[str]] = []

    def of_some(self, now: Snapshot, numbers: Sequence[int], visible: frozenset[str]) -> Snapshot:
        self.made.append(visible)
        return self._indexer.of_some(now, numbers, visible)


def test_what_was_seen_last_is_made_anew_before_anybody_asks_once_a_change(tmp_path: Path) -> None:
    documents: dict[str, Document] = {"one": ("hr", "", "", ["zebra"]), "two": ("", "", "", ["otter"])}
    folder = write(tmp_path / "all", documents)
    library = afresh(folder)
    indexer = Counting(library.refresher.indexer)
    views = Views(indexer)  # type: ignore[arg-type]  # it has all of an indexer that is needed here
    views.of(library.snapshot, frozenset({""}))
    views.renew(library.snapshot)
    assert indexer.made == [frozenset({""})]
    (folder / "three.md").write_text("Panda.", encoding="utf-8")
    library.refresh()
    for _ in range(3):
        views.renew(library.snapshot)
    assert indexer.made == [frozenset({""})] * 2
    views.of(library.snapshot, frozenset({""}))
    assert indexer.made == [frozenset({""})] * 2
