"""A direct message is answered there; an edited one gets its answer changed."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack.desk import Desk
from bot.slack.payloads import EditEvent, MessageEvent, plain_words

BY_PEOPLE = {None, "file_share", "me_message", "thread_broadcast"}


def register(app: App, desk: Desk) -> None:
    @app.event("message")
    def on_message(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asked = _asked(event)
        if asked is None or asked.bot_id or asked.user in {None, context.bot_user_id}:
            return
        words = plain_words(asked.text, context.bot_user_id)
        desk.replies.reply(client, asked, words, lambda: desk.reply(words, asked.user, asked.channel), threaded=False)


def _asked(event: dict[str, Any]) -> MessageEvent | None:
    """The message that wants an answer: a new one in a direct message, or one whose words were edited."""
    if event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        edit = EditEvent.model_validate(event)
        # Slack also reports its own changes, such as an unfolded link.
        return edit.as_message if edit.message.text != edit.previous_message.text else None
    message = MessageEvent.model_validate(event)
    return message if message.subtype in BY_PEOPLE else None
