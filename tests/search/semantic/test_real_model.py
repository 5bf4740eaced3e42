"""A real encoder, where there is one: `make semantic` brings it."""

import os
from pathlib import Path

import numpy as np
import pytest

from bot.search.semantic.comparing import ComparedCorpus
from bot.search.semantic.encoder import Encoder
from tests.small_articles import article, corpus

MODEL = os.environ.get("POLICYBOT_TEST_MODEL", "")
pytestmark = pytest.mark.skipif(not MODEL, reason="POLICYBOT_TEST_MODEL names no model; `make semantic` brings one")

RULES = corpus(
    article("leave", "Parents of a newborn are given twelve weeks away from work on full pay.", title="Parental leave"),
    article("pets", "Animals may not be brought into the building, guide dogs excepted.", title="Animals"),
    article("gifts", "Presents from suppliers worth more than fifty euros must be sent back.", title="Gifts"),
    article("doors", "Whoever leaves last locks up and turns the lights off.", title="Closing the office"),
)
QUESTIONS = {
    "I just had a baby, how long can I stay at home?": "leave",
    "Is it okay if my puppy comes along to my desk?": "pets",
    "A vendor gave me an expensive watch, can I keep it?": "gifts",
    "Who shuts the premises in the evening?": "doors",
}


@pytest.fixture(scope="module")
def compared() -> ComparedCorpus:
    encoder = Encoder.open(Path(MODEL))
    return ComparedCorpus.empty(encoder).changed(RULES, lambda *_: None, lambda _: None)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_in_other_words_is_nearest_to_what_answers(compared: ComparedCorpus, question: str) -> None:
    nearest = int(np.argmax(compared.meanings(question, 1.0).similarities))
    assert RULES.passages[nearest].attribution.article == QUESTIONS[question]


def test_the_end_of_a_long_passage_is_found(compared: ComparedCorpus) -> None:
    filler = "The committee meets in the large room on the second floor and reads the minutes. " * 60
    windows = compared.encoder.passage("", f"{filler} Dogs may not enter.")
    question = compared.encoder.question("are dogs allowed?")
    assert int(np.argmax(windows @ question)) == len(windows) - 1
