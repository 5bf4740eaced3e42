"""The App Home: sections below each other, each made of what is known at that moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import structlog
from slack_sdk import WebClient

from bot.core.digests import digest_wording
from bot.core.requests import Handled, Request
from bot.slack.api.kit import Block
from bot.slack.api.refusals import TROUBLE, reason_of

log = structlog.get_logger()
# What fits on a button of a phone.
LONGEST_PROMPT = 60
# Slack takes no more in a view.
MOST_BLOCKS = 100


class Visitor(NamedTuple):
    """Whose home it is, and their conversation with the bot, by Slack's ids."""

    person: str
    conversation: str


Section = Callable[[Visitor], Sequence[Block]]
"""A part of the home, below its heading; nothing where it has nothing to show, and nothing that they may not see."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everybody's home, from its `sections`. `prompts` gives questions that can be asked in a conversation."""

    client: WebClient
    sections: Sequence[Section]
    prompts: Callable[[str, str], Sequence[str]] = lambda *_: ()

    def publish(self, person: str, conversation: str) -> None:
        """Shows a person's home as things are now. What Slack does not take now is shown when it is opened again."""
        visitor = Visitor(person, conversation)
        blocks = [block for section in self.sections for block in section(visitor)]
        view: dict[str, Any] = {"type": "home", "private_metadata": conversation, "blocks": blocks[:MOST_BLOCKS]}
        try:
            self.client.views_publish(user_id=person, view=view)
        except TROUBLE as error:
            log.warning("a home cannot be shown", reason=reason_of(error))

    def suggest(self, person: str, conversation: str) -> None:
        """Offers questions that the corpus answers, in the conversation of a person with the bot."""
        questions = self.prompts(person, conversation)
        offered = [{"title": digest_wording.shortened(each, LONGEST_PROMPT), "message": each} for each in questions]
        if not offered:
            return
        try:
            self.client.assistant_threads_setSuggestedPrompts(channel_id=conversation, prompts=offered)
        except TROUBLE as error:
            log.warning("no questions can be suggested", reason=reason_of(error))

    def shown_after(self, act: Callable[[Request[Any]], Handled]) -> Callable[[Request[Any]], Handled]:
        """Does what was pressed in a home, whose conversation the request names, and shows it anew."""

        def handle(request: Request[Any]) -> Handled:
            handled = act(request)
            self.publish(request.person or "", request.payload.home)
            return handled

        return handle
