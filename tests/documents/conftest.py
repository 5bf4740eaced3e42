"""What the tests of this room share: the shipped patterns, and a way to put files somewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.faults import read_text
from bot.documents.readers.text import Boilerplate, parse_boilerplate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def boilerplate() -> Boilerplate:
    """The patterns that ship."""
    return parse_boilerplate(read_text(ROOT / "config" / "boilerplate.txt", limit=100_000))


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file below tmp_path, as it is given to the last byte."""

    def write(name: str, content: str | bytes) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty corpus folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder
