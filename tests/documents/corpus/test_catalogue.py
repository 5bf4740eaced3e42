"""Only files that have changed are read again, and no change is missed for that."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

import pytest

from bot.documents.corpus import catalogue
from bot.documents.corpus.catalogue import NO_STAMP, Catalogue, Entry, catalogued, look, still
from bot.documents.corpus.listing import documents
from bot.documents.corpus.roots import Roots

Put = Callable[[str, str | bytes], Path]
SOUND = "---\ntitle: T\nsupersedes: [b#1, c]\n---\n\nOne year of leave.\n\nTwo.\n"


def later() -> int:
    return time.time_ns() + 10**10


def taken(folder: Path, known: Mapping[str, Entry] | None = None) -> Catalogue:
    return catalogued(look(Roots.of(folder)), known or {}, clock=later)


def test_the_files_are_those_that_are_loaded_in_the_same_order(tmp_path: Path, put: Put) -> None:
    for name in (
        "b.md",
        "a.md",
        "z/c.md",
        "m/n/d.md",
        "m/e.v2.md",
        "F.MD",
        "README.md",
        ".x.md",
        "a.txt",
        "dir.md/x.md",
    ):
        put(name, SOUND)
    (tmp_path / "linked").symlink_to(tmp_path / "z")
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere.md")
    files = [file.relative_to(tmp_path).as_posix() for file in (Path(each.file.path) for each in documents(tmp_path))]
    assert list(look(Roots.of(tmp_path)).stamps) == files
    assert "broken.md" in files
    assert list(taken(tmp_path).entries) == files


@pytest.mark.parametrize("name", [".", "./here/..", ""])
def test_paths_are_those_within_the_folder_however_it_is_named(tmp_path: Path, put: Put, name: str) -> None:
    put("part/a.md", SOUND)
    put("here/b.md", SOUND)
    with chdir(tmp_path):
        assert list(look(Roots.of(Path(name))).stamps) == ["here/b.md", "part/a.md"]


def test_an_entry_can_be_written_down_and_read(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    put("faulty.md", "---\nstanding: old\n---\nText.")
    for entry in taken(tmp_path).entries.values():
        assert Entry.from_json(entry.as_json()) == entry
    assert [entry.card is None for entry in taken(tmp_path).entries.values()] == [False, True]


def test_nothing_is_read_where_nothing_has_changed(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    first = taken(tmp_path)
    assert list(first.articles) == ["a.md"]
    again = taken(tmp_path, first.entries)
    assert (again.entries, again.articles) == (first.entries, {})
    assert still(first.entries, look(Roots.of(tmp_path))) == ()


def test_a_look_holds_no_second_stamp_of_what_looks_as_it_did(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    put("b.md", SOUND)
    first = taken(tmp_path)
    put("b.md", f"{SOUND}Another.\n")
    stamps = look(Roots.of(tmp_path), first.entries).stamps
    assert stamps["a.md"] is first.entries["a.md"].stamp
    assert stamps == look(Roots.of(tmp_path)).stamps


def test_a_touched_file_keeps_its_article_and_a_changed_one_gets_a_new_one(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    put("b.md", SOUND)
    first = taken(tmp_path)
    os.utime(tmp_path / "a.md", (1, 1))
    put("b.md", SOUND.replace("One", "Ten"))
    assert still(first.entries, look(Roots.of(tmp_path))) is None
    assert list(taken(tmp_path, first.entries).articles) == ["b.md"]


def test_other_line_ends_make_no_other_article(tmp_path: Path, put: Put) -> None:
    put("a.md", SOUND)
    first = taken(tmp_path)
    put("a.md", SOUND.replace("\n", "\r\n"))
    assert taken(tmp_path, first.entries).articles in ({}, first.articles)


@pytest.mark.parametrize("change", ["came", "went", "renamed"])
def test_a_file_that_came_or_went_is_a_change(tmp_path: Path, put: Put, change: str) -> None:
    first_file = put("a.md", SOUND)
    first = taken(tmp_path).entries
    if change == "came":
        put("b.md", SOUND)
    elif change == "went":
        first_file.unlink()
    else:
        first_file.rename(tmp_path / "c.md")
    assert still(first, look(Roots.of(tmp_path))) is None


def test_a_stamp_that_is_as_young_as_the_clock_is_coarse_is_not_trusted(tmp_path: Path, put: Put) -> None:
    file = put("a.md", SOUND)
    changed = file.stat().st_ctime_ns
    young = catalogued(look(Roots.of(tmp_path)), {}, clock=lambda: changed + catalogue.SETTLED - 1)
    assert young.entries["a.md"].stamp == NO_STAMP
    assert still(young.entries, look(Roots.of(tmp_path))) is None
    # Read once more, by then it is old enough.
    settled = catalogued(look(Roots.of(tmp_path)), young.entries, clock=lambda: changed + catalogue.SETTLED)
    assert settled.articles == {}
    assert still(settled.entries, look(Roots.of(tmp_path))) == ()


def test_a_file_from_the_future_is_trusted_as_soon_as_nobody_has_touched_it_for_a_while(
    tmp_path: Path, put: Put
) -> None:
    file = put("a.md", SOUND)
    os.utime(file, ns=(2**62, 2**62))
    assert taken(tmp_path).entries["a.md"].stamp != NO_STAMP


def test_a_faulty_file_is_read_again_each_time_because_what_mends_it_need_not_change_it(
    tmp_path: Path, put: Put
) -> None:
    put("a.md", SOUND)
    (tmp_path / "b.md").symlink_to(tmp_path / "target.md.bak")
    put("c.md", "---\nstanding: old\n---\nText.")
    first = taken(tmp_path)
    faults = still(first.entries, look(Roots.of(tmp_path)))
    assert faults == first.faults
    assert [fault.file.name for fault in first.faults] == ["b.md", "c.md"]
    put("target.md.bak", SOUND)
    assert still(first.entries, look(Roots.of(tmp_path))) is None
    assert list(taken(tmp_path, first.entries).articles) == ["b.md"]


FAULTY: list[Callable[[Path], object]] = [
    lambda file: file.write_text("---\nstanding: old\n---\nText."),
    lambda file: file.write_bytes(b""),
    lambda file: in_place_of(file, lambda: file.symlink_to(file)),
    lambda file: in_place_of(file, lambda: file.symlink_to("nowhere")),
    lambda file: in_place_of(file, lambda: os.mkfifo(file)),
]


def in_place_of(file: Path, put: Callable[[], None]) -> None:
    file.unlink()
    put()


@pytest.mark.parametrize("spoil", FAULTY, ids=["text", "empty", "loop", "broken link", "pipe"])
def test_what_is_known_of_a_file_in_force_stays_while_it_is_faulty(
    tmp_path: Path, put: Put, spoil: Callable[[Path], object]
) -> None:
    file = put("a.md", SOUND)
    first = taken(tmp_path)
    spoil(file)
    again = catalogued(look(Roots.of(tmp_path)), first.entries, clock=later, in_force={"a.md"})
    assert again.entries["a.md"].card == first.entries["a.md"].card
    assert again.retained == {"a.md"}
    assert [fault.file for fault in again.faults] == [file]
    # It is read at each look, and nothing else is while nothing else happens.
    assert still(again.entries, look(Roots.of(tmp_path)), again.retained) == again.faults
    file.unlink()
    put("a.md", SOUND)
    assert still(again.entries, look(Roots.of(tmp_path)), again.retained) is None
    mended = catalogued(look(Roots.of(tmp_path)), again.entries, clock=later, in_force={"a.md"})
    assert (mended.articles, mended.retained, mended.faults) == ({}, frozenset(), ())


@pytest.mark.parametrize(
    "remove",
    [
        Path.unlink,
        lambda file: in_place_of(file, file.mkdir),
        lambda file: in_place_of(file, lambda: file.symlink_to(file.parent)),
        lambda file: file.parent.rename(file.parent.with_name("renamed")),
    ],
    ids=["removed", "a folder", "a link to a folder", "its folder renamed"],
)
def test_a_file_that_is_gone_is_gone_also_if_it_was_in_force_or_faulty(
    tmp_path: Path, put: Put, remove: Callable[[Path], object]
) -> None:
    file = put("part/a.md", SOUND)
    first = taken(tmp_path)
    file.write_text("---\nstanding: old\n---\nText.")
    faulty = catalogued(look(Roots.of(tmp_path)), first.entries, clock=later, in_force={"part/a.md"})
    remove(file)
    gone = catalogued(look(Roots.of(tmp_path)), faulty.entries, clock=later, in_force={"part/a.md"})
    assert "part/a.md" not in gone.entries
    assert gone.retained == frozenset()
    assert catalogue.is_gone(Roots.of(tmp_path), "part/a.md")


def without_room_for(name: str, folder: Path) -> Path:
    """The same folder, named so that a path to what has this name in it is one byte too long, and a shorter one is not.

    The detour through a folder and back is made exactly as long as is missing, wherever the folder lies.
    """
    missing = os.pathconf(folder, "PC_PATH_MAX") - len(os.fsencode(folder / name))
    last = "e" * (missing % len("/e/..") + 1)
    detours = ["e", ".."] * (missing // len("/e/..") - 1) + [last, ".."]
    for detour in ("e", last):
        (folder / detour).mkdir(exist_ok=True)
    return folder.joinpath(*detours)


def test_what_is_known_of_a_folder_stays_while_it_cannot_be_listed_and_in_order(tmp_path: Path, put: Put) -> None:
    names = ["a.md", "z.md", "b/b.md", "unlistable/c.md", "unlistable/d/c.md", "unlistable/e.md", "w/w.md"]
    for name in names:
        put(name, SOUND)
    first = taken(tmp_path)
    refused = without_room_for("unlistable", tmp_path)
    again = catalogued(look(Roots.of(refused)), first.entries, clock=later, in_force=set(names))
    assert list(again.entries.items()) == list(first.entries.items())
    assert again.retained == {name for name in names if name.startswith("unlistable")}
    assert [(fault.file, fault.what) for fault in again.faults] == [
        (refused / "unlistable", "cannot be read (File name too long)")
    ]
    assert still(again.entries, look(Roots.of(refused)), again.retained) is None
    assert not catalogue.is_gone(Roots.of(refused), "unlistable/c.md")
    assert still(first.entries, look(Roots.of(tmp_path))) == ()


def test_nothing_is_gone_while_the_folder_itself_is_missing(tmp_path: Path, put: Put) -> None:
    put("corpus/part/a.md", SOUND)
    folder = tmp_path / "corpus"
    first = taken(folder)
    folder.rename(tmp_path / "elsewhere")
    away = catalogued(look(Roots.of(folder)), first.entries, clock=later, in_force={"part/a.md"})
    assert away.entries == first.entries
    assert away.retained == {"part/a.md"}
    assert [fault.file for fault in away.faults] == [folder]
    folder.mkdir()
    assert catalogued(look(Roots.of(folder)), away.entries, clock=later, in_force={"part/a.md"}).entries == {}


def test_a_sound_file_that_becomes_faulty_is_a_fault_and_no_article_where_none_was_in_force(
    tmp_path: Path, put: Put
) -> None:
    put("a.md", SOUND)
    first = taken(tmp_path)
    put("a.md", "---\nstanding: old\n---\nText.")
    again = taken(tmp_path, first.entries)
    assert again.entries["a.md"].card is None
    assert [fault.file.name for fault in again.faults] == ["a.md"]


def test_who_waits_is_told_how_many_files_are_done(tmp_path: Path, put: Put) -> None:
    for name in "abc":
        put(f"{name}.md", SOUND)
    told: list[tuple[int, int]] = []
    catalogued(look(Roots.of(tmp_path)), {}, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
