"""`policybot add`, as a program."""

import json
from pathlib import Path

from tests.conftest import Run


def test_raw_text_becomes_an_article_that_answers(run: Run, tmp_path: Path) -> None:
    raw, corpus = tmp_path / "leave.txt", tmp_path / "corpus"
    raw.write_text("Parents get twelve weeks of leave.\n\nPhoto: Somebody/Flickr\n")
    given = ("--title", "Leave", "--publisher", "Example Ltd", "--left-out")
    added = run("add", str(raw), "--corpus", str(corpus), *given)
    assert added.code == 0
    assert "left out, boilerplate, 3: Photo: Somebody/Flickr" in added.out
    assert "owner" in added.out
    answer = json.loads(run("ask", "--json", "How many weeks of leave?", "--corpus", str(corpus)).out)
    assert answer["quotations"][0]["title"] == "Leave"
    assert answer["quotations"][0]["publisher"] == "Example Ltd"
    assert answer["quotations"][0]["author"] is None


def test_an_untitled_text_is_cited_by_the_name_of_its_file(run: Run, tmp_path: Path) -> None:
    raw, corpus = tmp_path / "leave.txt", tmp_path / "corpus"
    raw.write_text("Parents get twelve weeks of leave.\n")
    run("add", str(raw), "--corpus", str(corpus))
    shown = run("ask", "How many weeks of leave?", "--corpus", str(corpus)).out
    assert "— Leave · publisher unknown" in shown


def test_adding_twice_changes_nothing_and_other_words_are_not_overwritten(run: Run, tmp_path: Path) -> None:
    raw, corpus = tmp_path / "leave.txt", tmp_path / "corpus"
    raw.write_text("Parents get twelve weeks of leave.\n")
    assert "added" in run("add", str(raw), "--corpus", str(corpus)).out
    assert "unchanged" in run("add", str(raw), "--corpus", str(corpus)).out
    raw.write_text("Parents get thirteen weeks of leave.\n")
    assert "new version: " in run("add", str(raw), "--corpus", str(corpus)).out
    assert "thirteen" in (corpus / "leave.txt").read_text()


def test_a_document_of_the_same_name_from_elsewhere_is_never_overwritten_in_silence(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    for folder, words in (("a", "twelve"), ("b", "thirteen")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "leave.txt").write_text(f"Parents get {words} weeks of leave.\n")
    run("add", str(tmp_path / "a/leave.txt"), "--corpus", str(corpus))
    refused = run("add", str(tmp_path / "b/leave.txt"), "--corpus", str(corpus))
    assert refused.code == 1
    assert "--prefix" in refused.err
    assert "--replace" in refused.err
    assert "twelve" in (corpus / "leave.txt").read_text()
    assert run("add", str(tmp_path / "b/leave.txt"), "--corpus", str(corpus), "--prefix", "b").code == 0
    assert "thirteen" in (corpus / "b/leave.txt").read_text()


def test_a_folder_is_added_under_its_paths_and_what_is_not_read_is_named(run: Run, tmp_path: Path) -> None:
    source, corpus = tmp_path / "handbook", tmp_path / "corpus"
    for name in ("it/README.md", "hr/README.md", "hr/scan.heic", "logo.png"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(f"# Desk\n\nThe desk of {name} opens at nine.\n")
    added = run("add", str(source), "--corpus", str(corpus))
    assert added.code == 1
    assert "scan.heic" in added.err
    assert "logo.png" in added.out
    assert sorted(file.relative_to(corpus).as_posix() for file in corpus.rglob("*.md")) == [
        "hr/README.md",
        "it/README.md",
    ]
    answer = json.loads(run("ask", "--json", "When does the desk of hr open?", "--corpus", str(corpus)).out)
    assert answer["quotations"][0]["article"] == "hr/README"


def test_an_empty_name_adds_nothing(run: Run, tmp_path: Path) -> None:
    assert run("add", "", "--corpus", str(tmp_path / "corpus")).code == 2


def test_a_faulty_text_is_told_and_the_others_are_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    (tmp_path / "good.txt").write_text("All is well.\n")
    shown = run("add", str(tmp_path / "bad.pdf"), str(tmp_path / "good.txt"), "--corpus", str(tmp_path / "corpus"))
    assert shown.code == 1
    assert "bad.pdf" in shown.err
    assert (tmp_path / "corpus/good.txt").exists()


def test_bad_calls_end_with_2_and_say_how_to_mend_them(run: Run, tmp_path: Path) -> None:
    raw = tmp_path / "a.txt"
    raw.write_text("Text.\n")
    for arguments, hint in (
        ((str(raw), "--published", "June 2020"), "YYYY-MM-DD"),
        ((str(raw), "--url", "example.com"), "https://"),
        ((str(raw), "--standing", "holy"), "original"),
        ((str(raw), str(raw), "--title", "T"), "YAML file next to"),
        ((str(tmp_path / "empty-folder"),), "no document to add"),
    ):
        (tmp_path / "empty-folder").mkdir(exist_ok=True)
        shown = run("add", *arguments, "--corpus", str(tmp_path / "corpus"))
        assert shown.code == 2
        assert hint in " ".join(shown.err.split())
