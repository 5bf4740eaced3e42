"""What is meant by the names that somebody gives: each source once, and never more than can be meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.adding.sources import MOST, Most, Source, meant

Put = Callable[[str, str | bytes], Path]


def names(*named: Source, most: Most = MOST) -> list[str]:
    return [each if isinstance(each, str) else each.name for each in meant(named, most).sources]


def test_a_folder_stands_for_the_texts_pages_and_pdfs_in_it(put: Put, tmp_path: Path) -> None:
    for name in ("a.txt", "b.HTML", "c/d.pdf", "c/e.xhtml", "f.htm", "g.md"):
        put(f"in/{name}", "x")
    for name in ("h.docx", ".i.html", "j.yaml", ".git/k.txt"):
        put(f"in/{name}", "x")
    assert names(tmp_path / "in") == ["a.txt", "b.HTML", "f.htm", "g.md", "d.pdf", "e.xhtml"]


def test_what_a_browser_saves_beside_a_page_is_part_of_it(put: Put, tmp_path: Path) -> None:
    for name in ("leave.html", "leave_files/frame.html", "leave_files/deep/frame.html", "other_files/pay.html"):
        put(f"in/{name}", "x")
    assert names(tmp_path / "in") == ["leave.html", "pay.html"]


def test_addresses_stand_for_themselves_among_files(put: Put) -> None:
    file = put("a.txt", "x")
    url = "https://example.org/leave"
    assert names(url, file, "HTTP://example.org/pay", url) == [url, "a.txt", "HTTP://example.org/pay"]
    assert names(str(file)) == ["a.txt"]


def test_a_file_that_is_named_in_several_ways_is_meant_once(put: Put, tmp_path: Path) -> None:
    file = put("in/a.txt", "x")
    (tmp_path / "in" / "b.txt").symlink_to(file)
    assert names(file, tmp_path / "in", tmp_path / "in" / ".." / "in" / "a.txt") == ["a.txt"]


def test_links_in_circles_are_not_followed(put: Put, tmp_path: Path) -> None:
    folder = put("in/a.txt", "x").parent
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "b.txt").symlink_to(folder / "c.txt")
    (folder / "c.txt").symlink_to(folder / "b.txt")
    assert set(names(folder)) <= {"a.txt", "b.txt", "c.txt"}


def test_a_yaml_file_is_meant_only_where_it_stands_alone(put: Put) -> None:
    beside, page, alone = put("a.yaml", ""), put("a.html", ""), put("b.yml", "")
    assert names(beside, page, alone) == ["a.html", "b.yml"]


@pytest.mark.parametrize("most", [Most(files=2), Most(size=1_000_000)])
def test_too_much_at_a_time_is_one_fault_and_nothing_is_meant(put: Put, tmp_path: Path, most: Most) -> None:
    for number in range(3):
        put(f"in/{number}.txt", "x" * 400_000)
    too_much = meant([tmp_path / "in"], most)
    (fault,) = too_much.faults
    assert too_much.sources == ()
    assert "holds more than may be added at a time" in fault.what
    assert "nothing was added" in fault.mend
    assert len(meant([tmp_path / "in"], Most(files=3, size=2_000_000)).sources) == 3


def test_the_root_of_everything_is_too_much() -> None:
    (fault,) = meant([Path("/")], Most(files=5)).faults
    assert fault.file == Path("/")


def test_a_folder_that_is_not_there_is_left_to_who_reads_it(tmp_path: Path) -> None:
    assert names(tmp_path / "nothing") == ["nothing"]
