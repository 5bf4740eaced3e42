"""The buttons below what came from a feed: *Add to corpus* and *Ignore*."""

from collections.abc import Mapping
from typing import Literal

from slack_bolt import App

from bot.core.curation.requests import DecideCandidate
from bot.core.requests import Request
from bot.slack.curation.feed_card_blocks import ADD, IGNORE
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press

WISHES: Mapping[str, Literal["add", "ignore"]] = {ADD: "add", IGNORE: "ignore"}


def register(app: App) -> None:
    """Takes presses of both."""
    for action in WISHES:
        app.action(action)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """What somebody decided. Of several decisions about one newcomer, the first that holds counts."""
    wish = WISHES.get(envelope.action)
    if wish is None:
        return None
    press = Press.model_validate(envelope.body)
    payload = DecideCandidate(press.value, wish, press.response_url)
    about = f"newcomer:{press.value}"
    request = Request(new_id(), payload, about, envelope.now, press.user.id, press.place, private=True)
    return IncomingRequest(request, (f"trigger:{press.trigger_id}",))
