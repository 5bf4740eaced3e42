"""The button below a gap that adds a synonym."""

import json

from slack_bolt import App

from bot.core.curation.requests import AddSynonym
from bot.core.requests import Request
from bot.slack.curation.hand_over_blocks import ADD_SYNONYM
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press


def register(app: App) -> None:
    """Takes presses of it."""
    app.action(ADD_SYNONYM)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What may be another word, as a curator says."""
    if envelope.action != ADD_SYNONYM:
        return None
    press = Press.model_validate(envelope.body)
    asked, said = json.loads(press.value)
    payload = AddSynonym(str(asked), str(said), press.response_url)
    about, key = f"synonym:{asked} => {said}", f"trigger:{press.trigger_id}"
    request = Request(new_id(), payload, about, envelope.now, press.user.id, press.place, private=True)
    return IncomingRequest(request, (key,))
