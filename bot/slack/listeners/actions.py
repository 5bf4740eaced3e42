"""The buttons below an answer: *Show in context* and *Share to channel*."""

import json
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.core.model import Audience, Question
from bot.slack.blocks import SHARE, SHOW_IN_CONTEXT, answer_message, sentence_message, shared_message
from bot.slack.desk import Desk
from bot.slack.payloads import Press
from bot.slack.views import context_view

CHANGED = "The corpus has changed since; this is the answer of today. Share it?"


def register(app: App, desk: Desk) -> None:
    @app.action(SHOW_IN_CONTEXT)
    def on_show(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        client.views_open(trigger_id=press.trigger_id, view=context_view(press.value, desk.corpus()))

    @app.action(SHARE)
    def on_share(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        press = Press.model_validate(body)
        shared = json.loads(press.value)
        answer = desk.ask(Question(shared["question"], Audience(person=press.user.id)))
        if not answer.answered or answer.revision != shared["revision"]:
            message = answer_message(answer, desk.longest_question, shareable=True)
            note = sentence_message(CHANGED) if answer.answered else sentence_message()
            respond(replace_original=True, text=message.text, blocks=[*note.blocks, *message.blocks])
            return
        # The button goes first: a second press finds nothing to share.
        private = answer_message(answer, desk.longest_question)
        respond(replace_original=True, text=private.text, blocks=list(private.blocks))
        respond(
            response_type="in_channel",
            replace_original=False,
            **shared_message(answer, press.user.id).arguments,
        )
