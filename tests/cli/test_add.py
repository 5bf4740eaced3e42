"""`policybot add`, as a program."""

import json
from pathlib import Path

from tests.conftest import Run


def test_raw_text_becomes_an_article_that_answers(run: Run, tmp_path: Path) -> None:
    raw, corpus = tmp_path / "leave.txt", tmp_path / "corpus"
    raw.write_text("Parents get twelve weeks of leave.\n\nPhoto: Somebody/Flickr\n")
    added = run("add", str(raw), "--corpus", str(corpus), "--title", "Leave", "--publisher", "Example Ltd")
    assert added.code == 0
    assert "dropped, line 3: Photo: Somebody/Flickr" in added.out
    assert "unknown: author, published, url" in added.out
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
    refused = run("add", str(raw), "--corpus", str(corpus))
    assert refused.code == 1
    assert "--replace" in refused.err
    assert "twelve" in (corpus / "leave.md").read_text()
    assert "replaced" in run("add", str(raw), "--corpus", str(corpus), "--replace").out
    assert "thirteen" in (corpus / "leave.md").read_text()


def test_a_faulty_text_is_told_and_the_others_are_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9\n")
    (tmp_path / "good.txt").write_text("All is well.\n")
    shown = run("add", str(tmp_path / "bad.txt"), str(tmp_path / "good.txt"), "--corpus", str(tmp_path / "corpus"))
    assert shown.code == 1
    assert "is not UTF-8 text" in shown.err
    assert (tmp_path / "corpus/good.md").exists()


def test_bad_calls_end_with_2_and_say_how_to_mend_them(run: Run, tmp_path: Path) -> None:
    raw = tmp_path / "a.txt"
    raw.write_text("Text.\n")
    for arguments, hint in (
        ((str(raw), "--published", "June 2020"), "YYYY-MM-DD"),
        ((str(raw), "--url", "example.com"), "https://"),
        ((str(raw), "--standing", "holy"), "original"),
        ((str(raw), str(raw), "--title", "T"), "YAML file beside"),
        ((str(tmp_path / "empty-folder"),), "no plain text"),
    ):
        (tmp_path / "empty-folder").mkdir(exist_ok=True)
        shown = run("add", *arguments, "--corpus", str(tmp_path / "corpus"))
        assert shown.code == 2
        assert hint in " ".join(shown.err.split())
