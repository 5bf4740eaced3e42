"""While the bot runs, a file that becomes faulty leaves the last good state in force, with every engine alike."""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from bot.core.corpus import Corpus
from bot.core.model import Query, Scope
from bot.library.engine import Engine, build_index
from bot.library.library import Library
from tests.library.libraries import QUESTION, answer, bytes_of, kept, ranker, write

ENGINES: tuple[Engine, ...] = get_args(Engine)
FAULTY = "---\nstanding: leave-3\n---\n\nParents get 99 weeks of leave in case 3.\n"
IN_CASE_3 = "How many weeks do parents get in case 3?"
Spoil = Callable[[Path], object]


def lead_nowhere(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def become_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


BY: dict[str, Spoil] = {
    "a wrong value": lambda file: file.write_text(FAULTY),
    "nothing": lambda file: file.write_bytes(b""),
    "a link that leads nowhere": lead_nowhere,
}
all_engines = pytest.mark.parametrize("engine", ENGINES)
all_ways = pytest.mark.parametrize("spoil", BY.values(), ids=BY.keys())


def texts(library: Library) -> dict[str, str]:
    """What each article says in its first paragraph. Corpus and index are those of the articles, made afresh."""
    now = library.snapshot
    afresh = Corpus(now.corpus.articles)
    expected = build_index(afresh, "okapi").ranker
    assert now.corpus.revision == afresh.revision
    assert list(now.corpus.passages) == list(afresh.passages)
    query = Query(("week", "parent", "case"), (1.0, 1.0, 0.5))
    assert ranker(now).search(query, 9) == expected.search(query, 9)
    assert dict(ranker(now).vocabulary(Scope())) == dict(expected.vocabulary(Scope()))
    return {article.id: article.passages[0].text for article in now.corpus.articles}


def quoted(library: Library, question: str) -> list[str]:
    return [each.passage.text for each in answer(library, question).quotations]


@all_engines
@all_ways
def test_an_article_stays_in_force_while_its_file_is_faulty_and_is_quoted_as_it_was(
    corpus: Path, state: Path, engine: Engine, spoil: Spoil
) -> None:
    library = kept(corpus, state, engine)
    before = texts(library)
    content = (corpus / "leave-3.md").read_bytes()
    spoil(corpus / "leave-3.md")
    # Between two looks, too.
    assert quoted(library, IN_CASE_3)[0] == before["leave-3"]
    assert library.refresh()
    assert not library.refresh()
    assert texts(library) == before
    assert quoted(library, IN_CASE_3)[0] == before["leave-3"]
    now = library.snapshot
    assert now.retained == {"leave-3.md"}
    assert list(now.faults_by_file) == ["leave-3.md"]
    assert now.stays("leave-3.md")
    assert not now.stays("leave-2.md")
    # What is put on record as its source is never the faulty file.
    assert bytes_of(library, "leave-3") is None
    assert bytes_of(library, "leave-2") == (corpus / "leave-2.md").read_bytes()
    (corpus / "leave-3.md").unlink()
    (corpus / "leave-3.md").write_bytes(content)
    assert bytes_of(library, "leave-3") == content
    assert library.refresh()
    assert texts(library) == before
    assert (library.snapshot.retained, library.snapshot.faults) == (frozenset(), ())


@all_engines
def test_a_faulty_file_that_is_mended_with_other_words_says_those(corpus: Path, state: Path, engine: Engine) -> None:
    library = kept(corpus, state, engine)
    (corpus / "leave-3.md").write_text(FAULTY)
    library.refresh()
    write(corpus, "leave-3", "Parents get 98 weeks of leave in case 3.")
    assert library.refresh()
    assert texts(library)["leave-3"] == "Parents get 98 weeks of leave in case 3."
    assert library.snapshot.retained == frozenset()


@all_engines
def test_other_files_that_change_meanwhile_are_taken_in(corpus: Path, state: Path, engine: Engine) -> None:
    library = kept(corpus, state, engine)
    before = texts(library)
    (corpus / "leave-0.md").write_text(FAULTY)
    (corpus / "leave-3.md").write_text(FAULTY)
    library.refresh()
    write(corpus, "a-new-one", "Parents of twins get more weeks.")
    write(corpus, "leave-1", "Parents get no weeks in case 1.")
    (corpus / "leave-2.md").unlink()
    (corpus / "faulty-from-the-start.md").write_text(FAULTY)
    assert library.refresh()
    assert list(texts(library)) == ["a-new-one", "leave-0", "leave-1", "leave-3", "leave-4"]
    assert (texts(library)["leave-0"], texts(library)["leave-3"]) == (before["leave-0"], before["leave-3"])
    assert library.snapshot.retained == {"leave-0.md", "leave-3.md"}
    assert set(library.snapshot.faults_by_file) == {"leave-0.md", "leave-3.md", "faulty-from-the-start.md"}


@all_engines
@pytest.mark.parametrize(
    "remove",
    [Path.unlink, lambda file: file.rename(file.with_name("renamed.md")), become_a_folder],
    ids=["removed", "renamed", "replaced by a folder"],
)
def test_an_article_whose_faulty_file_is_gone_is_gone(
    corpus: Path, state: Path, engine: Engine, remove: Callable[[Path], object]
) -> None:
    library = kept(corpus, state, engine)
    file = corpus / "leave-3.md"
    file.write_text(FAULTY)
    library.refresh()
    remove(file)
    assert library.refresher.current("leave-3") is None
    assert library.refresh()
    assert list(texts(library)) == ["leave-0", "leave-1", "leave-2", "leave-4"]
    assert library.snapshot.retained == frozenset()


@all_engines
def test_the_folder_of_a_faulty_file_that_is_renamed_takes_the_last_good_state_with_it(
    corpus: Path, state: Path, engine: Engine
) -> None:
    (corpus / "part").mkdir()
    for name in ("faulty", "sound"):
        write(corpus / "part", name, "Parents get leave.")
    library = kept(corpus, state, engine)
    (corpus / "part" / "faulty.md").write_text(FAULTY)
    library.refresh()
    assert "part/faulty" in texts(library)
    (corpus / "part").rename(corpus / "other")
    library.refresh()
    assert "part/faulty" not in texts(library)
    assert "other/sound" in texts(library)
    assert list(library.snapshot.faults_by_file) == ["other/faulty.md"]


@all_engines
def test_nothing_changes_while_the_whole_folder_is_out_of_reach(corpus: Path, state: Path, engine: Engine) -> None:
    library = kept(corpus, state, engine)
    before = texts(library)
    corpus.rename(corpus.with_name("elsewhere"))
    assert library.refresh()
    assert not library.refresh()
    assert texts(library) == before
    assert quoted(library, IN_CASE_3)[0] == before["leave-3"]
    assert list(library.snapshot.faults_by_file) == [""]
    assert library.snapshot.stays("")
    assert bytes_of(library, "leave-3") is None
    corpus.with_name("elsewhere").rename(corpus)
    assert library.refresh()
    assert texts(library) == before
    assert library.snapshot.faults == ()
    assert library.refresher.files_read == 5, "nothing is read a second time"


@all_engines
def test_whoever_starts_anew_has_no_last_good_state_whatever_is_kept_of_the_index(
    corpus: Path, state: Path, engine: Engine
) -> None:
    library = kept(corpus, state, engine)
    (corpus / "leave-3.md").write_text(FAULTY)
    library.refresh()
    library.refresher.save(at_once=True)
    again = kept(corpus, state, engine)
    assert "leave-3" not in texts(again)
    assert (again.snapshot.retained, list(again.snapshot.faults_by_file)) == (frozenset(), ["leave-3.md"])
    assert answer(again, QUESTION).answered
    # Nor does it come back from there, nor does what was saved before keep it from being mended.
    again.refresh()
    assert "leave-3" not in texts(again)
    write(corpus, "leave-3", "Parents get 13 weeks of leave in case 3.", "Case 3.")
    assert again.refresh()
    assert texts(again) == texts(library)


def test_an_index_is_saved_once_for_a_fault_and_not_at_each_look(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    (corpus / "leave-3.md").write_text(FAULTY)
    library.refresh()
    saved = library.refresher.saved
    write(corpus, "leave-3", "Parents get more.")
    (corpus / "leave-3.md").write_text(FAULTY.replace("standing", "review_by"))
    assert library.refresh()
    assert library.refresher.saved is saved


def test_a_source_is_put_on_record_to_the_last_byte(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    for content in (
        b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nWindows.\r\n",
        b"---\rtitle: T\r---\r\rAn old Mac.\r",
        b"---\ntitle: T\n---\n\nF\xc3\xbcr alle.",
    ):
        (corpus / "leave-3.md").write_bytes(content)
        assert bytes_of(library, "leave-3") == content
        library.refresh()
        assert bytes_of(library, "leave-3") == content
    assert bytes_of(library, "unknown") is None


def test_faults_are_found_by_their_file_however_the_folder_was_named_when_the_index_was_kept(
    corpus: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "part").mkdir()
    (corpus / "part" / "new.md").write_text("---\ntitle: T\nsupersedes: [nothing]\n---\n\nNew.\n")
    kept(corpus, state)
    monkeypatch.chdir(corpus)
    for named in (corpus, Path(), Path("../corpus")):
        assert list(kept(named, state).snapshot.faults_by_file) == ["part/new.md"]


@contextmanager
def without_handles() -> Iterator[None]:
    """This process can open no file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 4, hard))
    try:
        while True:
            try:
                taken.append(os.dup(0))
            except OSError:
                break
        yield
    finally:
        for each in taken:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@all_engines
def test_where_no_file_can_be_opened_nothing_is_said_of_the_files_and_all_stays_in_force(
    corpus: Path, state: Path, engine: Engine
) -> None:
    library = kept(corpus, state, engine)
    before = quoted(library, IN_CASE_3)
    write(corpus, "new", "Parents get 77 weeks of leave in case 7.")
    with without_handles():
        assert not library.refresh()
        assert quoted(library, IN_CASE_3) == before
    assert library.snapshot.faults == ()
    assert library.refresh()
    assert "new" in texts(library)
