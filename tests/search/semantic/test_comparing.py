"""A corpus whose passages are compared with a question."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from bot.core.corpus import Corpus
from bot.core.model import Article, Context
from bot.search.indexed_corpus import IndexedCorpus
from bot.search.semantic import comparing
from bot.search.semantic.comparing import ComparedCorpus
from bot.search.semantic.passage_text import head_of, text_of
from tests.search.semantic.counting_encoder import CountingEncoder
from tests.small_articles import article, corpus, passages

LEAVE = article("leave", "Parents get twelve weeks of leave.", "They ask in writing.", title="Leave")
PETS = article("pets", "Dogs stay at home.", "Cats stay there, too.", title="Pets")


def silent(done: int, total: int) -> None: ...


def unkept(compared: ComparedCorpus) -> None: ...


def compared(of: Corpus, encoder: CountingEncoder | None = None) -> ComparedCorpus:
    return ComparedCorpus.empty(encoder or CountingEncoder()).changed(of, silent, unkept)


def near(found: ComparedCorpus, words: str) -> list[float]:
    similarities: list[float] = found.meanings(words, 1.0).similarities.tolist()
    return similarities


@pytest.mark.parametrize("made", [Corpus, lambda these: IndexedCorpus.empty().changed(list(these)).corpus])
def test_every_passage_is_compared_in_the_order_of_the_corpus(made: Callable[[list[Article]], Corpus]) -> None:
    found = near(compared(made([LEAVE, PETS])), "dogs stay home")
    assert len(found) == 4
    assert int(np.argmax(found)) == 2


def test_a_corpus_without_passages_is_compared_with_nothing() -> None:
    assert near(compared(Corpus([])), "dogs") == []


def test_what_a_meaning_counts_for_grows_with_the_mass_of_the_question() -> None:
    found = compared(corpus(LEAVE))
    assert found.meanings("leave", 3.0).weight == pytest.approx(3 * found.meanings("leave", 1.0).weight)


def test_only_texts_that_changed_are_encoded_again() -> None:
    encoder = CountingEncoder()
    before = compared(corpus(LEAVE, PETS), encoder)
    encoder.asked.clear()
    reworded = article("leave", "Parents get twelve weeks of leave.", "They write an e-mail.", title="Leave")
    after = before.changed(corpus(PETS, reworded), silent, unkept)
    assert encoder.asked == ["They write an e-mail."]
    assert near(after, "cats and dogs") == near(compared(corpus(PETS, reworded)), "cats and dogs")


def test_what_is_only_known_of_an_article_changes_no_vector() -> None:
    encoder = CountingEncoder()
    before = compared(corpus(LEAVE), encoder)
    encoder.asked.clear()
    before.changed(corpus(replace(LEAVE, owner="HR")), silent, unkept)
    assert encoder.asked == []


def test_the_same_corpus_again_is_the_same_snapshot() -> None:
    found = compared(corpus(LEAVE))
    assert found.changed(corpus(LEAVE), silent, unkept) is found


def test_vectors_that_no_passage_has_any_more_are_dropped_once_they_are_many() -> None:
    many = article("many", *(f"Rule {number}." for number in range(comparing.SPARE + 10)))
    found = compared(corpus(many, PETS)).changed(corpus(PETS), silent, unkept)
    assert len(found.vectors) == 2
    assert near(found, "dogs") == near(compared(corpus(PETS)), "dogs")


def test_much_that_is_to_be_encoded_is_kept_in_between_and_found_there_again() -> None:
    many = article("many", *(f"Rule {number}." for number in range(comparing.AT_ONCE + 10)))
    kept: list[ComparedCorpus] = []
    ComparedCorpus.empty(CountingEncoder()).changed(corpus(many), silent, kept.append)
    encoder = CountingEncoder()
    halfway = replace(kept[0], encoder=encoder)
    assert near(halfway.changed(corpus(many), silent, unkept), "rule") == near(kept[-1], "rule")
    assert len(encoder.asked) == 10


def test_progress_ends_with_all_passages() -> None:
    told: list[tuple[int, int]] = []
    ComparedCorpus.empty(CountingEncoder()).changed(corpus(LEAVE, PETS), lambda *how_far: told.append(how_far), unkept)
    assert told[-1] == (4, 4)
    assert told == sorted(told)


def test_a_snapshot_can_be_taken_apart_and_joined() -> None:
    found = compared(corpus(LEAVE, PETS))
    again = ComparedCorpus.joined(found.encoder, found.parted())
    assert near(again, "dogs") == near(found, "dogs")
    assert again.digests == found.digests


def test_a_passage_is_encoded_below_what_it_hangs_on_once_each() -> None:
    (passage,) = article("leave", "The mother.", title="Leave").passages
    context = Context(("Leave", "Parents"), "Leave is given to:", ("Parents who work",))
    assert head_of(replace(passage, context=context)) == "Leave\nParents\nLeave is given to:\nParents who work"


def test_a_cell_of_a_row_is_encoded_after_its_head() -> None:
    (row,) = passages("5 to 9\t29")
    assert text_of(replace(row, context=Context(row=("Years", "Days")))) == "Years: 5 to 9; Days: 29"
    assert text_of(row) == "5 to 9; 29"
    assert text_of(replace(row, context=Context(row=("", "Days")))) == "5 to 9; Days: 29"
