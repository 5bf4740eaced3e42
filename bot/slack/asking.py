"""Questions → replies, as values. Nothing is posted here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.access import Access
from bot.core.corpus import Corpus
from bot.core.model import Answer, Audience, Question
from bot.core.requests import AnyRequest
from bot.slack.answers.blocks import answer_message, shared_message
from bot.slack.api.message import Message, Reply, sentence_message

Ask = Callable[[Question], Answer]

TOO_MANY = "You have asked more than {number} questions within a minute. Please wait a moment, then ask again."
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions. `asked_by` counts a person's questions: more than `most_a_minute` are not answered.

    `corpus` is what an audience sees: who published what is told where there are several publishers.
    `access` says what may be seen where; `curators`: whether there are some to be asked.
    """

    ask: Ask
    longest_question: int
    asked_by: Callable[[str, datetime, datetime], int]
    most_a_minute: int
    corpus: Callable[[Audience], Corpus] = lambda _: Corpus(())
    access: Access = field(default_factory=Access)
    curators: bool = False

    def reply(
        self, request: AnyRequest, words: str, earlier: tuple[str, ...] = (), *, shareable: bool = False
    ) -> Reply:
        """The answer to these words of a request, which may go on from `earlier` ones, or a sentence for anyone who
        asks too much."""
        if declined := self.too_many(request):
            return declined
        answer = self.ask(Question(words, self.audience(request), earlier=earlier))
        message = self.message(answer, shareable=shareable)
        return Reply.of(message, answer.outcome.value, answer.receipt, weak=answer.answered and answer.weak)

    def too_many(self, request: AnyRequest) -> Reply | None:
        """A sentence for anyone who has asked so much within a minute that others would have to wait for them."""
        if not self._asks_too_much(request):
            return None
        return Reply.of(sentence_message(TOO_MANY.format(number=self.most_a_minute)), "too many")

    def knows(self, request: AnyRequest, words: str) -> bool:
        """Whether there is a firm answer to these words."""
        answer = self.ask(Question(words, self.audience(request)))
        return answer.answered and not answer.weak

    def audience(self, request: AnyRequest) -> Audience:
        """Who reads the answer to a request, and what they may see at this moment."""
        return self.access.audience(request.person, request.place, private=request.private)

    def message(self, answer: Answer, *, shareable: bool = False) -> Message:
        """An answer, as the asker sees it."""
        several, longest = self._has_several_publishers(answer), self.longest_question
        return answer_message(answer, longest, shareable=shareable, publishers=several, curators=self.curators)

    def shared(self, answer: Answer, person: str) -> Message:
        """A private answer, for everybody in the channel."""
        return shared_message(answer, person, publishers=self._has_several_publishers(answer))

    def _has_several_publishers(self, answer: Answer) -> bool:
        return len(self.corpus(answer.question.audience).publishers) > 1

    def _asks_too_much(self, request: AnyRequest) -> bool:
        """Whether this person asked so much within a minute that others would have to wait for them."""
        if not request.person:
            return False
        came = self.asked_by(request.person, request.received - MINUTE, request.received)
        return came > self.most_a_minute
