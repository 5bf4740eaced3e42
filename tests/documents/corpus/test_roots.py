"""Several folders are one corpus."""

from pathlib import Path

import pytest

from bot.documents.corpus.document import read
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import Root, Roots

HERE, THERE = Path("/srv/corpus"), Path("/srv/handbook")
ROOTS = Roots((Root(HERE), Root(THERE, "handbook")))


@pytest.mark.parametrize(
    ("path", "file"),
    [("leave.md", HERE / "leave.md"), ("handbook//hr/leave.md", THERE / "hr/leave.md")],
)
def test_a_path_leads_to_a_file_and_back(path: str, file: Path) -> None:
    assert ROOTS.file(path) == file
    assert ROOTS.path_of(file) == path


def test_a_folder_itself_is_what_the_paths_in_it_begin_with() -> None:
    assert (ROOTS.path_of(HERE), ROOTS.path_of(THERE)) == ("", "handbook//")


def test_what_is_in_no_folder_of_the_corpus_stays_as_it_is() -> None:
    assert ROOTS.path_of(Path("/etc/motd")) == "/etc/motd"


def test_a_path_into_a_source_that_nobody_follows_leads_nowhere() -> None:
    with pytest.raises(KeyError):
        ROOTS.file("gone//leave.md")


def test_files_come_before_folders_and_the_corpus_before_its_sources() -> None:
    paths = ["handbook//b.md", "z/a.md", "b.md", "handbook//a/a.md", "a.md"]
    assert sorted(paths, key=ROOTS.place) == ["a.md", "b.md", "z/a.md", "handbook//b.md", "handbook//a/a.md"]


def test_what_a_source_knows_stands_beside_its_documents_unless_they_say_otherwise(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir()
    (tmp_path / "hr/leave days.md").write_text("---\npublisher: People team\n---\n\nParents get leave.\n")
    (tmp_path / "pay.md").write_text("---\nurl: https://example.org/own\n---\n\nPay comes on Fridays.\n")
    given = Metadata(publisher="Example Ltd", collection="handbook")
    root = Root(tmp_path, "handbook", given, "https://git.example.org/{commit}/{path}?{name}", "docs/", lambda _: "abc")
    leave, pay = (read(Roots((root,)), f"handbook//{name}", "x").attribution for name in ("hr/leave days.md", "pay.md"))
    assert (leave.publisher, leave.collection) == ("People team", "handbook")
    assert leave.url == "https://git.example.org/abc/docs/hr/leave%20days.md?docs/hr/leave%20days"
    assert (pay.publisher, pay.url) == ("Example Ltd", "https://example.org/own")
