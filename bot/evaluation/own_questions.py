"""A corpus with questions about it, one JSON object a line → a Collection.

    {"question": "How long is parental leave?", "answerable": true, "expect": "twelve weeks", "also": ["12 weeks"]}

What is expected are words of the passages that answer; of a question without an answer there are none.
"""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.core.errors import ConfigurationError
from bot.core.model import Article, Passage
from bot.core.text import analysis
from bot.evaluation.collection import Asked, Collection

LAYOUT = '{"question": "…", "answerable": true, "expect": "words of a passage that answers", "also": []}'


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    question: str
    answerable: bool = True
    expect: str | None = None
    also: list[str] = []


def read_own(name: str, articles: Sequence[Article], questions: Path) -> Collection:
    """The articles of a corpus, and the questions in a file. Raises ConfigurationError."""
    passages = [passage for article in articles for passage in article.passages]
    words = [(passage, analysis.words(passage.text)) for passage in passages]
    try:
        lines = questions.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{questions}: cannot be read; write one {LAYOUT} per line") from None
    asked = [_asked(questions, number, line, words) for number, line in enumerate(lines, start=1) if line.strip()]
    if not any(question.is_judged for question in asked):
        raise ConfigurationError(
            f"{questions}: no passage of the corpus answers a question; write one {LAYOUT} per line"
        )
    known = {str(passage.reference): passage for passage in passages}
    return Collection(name, tuple(articles), known, tuple(asked), asked_whole=True)


def _asked(file: Path, number: int, line: str, passages: Sequence[tuple[Passage, list[str]]]) -> Asked:
    try:
        read = _Question.model_validate_json(line)
    except ValidationError:
        raise ConfigurationError(f"{file}:{number}: is not understood; write {LAYOUT}") from None
    expected = [analysis.words(each) for each in (read.expect, *read.also) if each] if read.answerable else []
    answering = [
        str(passage.reference) for passage, there in passages if any(analysis.stand(each, there) for each in expected)
    ]
    return Asked(str(number), read.question, read.answerable, dict.fromkeys(answering, 1))
