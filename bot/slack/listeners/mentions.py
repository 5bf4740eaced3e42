"""A mention in a channel is answered in its thread."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack.desk import Desk
from bot.slack.payloads import MessageEvent, plain_words


def register(app: App, desk: Desk) -> None:
    @app.event("app_mention")
    def on_mention(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asked = MessageEvent.model_validate(event)
        if asked.bot_id:  # bots that mention each other would never stop
            return
        words = plain_words(asked.text, context.bot_user_id)
        desk.replies.reply(client, asked, words, lambda: desk.reply(words, asked.user, asked.channel), threaded=True)
