"""The whole bot, put together and kept running."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from pydantic import SecretStr

from bot.core.errors import ConfigurationError
from bot.service import loop
from bot.service.digests import Daily, send_due
from bot.service.health import Health, health_route
from bot.settings import Settings, Tokens
from bot.slack import app as slack_app
from bot.slack import delivery, http, socket_mode
from bot.slack.blocks import digest_message
from bot.slack.desk import Desk
from bot.wiring.library import open_library
from bot.wiring.receipts import asking_on_record, receipts_in
from bot.wiring.state import open_state

log = structlog.get_logger()
TICK_SECONDS = 30.0
READY_SECONDS = 15.0


class Bot:
    """The whole bot, ready to run against one Slack workspace."""

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._settings = settings
        self._library = open_library(settings)
        self._store = open_state(settings)
        self._connected = False
        self.ready = threading.Event()
        self._ticking = threading.Lock()
        self._tell_of_corpus()
        desk = Desk(
            ask=asking_on_record(self._library, settings),
            verify=self._library.verify,
            corpus=lambda: self._library.snapshot.corpus,
            replies=delivery.Replies(self._store),
            command=settings.slack.command,
            longest_question=settings.answering.longest_question,
        )
        self._app_token, signing_secret = "", None
        if settings.slack.mode == "http":
            signing_secret = _secret(tokens.signing_secret, "SLACK_SIGNING_SECRET")
        else:
            self._app_token = _secret(tokens.app_token, "SLACK_APP_TOKEN")
        self._client = slack_app.build_client(_secret(tokens.bot_token, "SLACK_BOT_TOKEN"), settings.slack.api_url)
        self._app = slack_app.build_app(
            self._client, desk, signing_secret=signing_secret, workers=settings.slack.workers
        )

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Answers until it is told to stop."""
        settings = self._settings
        routes = [health_route(self.health)]
        beside = [loop.every(TICK_SECONDS, self.tick)]
        if settings.slack.mode == "http":
            routes.append(http.events_route(self._app))
        else:
            beside.append(self._receive)
        on_start = partial(self._heard, settings.slack.mode == "http")
        try:
            await loop.serve(routes, (settings.http.host, settings.http.port), beside, on_start, stop)
        finally:
            await asyncio.to_thread(self._app.listener_runner.listener_executor.shutdown)

    async def _receive(self, stop: asyncio.Event) -> None:
        await socket_mode.receive(self._app, self._app_token, self._settings.slack.api_url, stop, self._heard)

    def health(self) -> Health:
        corpus = self._library.snapshot.corpus
        return Health(self._connected, len(corpus.articles), len(corpus.passages))

    def tick(self) -> None:
        """What happens every half minute: look at the corpus, send what is due. One at a time."""
        with self._ticking:
            self._tick()

    def _tick(self) -> None:
        if self._library.refresh():
            self._tell_of_corpus()
        kept_since = datetime.now(UTC) - timedelta(days=self._settings.answering.receipt_days)
        receipts_in(self._settings).purge(kept_since)
        chosen = self._settings.digest
        send_due(
            Daily(chosen.channels, chosen.time, chosen.zone),
            datetime.now(UTC),
            self._library.snapshot.corpus,
            self._store,
            lambda channel, digest: delivery.post(self._client, channel, digest_message(digest)),
        )

    def _tell_of_corpus(self) -> None:
        now = self._library.snapshot
        log.info("corpus loaded", articles=len(now.corpus.articles), passages=len(now.corpus.passages))
        for fault in now.faults:
            log.warning("faulty article left out", fault=str(fault))

    def _heard(self, connected: bool) -> None:
        if connected != self._connected:
            log.info("ready for questions" if connected else "cannot hear questions")
        self._connected = connected
        if connected:
            self.ready.set()


def _secret(secret: SecretStr | None, name: str) -> str:
    if secret is None:
        raise ConfigurationError(f"{name} is not set; `policybot check` says where it comes from")
    return secret.get_secret_value()


class BotInThread:
    """The bot in a thread of its own, for the demo and the tests. Entered when it can hear questions."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="bot", daemon=True)

    def __enter__(self) -> "BotInThread":
        self._thread.start()
        if not self._bot.ready.wait(READY_SECONDS):
            raise ConfigurationError("the bot did not get through to Slack")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._bot.run(self._stop))
        self._loop.close()
