"""The slash command: answered privately, and shared with the channel where somebody wishes so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.core.answering.citing import shortened
from bot.core.model import Answer, Audience, Outcome, Question
from bot.core.quote_check.verdicts import Verdict
from bot.core.read_requests.command import ASK, SHOW
from bot.core.requests import AnswerCommand, AnyRequest, Handled, Request, ShareAnswer
from bot.core.text import dates
from bot.slack.answers.blocks import answered_from
from bot.slack.answers.verdicts import verdict_message
from bot.slack.api import kit
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, Reply, sentence_message, whole_message
from bot.slack.asking import Asking
from bot.slack.browsing import article_message, latest_message, sources_message
from bot.slack.curation.commands import WORDS as WORDS_OF_CURATORS
from bot.slack.curation.commands import CuratorCommands

AS_OF = "as-of"
HELP = (
    "Ask me a question: `{command} Who is exempt from the rule?`",
    "Check a quotation: `{command} verify The rule applies to everybody.`",
    'Narrow it down: `source:Name`, `topic:"a topic"`, `since:2021`, `before:2020-07-01`, `as of June 2020`.',
    'Prefer words in this order: `"these very words"`. Insist on one: `+word`. Leave one out: `-word`.',
    "Ask what applied on a day: `{command} as-of 2020-06-30 Who was exempt then?`",
    "Get a digest of what is new: `{command} digest on`, or `{command} digest on weekdays 09:00`.",
    "See, pause or end it: `{command} digest preview`, `digest list`, `digest pause until 1 August`, `digest off`.",
    "See what I know: `{command} sources`, `{command} latest`, `{command} article TITLE`.",
    "In the menu of any message: Find sources, Check this quote. In the list of shortcuts: Ask.",
)
WORDS = ("verify", "digest", "help", "sources", "latest", "article", AS_OF, *WORDS_OF_CURATORS, ASK, SHOW)
# How alike a first word must be to one of these to be offered it, from 0 to 1.
NEAR = 0.75
AS_OF_WHAT = "Type a date and a question, for example: {command} as-of 2020-06-30 Who was exempt then?"
MEANT = "Did you mean {command} {word}?"
NONE_CALLED = "I have no document called “{title}”, so I took this for a question."
CHANGED = "The documents have changed since then. This is today’s answer. Share it?"
NOT_FOR_ALL = "Not everyone in this channel may see what this answer quotes, so it stays visible only to you."
PERHAPS_SHARED = "It may already have been shared: please check the channel. To share it again, ask again."


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers what was typed after the command: a question, unless its first word says otherwise.

    `verify` checks quotations; `digests` does what somebody wants of digests, and says what came of it;
    `curators` answers the commands of curators, where there are any.
    """

    asking: Asking
    verify: Callable[[str, Audience], Verdict]
    digests: Callable[[Request[AnswerCommand]], Message]
    delivery: Delivery
    command: str
    curators: CuratorCommands | None = None

    def answer(self, request: Request[AnswerCommand]) -> Handled:
        """Answers privately."""
        reply = self.reply(request)
        self._respond(request, response_type="ephemeral", **reply.arguments)
        return reply.handled

    def reply(self, request: Request[AnswerCommand]) -> Reply:
        """What is said to whoever typed the command."""
        return self.asking.too_many(request) or self._replied(request)

    def _replied(self, request: Request[AnswerCommand]) -> Reply:
        words = request.payload.words
        if request.payload.use == "ask":
            return self.asking.reply(request, words, shareable=True)
        first, _, rest = ("verify", "", words) if request.payload.use == "check" else words.partition(" ")
        match first.lower():
            case "verify":
                return Reply.of(verdict_message(self.verify(rest, self.asking.audience(request))), "verified")
            case "digest" | "digests":
                return Reply.of(self.digests(request), "told of digests")
            case "as-of":
                return self._as_of(request, rest)
            case "" | "help" if not rest:
                lines = (*HELP, *(self.curators.help(request) if self.curators else ()))
                return Reply.of(_helping(each.format(command=self.command) for each in lines), "helped")
        told = self._curated(request, first.lower(), rest) or self._browsed(request, first.lower(), rest)
        return Reply.of(told, "told of documents") if told else self._asked(request, first)

    def _curated(self, request: Request[AnswerCommand], first: str, rest: str) -> Message | None:
        """What is said to a curator, if that is what was asked for."""
        return self.curators.answer(request, first, rest) if self.curators else None

    def _as_of(self, request: Request[AnswerCommand], rest: str) -> Reply:
        """The answer as it was on a day, which comes before the question."""
        words = rest.split()
        found = dates.leading(words, request.received.date())
        if found is None or found[0] == len(words):
            return Reply.of(sentence_message(AS_OF_WHAT.format(command=self.command)), "helped")
        return self.asking.reply(request, f"as of {rest}", shareable=True)

    def _asked(self, request: Request[AnswerCommand], first: str) -> Reply:
        """The answer to a question; one that has none may have been meant as a word of the command."""
        words = request.payload.words
        reply = self.asking.reply(request, words, shareable=True)
        note = self._perhaps_meant(first.lower(), words) if reply.handled.outcome == Outcome.NOT_COVERED else None
        if note is None:
            return reply
        return Reply(f"{note.text} {reply.text}", (*note.blocks, *reply.blocks), reply.handled)

    def _perhaps_meant(self, first: str, words: str) -> Message | None:
        """What is said above a question without an answer that may have been meant as a command."""
        title = words.partition(" ")[2]
        if first == "article" and title:
            return sentence_message(NONE_CALLED.format(title=shortened(title)))
        near = get_close_matches(first, WORDS, 1, NEAR)
        return (
            sentence_message(MEANT.format(command=self.command, word=near[0])) if near and first not in WORDS else None
        )

    def _browsed(self, request: Request[AnswerCommand], first: str, rest: str) -> Message | None:
        """What is known of the documents that the person may see, if that is what was asked for."""
        if first not in {"sources", "latest", "article"} or bool(rest) != (first == "article"):
            return None
        corpus = self.asking.corpus(self.asking.audience(request))
        if first == "article":
            return article_message(corpus, rest)
        return sources_message(corpus) if first == "sources" else latest_message(corpus)

    def share(self, request: Request[ShareAnswer]) -> Handled:
        """Posts a private answer for everybody; one that has changed is only shown again.

        Where not everybody may see all that it quotes, it stays private.
        """
        asked = request.payload
        answer = self.asking.ask(Question(asked.question, self.asking.audience(request)))
        if not answer.answered or answered_from(answer) != asked.revision:
            message = self.asking.message(answer, shareable=True)
            note = sentence_message(CHANGED) if answer.answered else sentence_message()
            self._respond(request, replace_original=True, text=message.text, blocks=[*note.blocks, *message.blocks])
            return Handled("changed")
        # The button goes first: who presses again finds nothing to share.
        private = self.asking.message(answer)
        for_all = self._for_all(answer, request)
        note = sentence_message(*(() if for_all else (NOT_FOR_ALL,)))
        blocks = [*note.blocks, *private.blocks]
        self._respond(request, replace_original=True, text=private.text, blocks=blocks)
        if for_all is None:
            return Handled("not for all")
        public = self.asking.shared(for_all, request.person or "").arguments
        body = {"response_type": "in_channel", "replace_original": False, **public}
        place = Destination(request.subject, request.place or "", None)
        if not self.delivery.once(place, lambda: self._respond(request, **body)):
            self._respond(request, response_type="ephemeral", replace_original=False, text=PERHAPS_SHARED)
        return Handled(answer.outcome.value, answer.receipt)

    def _for_all(self, answer: Answer, request: Request[ShareAnswer]) -> Answer | None:
        """The answer as everybody in the channel would get it; None if it would not quote the same there."""
        place = self.asking.access.audience(request.person, request.place)
        if place.collections == answer.question.audience.collections:
            return answer
        public = self.asking.ask(Question(request.payload.question, place))
        told, kept = ([each.passages for each in found.quotations] for found in (public, answer))
        return public if public.answered and told == kept else None

    def _respond(self, request: AnyRequest, **body: Any) -> None:
        self.delivery.respond(request.payload.response_url, body)


def _helping(lines: Iterable[str]) -> Message:
    """A list of what can be typed, which stands between backticks."""
    items = [
        kit.section([kit.text(part, code=at % 2 == 1) for at, part in enumerate(line.split("`")) if part])
        for line in lines
    ]
    return whole_message([kit.rich_text([kit.bullets(items)])])
