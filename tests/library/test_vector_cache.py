"""Vectors of a corpus in the state folder."""

from pathlib import Path

import pytest

from bot.core.corpus import Corpus
from bot.library.vector_cache import VectorCache
from bot.search.files import LOCK
from tests.search.semantic.counting_encoder import CountingEncoder
from tests.small_articles import article, corpus

LEAVE = article("leave", "Parents get twelve weeks of leave.", "They ask in writing.")


def near(cache: VectorCache, of: Corpus) -> list[float]:
    found: list[float] = cache.compared(of).meanings("twelve weeks", 1.0).similarities.tolist()
    return found


def test_what_was_encoded_once_is_not_encoded_at_the_next_start(tmp_path: Path) -> None:
    before = near(VectorCache(tmp_path, CountingEncoder()), corpus(LEAVE))
    encoder = CountingEncoder()
    assert near(VectorCache(tmp_path, encoder), corpus(LEAVE)) == before
    assert encoder.asked == []


def test_vectors_of_another_model_are_not_used_and_go(tmp_path: Path) -> None:
    near(VectorCache(tmp_path, CountingEncoder("one")), corpus(LEAVE))
    encoder = CountingEncoder("other")
    near(VectorCache(tmp_path, encoder), corpus(LEAVE))
    assert len(encoder.asked) == 2
    assert [folder.name for folder in tmp_path.iterdir()] == ["other"]


def test_damaged_vectors_are_made_anew(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, CountingEncoder())
    before = near(cache, corpus(LEAVE))
    (data,) = cache.place.glob("*.arrays")
    data.write_bytes(bytes(data.stat().st_size))
    encoder = CountingEncoder()
    assert near(VectorCache(tmp_path, encoder), corpus(LEAVE)) == before
    assert len(encoder.asked) == 2


def test_vectors_that_cannot_be_kept_are_used_all_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    cache = VectorCache(tmp_path / "file", CountingEncoder())
    assert max(near(cache, corpus(LEAVE))) > 0
    assert cache.trouble
    assert cache.trouble in caplog.text
    assert not (tmp_path / "file" / LOCK).exists()


def test_it_is_told_how_far_encoding_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    near(VectorCache(tmp_path, CountingEncoder(), lambda *how_far: told.append(how_far)), corpus(LEAVE))
    assert told[-1] == ("encoding", 2, 2)
