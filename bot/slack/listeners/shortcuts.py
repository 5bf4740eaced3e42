"""What is done with a message from its menu: *Find sources* for it, or *Check this quote*. Answered privately."""

from slack_bolt import App

from bot.core.requests import AnswerCommand, Request
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import MessageShortcut
from bot.slack.words import plain_words

FIND, CHECK = "find_sources", "check_quote"


def register(app: App) -> None:
    """Takes what is chosen in the menu of a message."""
    for shortcut in (FIND, CHECK):
        app.shortcut(shortcut)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """The words of the message as a question, or as a quotation to be checked."""
    if envelope.body.get("type") != "message_action" or envelope.body.get("callback_id") not in {FIND, CHECK}:
        return None
    chosen = MessageShortcut.model_validate(envelope.body)
    words = plain_words(chosen.message.said, envelope.bot_user)
    key = f"trigger:{chosen.trigger_id}"
    payload = AnswerCommand(words, chosen.response_url, "check" if chosen.callback_id == CHECK else "ask")
    request = Request(new_id(), payload, key, envelope.now, chosen.user.id, chosen.channel.id, private=True)
    return IncomingRequest(request, (key,))
