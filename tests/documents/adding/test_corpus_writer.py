"""Drafts become documents as they are, each known by its place; nothing takes another's place by itself."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.adding.corpus_writer import Added, CorpusWriter, Fate, WriteOptions
from bot.documents.adding.drafting import draft_of_file
from bot.documents.adding.survey import Item
from bot.documents.corpus.document import article_of, written
from bot.documents.corpus.metadata import Metadata, parse
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Faulty

Put = Callable[[str, str | bytes], Path]
LEAVE = "# Leave\n\nParents get twelve weeks of leave.\n"


def add(corpus: Path, file: Path, given: Metadata = Metadata(), **options: object) -> Added:  # noqa: B008  # frozen
    writer = CorpusWriter(Roots.of(corpus), WriteOptions(**options))  # type: ignore[arg-type]  # as they are
    return writer.put(draft_of_file(Item(file, file.name)), given)


def beside(added: Added) -> Metadata:
    return parse(added.file.with_name(f"{added.file.name}.yaml").read_text(encoding="utf-8"))


def test_a_file_is_copied_to_the_last_byte_with_its_place_beside_it(put: Put, corpus: Path) -> None:
    file = put("in/leave.md", LEAVE)
    added = add(corpus, file, Metadata(publisher="Example Ltd"))
    assert (added.fate, added.written) == (Fate.ADDED, True)
    assert added.file.read_bytes() == file.read_bytes()
    assert (beside(added).origin, beside(added).publisher) == (os.path.realpath(file), "Example Ltd")


def test_the_same_place_again_is_unchanged_or_a_new_version(put: Put, corpus: Path) -> None:
    file = put("in/leave.md", LEAVE)
    add(corpus, file)
    assert add(corpus, file).fate is Fate.UNCHANGED
    put("in/leave.md", LEAVE.replace("twelve", "thirteen"))
    changed = add(corpus, file)
    assert changed.fate is Fate.REPLACED
    assert "thirteen" in changed.file.read_text(encoding="utf-8")


def test_what_was_said_of_a_document_stays_with_its_next_version(put: Put, corpus: Path) -> None:
    file = put("in/leave.md", LEAVE)
    add(corpus, file, Metadata(owner="People team"))
    put("in/leave.md", LEAVE.replace("twelve", "thirteen"))
    assert beside(add(corpus, file)).owner == "People team"


def test_what_is_made_of_a_draft_is_what_the_corpus_reads(put: Put, corpus: Path) -> None:
    writer, given = (
        CorpusWriter(Roots.of(corpus)),
        Metadata.model_validate({"title": "Leave: 'yes' #1", "topics": "a, b"}),
    )
    writer.put(draft_of_file(Item(put("in/leave.md", LEAVE), "hr/leave.md")), given)
    read = article_of(Roots.of(corpus), "hr/leave.md", "hr/leave", written(corpus / "hr/leave.md"))
    assert list(writer.articles.values()) == [read]
    at_hand = replace(Roots.of(corpus), at_hand=writer.articles)
    assert (
        article_of(at_hand, "hr/leave.md", "hr/leave", written(corpus / "hr/leave.md")) is writer.articles.popitem()[1]
    )


def test_the_same_name_from_another_place_is_refused_with_a_remedy(put: Put, corpus: Path) -> None:
    add(corpus, put("one/leave.md", LEAVE))
    other = put("two/leave.md", LEAVE.replace("twelve", "nine"))
    with pytest.raises(Faulty) as caught:
        add(corpus, other)
    assert "--prefix" in caught.value.mend
    assert add(corpus, other, prefix="two").file == corpus / "two/leave.md"
    assert "twelve" in (corpus / "leave.md").read_text(encoding="utf-8")
    add(corpus, put("three/leave.md", LEAVE.replace("twelve", "ten")), replace=True)
    assert "ten weeks" in (corpus / "leave.md").read_text(encoding="utf-8")


def test_a_document_of_unknown_place_is_taken_for_the_same_only_if_it_is_the_same(put: Put, corpus: Path) -> None:
    put("corpus/leave.md", LEAVE)
    put("corpus/pay.md", "Pay comes on Fridays.\n")
    assert beside(add(corpus, put("in/leave.md", LEAVE))).origin
    with pytest.raises(Faulty):
        add(corpus, put("in/pay.md", "Pay comes on Mondays.\n"))


def test_likeness_is_told_and_drops_nothing(put: Put, corpus: Path) -> None:
    add(corpus, put("in/leave.md", LEAVE))
    twin = add(corpus, put("in/copy.md", LEAVE))
    assert twin.fate is Fate.ADDED
    assert [each.article for each in twin.alike] == ["leave"]


def test_a_file_of_the_corpus_itself_is_not_added_to_it(put: Put, corpus: Path) -> None:
    with pytest.raises(Faulty, match="in the corpus folder already"):
        add(corpus, put("corpus/leave.md", LEAVE))


def test_a_dry_run_says_the_same_and_writes_nothing(put: Put, corpus: Path) -> None:
    dry = add(corpus, put("in/leave.md", LEAVE), dry=True)
    assert (dry.fate, dry.written) == (Fate.ADDED, False)
    assert dry.article
    assert list(corpus.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_fault_and_leaves_nothing_half_done(put: Put, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Faulty, match="cannot be written"):
        add(tmp_path / "file" / "corpus", put("in/leave.md", LEAVE))


def test_no_name_leads_out_of_the_corpus(put: Put, corpus: Path) -> None:
    writer = CorpusWriter(Roots.of(corpus))
    added = writer.put(draft_of_file(Item(put("in/leave.md", LEAVE), "../../leave.md")), Metadata())
    assert added.file.resolve().is_relative_to(corpus.resolve())
