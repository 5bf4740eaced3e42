"""A saved index is what was saved, or is not used at all."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search import files
from bot.search.files import LOCK, MANIFEST, BusyIndexError, UnusableIndexError, signed
from bot.search.postings import PostingIndex
from tests.examples import EXAMPLES

PASSAGES = [["leave", "days", "leave"], ["days"], [], ["paid", "leave", "\ud800"]] * 5
QUESTION = ["leave", "paid", "\ud800"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    PostingIndex.build(PASSAGES).save(folder, corpus="these")
    return folder


def data_of(folder: Path) -> Path:
    (data,) = folder.glob("*.arrays")
    return data


def test_an_index_that_is_opened_answers_as_the_one_that_was_saved(saved: Path) -> None:
    built, opened = PostingIndex.build(PASSAGES), PostingIndex.open(saved, corpus="these")
    assert opened.search(QUESTION, 99) == built.search(QUESTION, 99)
    assert (len(opened), opened.frequencies()) == (len(built), built.frequencies())


def test_an_empty_index_can_be_saved_and_opened(tmp_path: Path) -> None:
    PostingIndex.build([]).save(tmp_path)
    assert PostingIndex.open(tmp_path).changed([], [["leave"]]).search(["leave"], 1)[0][0] == 0


def test_an_index_that_was_changed_after_opening_can_be_saved_over_the_one_it_came_from(tmp_path: Path) -> None:
    PostingIndex.build(PASSAGES).save(tmp_path)
    opened = PostingIndex.open(tmp_path)
    changed = opened.changed([0], [["unheard", "leave"]])
    changed.save(tmp_path)
    assert PostingIndex.open(tmp_path).search(["unheard", "leave"], 99) == changed.search(["unheard", "leave"], 99)
    # Who opened the old one keeps it.
    assert opened.search(QUESTION, 99) == PostingIndex.build(PASSAGES).search(QUESTION, 99)


def test_only_the_newest_data_is_left_in_the_folder(tmp_path: Path) -> None:
    for _ in range(3):
        PostingIndex.build(PASSAGES).save(tmp_path)
    assert sorted(file.suffix or file.name for file in tmp_path.iterdir()) == [".arrays", LOCK, MANIFEST]


def test_what_is_mapped_is_not_written_again_as_long_as_most_of_its_file_is_of_use(tmp_path: Path) -> None:
    many, few = np.arange(9_000), np.arange(90)
    files.save(tmp_path, {"many": many}, {})
    first, opened = data_of(tmp_path), files.load(tmp_path)
    files.save(tmp_path, {**opened.arrays, "few": few}, {}, opened.data)
    (second,) = set(tmp_path.glob("*.arrays")) - {first}
    assert second.stat().st_size < 1_000
    again = files.load(tmp_path)
    assert {name: each.tolist() for name, each in again.arrays.items()} == {"many": many.tolist(), "few": few.tolist()}
    files.save(tmp_path, {"some": again.arrays["many"][:400], "few": again.arrays["few"]}, {}, again.data)
    assert first not in tmp_path.iterdir()
    assert {name: each.tolist() for name, each in files.load(tmp_path).arrays.items()} == {
        "some": many[:400].tolist(), "few": few.tolist(),
    }  # fmt: skip


def test_while_another_process_writes_nobody_else_does_and_readers_are_not_disturbed(tmp_path: Path) -> None:
    PostingIndex.build(PASSAGES).save(tmp_path)
    before = sorted(tmp_path.iterdir())
    with (tmp_path / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyIndexError):
            PostingIndex.build([]).save(tmp_path)
        assert len(PostingIndex.open(tmp_path)) == len(PASSAGES)
    assert sorted(tmp_path.iterdir()) == before
    PostingIndex.build([]).save(tmp_path)
    assert len(PostingIndex.open(tmp_path)) == 0


def test_what_a_crash_left_half_written_does_not_hurt_the_old_index(saved: Path, tmp_path: Path) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    (tmp_path / "0123.arrays").write_bytes(data_of(saved).read_bytes()[:100])
    (tmp_path / "0123.manifest").write_text('{"format"')
    assert PostingIndex.open(tmp_path).search(QUESTION, 99) == PostingIndex.build(PASSAGES).search(QUESTION, 99)
    PostingIndex.build(PASSAGES).save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda folder: (folder / MANIFEST).unlink(), "no index"),
        (lambda folder: (folder / MANIFEST).write_text(""), "damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[1, 2]"), "none of this program"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe\n{}"), "none of this program"),
        (lambda folder: (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:-1]), "damaged"),
        (lambda folder: edit(folder, '"version": 3', '"version": 9'), "damaged"),
        (lambda folder: edit(folder, '"k1": 1.5', '"k1": 2.5'), "damaged"),
        (lambda folder: edit(folder, '"data": {"', '"data": {"../'), "damaged"),
        (lambda folder: data_of(folder).unlink(), "lost its arrays"),
        (lambda folder: swap_for_folder(data_of(folder)), "damaged|cannot be read"),
        (lambda folder: data_of(folder).write_bytes(b""), "damaged"),
        (lambda folder: data_of(folder).write_bytes(data_of(folder).read_bytes()[:-1]), "damaged"),
        (lambda folder: data_of(folder).write_bytes(data_of(folder).read_bytes() + b"\0"), "damaged"),
    ],
)
def test_what_is_missing_foreign_or_damaged_is_recognised_and_said(
    saved: Path, tmp_path: Path, harm: Callable[[Path], object], reason: str
) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    harm(tmp_path)
    with pytest.raises(UnusableIndexError, match=reason):
        PostingIndex.open(tmp_path)


def edit(folder: Path, old: str, new: str) -> None:
    text = (folder / MANIFEST).read_text()
    assert old in text
    (folder / MANIFEST).write_text(text.replace(old, new))


def swap_for_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def test_an_index_of_an_older_format_is_recognised_and_said(saved: Path, tmp_path: Path) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / MANIFEST).read_bytes().partition(b"\n")[2]
    (tmp_path / MANIFEST).write_bytes(signed(text.replace(b'"version": 3', b'"version": 1')))
    with pytest.raises(UnusableIndexError, match="format 1"):
        PostingIndex.open(tmp_path)


def test_an_index_of_other_articles_is_not_used(saved: Path) -> None:
    with pytest.raises(UnusableIndexError, match="other articles"):
        PostingIndex.open(saved, corpus="those")


def test_a_folder_that_is_not_there_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexError, match="no index"):
        PostingIndex.open(tmp_path / "nowhere")


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_flipped_bit_anywhere_is_found(
    saved: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    shutil.copytree(saved, folder, dirs_exist_ok=True)
    content = bytearray(data_of(folder).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    data_of(folder).write_bytes(content)
    with pytest.raises(UnusableIndexError, match="damaged"):
        PostingIndex.open(folder)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_two_words_that_changed_places_are_found(
    saved: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("swapped")
    shutil.copytree(saved, folder, dirs_exist_ok=True)
    content = data_of(folder).read_bytes()
    words = [content[start : start + 8] for start in range(0, len(content), 8)]
    one, other = data.draw(
        st.tuples(*[st.integers(0, len(words) - 1)] * 2).filter(lambda two: words[two[0]] != words[two[1]])
    )
    words[one], words[other] = words[other], words[one]
    data_of(folder).write_bytes(b"".join(words))
    with pytest.raises(UnusableIndexError, match="damaged"):
        PostingIndex.open(folder)
