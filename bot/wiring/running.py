"""The whole bot, put together and kept running."""

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.core.errors import ConfigurationError
from bot.documents.corpus.watching import watch
from bot.library.library import now
from bot.service import loop
from bot.service.health import Health, health_routes
from bot.service.heartbeats import Heartbeats
from bot.service.keeping import LOOK_SECONDS
from bot.service.leading import LEAD_SECONDS
from bot.service.outages import Outage
from bot.service.supervision import supervise
from bot.settings import Settings, Tokens
from bot.slack import app as slack_app
from bot.slack import http, socket_mode
from bot.slack.intake import PATIENCE_SECONDS, Intake
from bot.wiring import sources
from bot.wiring.audit import note_rights
from bot.wiring.health import VERSION, health_of
from bot.wiring.lazy_log import warn
from bot.wiring.services import Services, reveal
from bot.wiring.state import place_of

log = structlog.get_logger()
TICK_SECONDS = 30.0
DAY_SECONDS = 24 * 3_600.0
# Threads that answer hold Python's lock for up to this long (5 ms by default), while one that writes to the database
# waits for it at each statement, and all others for the database.
SWITCH_SECONDS = 0.001
READY_SECONDS = 15.0
# How long a turn of the process's loops may take; a look at a large corpus that has changed takes minutes.
LOOP_SECONDS, TURN_SECONDS, JOB_SECONDS = 1.0, 30.0, 900.0
# How a process ends that does not work any more, so that a supervisor starts it anew.
STALLED = 3


class Bot:
    """The whole bot, ready to run against one Slack workspace."""

    def __init__(self, settings: Settings, tokens: Tokens, clock: Callable[[], datetime] = now) -> None:
        self._settings = settings
        app_token, signing_secret = "", ""
        if settings.slack.mode == "http":
            signing_secret = reveal(tokens.signing_secret, "SLACK_SIGNING_SECRET")
        else:
            app_token = reveal(tokens.app_token, "SLACK_APP_TOKEN")
        self._signing_secret = signing_secret
        self._door = socket_mode.Door(app_token, settings.slack.api_url)
        self.services = services = Services(settings, tokens.bot_token, clock)
        self._connected, self._outage = False, Outage()
        self._since = time.monotonic()
        self.ready = threading.Event()
        self.following = sources.following(settings, services.withdrawals, services.store.inbox, services.workers.wake)
        services.metrics.show(self.health)
        curators = services.curators
        views = slack_app.Views(
            services.joints.seen_by, services.home, services.digests.own, curators.forms, curators.pins
        )
        self._app = slack_app.build_app(services.client, self._intake(), views, signing_secret=signing_secret or None)

    def _intake(self) -> Intake:
        settings, services = self._settings, self.services
        intake = Intake(
            services.store.inbox, settings.slack.command, services.now, services.workers.wake,
            teams=frozenset(settings.slack.teams), counted=services.metrics.kept,
            watched=services.keeping.watched,
        )  # fmt: skip
        if services.store.is_shared:
            intake = replace(intake, patience=PATIENCE_SECONDS)
        if settings.slack.follow_threads:
            intake = replace(intake, answered_in=services.store.posts.answered_in)
        if settings.digest.curators_channel:
            intake = replace(intake, handed_over_in=services.curators.hand_overs.is_at)
        return intake

    async def run(self, stop: asyncio.Event | None = None, stalled: Callable[[], None] = lambda: None) -> None:
        """Answers until it is told to stop; then ends what is under way, and hands back the rest.

        `stalled` is called when parts of it do not turn any more: it is to end the process.
        """
        sys.setswitchinterval(SWITCH_SECONDS)
        doors, beside = self._doors(), self._beside()
        note_rights(self._settings, self.services.store.audit)
        self.services.workers.start()
        self._tell_of_start()
        unsupervised = supervise(self._hearts, stalled)
        try:
            await loop.serve(doors, beside, stop)
        finally:
            unsupervised()
            await asyncio.to_thread(self._app.listener_runner.listener_executor.shutdown)
            await asyncio.to_thread(self.services.close)
            log.info("stopped", version=VERSION, seconds=int(time.monotonic() - self._since))

    def _doors(self) -> list[loop.Door]:
        """Where it is asked how it is, and, over HTTP, where Slack comes in."""
        settings = self._settings
        figures = health_routes(self.health, self.services.metrics.exposed)
        doors = [loop.Door(figures, settings.health.host, settings.health.port, "health.port")]
        if settings.slack.mode == "http":
            events = [http.events_route(self._app, self._signing_secret)]
            address = (settings.http.host, settings.http.port)
            doors.append(loop.Door(events, *address, "http.port", partial(self._heard, True)))
        return doors

    def _beside(self) -> list[loop.Beside]:
        """What turns beside the doors, each until the bot stops."""
        rounds, looking, keeping = self.services.rounds, self.services.looking, self.services.keeping
        beside = [
            loop.every(LOOP_SECONDS, lambda: None, self._alive("loop", LOOP_SECONDS + TURN_SECONDS)),
            loop.every(LOOK_SECONDS, keeping.look, self._alive("keeping", LOOK_SECONDS + TURN_SECONDS)),
            loop.every(TICK_SECONDS, rounds.tick, self._alive("ticks", TICK_SECONDS + JOB_SECONDS)),
            loop.every(DAY_SECONDS, rounds.purge, self._alive("purges", DAY_SECONDS + JOB_SECONDS)),
        ]
        if self.services.store.is_shared:
            for name, job in (("lease", looking.keep_lease), ("following", rounds.follow)):
                beside.append(loop.every(LEAD_SECONDS, job, self._alive(name, LEAD_SECONDS + JOB_SECONDS)))
        beside += [partial(watch, folder, rounds.tick, warn) for folder in self.services.library.refresher.watched]
        if self.following.sources:
            beside.append(partial(self.following.run, alive=self._alive("sources", JOB_SECONDS)))
        if self._settings.slack.mode == "socket":
            beside.append(self._receive)
        return beside

    def _tell_of_start(self) -> None:
        settings, now = self._settings, self.services.library.snapshot
        log.info(
            "started", version=VERSION, mode=settings.slack.mode, database=place_of(settings),
            corpus=str(settings.corpus), sources=len(settings.followed_here), passages=len(now.corpus.passages),
            revision=now.corpus.revision, engine=now.engine,
        )  # fmt: skip

    async def _receive(self, stop: asyncio.Event) -> None:
        def report(connected: bool, reason: str) -> None:
            self._hearts.beat("connection", TURN_SECONDS)
            if connected or not stop.is_set():
                self._heard(connected, reason)

        await socket_mode.receive(self._app, self._door, stop, report, self.services.keeping.trouble)

    def _alive(self, part: str, within: float) -> Callable[[], None]:
        return partial(self._hearts.beat, part, within)

    @property
    def _hearts(self) -> Heartbeats:
        return self.services.workers.heartbeats

    def health(self) -> Health:
        """How it is at this moment."""
        return health_of(self.services, self._settings, connected=self._connected, since=self._since)

    def settled(self, limit: float) -> bool:
        """Waits until everything is answered; False if something still waits after `limit` seconds."""
        return self.services.workers.wait_until_idle(limit)

    def tick(self) -> None:
        """Looks at the corpus, and hands in what is due, as happens by itself every half minute."""
        self.services.rounds.tick()

    def _heard(self, connected: bool, reason: str = "") -> None:
        self._connected = connected
        if connected:
            self._outage.heard()
            self.ready.set()
        elif self.services.keeping.trouble():
            self._outage.turned_away()
        elif self._outage.away(reason):
            self.services.metrics.lost_connection()


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
            raise ConfigurationError("the bot could not connect to Slack")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._bot.run(self._stop))
        self._loop.close()
