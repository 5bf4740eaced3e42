"""The buttons of requests to read: *I have read this*, in a message or in one's home, and *Ask for the new version*."""

from slack_bolt import App

from bot.core.read_requests.requests import AskAnew, ConfirmReading, Reading, subject
from bot.core.requests import Request
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press
from bot.slack.read_requests.blocks import ANEW, CONFIRM


def register(app: App) -> None:
    """Takes presses of both."""
    for action in (CONFIRM, ANEW):
        app.action(action)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What somebody pressed. Of one person and one request, one press is worked on after another."""
    if envelope.action not in {CONFIRM, ANEW}:
        return None
    press = Press.model_validate(envelope.body)
    payload: Reading = AskAnew(press.value, press.response_url)
    if envelope.action == CONFIRM:
        payload = ConfirmReading(press.value, press.response_url, press.view.private_metadata)
    about = subject(press.value, press.user.id)
    request = Request(new_id(), payload, about, envelope.now, press.user.id, press.place or None, private=True)
    return IncomingRequest(request, (f"trigger:{press.trigger_id}",))
