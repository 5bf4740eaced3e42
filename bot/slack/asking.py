"""Questions → replies, as values. Nothing is posted here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.model import Answer, Audience, Question
from bot.core.requests import AnyRequest
from bot.slack.answers.blocks import answer_message
from bot.slack.api.message import Reply, sentence_message

Ask = Callable[[Question], Answer]

TOO_MANY = "That is more than {number} questions in a minute, and others are waiting too. Please ask again shortly."
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions. `received_from` counts a person's requests: more than `most_a_minute` are not answered."""

    ask: Ask
    longest_question: int
    received_from: Callable[[str, datetime, datetime], int]
    most_a_minute: int

    def reply(self, request: AnyRequest, words: str, *, shareable: bool = False) -> Reply:
        """The answer to these words of a request, or a sentence for who asks too much."""
        if self._asks_too_much(request):
            return Reply.of(sentence_message(TOO_MANY.format(number=self.most_a_minute)), "too many")
        answer = self.ask(Question(words, Audience(person=request.person, place=request.place)))
        message = answer_message(answer, self.longest_question, shareable=shareable)
        return Reply.of(message, answer.outcome.value, answer.receipt)

    def _asks_too_much(self, request: AnyRequest) -> bool:
        """Whether this person asked so much within a minute that others would have to wait for them."""
        if not request.person:
            return False
        came = self.received_from(request.person, request.received - MINUTE, request.received)
        return came > self.most_a_minute
