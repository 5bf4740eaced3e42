"""Articles that were just read are the same when they are taken into the index, wherever they waited."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.core.model import Article
from bot.documents.corpus.catalogue import look
from bot.documents.corpus.inventory import take
from bot.documents.corpus.roots import Roots
from bot.library.shelf import Shelf
from tests.library.libraries import write


def articles(corpus: Path, state: Path, at_hand: int) -> list[Article]:
    taken = take(look(replace(Roots.of(corpus), shelf=partial(Shelf, state, at_hand))))
    return list(taken.fresh)


@pytest.mark.parametrize("at_hand", [0, 2, 1_000])
def test_what_does_not_fit_into_memory_comes_back_as_it_was_read(corpus: Path, state: Path, at_hand: int) -> None:
    write(corpus, "strange", "Überstunden 🙂 and “quotes”.")
    assert articles(corpus, state, at_hand) == list(take(look(Roots.of(corpus))).fresh)
    # What waited in a file has left none.
    assert not state.exists() or list(state.iterdir()) == []


def test_where_no_file_can_be_written_all_is_held_in_memory(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    assert articles(corpus, tmp_path / "taken", 0) == list(take(look(Roots.of(corpus))).fresh)
