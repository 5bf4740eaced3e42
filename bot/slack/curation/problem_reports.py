"""Curators are told of faulty corpus files. A notice is one post, which changes as its files do."""

from dataclasses import dataclass
from hashlib import sha256

from bot.core.curation.problems import ProblemReport
from bot.core.requests import Handled, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Version
from bot.slack.curation.problem_blocks import problem_message


@dataclass(frozen=True, slots=True)
class ProblemDesk:
    """Posts what a request tells of a notice. Everything here may be done again."""

    delivery: Delivery

    def handle(self, request: Request[ProblemReport]) -> Handled:
        """Makes the post stand as the request has it, unless it tells something newer. Raises as the delivery does."""
        report = request.payload
        # Versions are counted by the store, so that no replica's clock decides what is newer.
        words = sha256(repr(report).encode("utf-8", "replace")).hexdigest()
        place, version = Destination(request.subject, request.place or ""), Version(str(report.version), words)
        self.delivery.post(place, version, lambda: problem_message(report))
        return Handled("told" if report.faulty else "told that it is mended")
