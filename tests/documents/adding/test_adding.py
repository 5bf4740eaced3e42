"""Raw texts → corpus files: nothing guessed, nothing altered, nothing overwritten, nothing dropped in silence."""

import os
import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.documents.adding.adding import Added, Fate, Ways, WriteOptions, add, article_name
from bot.documents.corpus.loading import load, read
from bot.documents.corpus.metadata import Metadata, from_options
from bot.documents.faults import Fault, read_text
from bot.documents.readers.text import Boilerplate, parse_boilerplate

Put = Callable[[str, str | bytes], Path]
NOTHING = Metadata()
SOME = parse_boilerplate("^share$\n^photo: ")
TEXT = "Leave\n\nOne year of leave.\n\nShare\n"


def added(source: Path, corpus: Path, given: Metadata = NOTHING, *, replace: bool = False) -> Added:
    (result,) = add([source], corpus, given, SOME, Ways(WriteOptions(replace=replace)))
    assert isinstance(result, Added), str(result)
    return result


def refused(source: Path, corpus: Path, given: Metadata = NOTHING) -> Fault:
    (result,) = add([source], corpus, given, SOME)
    assert isinstance(result, Fault)
    return result


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir())


def test_a_text_becomes_an_article_of_the_same_name(put: Put, corpus: Path) -> None:
    source = put("in/leave.txt", TEXT)
    result = added(source, corpus)
    assert (result.source, result.file, result.fate, result.kept) == (source, corpus / "leave.md", Fate.ADDED, 2)
    assert [passage.text for passage in read(result.file).passages] == ["Leave", "One year of leave."]
    assert files(corpus) == ["leave.md"]


def test_every_dropped_paragraph_is_shown_with_its_line(put: Put, corpus: Path) -> None:
    result = added(put("in/leave.txt", "Photo: A\n\nOne year of leave.\n\nShare\n"), corpus)
    assert [(paragraph.line, paragraph.text) for paragraph in result.dropped] == [(1, "Photo: A"), (5, "Share")]


def test_nothing_is_guessed(put: Put, corpus: Path) -> None:
    result = added(put("in/leave.txt", TEXT), corpus)
    known = read(result.file).attribution
    assert (known.publisher, known.author, known.published, known.url) == (None,) * 4
    assert result.unknown == ("title", "publisher", "author", "published", "url")
    assert known.title == "Leave"  # as the file is called


@pytest.mark.parametrize("ending", [".yaml", ".yml"])
def test_a_yaml_file_beside_the_text_tells_what_is_known(put: Put, corpus: Path, ending: str) -> None:
    put(f"in/leave{ending}", "publisher: Us\npublished: 2024-03-01\ntopics: [leave]\n")
    result = added(put("in/leave.txt", TEXT), corpus)
    known = read(result.file).attribution
    assert (known.publisher, known.published, known.topics) == ("Us", date(2024, 3, 1), ("leave",))
    assert result.unknown == ("title", "author", "url")


def test_a_yaml_file_of_another_name_tells_nothing(put: Put, corpus: Path) -> None:
    put("in/leave.yaml", "publisher: Us\n")
    assert "publisher" in added(put("in/leave.v2.txt", TEXT), corpus).unknown


def test_options_go_before_the_yaml_file_and_leave_the_rest_of_it(put: Put, corpus: Path) -> None:
    put("in/leave.yaml", "title: Theirs\npublisher: Us\nstanding: original\ntopics: [a]\n")
    given = from_options({"title": "Ours", "standing": "unknown", "topics": ["b"], "author": ""})
    known = read(added(put("in/leave.txt", TEXT), corpus, given).file).attribution
    assert (known.title, known.publisher, known.standing, known.topics) == ("Ours", "Us", "unknown", ("b",))


def test_a_fault_in_the_yaml_file_is_named_with_its_line_and_nothing_is_written(put: Put, corpus: Path) -> None:
    beside = put("in/leave.yaml", "publisher: Us\nstanding: old\n")
    fault = refused(put("in/leave.txt", TEXT), corpus)
    assert f"{beside}:2: `standing` is not a standing" in fault.what
    assert files(corpus) == []


def test_a_yaml_file_named_beside_its_text_is_part_of_it(put: Put, corpus: Path) -> None:
    beside, source = put("in/leave.yaml", "title: T"), put("in/leave.txt", TEXT)
    results = list(add([beside, source], corpus, NOTHING, SOME))
    assert [result.source for result in results if isinstance(result, Added)] == [source]
    assert len(results) == 1
    assert "no plain text" in refused(put("in/alone.yaml", "title: T"), corpus).what


def test_adding_twice_changes_nothing(put: Put, corpus: Path) -> None:
    source = put("in/leave.txt", TEXT)
    first = added(source, corpus).file
    before = first.stat()
    assert added(source, corpus).fate is Fate.UNCHANGED
    assert added(source, corpus, replace=True).fate is Fate.UNCHANGED
    assert (first.stat().st_mtime_ns, first.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_an_article_that_says_something_else_is_left_alone(put: Put, corpus: Path) -> None:
    there = put("corpus/leave.md", "whatever")
    fault = refused(put("in/leave.txt", TEXT), corpus)
    assert "would overwrite" in fault.what
    assert "--replace" in fault.mend
    assert there.read_text(encoding="utf-8") == "whatever"


def test_an_article_that_says_something_else_is_replaced_on_demand(put: Put, corpus: Path) -> None:
    put("corpus/leave.md", "whatever")
    result = added(put("in/leave.txt", TEXT), corpus, replace=True)
    assert result.fate is Fate.REPLACED
    assert read(result.file).passages[1].text == "One year of leave."
    assert files(corpus) == ["leave.md"]


def test_an_example_of_the_same_name_is_neither_in_the_way_nor_touched(put: Put, corpus: Path) -> None:
    example = put("corpus/examples/leave.md", "---\nstanding: example\n---\nAn example.\n")
    result = added(put("in/leave.txt", TEXT), corpus)
    assert (result.fate, result.file) == (Fate.ADDED, corpus / "leave.md")
    assert example.read_text(encoding="utf-8").endswith("An example.\n")
    assert load(corpus).files == {"leave": corpus / "leave.md"}
    assert load(corpus).faults == ()


def test_two_texts_of_one_name_are_not_mixed_up(put: Put, corpus: Path) -> None:
    first, second = put("in/a/leave.txt", TEXT), put("in/b/leave.txt", "Two years.")
    one, other = add([first, second], corpus, NOTHING, SOME, Ways(WriteOptions(replace=True)))
    assert isinstance(one, Added)
    assert isinstance(other, Fault)
    assert other.file == second
    assert f"has the same name as {first}" in other.what
    assert len(read(one.file).passages) == 2


def test_a_text_that_is_named_twice_is_added_once(put: Put, corpus: Path) -> None:
    source = put("in/leave.txt", TEXT)
    (result,) = add([source, source.parent, source.parent / ".." / "in" / "leave.txt"], corpus, NOTHING, SOME)
    assert isinstance(result, Added)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a: b?.txt", "a- b-"),
        ("a#1.txt", "a-1"),
        ("..a.txt", "a"),
        (" a .txt", "a"),
        ("a.v2.txt", "a.v2"),
        ("ä 👍.txt", "ä 👍"),
        ("a\nb.txt", "a-b"),
        ("....txt", "article"),
        ("a\x1bb.txt", "a-b"),
        ("a\x9bb.txt", "a-b"),
        ("a\u2028b.txt", "a-b"),
        ("a\udce9.txt", "a-"),
    ],
)
def test_an_article_has_a_name_that_any_file_system_and_any_reference_can_hold(file: str, name: str) -> None:
    assert article_name(Path(file)) == name


def test_a_text_with_an_odd_name_can_be_loaded_and_referred_to(put: Put, corpus: Path) -> None:
    for number, name in enumerate(("a#1.txt", "b: c.txt", "...txt", "x" * 250 + ".txt", "-.txt")):
        result = added(put(f"in/{name}", f"Rule {number}."), corpus)
        assert from_options({"supersedes": [result.file.stem]}).supersedes[0].article == result.file.stem
    assert len(load(corpus).articles) == 5


@pytest.mark.parametrize("name", ["README.txt", "readme.md", "..Readme.txt"])
def test_a_readme_would_never_be_read_and_is_refused(put: Put, corpus: Path, name: str) -> None:
    there = put("corpus/README.md", "About this folder.")
    fault = refused(put(f"in/{name}", TEXT), corpus)
    assert "README" in fault.what
    assert fault.mend == "give it another name"
    assert there.read_text(encoding="utf-8") == "About this folder."


def test_a_folder_stands_for_the_texts_in_it(put: Put, corpus: Path) -> None:
    for name in ("b.txt", "a.TXT", "c/d.markdown", "c/e.md", "f.text"):
        put(f"in/{name}", f"Leave by the rules of {name}.")
    for name in (".hidden.txt", ".git/g.txt", "h.docx", "a.yaml", "h.txt.bak"):
        put(f"in/{name}", "# not a text")
    results = list(add([corpus.parent / "in"], corpus, NOTHING, SOME))
    assert all(isinstance(result, Added) for result in results)
    assert files(corpus) == ["a.md", "b.md", "d.md", "e.md", "f.md"]


def test_a_folder_inside_a_hidden_one_can_be_named(put: Put, corpus: Path) -> None:
    put(".cache/in/a.txt", TEXT)
    (result,) = add([corpus.parent / ".cache" / "in"], corpus, NOTHING, SOME)
    assert isinstance(result, Added)


def test_links_in_circles_are_not_followed(put: Put, corpus: Path) -> None:
    folder = put("in/a.txt", TEXT).parent
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "gone.txt").symlink_to(folder / "nothing")
    fine, fault = add([folder], corpus, NOTHING, SOME)
    assert isinstance(fine, Added)
    assert isinstance(fault, Fault)
    assert fault.file.name == "gone.txt"


def test_one_bad_text_does_not_stop_the_others(put: Put, corpus: Path) -> None:
    put("in/a.txt", "")
    put("in/b.txt", b"\xff")
    put("in/c.txt", TEXT)
    results = list(add([corpus.parent / "in"], corpus, NOTHING, SOME))
    assert [type(result) for result in results] == [Fault, Fault, Added]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff", "\r\n\r\n"])
def test_an_empty_text_is_refused(put: Put, corpus: Path, content: str) -> None:
    assert refused(put("in/leave.txt", content), corpus).what == "is empty"
    assert files(corpus) == []


def test_a_text_of_leavings_only_is_refused_and_says_what_it_would_have_dropped(put: Put, corpus: Path) -> None:
    fault = refused(put("in/leave.txt", "Share\n\nPhoto: A\n"), corpus)
    assert "has no text of its own" in fault.what
    assert "line 1: Share" in fault.what
    assert "line 3: Photo: A" in fault.what
    assert files(corpus) == []


@pytest.mark.parametrize("name", ["leave.docx", "leave", "leave.yaml", "leave.zip"])
def test_what_is_neither_text_nor_page_nor_pdf_is_refused(put: Put, corpus: Path, name: str) -> None:
    assert "is no plain text, web page or PDF" in refused(put(f"in/{name}", b"%PDF-1.7\n\xff\x00"), corpus).what


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x89PNG\r\n", "Leave".encode("utf-16"), b"caf\xe9"])
def test_a_binary_with_the_ending_of_a_text_is_refused(put: Put, corpus: Path, content: bytes) -> None:
    assert refused(put("in/leave.txt", content), corpus).mend
    assert files(corpus) == []


@pytest.mark.parametrize("start", ["---\n", "---  \n", "\ufeff---\r\n"])
def test_a_corpus_file_is_not_added_a_second_time(put: Put, corpus: Path, start: str) -> None:
    fault = refused(put("in/leave.md", f"{start}title: T\n---\nText."), corpus)
    assert (fault.line, fault.what) == (1, "is a corpus file already")


def test_a_text_that_is_gone_is_a_fault(tmp_path: Path, corpus: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "gone.txt", corpus).what


def test_a_corpus_folder_is_made_where_there_is_none(put: Put, tmp_path: Path) -> None:
    assert added(put("in/leave.txt", TEXT), tmp_path / "new" / "corpus").file.is_file()


def test_a_folder_that_cannot_be_written_is_a_fault(put: Put, tmp_path: Path) -> None:
    source, blocked = put("in/leave.txt", TEXT), put("file", "x")
    assert "cannot be written" in refused(source, blocked / "corpus").what
    put("taken/leave.md/x", "x")
    assert "cannot be written" in refused(source, tmp_path / "taken").what


def test_a_folder_without_the_right_to_write_is_a_fault(put: Put, corpus: Path) -> None:
    corpus.chmod(0o500)
    if os.access(corpus, os.W_OK):
        pytest.skip("nothing is closed to root")
    try:
        assert "cannot be written" in refused(put("in/leave.txt", TEXT), corpus).what
    finally:
        corpus.chmod(0o700)


def test_what_was_known_of_a_replaced_article_stays_where_nothing_better_is_known(put: Put, corpus: Path) -> None:
    front = "title: Leave\ntopics: [leave]\nowner: Ann\nsupersedes: [old#3]"
    there = put("corpus/leave.md", f"---\n{front}\n---\n\nOne year of leave.\n")
    result = added(put("in/leave.txt", "Two years of leave."), corpus, Metadata(title="New leave"), replace=True)
    assert result.fate is Fate.REPLACED
    assert result.notes == ("kept of what was known: owner, supersedes, topics",)
    text = there.read_text(encoding="utf-8")
    assert "title: New leave" in text
    assert "owner: Ann" in text
    assert "old#3" in text
    assert "Two years" in text


def test_when_the_disk_is_full_no_half_article_and_no_litter_is_left(put: Put, corpus: Path) -> None:
    source, there = put("in/leave.txt", "One year of leave.\n" * 1_000), put("corpus/leave.md", "whatever")
    list(
        add([source], corpus, NOTHING, SOME, Ways(WriteOptions(dry=True)))
    )  # all that it needs is loaded: nothing is compiled below
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, hard))
    try:
        (result,) = add([source], corpus, NOTHING, SOME, Ways(WriteOptions(replace=True)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(result, Fault)
    assert "cannot be written" in result.what
    assert there.read_text(encoding="utf-8") == "whatever"
    assert files(corpus) == ["leave.md"]


def test_what_a_killed_run_left_behind_is_no_article_and_in_nobodys_way(put: Put, corpus: Path) -> None:
    put("corpus/.0123456789abcdef.adding", "---\ntitle: ha")
    assert load(corpus).faults == ()
    added(put("in/leave.txt", TEXT), corpus)
    assert [article.id for article in load(corpus).articles] == ["leave"]


def test_what_a_text_supersedes_goes_into_its_article(put: Put, corpus: Path) -> None:
    added(put("in/old.txt", TEXT), corpus)
    added(put("in/new.txt", TEXT), corpus, from_options({"supersedes": ["old#2"]}))
    loaded = load(corpus)
    assert loaded.faults == ()
    assert [str(reference) for reference in loaded.articles[0].supersedes] == ["old#2"]


def test_the_seeds_become_articles_and_stay_so(outside: Path, corpus: Path, boilerplate: Boilerplate) -> None:
    seeds = outside / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"no seeds in {outside}")
    results = [result for result in add([seeds], corpus, NOTHING, boilerplate) if isinstance(result, Added)]
    assert [result.source for result in results] == sorted(seeds.glob("*.txt"))
    for result in results:
        article, text = read(result.file), read_text(Path(result.source), limit=1_000_000)
        assert result.unknown[0] == "title"
        assert article.attribution.published
        for passage in article.passages:
            assert passage.text in text
    assert load(corpus).faults == ()
    assert {result.fate for result in add([seeds], corpus, NOTHING, boilerplate) if isinstance(result, Added)} == {
        Fate.UNCHANGED
    }
