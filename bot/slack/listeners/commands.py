"""The slash command is answered privately: a question, or `verify` and a quotation."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.slack.desk import Desk
from bot.slack.payloads import Command, plain_words
from bot.slack.verdicts import verdict_message


def register(app: App, desk: Desk) -> None:
    @app.command(desk.command)
    def on_command(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
        ack()
        asked = Command.model_validate(command)
        words = plain_words(asked.text, bot_user=None)
        first, _, rest = words.partition(" ")
        if first.lower() == "verify" and rest:
            message = verdict_message(desk.verify(rest))
        else:
            question = "" if words.lower() == "help" else words
            message = desk.reply(question, asked.user_id, asked.channel_id, shareable=True)
        respond(response_type="ephemeral", **message.arguments)
