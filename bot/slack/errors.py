"""Surprises, caught once: the asker gets a sentence and a reference, the log gets the rest."""

from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import App, BoltContext
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import sentence_message

log = structlog.get_logger()
SORRY = "Something went wrong on my side, and I could not answer. Please ask again; if it goes on, report {reference}."


def register(app: App) -> None:
    @app.error
    def on_error(error: Exception, body: dict[str, Any], context: BoltContext) -> None:
        reference = uuid4().hex[:8]
        log.error("could not answer", reference=reference, **_known(error, body))
        sentence = sentence_message(SORRY.format(reference=reference))
        try:
            if context.response_url and context.respond:
                context.respond(response_type="ephemeral", replace_original=False, **sentence.arguments)
            elif context.channel_id:
                context.client.chat_postMessage(
                    channel=context.channel_id, thread_ts=_thread(body), **sentence.arguments
                )
        except Exception as second:
            log.error("could not even say so", reference=reference, **_known(second, body))


def _known(error: Exception, body: dict[str, Any]) -> dict[str, Any]:
    # Nobody's words reach the log: of Slack's answers only their name, of what arrived only its kind.
    reason = error.response.get("error") if isinstance(error, SlackApiError) else None
    kind = body.get("event", {}).get("type") or body.get("command") or body.get("type")
    return {"kind": kind, "slack_error": reason, "exc_info": error}


def _thread(body: dict[str, Any]) -> str | None:
    event = body.get("event", {})
    thread: str | None = event.get("thread_ts") or (event.get("ts") if event.get("type") == "app_mention" else None)
    return thread
