"""Surprises behind Slack's door, caught once: who pressed gets a sentence and a reference, the log gets the rest."""

from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError

from bot.slack.api.message import sentence_message
from bot.slack.api.refusals import reason_of
from bot.slack.request_handler import SORRY

log = structlog.get_logger()

# Slack lets a window be opened for three seconds after the press. A busy machine may take longer: no surprise.
TOO_LATE = "expired_trigger_id"
OPENED_TOO_LATE = "That took too long to open. Please try again."


def register(app: App) -> None:
    """Tells of whatever goes wrong in a listener."""

    @app.error
    def on_error(error: Exception, body: dict[str, Any], context: BoltContext) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            # Slack would count a refusal as a failed delivery, and send it again: nobody here ever wants it.
            return BoltResponse(status=200, body="")
        reference = uuid4().hex[:8]
        if _slack_error(error) == TOO_LATE:
            sentence = OPENED_TOO_LATE
            log.warning("Slack no longer let a window be opened", reference=reference)
        else:
            sentence = SORRY.format(reference=reference)
            log.error("could not do what was asked", reference=reference, **_known(error, body))
        if context.response_url and context.respond:
            told = sentence_message(sentence)
            try:
                context.respond(response_type="ephemeral", replace_original=False, **told.arguments)
            except Exception as second:
                log.error("could not tell the person who asked", reference=reference, **_known(second, body))
        return None


def _known(error: Exception, body: dict[str, Any]) -> dict[str, Any]:
    # Nobody's words reach the log: of Slack's answers only their name, of what arrived only its kind.
    kind = body.get("event", {}).get("type") or body.get("command") or body.get("type")
    return {"kind": kind, "slack_error": _slack_error(error), "exc_info": error}


def _slack_error(error: Exception) -> str | None:
    return reason_of(error) if isinstance(error, SlackApiError) else None
