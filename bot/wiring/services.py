"""The office behind Slack's doors: articles, store, and who answers what was handed in."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from pydantic import SecretStr

from bot.core.corpus import Corpus
from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.digests.reviews import TOLD
from bot.core.errors import ConfigurationError, StoreError
from bot.core.model import Audience, Outcome
from bot.core.requests import Kind, Request
from bot.library.library import open_library
from bot.library.source_documents import SourceDocuments
from bot.service.amendments import Amendments, Limits
from bot.service.corpus_changes import CorpusChanges
from bot.service.leading import Leading
from bot.service.metrics import Metrics
from bot.service.pin_reviews import PinReviews
from bot.service.problem_reports import Reporting
from bot.service.purging import purge
from bot.service.workers import Terms, Workers
from bot.settings import Settings
from bot.slack.answers.opinions import give_feedback
from bot.slack.api.client import build_client
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.owners import Owners
from bot.slack.api.pacing import Pace
from bot.slack.api.people import People
from bot.slack.ask_form import FormAnswers
from bot.slack.asking import Asking
from bot.slack.commands import Commands
from bot.slack.curation.problem_reports import TroubleDesk
from bot.slack.digests.amendments import Amending
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.digests.sending import DigestSending
from bot.slack.digests.subscriptions import Subscribing
from bot.slack.home.page import HomePage
from bot.slack.questions import Questions
from bot.slack.request_handler import RequestHandler, answering, for_requests
from bot.wiring.access import access_of, roles_of
from bot.wiring.curating import curation
from bot.wiring.digesting import newsroom, rules
from bot.wiring.history import past_of
from bot.wiring.home import home_sections
from bot.wiring.looking import Looking, Notes
from bot.wiring.own_answers import OwnAnswering, curator_commands, curator_forms, hand_over_desk, pin_desk
from bot.wiring.problems import troubles
from bot.wiring.prompts import prompts_of
from bot.wiring.read_requests import Joints, read_requests
from bot.wiring.receipts import asking_on_record
from bot.wiring.reporting import gap_desk
from bot.wiring.reviews import review_reminders, review_reminding
from bot.wiring.sources import withdrawals_in
from bot.wiring.state import open_state

log = structlog.get_logger()
# A question may go on from what came to these outcomes, among so many of the person's last ones in the place.
GONE_ON_FROM = (Outcome.ANSWERED, Outcome.NOT_COVERED)
LOOKED_THROUGH = 30


def now() -> datetime:
    """The moment, by UTC."""
    return datetime.now(UTC)


class Services:
    """Answers what the store's inbox holds. Raises ConfigurationError if it cannot be opened."""

    def __init__(self, settings: Settings, bot_token: SecretStr | None, clock: Callable[[], datetime] = now) -> None:
        self._settings, self.now = settings, clock
        self.metrics = metrics = Metrics()
        token, url = reveal(bot_token, "SLACK_BOT_TOKEN"), settings.slack.api_url
        self.client = client = build_client(token, url, metrics.called)
        self.store = store = open_state(settings)
        self.withdrawals = withdrawals_in(store, clock)
        self.library = open_library(settings, confirmed=self.withdrawals.confirmed)
        self.writable = True
        people = People(client)
        directory = SlackDirectory(client)
        self.access, self.roles = access_of(settings, directory), roles_of(settings, directory)
        owners = Owners(client)
        self.newsroom = replace(newsroom(settings, self.library, store, self.access, people), called=owners.called)
        given = settings.answering
        limits = Limits(timedelta(days=given.note_changes_days), given.note_changes_most)
        self.amendments = Amendments(
            store.inbox,
            store.records,
            store.changes,
            store.receipts.find,
            lambda asked: self.corpus(self.access.audience(asked.person, asked.place, private=asked.private)),
            limits,
        )
        self.slack_clock = SlackClock(clock)
        grace = settings.slack.grace
        pace = Pace(time.monotonic)
        self.delivery = Delivery(client, store.posts, pace, self.slack_clock, grace=grace, called=metrics.called)
        subscribing = Subscribing(
            self.newsroom, store.subscriptions, people, rules(settings, self.roles), settings.slack.command, self.now
        )
        self.digests = OwnDigests(subscribing)
        joints = Joints(
            store, self.corpus, self.access, self.roles, directory, people, self.delivery, self._publish, self.now
        )
        self._reading = read_requests(settings, joints)
        prompts = prompts_of(self.library, settings, self.access)
        self.own_answers = OwnAnswering(
            settings, self.library, store.curation.own_answers, self.access, self.roles, store.audit
        )
        self.own_answers.lay_out()
        self.hand_overs = hand_over_desk(settings, store, self.delivery, people, self.own_answers)
        self.curator_forms = curator_forms(settings, store, people, self.own_answers)
        self.gaps = gap_desk(store, self.own_answers, self.delivery, self.now)
        sections = home_sections(self.seen_by, store, self.digests, self._reading.confirming.home, self.gaps)
        self.home = HomePage(client, sections, prompts)
        self.pins = pin_desk(settings, store, self.delivery, self.own_answers)
        leading = Leading(store.leases if store.is_shared else None, store.clock)
        begun = partial(self._notes, leading, owners)
        self.looking = Looking(self.library, leading, self.own_answers.lay_out, begun, clock)
        self.handler = self._handler(self.delivery)
        terms = Terms(settings.slack.workers, timedelta(seconds=settings.slack.lease), metrics)
        self.workers = Workers(store.inbox, self.handler.handle, terms, store.clock, self.delivery.renew)

    def corpus(self, audience: Audience) -> Corpus:
        """The documents that an audience may see at this moment."""
        return self.library.seen(audience.collections).corpus

    def seen_by(self, person: str, place: str | None) -> Corpus:
        """The documents that a person may see at this moment who is in a place."""
        return self.corpus(self.access.audience(person, place, private=True))

    def _publish(self, person: str, home: str) -> None:
        self.home.publish(person, home)

    def close(self) -> None:
        """Ends what is under way, and hands back the rest."""
        self.workers.stop(self._settings.slack.stop_within)
        self.looking.leading.give()
        self.store.close()

    def tick(self) -> None:
        """What happens every half minute, and when a file changes: a look at the corpus, and at what is due."""
        self.try_writing()
        is_new = self.looking.look()
        is_due = bool(self.newsroom.hand_in_due(self.now(), self.store.inbox))
        if self._reading.reminders.hand_in_due(self.now()) or is_due or is_new:
            self.workers.wake()

    def _notes(self, leading: Leading, owners: Owners) -> Notes:
        """What notes what is new in the documents, for the replica that leads."""
        settings, store, channel = self._settings, self.store, self._settings.digest.curators_channel
        changes = store.changes.led_by(leading.token) if store.is_shared else store.changes
        reviews = review_reminders(settings, store, owners, self.access)
        pins = PinReviews(store.inbox, channel, self.own_answers.changed)
        reporting = Reporting(store.curation.problems, store.inbox, channel)
        return Notes(
            CorpusChanges(changes, self.amendments.hand_in if settings.answering.note_changes else None),
            SourceDocuments(replace(self.withdrawals, changes=changes)) if settings.sources else None,
            (
                lambda snapshot, now: reviews.look(snapshot.corpus, now),
                lambda _, now: pins.look(now),
                lambda snapshot, now: reporting.look(troubles(snapshot), now),
            ),
        )

    def _digest(self, request: Request[SendDigest]) -> Digest | None:
        # Another replica may have handed it in, and noted what this one has not looked at yet.
        self.looking.refresh()
        return self.newsroom.digest(request)

    def try_writing(self) -> None:
        """A full or damaged disk may still be read: only writing tells that nothing can be kept any more."""
        try:
            self.store.marks.note("alive", self.now())
            self.writable = True
        except StoreError as error:
            log.error("the store cannot be written", reason=str(error))
            self.writable = False

    def purge(self) -> None:
        """What happens once a day: what has been kept for long enough goes."""
        by_slack = self.slack_clock.now() if self.slack_clock.ahead() is not None else None
        receipts_life = timedelta(days=self._settings.answering.receipt_days)
        store = self.store
        lives: list[tuple[Callable[[datetime], int], timedelta]] = [
            (store.records.purge, timedelta(days=self._settings.keep_days)),
            (store.receipts.purge, receipts_life),
            (store.changes.thin, receipts_life),
            (store.changes.purge_withdrawn, receipts_life),
            (store.curation.candidates.purge, receipts_life),
            (store.curation.hand_overs.purge, timedelta(days=self._settings.keep_days)),
            (store.curation.feedback.purge, timedelta(days=self._settings.keep_days)),
            (store.marks.purge, receipts_life),
            (lambda before: store.marks.purge(before, TOLD), 2 * timedelta(days=self._settings.digest.remind_days)),
            (store.read_requests.purge, timedelta(days=self._settings.read_requests.keep_days)),
            (store.audit.purge, timedelta(days=self._settings.audit_days)),
        ]
        gone = purge(store.marks, self.now(), by_slack, lives)
        if gone is not None:
            log.info("purged what was kept for long enough", rows=gone)

    def _handler(self, delivery: Delivery) -> RequestHandler:
        settings, store, room = self._settings, self.store, self.newsroom
        ask = asking_on_record(self.library, settings, store.receipts, partial(past_of, store.changes))
        asking = Asking(
            ask=self.metrics.answering(ask),
            longest_question=settings.answering.longest_question,
            received_from=store.inbox.received_from,
            most_a_minute=settings.slack.most_a_minute,
            publishers=lambda audience: self.corpus(audience).publishers,
            access=self.access,
            curators=bool(settings.digest.curators_channel),
        )
        amending = Amending(self.amendments.changes, delivery)
        before = partial(store.records.asked_before, outcomes=GONE_ON_FROM, most=LOOKED_THROUGH)
        questions = Questions(asking, store.inbox.pending_after, delivery, amending, before)
        digests = self.digests
        commands = Commands(
            asking,
            self.library.verify,
            digests.subscribing.answer,
            delivery,
            settings.slack.command,
            self.corpus,
            curator_commands(self.own_answers, self.pins, self.gaps),
        )
        forms = FormAnswers(asking, delivery, self.now)
        sending = DigestSending(delivery, self._digest, room.note_told, settings.digest.heartbeat or None)
        curating = curation(settings, self.withdrawals, self.roles, store.audit, delivery)
        reminding = review_reminding(settings, store, delivery, self.seen_by, self.now)
        handlers = {
            **answering(questions, commands, forms),
            Kind.DIGEST: for_requests(sending.send),
            Kind.SUBSCRIPTION: for_requests(self.home.shown_after(digests.change)),
            Kind.REVIEW: for_requests(reminding.remind),
            Kind.NEWCOMER: for_requests(curating.show),
            Kind.DECISION: for_requests(curating.decide),
            **self._reading.handlers,
            Kind.FAULT: for_requests(TroubleDesk(delivery).handle),
            Kind.HAND_OVER: for_requests(self.hand_overs.ask),
            Kind.REPLY: for_requests(self.hand_overs.offer),
            Kind.OWN_ANSWER: for_requests(self.hand_overs.answer),
            Kind.HANDED_BACK: for_requests(self.hand_overs.hand_back),
            Kind.PIN: for_requests(self.pins.change),
            Kind.PIN_REVIEW: for_requests(self.pins.review),
            Kind.SYNONYM: for_requests(self.gaps.add),
            Kind.FEEDBACK: for_requests(partial(give_feedback, store.curation.feedback)),
        }
        return RequestHandler(handlers, delivery, forms)


def reveal(secret: SecretStr | None, name: str) -> str:
    """The secret of this name. Raises ConfigurationError if it is not set."""
    if secret is None:
        raise ConfigurationError(f"{name} is not set; `policybot doctor` says where it comes from")
    return secret.get_secret_value()
