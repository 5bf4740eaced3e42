"""Where all that has to do with digests is done."""

from dataclasses import dataclass

from bot.core.requests import Handled, Kind, Request
from bot.slack.api.message import Message
from bot.slack.digests.homes import Homes
from bot.slack.digests.sending import DigestSending
from bot.slack.digests.subscriptions import Subscribing


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """Sends the digests that are due, and does what people want of theirs."""

    sending: DigestSending
    subscribing: Subscribing
    homes: Homes

    def handle(self, request: Request) -> Handled:
        """Does what a request of the kinds DIGEST and SUBSCRIPTION wants."""
        if request.kind == Kind.DIGEST:
            return self.sending.send(request)
        return self.homes.change(request)

    def answer(self, request: Request) -> Message:
        """Does what somebody typed, and says what came of it."""
        return self.subscribing.answer(request)
