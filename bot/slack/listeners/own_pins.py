"""The buttons of a pinned answer: *Other wordings* and *Unpin*."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.curation.requests import ChangePin
from bot.core.requests import Request
from bot.slack.curation.own_pins import REWORD, REWORD_FORM, UNPIN, PinDesk, read_reworded
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press, Submission


def register(app: App, pins: PinDesk) -> None:
    """Opens the form in which a pinned answer gets other wordings."""

    @app.action(REWORD)
    def on_reword(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        if form := pins.form(press):
            client.views_open(trigger_id=press.trigger_id, view=form)

    app.action(UNPIN)(taken)
    app.view(REWORD_FORM)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What a curator wants of a pinned answer."""
    if envelope.action == UNPIN:
        press = Press.model_validate(envelope.body)
        change = ChangePin(press.value, "unpin", press.response_url)
        return _request(envelope, press.user.id, change, press.place, f"trigger:{press.trigger_id}")
    if envelope.body.get("type") != "view_submission":
        return None
    submitted = Submission.model_validate(envelope.body)
    if submitted.view.callback_id != REWORD_FORM:
        return None
    change, place = read_reworded(submitted)
    key = f"view:{submitted.view.id}:{submitted.view.hash}"
    return _request(envelope, submitted.user.id, change, place, key)


def _request(envelope: Envelope, person: str, change: ChangePin, place: str, key: str) -> IncomingRequest:
    request = Request(new_id(), change, f"pin:{change.pin}", envelope.now, person, place, private=True)
    return IncomingRequest(request, (key,))
