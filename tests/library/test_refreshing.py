"""Looks at the documents, by whoever wants one: one at a time."""

from pathlib import Path

import pytest

from bot.core.errors import RetryLater
from bot.documents.blocks import Reading
from bot.documents.corpus.reading import read_file
from bot.documents.corpus.roots import Roots
from bot.library.engine import Indexer
from bot.library.library import Library
from bot.library.refreshing import CorpusRefresher
from tests.library.libraries import SYNONYMS, write


def test_no_look_at_the_documents_puts_an_older_corpus_in_the_place_of_a_newer_one(tmp_path: Path) -> None:
    write(tmp_path, "leave", "Parents get twelve weeks.")
    under_way: list[bool] = []

    def reading(path: str, data: bytes) -> Reading:
        if under_way:
            with pytest.raises(RetryLater):  # a look is under way: another one waits
                library.refresh_soon()
        return read_file(path, data)

    library = Library(CorpusRefresher(Indexer(Roots.of(tmp_path, reading), "okapi")), SYNONYMS)
    under_way.append(True)
    library.patience = 0
    write(tmp_path, "travel", "Trains are booked in second class.")
    assert library.refresh_soon()
