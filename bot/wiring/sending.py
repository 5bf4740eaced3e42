"""Digests without the running bot, for those who prefer cron; and beside it, since both share the inbox."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.digests import digest_wording
from bot.core.digests.requests import SendDigest
from bot.core.requests import Kind, Request
from bot.library.library import now
from bot.settings import Settings, Tokens
from bot.wiring.services import Services

PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a digest: where it belongs, whether all is well, and what there is to say of it."""

    where: str
    well: bool
    says: str


def send(
    settings: Settings, tokens: Tokens, *, due_only: bool, clock: Callable[[], datetime] = now, limit: float = PATIENCE
) -> list[Sent]:
    """Sends the digests that are due, or one to each channel now, and whatever else waits for an answer.

    What is not done after `limit` seconds is left to the running bot, or to the next call. Raises ConfigurationError.
    """
    with closing(Services(settings, tokens.bot_token, clock)) as services:
        services.looking.look()
        digests = services.digests.service
        began, hand_in = services.now(), digests.hand_in_due if due_only else digests.hand_in_all
        requests = hand_in(began, services.store.inbox)
        names = {each.key: f"{each.place}, {digest_wording.rhythm(each)}" for each in digests.standing()}

        def ended() -> dict[str, tuple[bool, str]]:
            """What became of which request."""
            answered = services.store.records.answered({Kind.DIGEST}, began - timedelta(seconds=1))
            done = {each.request.id: (True, each.outcome) for each in answered}
            return done | {each.id: (False, f"given up: {each.reason}") for each in services.store.inbox.abandoned()}

        def is_done() -> bool:
            # With none of our own, what an earlier call has left may still wait.
            return {each.id for each in requests} <= ended().keys() if requests else not services.store.inbox.waiting()

        services.workers.start()
        services.workers.wait_until(is_done, limit)
        return list(_told(requests, names, ended()))


def _told(
    requests: list[Request[SendDigest]], names: dict[str, str], ended: dict[str, tuple[bool, str]]
) -> Iterator[Sent]:
    for request in requests:
        where = names.get(request.payload.subscription, request.place or "")
        yield Sent(where, *ended.get(request.id, (False, "not sent yet; the running bot, or the next call, goes on")))
