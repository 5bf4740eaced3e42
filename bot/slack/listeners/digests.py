"""What is pressed and filled in about digests. Forms and previews open at once; what changes something is kept."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.digests import subscribing
from bot.core.digests.requests import ChangeSubscription, EndSubscription, ResumeSubscription
from bot.core.requests import AnswerCommand, Request
from bot.slack.digests import command_form, forms
from bot.slack.digests.forms import Faults
from bot.slack.digests.own_digest_blocks import BEGIN, CHANGE, OFF, PAUSE, PREVIEW, RESUME, preview_view
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press, Submission

WISHES = {RESUME: ResumeSubscription, OFF: EndSubscription}


def register(app: App, digests: OwnDigests) -> None:
    """Opens the forms of digests in the App Home, and takes what was sent in them."""
    _open_views(app, digests)

    for action in WISHES:
        app.action(action)(taken)

    @app.view(forms.CHANGE)
    @app.view(forms.PAUSE)
    @app.view(command_form.FORM)
    def on_submit(ack: Ack, body: dict[str, Any]) -> None:
        submitted = Submission.model_validate(body)
        is_command = submitted.view.callback_id == command_form.FORM
        found = forms.read_schedule(submitted) if is_command else digests.read(submitted)
        if isinstance(found, Faults):
            ack(response_action="errors", errors=dict(found.by_field))
        else:
            ack()


def _open_views(app: App, digests: OwnDigests) -> None:
    # Whatever opens a view must do so within three seconds, or never: it is not worth keeping.
    @app.action(BEGIN)
    @app.action(CHANGE)
    def on_change(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        form = digests.change_form(press.user.id, press.value, press.view.private_metadata)
        client.views_open(trigger_id=press.trigger_id, view=form)

    @app.action(command_form.OPEN)
    def on_fill_in(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        client.views_open(trigger_id=press.trigger_id, view=command_form.command_form(press))

    @app.action(PAUSE)
    def on_pause(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        form = digests.pause_form(press.user.id, press.value, press.view.private_metadata)
        if form:
            client.views_open(trigger_id=press.trigger_id, view=form)

    @app.action(PREVIEW)
    def on_preview(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        opened = client.views_open(trigger_id=press.trigger_id, view=preview_view(None))
        told = digests.preview(press.user.id, press.value)
        if told is not None:
            client.views_update(view_id=opened["view"]["id"], view=preview_view(told))


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """A change to somebody's digests, from a button or a form without faults."""
    if envelope.body.get("type") == "view_submission":
        return _submitted(envelope)
    wish = WISHES.get(envelope.action)
    if wish is None:
        return None
    press = Press.model_validate(envelope.body)
    if not press.view.private_metadata:  # no home, so nobody knows which conversation it is of
        return None
    payload = wish(press.value, press.view.private_metadata)
    return IncomingRequest(_request(envelope, press.user.id, payload), (f"trigger:{press.trigger_id}",))


def _submitted(envelope: Envelope) -> IncomingRequest | None:
    submitted = Submission.model_validate(envelope.body)
    if submitted.view.callback_id == command_form.FORM:
        return _filled_in(submitted, envelope)
    if submitted.view.callback_id not in {forms.CHANGE, forms.PAUSE}:
        return None
    found = forms.read(submitted, envelope.now)
    if isinstance(found, Faults) or not found.home:  # faults are shown beside the fields
        return None
    return IncomingRequest(
        _request(envelope, submitted.user.id, found), (f"view:{submitted.view.id}:{submitted.view.hash}",)
    )


def _filled_in(submitted: Submission, envelope: Envelope) -> IncomingRequest | None:
    """The line after the command that the form stands for."""
    found = forms.read_schedule(submitted)
    if isinstance(found, Faults):  # they are shown beside the fields
        return None
    place, response_url = command_form.answers_at(submitted)
    key = f"view:{submitted.view.id}:{submitted.view.hash}"
    payload = AnswerCommand(subscribing.command(found), response_url)
    return IncomingRequest(
        Request(new_id(), payload, key, envelope.now, submitted.user.id, place, private=True), (key,)
    )


def _request(envelope: Envelope, person: str, payload: ChangeSubscription) -> Request[ChangeSubscription]:
    return Request(new_id(), payload, f"digests of {person}", envelope.now, person, payload.home, private=True)
