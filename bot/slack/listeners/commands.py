"""The slash command is answered privately: a question, or `verify` and a quotation."""

from bot.core.requests import Kind, Request
from bot.slack.payloads import Command, plain_words
from bot.slack.wanted import Arrival, Wanted, new_id


def wanted(arrival: Arrival) -> Wanted | None:
    """What was typed behind the command."""
    if arrival.body.get("command") != arrival.command:
        return None
    asked = Command.model_validate(arrival.body)
    details = {"words": plain_words(asked.text, bot_user=None), "response_url": asked.response_url}
    key = f"trigger:{asked.trigger_id}"
    request = Request(new_id(), Kind.COMMAND, key, arrival.now, asked.user_id, asked.channel_id, True, details)
    return Wanted(request, (key,))
