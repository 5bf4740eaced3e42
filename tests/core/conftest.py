"""Real articles for tests of the core."""

from pathlib import Path

import pytest

from bot.core.corpus import Corpus
from bot.documents.corpus.loading import load
from bot.documents.corpus.roots import Roots
from tests.documents.brought_in import bring_in


@pytest.fixture(scope="session")
def seeds(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The raw web articles as a corpus. Five of them print one public statement, in three wordings."""
    raw = outside / "seeds"
    if not raw.is_dir():
        pytest.skip(f"no raw articles in {raw}")
    folder = tmp_path_factory.mktemp("corpus")
    bring_in(raw, folder)
    return Corpus(load(Roots.of(folder)).articles)
