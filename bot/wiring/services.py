"""The running bot without Slack's door: its parts, joined, and who answers what was handed in."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from pydantic import SecretStr

from bot.core.errors import ConfigurationError, RetryLater
from bot.core.requests import AnyRequest, Handled, Kind
from bot.library.library import now, open_library
from bot.library.problems import file_problems
from bot.library.receipts import ReceiptCopies
from bot.library.source_documents import SourceDocuments
from bot.service.corpus_changes import CorpusChanges
from bot.service.keeping import Keeping
from bot.service.leading import Following, Leader, Leading
from bot.service.metrics import Metrics
from bot.service.pin_reviews import PinReviews
from bot.service.problem_reports import ProblemReporter
from bot.service.workers import Terms, Workers
from bot.settings import Settings
from bot.slack.api.client import build_client
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.owners import Owners
from bot.slack.api.pacing import Pace
from bot.slack.api.people import People
from bot.slack.home.page import HomePage
from bot.slack.request_handler import RequestHandler, answering, for_requests
from bot.wiring.access import access_of, roles_of
from bot.wiring.curating import curating
from bot.wiring.digesting import digesting
from bot.wiring.home import home_sections
from bot.wiring.joints import Joints
from bot.wiring.looking import Looking, Notes
from bot.wiring.prompts import prompts_of
from bot.wiring.questions import amendments_of, asking_of, commands_of, form_answers_of, questions_of
from bot.wiring.read_requests import read_requests
from bot.wiring.reviews import review_reminders, review_reminding
from bot.wiring.rounds import Rounds
from bot.wiring.sources import withdrawals_in
from bot.wiring.state import open_state

# What makes a document, or files one, is done where the documents are; so soon another replica may take it.
NEED_FILES = (Kind.DECISION, Kind.OWN_ANSWER)
OTHERS_SECONDS = 0.5


class Services:
    """Answers what the store's inbox holds. Raises ConfigurationError if it cannot be opened."""

    def __init__(self, settings: Settings, bot_token: SecretStr | None, clock: Callable[[], datetime] = now) -> None:
        self._settings, self.now = settings, clock
        self.metrics, self.slack_clock = Metrics(), SlackClock(clock)
        token = reveal(bot_token, "SLACK_BOT_TOKEN")
        self.client = build_client(token, settings.slack.api_url, self.metrics.called)
        self.store = open_state(settings)
        self.keeping = Keeping(lambda: self.store.marks.try_writing(clock()))
        self.withdrawals = withdrawals_in(self.store, clock)
        self.library = open_library(settings, confirmed=self.withdrawals.confirmed, store=self.store)
        self.joints = joints = self._joints()
        owners = Owners(self.client)
        self.amendments = amendments_of(joints)
        self.curators = curating(joints, self.withdrawals)
        self.looking = self._looking(owners)
        # Another replica may have handed a digest in, and noted what this one has not looked at yet.
        self.digests = digesting(joints, owners.called, self.looking.refresh_soon)
        self._reading = read_requests(joints, self._publish)
        sections = home_sections(joints, self.digests.own, self._reading.confirming.home, self.curators.gaps)
        self.home = HomePage(self.client, sections, prompts_of(self.library, settings, joints.access))
        self.handler = self._handler()
        terms = Terms(
            settings.slack.workers, timedelta(seconds=settings.slack.lease), self.metrics, self.library.is_ready
        )
        self.workers = Workers(self.store.inbox, self.handler.handle, terms, self.store.clock, joints.delivery.renew)
        self.rounds = Rounds(
            joints, self.slack_clock, self.looking, self._due(), self.workers.wake, self.keeping.try_writing
        )

    def close(self) -> None:
        """Ends what is under way, and hands back the rest."""
        self.workers.stop(self._settings.slack.stop_within)
        self.looking.leading.give()
        self.store.close()

    def _publish(self, person: str, home: str) -> None:
        self.home.publish(person, home)

    def _joints(self) -> Joints:
        settings, directory, posts = self._settings, SlackDirectory(self.client), self.store.posts
        pace, called = Pace(time.monotonic), self.metrics.called
        return Joints(
            settings=settings,
            store=self.store,
            library=self.library,
            access=access_of(settings, directory),
            roles=roles_of(settings, directory),
            directory=directory,
            people=People(self.client),
            delivery=Delivery(self.client, posts, pace, self.slack_clock, grace=settings.slack.grace, called=called),
            now=self.now,
        )

    def _handler(self) -> RequestHandler:
        joints, asking = self.joints, asking_of(self.joints, self.metrics)
        forms = form_answers_of(joints, asking)
        commands = commands_of(joints, asking, self.digests.own.subscribing, self.curators.commands)
        handlers = {
            **answering(questions_of(joints, asking, self.amendments), commands, forms),
            **self.digests.handlers(self.home),
            **self.curators.handlers(joints),
            **self._reading.handlers,
            Kind.REVIEW: for_requests(review_reminding(joints).remind),
        }
        if self._settings.opensearch.follow:
            handlers |= dict.fromkeys(NEED_FILES, for_requests(left_to_others))
        return RequestHandler(handlers, joints.delivery, forms)

    def _looking(self, owners: Owners) -> Looking:
        """What looks at the documents; the replica that leads notes what is new in them."""
        store = self.store
        leading: Leader
        if self._settings.opensearch.follow:
            leading = Following(store.leases)
        else:
            leading = Leading(store.leases if store.is_shared else None, store.clock)
        begun = partial(self._notes, leading, owners)
        return Looking(self.library, leading, self.curators.own.lay_out, begun, self.now)

    def _notes(self, leading: Leader, owners: Owners) -> Notes:
        settings, store, channel = self._settings, self.store, self._settings.digest.curators_channel
        changes = (store.led_by(leading.token) if store.is_shared else store).changes
        reviews = review_reminders(self.joints, owners)
        pins = PinReviews(store.inbox, channel, self.curators.own.changed)
        copies = ReceiptCopies(store.receipts, self.library.refresher.copy_of)
        problems = ProblemReporter(store.curation.problems, store.inbox, channel)
        return Notes(
            CorpusChanges(changes, self.amendments.hand_in if settings.answering.note_changes else None),
            SourceDocuments(replace(self.withdrawals, changes=changes)) if settings.sources else None,
            (
                lambda snapshot, now: reviews.look(snapshot.corpus, now),
                lambda _, now: pins.look(now),
                lambda snapshot, now: problems.look(file_problems(snapshot), now),
                lambda _, __: copies.look(store.clock()),
            ),
        )

    def _due(self) -> Sequence[Callable[[datetime], bool]]:
        digests, inbox = self.digests.service, self.store.inbox
        return (lambda at: bool(digests.hand_in_due(at, inbox)), self._reading.reminders.hand_in_due)


def left_to_others(request: AnyRequest) -> Handled:
    """Puts a request back, for a replica that has the documents. Raises RetryLater."""
    raise RetryLater(f"a replica with the documents is to take what is of the kind {request.kind}", OTHERS_SECONDS)


def reveal(secret: SecretStr | None, name: str) -> str:
    """The secret of this name. Raises ConfigurationError if it is not set."""
    if secret is None:
        raise ConfigurationError(f"{name} is not set; `policybot doctor` says where it comes from")
    return secret.get_secret_value()
