"""The global shortcut *Ask*, and the buttons that open its form. What is asked in it is kept."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.requests import AnswerForm, Request
from bot.slack import ask_form
from bot.slack.incoming import Envelope, IncomingRequest, new_id
from bot.slack.payloads import Opener, Press, Submission
from bot.slack.words import plain_words

SHORTCUT = "ask"


def register(app: App) -> None:
    """Opens the form, and shows that an answer is on its way where it was sent."""

    # Whatever opens a view must do so within three seconds, or never: it is not worth keeping.
    @app.shortcut(SHORTCUT)
    def on_ask(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=Opener.model_validate(body).trigger_id, view=ask_form.ask_view())

    @app.action(ask_form.OPEN)
    def on_open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        client.views_open(trigger_id=press.trigger_id, view=ask_form.ask_view(press.value))

    @app.action(ask_form.AGAIN)
    def on_again(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_update(view_id=Press.model_validate(body).view.id, view=ask_form.ask_view())

    @app.view(ask_form.FORM)
    def on_asked(ack: Ack, body: dict[str, Any]) -> None:
        submitted = Submission.model_validate(body)
        ack(response_action="update", view=ask_form.waiting_view(_words(submitted), _name(submitted)))


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What was asked in the form."""
    if envelope.body.get("type") != "view_submission":
        return None
    submitted = Submission.model_validate(envelope.body)
    if submitted.view.callback_id != ask_form.FORM:
        return None
    key = f"form:{_name(submitted)}"
    payload = AnswerForm(_words(submitted), _name(submitted))
    return IncomingRequest(Request(new_id(), payload, key, envelope.now, submitted.user.id, private=True), (key,))


def _words(submitted: Submission) -> str:
    return plain_words(submitted.field(ask_form.FIELD) or "", bot_user=None)


def _name(submitted: Submission) -> str:
    """What the view with the answer is called: the same whenever this form is delivered."""
    return f"{submitted.view.id}:{submitted.view.hash}"
