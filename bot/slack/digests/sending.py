"""A digest that is due goes out: its head into the place, the rest into the thread below it, each part once."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.core.answering import citing
from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.errors import DeliveryError, RetryLater
from bot.core.requests import Handled, PostStatus, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Version, sentence_message
from bot.slack.digests.blocks import digest_messages

log = structlog.get_logger()

LOST = "the head of a digest may or may not have been posted, and its thread cannot be found"
QUIET = "The digest of {day} had nothing new, so nothing was sent."


@dataclass(frozen=True, slots=True)
class DigestSending:
    """Sends digests. `digest` is what a request tells (None: it is not wanted any more), `told` notes that it did.

    `heartbeat` is the channel that hears of it where there is nothing to tell.
    """

    delivery: Delivery
    digest: Callable[[Request[SendDigest]], Digest | None]
    told: Callable[[Request[SendDigest]], None]
    heartbeat: str | None = None

    def send(self, request: Request[SendDigest]) -> Handled:
        """Sends the digest, or what a crash has left of it. Raises as the delivery does."""
        digest = self.digest(request)
        if digest is None:
            return Handled("not wanted any more")
        if digest:
            return self._post(request, digest)
        self.told(request)
        if self.heartbeat and digest.about is None:
            self._beat(request, self.heartbeat)
        return Handled("nothing new")

    def _post(self, request: Request[SendDigest], digest: Digest) -> Handled:
        head, *thread = digest_messages(digest)
        key, channel = post_key(request), request.place or ""
        try:
            self.delivery.post(Destination(key, channel), Version(), lambda: head)
        except RetryLater:
            raise
        except DeliveryError:
            # What may stand there is not told again; what was refused is told with the next digest.
            known = self.delivery.find(key)
            if known and known.fate is PostStatus.UNKNOWN:
                self.told(request)
            raise
        posted = self.delivery.find(key)
        faults = []
        if thread and (posted is None or posted.ts is None):
            # Without its head, the rest would land in the channel.
            faults.append(DeliveryError(LOST))
            thread = []
        for number, part in enumerate(thread, start=1):
            place = Destination(f"{key}:{number}", channel, posted.ts if posted else None)
            try:
                self.delivery.post(place, Version(), lambda part=part: part)  # type: ignore[misc]  # its own part
            except RetryLater:
                raise
            except DeliveryError as error:
                faults.append(error)  # the others may go out all the same
        self.told(request)
        if faults:
            raise faults[0]
        return Handled("sent")

    def _beat(self, request: Request[SendDigest], channel: str) -> None:
        """Once a day, however many digests had nothing to tell."""
        day = request.received.date()
        message = sentence_message(QUIET.format(day=citing.day(day)))
        try:
            self.delivery.post(Destination(f"heartbeat:{day.isoformat()}", channel), Version(), lambda: message)
        except RetryLater:
            raise
        except DeliveryError as error:
            log.warning("nobody could be told that there was nothing to tell", reason=str(error))


def post_key(request: Request[SendDigest]) -> str:
    """Under which key the head of a digest is posted; its thread has the same with numbers from 1."""
    return f"digest:{request.id}"
