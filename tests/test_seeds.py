"""The first real input: raw web articles, and questions about them, read where they lie."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Answer, Question
from bot.documents.adding.corpus_writer import Added
from bot.library.library import asking, open_library
from bot.settings import Settings
from bot.slack.answers.blocks import answer_message
from slack_playground.visible import visible_text
from tests.documents.brought_in import bring_in

LEAVINGS = (
    "contribution", "donat", "journalism", "Photo:", "Flickr", "Please enter", "vote of support", "YouTube",
    "CubeAlumni", "THANK YOU", "None Found", "logo",
)  # fmt: skip


@dataclass(frozen=True)
class Seeds:
    """The raw articles as a corpus, and what is asked about them."""

    raw: Path
    ask: Callable[[Question], Answer]
    questions: list[dict[str, Any]]

    def answers(self, *, answerable: bool, near_miss: bool = False) -> list[tuple[dict[str, Any], Answer]]:
        chosen = [q for q in self.questions if q["answerable"] == answerable and q.get("near_miss", False) == near_miss]
        return [(asked, self.ask(Question(asked["question"]))) for asked in chosen]


@pytest.fixture(scope="module")
def seeds(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    raw, asked = outside / "seeds", outside / "questions/seeds.jsonl"
    if not raw.is_dir() or not asked.is_file():
        pytest.skip(f"no raw articles in {raw}, or no questions in {asked}")
    corpus = tmp_path_factory.mktemp("corpus")
    added = bring_in(raw, corpus)
    assert all(isinstance(each, Added) for each in added)
    questions = [json.loads(line) for line in asked.read_text(encoding="utf-8").splitlines()]
    return Seeds(raw, asking(open_library(Settings(corpus=corpus)), Settings()), questions)


def straight(text: str) -> str:
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def is_answered(asked: dict[str, Any], answer: Answer) -> bool:
    return any(
        quotation.attribution.article == Path(expected["file"]).stem
        and all(straight(words) in straight(quotation.text) for words in expected["contains"])
        for quotation in answer.quotations[:3]
        for expected in asked["expect"]
    )


def test_the_answerable_questions_are_answered_within_the_first_three_quotations(seeds: Seeds) -> None:
    answered = [is_answered(asked, answer) for asked, answer in seeds.answers(answerable=True)]
    print(f"answered: {sum(answered)} of {len(answered)}")
    assert sum(answered) >= 0.9 * len(answered)


def test_foreign_questions_are_declined(seeds: Seeds) -> None:
    declined = [not answer.answered for _, answer in seeds.answers(answerable=False)]
    print(f"foreign, declined: {sum(declined)} of {len(declined)}")
    assert sum(declined) >= 0.875 * len(declined)


def test_near_misses_are_reported_apart(seeds: Seeds) -> None:
    near = seeds.answers(answerable=False, near_miss=True)
    declined = sum(not answer.answered for _, answer in near)
    warned = sum(answer.answered and bool(answer.missing_terms) for _, answer in near)
    print(f"near misses: {declined} of {len(near)} declined, {warned} answered but told which words no article has")
    assert near


def test_no_quotation_holds_what_a_web_page_left_behind(seeds: Seeds) -> None:
    for asked in seeds.questions:
        for quotation in seeds.ask(Question(asked["question"])).quotations:
            assert not any(leaving in quotation.text for leaving in LEAVINGS)


def test_every_quotation_is_a_substring_of_its_raw_article(seeds: Seeds) -> None:
    for asked in seeds.questions:
        for quotation in seeds.ask(Question(asked["question"])).quotations:
            raw = (seeds.raw / f"{quotation.attribution.article}.txt").read_text(encoding="utf-8")
            assert quotation.text in raw


def test_every_answer_is_readable_on_a_phone(seeds: Seeds) -> None:
    lengths = [
        len(visible_text(list(answer_message(seeds.ask(Question(asked["question"])), 1_000).blocks)))
        for asked in seeds.questions
    ]
    print(f"visible characters: {max(lengths)} at most")
    assert max(lengths) <= 950
