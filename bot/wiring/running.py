"""The whole bot, put together and kept running."""

import asyncio
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from pydantic import SecretStr

from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError, StoreError
from bot.service import loop
from bot.service.health import Health, health_route
from bot.service.news import note_news
from bot.service.workers import Terms, Workers
from bot.settings import Settings, Tokens
from bot.slack import app as slack_app
from bot.slack import http, socket_mode
from bot.slack.delivery import Delivery
from bot.slack.desk import Desk
from bot.slack.digest_desk import DigestDesk
from bot.slack.digest_sending import DigestSending
from bot.slack.intake import Intake
from bot.slack.pacing import Pace
from bot.slack.people import People
from bot.slack.subscriptions import Subscribing
from bot.wiring import feeds
from bot.wiring.digesting import newsroom, rules
from bot.wiring.library import open_library
from bot.wiring.receipts import asking_on_record
from bot.wiring.state import open_state

log = structlog.get_logger()
TICK_SECONDS = 30.0
DAY_SECONDS = 24 * 3_600.0
# Threads that answer hold Python's lock for up to this long (5 ms by default), while one that writes to the database
# waits for it at each statement, and all others for the database.
SWITCH_SECONDS = 0.001
READY_SECONDS = 15.0


class Bot:
    """The whole bot, ready to run against one Slack workspace."""

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._settings = settings
        self._library = open_library(settings)
        app_token, signing_secret = "", None
        if settings.slack.mode == "http":
            signing_secret = _secret(tokens.signing_secret, "SLACK_SIGNING_SECRET")
        else:
            app_token = _secret(tokens.app_token, "SLACK_APP_TOKEN")
        self._door = socket_mode.Door(app_token, settings.slack.api_url)
        client = slack_app.build_client(_secret(tokens.bot_token, "SLACK_BOT_TOKEN"), settings.slack.api_url)
        self._store = open_state(settings)
        self._connected = False
        self.ready = threading.Event()
        self._ticking = threading.Lock()
        self._tell_of_corpus()
        delivery = Delivery(client, self._store, Pace(time.monotonic), now)
        people = People(client)
        self._newsroom = room = newsroom(settings, self._library, self._store, people)
        self._noted: Corpus | None = None
        digests = DigestDesk(
            DigestSending(delivery, room.digest, room.note_told, settings.digest.heartbeat or None),
            Subscribing(room, self._store, people, rules(settings), settings.slack.command, now),
        )
        desk = Desk(
            ask=asking_on_record(self._library, settings, self._store.receipts),
            verify=self._library.verify,
            corpus=lambda: self._library.snapshot.corpus,
            behind=self._store.behind,
            delivery=delivery,
            command=settings.slack.command,
            longest_question=settings.answering.longest_question,
            digests=digests,
            curation=feeds.curation(settings, self._store, delivery),
        )
        terms = Terms(settings.slack.workers, timedelta(seconds=settings.slack.lease))
        self._workers = Workers(self._store, desk.handle, terms, now)
        self.following = feeds.following(settings, self._store, now, self._workers.wake)
        intake = Intake(self._store, settings.slack.command, now, self._workers.wake)
        self._app = slack_app.build_app(client, intake, desk, signing_secret=signing_secret)

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Answers until it is told to stop; then ends what is under way, and hands back the rest."""
        settings = self._settings
        sys.setswitchinterval(SWITCH_SECONDS)
        is_http = settings.slack.mode == "http"
        routes = [health_route(self.health)]
        beside = [loop.every(TICK_SECONDS, self.tick), loop.every(DAY_SECONDS, self._purge)]
        if settings.feeds:
            beside.append(self.following.run)
        if is_http:
            routes.append(http.events_route(self._app))
        else:
            beside.append(self._receive)
        self._workers.start()
        try:
            address = (settings.http.host, settings.http.port)
            await loop.serve(routes, address, beside, partial(self._heard, is_http), stop)
        finally:
            await asyncio.to_thread(self._workers.stop, settings.slack.stop_within)
            await asyncio.to_thread(self._app.listener_runner.listener_executor.shutdown)
            self._store.close()

    async def _receive(self, stop: asyncio.Event) -> None:
        await socket_mode.receive(self._app, self._door, stop, self._heard)

    def health(self) -> Health:
        corpus = self._library.snapshot.corpus
        try:
            waiting = self._store.waiting()
        except StoreError:
            waiting = None
        return Health(self._connected, len(corpus.articles), len(corpus.passages), waiting)

    def tick(self) -> None:
        """What happens every half minute: look at the corpus, send what is due. One at a time."""
        with self._ticking:
            self._tick()

    def _tick(self) -> None:
        if self._library.refresh():
            self._tell_of_corpus()
        corpus = self._library.snapshot.corpus
        if corpus is not self._noted:
            note_news(corpus, now(), self._store)
            self._noted = corpus
        if self._newsroom.hand_in_due(now(), self._store):
            self._workers.wake()

    def _purge(self) -> None:
        """What happens once a day: what has been kept for long enough goes."""
        gone = self._store.purge(now() - timedelta(days=self._settings.keep_days))
        gone += self._store.receipts.purge(now() - timedelta(days=self._settings.answering.receipt_days))
        log.info("purged what was kept for long enough", rows=gone)

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


def now() -> datetime:
    """The moment, by UTC."""
    return datetime.now(UTC)


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
