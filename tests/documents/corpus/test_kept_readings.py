"""What a reader made of a file is kept: nothing is read twice, and no fault of a moment lasts."""

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.documents.blocks import Reading
from bot.documents.corpus.kept_readings import KeptReadings
from bot.documents.corpus.reading import read_file
from bot.documents.faults import Faulty

WORDS = b"# Leave\n\nParents get twelve weeks ~~or more~~ of leave[^1].\n\n[^1]: Since 2024.\n"


class CountedReader:
    """Reads as it is told, and counts."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.fault: Faulty | None = None

    def __call__(self, name: str, data: bytes) -> Reading:
        self.names.append(name)
        if self.fault:
            raise self.fault
        return read_file(name, data)


@pytest.fixture
def reader() -> CountedReader:
    return CountedReader()


@pytest.fixture
def kept(tmp_path: Path, reader: CountedReader) -> Iterator[KeptReadings]:
    with closing(KeptReadings(tmp_path / "state" / "readings.db", reader)) as readings:
        yield readings


def test_what_is_kept_of_documents_is_in_a_folder_of_our_own(tmp_path: Path, reader: CountedReader) -> None:
    with closing(KeptReadings(tmp_path / "state" / "readings.db", reader)) as kept:
        kept("leave.md", WORDS)
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_the_same_bytes_are_read_once_and_give_the_same_reading(kept: KeptReadings, reader: CountedReader) -> None:
    first = kept("leave.md", WORDS)
    assert kept("hr/leave.md", WORDS) == first == read_file("leave.md", WORDS)
    assert reader.names == ["leave.md"]


def test_other_bytes_and_other_kinds_of_file_are_read_by_themselves(kept: KeptReadings, reader: CountedReader) -> None:
    kept("leave.md", WORDS)
    kept("leave.txt", WORDS)
    kept("leave.md", WORDS + b"More.\n")
    assert len(reader.names) == 3


def test_what_was_kept_outlives_the_process(tmp_path: Path, reader: CountedReader) -> None:
    for _ in range(2):
        with closing(KeptReadings(tmp_path / "readings.db", reader)) as readings:
            readings("leave.md", WORDS)
    assert len(reader.names) == 1


def test_a_lasting_fault_is_kept_as_it_was(kept: KeptReadings, reader: CountedReader) -> None:
    reader.fault = Faulty(3, "is no PDF; try it later", "install nothing, save it anew")
    for _ in range(2):
        with pytest.raises(Faulty) as caught:
            kept("leave.pdf", b"x")
        assert (caught.value.line, caught.value.what, caught.value.mend) == (
            3,
            "is no PDF; try it later",
            "install nothing, save it anew",
        )
    assert len(reader.names) == 1


def test_a_passing_fault_is_met_anew_and_the_file_is_read_once_it_can_be(
    kept: KeptReadings, reader: CountedReader
) -> None:
    reader.fault = Faulty(0, "takes longer than 120 seconds to read", "split it", passing=True)
    with pytest.raises(Faulty):
        kept("leave.md", WORDS)
    reader.fault = None
    assert kept("leave.md", WORDS).blocks


@pytest.mark.parametrize("place", ["a folder", "rubbish"])
def test_where_nothing_can_be_kept_files_are_read_all_the_same(
    tmp_path: Path, reader: CountedReader, place: str
) -> None:
    file = tmp_path / "readings.db"
    file.mkdir() if place == "a folder" else file.write_bytes(b"x" * 5_000)
    with closing(KeptReadings(file, reader)) as readings:
        assert readings("leave.md", WORDS) == readings("leave.md", WORDS)
    assert len(reader.names) == 2
