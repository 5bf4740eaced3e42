"""The slash command is answered privately: a question, or `verify` and a quotation."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.slack.blocks import sentence_message
from bot.slack.desk import Desk
from bot.slack.payloads import Command, plain_words
from bot.slack.verdicts import verdict_message

HELP = (
    "Ask me a question: {command} Who is exempt from the rule?",
    "Check a quotation: {command} verify The rule applies to everybody.",
    'Look more exactly: source:Name, topic:"a topic", since:2021, before:2020-07-01, as of June 2020.',
    'Or: "these very words", -word, +word.',
)


def register(app: App, desk: Desk) -> None:
    @app.command(desk.command)
    def on_command(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
        ack()
        asked = Command.model_validate(command)
        words = plain_words(asked.text, bot_user=None)
        first, _, rest = words.partition(" ")
        if first.lower() == "verify":
            message = verdict_message(desk.verify(rest))
        elif words.lower() in {"", "help"}:
            message = sentence_message(*(sentence.format(command=desk.command) for sentence in HELP))
        else:
            message = desk.reply(words, asked.user_id, asked.channel_id, shareable=True)
        respond(response_type="ephemeral", **message.arguments)
