"""The form of the global shortcut *Ask*, and the private answer that takes its place.

What is asked in it is kept like any question. The form's ack puts a view in its place that says to wait, under a name
made of the form; the answer goes into that view, or, where it was closed, into the conversation with the bot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.errors import RetryLater
from bot.core.requests import AnswerForm, Handled, Request
from bot.slack.api import kit
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Destination, Message, Version
from bot.slack.asking import Asking

FORM, AGAIN = "ask_form", "ask_again"
# Buttons outside of the form that open it; their value is what stands in it already.
OPEN = "ask_open"
FIELD = "question"
TITLE = "Ask a question"
# Slack takes no more in a field.
LONGEST_FIELD = 3_000
# The ack may reach Slack after the answer: how long its view is looked for, and how many seconds between two looks.
PATIENCE, PAUSE = timedelta(seconds=3), 0.3


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """Answers what was asked in the form, for the asker alone."""

    asking: Asking
    delivery: Delivery
    now: Callable[[], datetime]

    def answer(self, request: Request[AnswerForm]) -> Handled:
        """Shows the answer. Raises as the delivery does."""
        reply = self.asking.reply(request, request.payload.words)
        self.show(request, reply)
        return reply.handled

    def show(self, request: Request[AnswerForm], message: Message) -> None:
        """Shows what is said to a question from the form: in its view or, where that is closed, in the conversation.

        Raises as the delivery does, and RetryLater where the view may still be to come.
        """
        words, name = request.payload.words, request.payload.view
        if self.delivery.show(name, answer_view(words, message, name)):
            return
        if self.now() - request.received < PATIENCE:
            raise RetryLater("the view of an answer is not there yet", PAUSE)
        # Slack takes a person for their conversation with the bot.
        place = Destination(f"form:{request.id}", request.person or "")
        self.delivery.post(place, Version(), lambda: Message(message.text, (_asked(words), *message.blocks)))


def ask_view(words: str = "") -> dict[str, Any]:
    """The form, with words that stand in it already."""
    field: Block = {"type": "plain_text_input", "action_id": FIELD, "max_length": LONGEST_FIELD, "focus_on_load": True}
    field |= {"initial_value": words[:LONGEST_FIELD]} if words else {}
    question = {"type": "input", "block_id": FIELD, "label": kit.plain("Your question"), "element": field}
    hint = {"hint": kit.plain("In your own words. Only you see the answer.")}
    submit = {"submit": kit.plain("Ask"), "close": kit.plain("Cancel")}
    return {**_view([{**question, **hint}]), **submit, "callback_id": FORM}


def waiting_view(words: str, name: str) -> dict[str, Any]:
    """What is shown while the answer is made."""
    return {**_view([_asked(words), said("One moment…")]), "external_id": name}


def answer_view(words: str, message: Message, name: str) -> dict[str, Any]:
    """The answer, below the question."""
    again = kit.actions([kit.button("Ask another question", AGAIN, "again")])
    # Slack takes no such block in a view.
    answer = [block for block in message.blocks if block["type"] != "context_actions"]
    return {**_view([_asked(words), *answer, again]), "external_id": name}


def _asked(words: str) -> Block:
    return kit.rich_text([kit.section([kit.text("You asked: "), kit.text(words, bold=True)])])


def _view(blocks: list[Block]) -> dict[str, Any]:
    return {"type": "modal", "title": kit.plain(TITLE), "close": kit.plain("Close"), "blocks": blocks}
