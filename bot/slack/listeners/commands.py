"""The slash command is answered privately: a question, or `verify` and a quotation."""

from bot.core.requests import AnswerCommand, Request
from bot.slack.incoming import Envelope, IncomingRequest, new_id
from bot.slack.payloads import Command, plain_words


def wanted(arrival: Envelope) -> IncomingRequest | None:
    """What was typed behind the command."""
    if arrival.body.get("command") != arrival.command:
        return None
    asked = Command.model_validate(arrival.body)
    payload = AnswerCommand(" ".join(plain_words(asked.text, bot_user=None).split()), asked.response_url)
    key = f"trigger:{asked.trigger_id}"
    request = Request(new_id(), payload, key, arrival.now, asked.user_id, asked.channel_id, private=True)
    return IncomingRequest(request, (key,))
