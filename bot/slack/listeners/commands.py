"""The slash command is answered privately."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.slack.desk import Desk
from bot.slack.payloads import Command, plain_words


def register(app: App, desk: Desk) -> None:
    @app.command(desk.command)
    def on_command(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
        ack()
        asked = Command.model_validate(command)
        words = plain_words(asked.text, bot_user=None)
        message = desk.reply("" if words.lower() == "help" else words, asked.user_id, asked.channel_id, shareable=True)
        respond(response_type="ephemeral", **message.arguments)
