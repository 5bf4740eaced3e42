"""A folder of corpus files → articles and faults: one bad file is one fault, never more."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.corpus import document, loading
from bot.documents.corpus.document import LARGEST_FILE
from bot.documents.corpus.listing import documents
from bot.documents.corpus.loading import Loaded
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault, Faulty, read_text

Put = Callable[[str, str | bytes], Path]
SOUND = "---\ntitle: T\n---\n\nOne year of leave.\n"
EXAMPLE = "---\ntitle: T\nstanding: example\n---\n\nAn example.\n"


def load(folder: Path) -> Loaded:
    return loading.load(Roots.of(folder))


def names(folder: Path) -> list[str]:
    return [article.id for article in load(folder).articles]


def only_fault(folder: Path) -> Fault:
    (fault,) = load(folder).faults
    return fault


def test_articles_are_named_by_their_files_and_come_in_a_fixed_order(tmp_path: Path, put: Put) -> None:
    for name in ("b.md", "a.md", "z/c.md", "m/n/d.md", "m/e.v2.md", "F.MD"):
        put(name, SOUND)
    loaded = load(tmp_path)
    assert [article.id for article in loaded.articles] == ["F", "a", "b", "m/e.v2", "m/n/d", "z/c"]
    assert loaded.files == {
        article.id: file
        for article, file in zip(loaded.articles, (Path(each.file.path) for each in documents(tmp_path)), strict=True)
    }
    assert loaded.faults == ()


def test_hidden_files_and_other_files_are_no_articles(tmp_path: Path, put: Put) -> None:
    for name in (
        ".hidden.md",
        ".git/a.md",
        "sub/.b/c.md",
        "a.png",
        "a.yaml",
        ".a.md.123",
        "a.md.bak",
    ):
        put(name, "no article")
    loaded = load(tmp_path)
    assert (loaded.articles, loaded.files, loaded.faults) == ((), {}, ())


def test_a_faulty_file_never_stops_the_others(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    bad: list[str | bytes] = [
        "", "---\nstanding: old\n---\nText.", "---\ntitle: T\n---\n", "# Only a heading", b"\xff\xfe",
        "---\nin_force_until: 2020-02-30\n---\nx", "---\nsupersedes: '#2'\n---\nx",
    ]  # fmt: skip
    for number, content in enumerate(bad):
        put(f"bad-{number:02}.md", content)
    put("z.md", SOUND)
    loaded = load(tmp_path)
    assert [article.id for article in loaded.articles] == ["a", "z"]
    assert [fault.file.stem for fault in loaded.faults] == [f"bad-{number:02}" for number in range(len(bad))]
    assert all(fault.what and fault.mend for fault in loaded.faults)


def test_every_fault_of_the_front_matter_is_told_by_line(tmp_path: Path, put: Put) -> None:
    put("bad.md", "---\nstanding: old\npublished: 3 May\nreview_by: x\n---\n\nText.\n")
    assert [fault.line for fault in load(tmp_path).faults] == [2, 4]


def test_a_fault_reads_as_file_line_what_and_mend(tmp_path: Path, put: Put) -> None:
    file = put("a.md", "---\ntitle: T\nreview_by: soon\n---\nText.")
    assert str(only_fault(tmp_path)).startswith(f"{file}:3: `review_by` is not a date; write it as YYYY-MM-DD")
    assert str(Fault(file, 0, "is empty", "fill it")) == f"{file}: is empty; fill it"


def test_a_file_name_that_is_no_text_is_a_fault_that_can_be_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text(SOUND, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.articles == ()
    assert "file name" in only_fault(tmp_path).what
    assert str(only_fault(tmp_path)).encode()


def test_a_byte_order_mark_and_foreign_line_ends_make_no_difference(tmp_path: Path, put: Put) -> None:
    text = "---\ntitle: T\n---\n\nOne\nyear.\n\nTwo years.\n"
    for name, content in {
        "bom": "\ufeff" + text,
        "crlf": text.replace("\n", "\r\n"),
        "cr": text.replace("\n", "\r"),
        "all": "\ufeff" + text.replace("\n", "\r\n"),
    }.items():
        put(f"{name}.md", content)
        article = document.read(Roots.of(tmp_path), f"{name}.md", name)
        assert article.attribution.title == "T"
        assert [passage.text for passage in article.passages] == ["One year.", "Two years."]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize(("sign", "what"), [(b"\xff", "is not UTF-8 text"), (b"\0", "holds a NUL character")])
@pytest.mark.parametrize("line", [1, 2, 5])
def test_the_line_of_a_bad_byte_is_right(put: Put, bom: bytes, end: bytes, sign: bytes, what: str, line: int) -> None:
    file = put("a.txt", bom + b"x" * (line > 1) + end * (line - 1) + sign + end + b"more")
    with pytest.raises(Faulty) as caught:
        read_text(file, limit=1_000)
    assert (caught.value.line, caught.value.what) == (line, what)


def test_a_file_is_read_up_to_its_limit_and_not_beyond(put: Put) -> None:
    assert read_text(put("a.txt", "x" * 100), limit=100) == "x" * 100
    with pytest.raises(Faulty, match="101 bytes") as caught:
        read_text(put("a.txt", "x" * 101), limit=100)
    assert caught.value.mend == "split it into files of at most 100 bytes"


def test_an_article_that_is_too_large_is_a_fault(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND + "x" * LARGEST_FILE)
    assert "bytes long" in only_fault(tmp_path).what


def test_a_file_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="cannot be read"):
        read_text(tmp_path / "gone.md", limit=100)


def test_what_is_no_regular_file_is_a_fault_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    assert [(fault.file.stem, fault.what) for fault in load(tmp_path).faults] == [
        ("endless", "is no regular file"),
        ("pipe", "is no regular file"),
    ]


def test_links_that_lead_nowhere_or_in_circles_are_faults_and_no_traps(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing")
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    loaded = load(tmp_path)
    assert [article.id for article in loaded.articles] == ["a"]
    assert [fault.file.stem for fault in loaded.faults] == ["gone", "self"]


def test_a_link_to_a_file_is_an_article(tmp_path: Path, put: Put) -> None:
    target = put("..data/leave.text", SOUND)
    (tmp_path / "leave.md").symlink_to(target)
    assert names(tmp_path) == ["leave"]


def test_a_folder_named_like_an_article_is_a_folder(tmp_path: Path, put: Put) -> None:
    put("leave.md/a.md", SOUND)
    assert names(tmp_path) == ["leave.md/a"]


def test_a_folder_that_cannot_be_read_is_a_fault_and_not_an_empty_one(tmp_path: Path, put: Put) -> None:
    assert "cannot be read" in only_fault(tmp_path / "missing").what
    assert "cannot be read" in only_fault(put("file", "x")).what


def test_an_unreadable_folder_or_file_does_not_stop_the_others(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    put("b.md", SOUND).chmod(0)
    put("closed/c.md", SOUND).parent.chmod(0)
    if os.access(tmp_path / "closed", os.R_OK):
        pytest.skip("nothing is unreadable to root")
    try:
        loaded = load(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [article.id for article in loaded.articles] == ["a"]
    assert {fault.file.name for fault in loaded.faults} == {"b.md", "closed"}


def test_an_article_is_named_by_its_path_so_that_a_readme_in_each_folder_is_one(tmp_path: Path, put: Put) -> None:
    for name in ("README.md", "hr/README.md", "hr/leave/index.md", "it/README.md"):
        put(name, SOUND)
    assert names(tmp_path) == ["README", "hr/README", "hr/leave/index", "it/README"]
    assert load(tmp_path).faults == ()


def test_of_two_articles_of_one_name_the_first_stays_and_the_second_is_a_fault(tmp_path: Path, put: Put) -> None:
    second = put("examples/leave.md", SOUND)
    first = put("leave.md", SOUND)
    loaded = load(tmp_path)
    assert loaded.files == {"leave": first}
    assert only_fault(tmp_path).file == second
    assert str(first) in only_fault(tmp_path).what


def test_a_faulty_file_does_not_hold_a_name(tmp_path: Path, put: Put) -> None:
    put("leave.md", "---\nstanding: old\n---\nText.")
    second = put("examples/leave.md", SOUND)
    assert load(tmp_path).files == {"leave": second}
    assert len(load(tmp_path).faults) == 1


def test_examples_are_there_as_long_as_they_are_alone(tmp_path: Path, put: Put) -> None:
    put("examples/a.md", EXAMPLE)
    put("examples/b.md", EXAMPLE)
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("standing", ["original", "republished", "unknown"])
def test_examples_step_aside_as_soon_as_there_is_an_article_of_another_standing(
    tmp_path: Path, put: Put, standing: str
) -> None:
    put("examples/a.md", EXAMPLE)
    put("b.md", f"---\nstanding: {standing}\n---\nText.")
    loaded = load(tmp_path)
    assert [article.id for article in loaded.articles] == ["b"]
    assert list(loaded.files) == ["b"]
    assert loaded.faults == ()


def test_examples_do_not_step_aside_for_what_curators_answer(tmp_path: Path, put: Put) -> None:
    put("examples/a.md", EXAMPLE)
    put("b.md", "---\nstanding: answer\n---\nYes.")
    assert sorted(names(tmp_path)) == ["a", "b"]
    put("c.md", SOUND)
    assert sorted(names(tmp_path)) == ["b", "c"]


def test_an_article_of_unstated_standing_is_no_example(tmp_path: Path, put: Put) -> None:
    put("examples/a.md", EXAMPLE)
    put("b.md", SOUND)
    assert names(tmp_path) == ["b"]


def test_examples_do_not_step_aside_for_a_faulty_file(tmp_path: Path, put: Put) -> None:
    put("examples/a.md", EXAMPLE)
    put("b.md", "---\nstanding: original\n---\n")
    assert names(tmp_path) == ["a"]
    assert len(load(tmp_path).faults) == 1


def test_an_example_never_keeps_out_an_article_of_the_same_name(tmp_path: Path, put: Put) -> None:
    put("examples/leave.md", EXAMPLE)
    file = put("leave.md", SOUND)
    loaded = load(tmp_path)
    assert loaded.files == {"leave": file}
    assert loaded.faults == ()


@pytest.mark.parametrize("reference", ["gone", "old#2", "gone#1", "old.md"])
def test_a_reference_that_leads_nowhere_is_a_fault_on_its_line_but_the_article_stays(
    tmp_path: Path, put: Put, reference: str
) -> None:
    put("old.md", SOUND)
    file = put("new.md", f"---\ntitle: T\nsupersedes: [{reference}]\n---\nText.")
    assert names(tmp_path) == ["new", "old"]
    fault = only_fault(tmp_path)
    assert (fault.file, fault.line) == (file, 3)
    assert f"`supersedes` names {reference}," in fault.what


def test_an_article_cannot_supersede_itself(tmp_path: Path, put: Put) -> None:
    put("a.md", "---\nsupersedes: [a#1]\n---\nText.")
    assert re.search("names .* itself", only_fault(tmp_path).what)
    assert names(tmp_path) == ["a"]


def test_an_article_is_found_by_the_end_of_its_name_where_no_other_has_it(tmp_path: Path, put: Put) -> None:
    put("hr/old.md", SOUND)
    put("a.md", "---\nsupersedes: [old, hr/old#1]\n---\nText.")
    assert load(tmp_path).faults == ()
    put("it/old.md", SOUND)
    assert "`supersedes` names old, which the corpus does not have" in only_fault(tmp_path).what


def test_a_reference_to_an_article_or_one_of_its_passages_is_sound(tmp_path: Path, put: Put) -> None:
    put("old.md", SOUND)
    put("a.md", "---\nsupersedes: [old]\n---\nText.")
    put("b.md", "---\nsupersedes: [old#1]\n---\nText.")
    assert load(tmp_path).faults == ()


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert (loaded.articles, loaded.files, loaded.faults) == ((), {}, ())
