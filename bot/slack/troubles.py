"""Curators are told of faulty corpus files. A notice is one post, which changes as its files do."""

import json
from dataclasses import dataclass
from hashlib import sha256

from bot.core.requests import Handled, Request
from bot.core.troubles import bulletin_from_json
from bot.slack.delivery import Delivery, Edition, Place
from bot.slack.trouble_blocks import trouble_message


@dataclass(frozen=True, slots=True)
class TroubleDesk:
    """Posts what a request tells of a notice. Everything here may be done again."""

    delivery: Delivery

    def handle(self, request: Request) -> Handled:
        """Makes the post stand as the request has it, unless it tells something newer. Raises as the delivery does."""
        bulletin = bulletin_from_json(request.details)
        # Versions are counted by the store, so that no replica's clock decides what is newer.
        words = sha256(json.dumps(request.details, sort_keys=True).encode()).hexdigest()
        place, edition = Place(request.subject, request.place or ""), Edition(str(bulletin.version), words)
        self.delivery.post(place, edition, lambda: trouble_message(bulletin))
        return Handled("told" if bulletin.faulty else "told that it is mended")
