"""The client of Slack's Web API: it repeats nothing by itself, and tells of every call how it went."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from ssl import SSLContext, create_default_context
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.core.errors import DeliveryError
from bot.slack.api.refusals import refusal_of

TIMEOUT = 10

Called = Callable[[str, float, str], None]
"""Is told of a call to Slack: its method, how many seconds it took, and `ok`, Slack's error, or why nothing came."""


def uncounted(method: str, seconds: float, result: str) -> None:
    """Keeps nothing of it."""


class _CountedClient(WebClient):
    def __init__(self, token: str | None, api_url: str, called: Called) -> None:
        # What it logs, it also raises: whoever called says it, once.
        silent = logging.Logger("slack_sdk.policybot", logging.CRITICAL)
        tls = trusted_at(api_url)
        super().__init__(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[], logger=silent, ssl=tls)
        self._called = called

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        with counted(api_method, self._called):
            return super().api_call(api_method, **given)


def build_client(token: str | None, api_url: str, called: Called = uncounted) -> WebClient:
    """A client that repeats nothing by itself: only who knows what a call does can say whether it may be."""
    return _CountedClient(token, api_url, called)


def trusted_at(url: str) -> SSLContext | None:
    """The certificates that are trusted at an address; None for one without TLS.

    They are read once: left to itself, slack_sdk reads them for each call, which takes it 20 ms.
    """
    return _trusted() if url.startswith("https:") else None


@cache
def _trusted() -> SSLContext:
    return create_default_context()


@contextmanager
def counted(method: str, called: Called) -> Iterator[None]:
    """What happens inside is one call."""
    began, result = time.monotonic(), "ok"
    try:
        yield
    except Exception as error:
        refusal = refusal_of(error)
        result = refusal.reason if refusal else str(error) if isinstance(error, DeliveryError) else "fault"
        raise
    finally:
        called(method, time.monotonic() - began, result)
