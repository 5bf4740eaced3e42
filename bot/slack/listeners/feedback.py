"""The feedback buttons below an answer: the last press counts; who says that it did not help is asked why."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.curation.requests import GiveFeedback
from bot.core.requests import Request
from bot.slack.answers.feedback import (
    ASK_INSTEAD,
    FEEDBACK,
    REASON_FORM,
    Judged,
    read_pressed,
    read_reason,
    reason_form,
)
from bot.slack.curation.curator_forms import CuratorForms
from bot.slack.curation.hand_over_forms import Asked
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press, Submission


def register(app: App, curators: CuratorForms) -> None:
    """Opens the form that asks why an answer did not help."""

    @app.action(FEEDBACK)
    def on_feedback(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        judged, helped = read_pressed(press)
        if not helped:
            form = reason_form(judged, curators=curators.may_ask)
            client.views_open(trigger_id=press.trigger_id, view=form)

    @app.action(ASK_INSTEAD)
    def on_ask_instead(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        view = Press.model_validate(body).view
        of = Judged.read(view.private_metadata)
        asked = Asked(of.words, of.channel, of.ts, of.thread, of.private, of.url)
        client.views_update(view_id=view.id, view=curators.ask_about(asked))

    app.view(REASON_FORM)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What somebody says of an answer."""
    if envelope.action == FEEDBACK:
        press = Press.model_validate(envelope.body)
        judged, helped = read_pressed(press)
        given = GiveFeedback(judged.answer, judged.receipt, helped)
        return _request(envelope, press.user.id, given, judged, f"trigger:{press.trigger_id}")
    if envelope.body.get("type") != "view_submission":
        return None
    submitted = Submission.model_validate(envelope.body)
    if submitted.view.callback_id != REASON_FORM:
        return None
    key = f"view:{submitted.view.id}:{submitted.view.hash}"
    return _request(envelope, submitted.user.id, *read_reason(submitted), key)


def _request(envelope: Envelope, person: str, given: GiveFeedback, judged: Judged, key: str) -> IncomingRequest:
    about = f"feedback:{judged.answer}:{person}"
    request = Request(new_id(), given, about, envelope.now, person, judged.channel, private=True)
    return IncomingRequest(request, (key,))
