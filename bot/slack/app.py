"""Bolt, put together. Importing this does nothing; `build_app` builds."""

import logging
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.slack import errors
from bot.slack.desk import Desk
from bot.slack.listeners import actions, commands, mentions, messages

TIMEOUT = 10


def build_client(token: str, api_url: str) -> WebClient:
    """A Web API client that repeats only what Slack has turned away: another repeat could post twice."""
    handlers = [RateLimitErrorRetryHandler(max_retry_count=2)]
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=list(handlers))


def build_app(client: WebClient, desk: Desk, *, signing_secret: str | None = None, workers: int = 10) -> App:
    """The app with all its listeners. Without a signing secret it can serve Socket Mode only."""
    quiet = logging.getLogger("slack_bolt.policybot")
    quiet.setLevel(logging.ERROR)  # below that, Bolt writes whole payloads into the log
    app = App(
        client=client,
        signing_secret=signing_secret,
        token_verification_enabled=False,
        logger=quiet,
        listener_executor=ThreadPoolExecutor(workers, thread_name_prefix="question"),
    )
    for listeners in (mentions, messages, commands, actions):
        listeners.register(app, desk)
    errors.register(app)
    return app
