"""What listeners need of the rest of the house."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.corpus import Corpus
from bot.core.model import Answer, Audience, Question
from bot.core.verdicts import Verdict
from bot.slack.blocks import Message, answer_message
from bot.slack.delivery import Replies

Ask = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions go: `ask` answers them, `verify` checks quotations, `corpus` is the articles of this moment."""

    ask: Ask
    verify: Callable[[str], Verdict]
    corpus: Callable[[], Corpus]
    replies: Replies
    command: str
    longest_question: int

    def reply(self, words: str, person: str | None, place: str, *, shareable: bool = False) -> Message:
        """The reply to what a person said in a channel or conversation."""
        answer = self.ask(Question(words, Audience(person=person, place=place)))
        return answer_message(answer, self.longest_question, shareable=shareable)
