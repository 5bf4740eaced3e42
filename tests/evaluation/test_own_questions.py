"""Questions about documents of one's own."""

from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.evaluation.fitting import Condition
from bot.evaluation.own_questions import read_own
from bot.evaluation.trials import trials_of
from tests.small_articles import article

ARTICLES = [article("leave", "Parents get twelve weeks.", "Nobody sells leave."), article("desk", "Desks are shared.")]


def written(folder: Path, *lines: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_what_is_expected_is_found_in_whatever_passage_has_its_words(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '{"question": "How long is parental leave?", "expect": "TWELVE weeks", "also": ["12 weeks"]}',
        "",
        '{"question": "Is there a pool?", "answerable": false, "reworded": true}',
    )
    found = read_own("ours", ARTICLES, file)
    assert [(each.text, each.answerable, each.relevant) for each in found.questions] == [
        ("How long is parental leave?", True, ("leave#1",)),
        ("Is there a pool?", False, ()),
    ]


def test_questions_of_ones_own_are_asked_of_the_whole_corpus_too_those_without_an_answer_among_them(
    tmp_path: Path,
) -> None:
    file = written(
        tmp_path,
        '{"question": "How long is parental leave?", "expect": "twelve weeks"}',
        '{"question": "Is there a pool?", "answerable": false}',
    )
    trials = dict(trials_of(read_own("ours", ARTICLES, file)))
    assert len(trials[Condition.ASKED].articles) == 2
    assert len(trials[Condition.ASKED].questions) == 2
    assert Condition.NEAR_MISSES not in trials


@pytest.mark.parametrize("line", ["no JSON", '{"answerable": true}', '{"question": 1}'])
def test_a_line_that_is_not_understood_is_named_with_what_to_write(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"questions\.jsonl:1: is not understood; write \{"):
        read_own("ours", ARTICLES, written(tmp_path, line))


def test_questions_that_no_passage_answers_teach_nothing_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no passage of the corpus answers"):
        read_own("ours", ARTICLES, written(tmp_path, '{"question": "Is there a pool?", "expect": "pool"}'))
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_own("ours", ARTICLES, tmp_path / "none.jsonl")
