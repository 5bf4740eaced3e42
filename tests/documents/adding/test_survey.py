"""What somebody names stands for documents, each once; and nothing is passed over in silence."""

from collections.abc import Callable
from pathlib import Path

from bot.documents.adding.survey import HIDDEN, LINKS, TEMPLATES, Item, Most, Survey, survey
from bot.documents.corpus.listing import documents

Put = Callable[[str, str | bytes], Path]


def paths(found: Survey) -> list[str]:
    return [item.path for item in found.items]


def test_a_folder_stands_for_its_documents_under_their_paths(put: Put, tmp_path: Path) -> None:
    for name in ("b.md", "hr/leave.docx", "hr/pay/scale.csv", "a.txt"):
        put(name, "x")
    assert paths(survey([tmp_path])) == ["a.txt", "b.md", "hr/leave.docx", "hr/pay/scale.csv"]


def test_a_file_goes_by_its_name_and_an_address_has_no_path(put: Put) -> None:
    file = put("hr/leave.md", "x")
    assert survey([file, "https://example.org/a"]).items == [Item(file, "leave.md"), Item("https://example.org/a")]


def test_what_is_named_twice_is_meant_once(put: Put, tmp_path: Path) -> None:
    file = put("leave.md", "x")
    (tmp_path / "again.md").symlink_to(file)
    found = survey([file, tmp_path, file, "https://example.org/a", "https://example.org/a"])
    assert len(found.items) == 2


def test_a_file_of_a_kind_that_is_not_read_is_named_and_obvious_others_are_counted(put: Put, tmp_path: Path) -> None:
    put("scan.heic", "x")
    put("logo.png", "x")
    put(".git/HEAD", "x")
    found = survey([tmp_path])
    assert [fault.file.name for fault in found.unread] == ["scan.heic"]
    assert found.passed_over == {"pictures": ["logo.png"], HIDDEN: [".git/"]}


def test_what_pages_are_made_with_is_no_document(put: Put, tmp_path: Path) -> None:
    for name in ("_layouts/page.html", "hr/_includes/foot.html", "_posts/leave.md"):
        put(name, "x")
    found = survey([tmp_path])
    assert (paths(found), found.passed_over) == (["_posts/leave.md"], {TEMPLATES: ["_layouts/", "hr/_includes/"]})
    assert [each.file.name for each in documents(tmp_path)] == ["leave.md"]


def test_the_yaml_beside_a_document_is_read_with_it_and_any_other_is_passed_over(put: Put, tmp_path: Path) -> None:
    for name in ("leave.docx", "leave.docx.yaml", "pay.md", "pay.yaml", "deploy.yaml"):
        put(name, "x")
    found = survey([tmp_path])
    assert paths(found) == ["leave.docx", "pay.md"]
    assert sorted(found.passed_over["what is said beside documents"]) == ["leave.docx.yaml", "pay.yaml"]
    assert found.passed_over["settings and data"] == ["deploy.yaml"]
    assert survey([tmp_path / "pay.md", tmp_path / "pay.yaml"]).unread == []


def test_links_that_lead_out_of_the_folder_are_named_and_not_followed(put: Put, tmp_path: Path) -> None:
    secret = put("outside/secret.md", "x")
    put("docs/leave.md", "x")
    (tmp_path / "docs/link.md").symlink_to(secret)
    (tmp_path / "docs/more").symlink_to(tmp_path / "outside")
    found = survey([tmp_path / "docs"])
    assert paths(found) == ["leave.md"]
    assert [fault.file.name for fault in found.unread] == ["link.md"]
    assert found.passed_over == {LINKS: ["more/"]}


def test_the_frames_that_a_browser_saved_beside_a_page_are_no_documents(put: Put, tmp_path: Path) -> None:
    put("leave.html", "x")
    put("leave_files/frame.html", "x")
    assert paths(survey([tmp_path])) == ["leave.html"]


def test_more_than_may_be_added_at_a_time_adds_nothing_and_says_so(put: Put, tmp_path: Path) -> None:
    for number in range(3):
        put(f"{number}.md", "x" * 100)
    for most in (Most(files=2), Most(size=200)):
        found = survey([tmp_path], most)
        assert found.items == []
        assert "more than may be added at a time" in found.unread[0].what


def test_a_name_that_stands_for_nothing_is_left_to_be_told_when_it_is_read(tmp_path: Path) -> None:
    assert paths(survey([tmp_path / "missing.md"])) == ["missing.md"]
