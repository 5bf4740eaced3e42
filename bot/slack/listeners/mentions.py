"""A mention in a channel is answered in its thread."""

from bot.slack.incoming import Envelope, IncomingRequest, question
from bot.slack.payloads import MessageEvent


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """A question, where the bot is mentioned by a person."""
    if envelope.event.get("type") != "app_mention":
        return None
    asked = MessageEvent.model_validate(envelope.event)
    # Bots that mention each other would never stop.
    return None if asked.bot_id else question(envelope, asked)
