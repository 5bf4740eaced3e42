"""The slash command is answered privately: a question, `verify` and a quotation, or what is to be read."""

from slack_bolt import App

from bot.core.read_requests import command as reading
from bot.core.read_requests.requests import SayReading
from bot.core.requests import AnswerCommand, Request
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Command
from bot.slack.words import plain_words, without_target


def register(app: App, command: str) -> None:
    """Takes what is typed behind the command."""
    app.command(command)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What was typed behind the command."""
    if envelope.body.get("command") != envelope.command:
        return None
    asked = Command.model_validate(envelope.body)
    payload: AnswerCommand | SayReading
    if asked.text.split()[:1] in ([reading.ASK], [reading.SHOW]):
        words, target = without_target(asked.text)
        payload = SayReading(words, target, asked.response_url)
    else:
        payload = AnswerCommand(" ".join(plain_words(asked.text, bot_user=None).split()), asked.response_url)
    key = f"trigger:{asked.trigger_id}"
    request = Request(new_id(), payload, key, envelope.now, asked.user_id, asked.channel_id, private=True)
    return IncomingRequest(request, (key,))
