"""The buttons below what came from a feed: *Add to corpus* and *Ignore*."""

from bot.core.requests import Kind, Request
from bot.slack.curation.feed_card_blocks import ADD, IGNORE
from bot.slack.incoming import Envelope, IncomingRequest, new_id
from bot.slack.payloads import Press

WISHES = {ADD: "add", IGNORE: "ignore"}


def wanted(arrival: Envelope) -> IncomingRequest | None:
    """What somebody decided. Of several decisions about one newcomer, the first that holds counts."""
    wish = WISHES.get(arrival.action)
    if wish is None:
        return None
    press = Press.model_validate(arrival.body)
    details = {"newcomer": press.value, "wish": wish, "response_url": press.response_url}
    about = f"newcomer:{press.value}"
    request = Request(new_id(), Kind.DECISION, about, arrival.now, press.user.id, press.place, True, details)
    return IncomingRequest(request, (f"trigger:{press.trigger_id}",))
