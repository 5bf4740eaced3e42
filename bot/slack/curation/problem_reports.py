"""Curators are told of faulty corpus files. A notice is one post, which changes as its files do."""

import json
from dataclasses import dataclass
from hashlib import sha256

from bot.core.curation.problems import report_from_json
from bot.core.requests import Handled, Request
from bot.slack.api.delivery import Delivery, Destination, Version
from bot.slack.curation.problem_blocks import trouble_message


@dataclass(frozen=True, slots=True)
class TroubleDesk:
    """Posts what a request tells of a notice. Everything here may be done again."""

    delivery: Delivery

    def handle(self, request: Request) -> Handled:
        """Makes the post stand as the request has it, unless it tells something newer. Raises as the delivery does."""
        bulletin = report_from_json(request.details)
        # Versions are counted by the store, so that no replica's clock decides what is newer.
        words = sha256(json.dumps(request.details, sort_keys=True).encode()).hexdigest()
        place, edition = Destination(request.subject, request.place or ""), Version(str(bulletin.version), words)
        self.delivery.post(place, edition, lambda: trouble_message(bulletin))
        return Handled("told" if bulletin.faulty else "told that it is mended")
