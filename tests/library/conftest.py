"""A corpus for the tests of what is kept of its index."""

from pathlib import Path

import pytest

from tests.library.libraries import write


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(5):
        write(
            folder, f"leave-{number}", f"Parents get {number + 10} weeks of leave in case {number}.", f"Case {number}."
        )
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"
