"""A watch tells of passages about its subject, with the sentence that is, and of no others."""

from datetime import date

import pytest

from bot.core.answering import synonyms
from bot.core.answering.synonyms import Synonyms
from bot.core.digests.watching import watch
from bot.core.model import Audience, Passage
from bot.search.embedded import EmbeddedIndex
from tests.search.overlap_index import OverlapIndex
from tests.small_articles import article, corpus

TODAY = date(2026, 3, 10)
FACES = article(
    "faces",
    "The city wrote new rules. Police may not use facial recognition without a warrant. Others may.",
    "Cameras stay where they are.",
    "Recognition is given to long service.",
    title="Cameras in town",
    publisher="Vox",
)
LEAVE = article("leave", "Parents get twelve weeks of leave.", "They ask in writing.", title="Facial recognition")
ALL = corpus(FACES, LEAVE, *(article(f"more{n}", f"Dogs of kind {n} may come to the office.") for n in range(20)))


def matching(about: str, known: Synonyms | None = None, audience: Audience | None = None) -> list[Passage]:
    looks = watch(
        about, audience or Audience(), EmbeddedIndex(ALL, OverlapIndex(ALL.passages)), known or Synonyms(), TODAY
    )
    return [passage for passage in ALL.passages if looks(passage)]


def test_a_passage_about_the_subject_is_quoted_with_the_sentence_that_matches() -> None:
    looks = watch("facial recognition", Audience(), EmbeddedIndex(ALL, OverlapIndex(ALL.passages)), Synonyms(), TODAY)
    found = looks(FACES.passages[0])
    assert found is not None
    assert found.marked == "Police may not use facial recognition without a warrant."
    assert found.text == FACES.passages[0].text


def test_half_of_a_subject_is_another_subject() -> None:
    assert matching("facial recognition") == [FACES.passages[0]]


def test_what_stands_in_the_title_alone_makes_no_match() -> None:
    assert LEAVE.passages[0] not in matching("facial recognition")
    assert LEAVE.passages[0] not in matching("facial leave")
    assert LEAVE.passages[0] in matching("parents' leave")


def test_other_words_for_the_subject_match() -> None:
    known, faults = synonyms.parse("face recognition, facial recognition\nstaff, parents")
    assert not faults
    assert matching("face recognition", known) == [FACES.passages[0]]
    assert matching("staff", known) == [LEAVE.passages[0]]


@pytest.mark.parametrize("about", ["Rekognition", "facial recogniton", "quantum", "the", "", '"', "the -dogs"])
def test_a_word_that_no_article_has_yet_matches_nothing(about: str) -> None:
    assert matching(about) == []


def test_the_syntax_of_questions_narrows_a_watch() -> None:
    assert matching('"facial recognition" source:vox') == [FACES.passages[0]]
    assert matching("facial recognition source:times") == []
    assert matching("facial recognition -warrant") == []


def test_what_may_not_be_seen_is_not_told() -> None:
    assert matching("facial recognition", audience=Audience(collections=frozenset({"board"}))) == []
