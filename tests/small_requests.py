"""Requests that say no more than a test needs."""

from bot.core.requests import AnswerCommand, AnswerQuestion, RemoveAnswer

QUESTION = AnswerQuestion("who?", "1.0", "1.0", "1.0")
REMOVAL = RemoveAnswer("1.0")
COMMAND = AnswerCommand("who?", "https://hooks.example.org/respond")


def question(words: str, at: str = "1.0") -> AnswerQuestion:
    """A question in these words."""
    return AnswerQuestion(words, "1.0", at, "1.0")
