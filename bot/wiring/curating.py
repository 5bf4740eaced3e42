"""What curators do in Slack, joined: what comes and goes, questions they answer, pins, gaps, and faulty files."""

from dataclasses import dataclass
from functools import partial

from bot.core.curation.looked_after import LookedAfter
from bot.core.requests import Kind
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.following.deciding import card, confirmed
from bot.documents.following.withdrawing import Withdrawals
from bot.library.library import policy_of
from bot.library.own_answers import OwnAnswering
from bot.library.places import roots_of
from bot.slack.answers.feedback import give_feedback
from bot.slack.curation.commands import CuratorCommands
from bot.slack.curation.curator_forms import CuratorForms
from bot.slack.curation.feed_cards import FeedCards
from bot.slack.curation.gaps import GapDesk
from bot.slack.curation.hand_overs import HandOverDesk
from bot.slack.curation.own_pins import PinDesk
from bot.slack.curation.problem_reports import ProblemDesk
from bot.slack.request_handler import Handler, for_requests
from bot.wiring.joints import Joints
from bot.wiring.reporting import reporter

# How many days back curators see questions that got no answer.
DAYS = 28


@dataclass(frozen=True, slots=True)
class CuratorParts:
    """What does the work of curators."""

    own: OwnAnswering
    cards: FeedCards
    hand_overs: HandOverDesk
    forms: CuratorForms
    pins: PinDesk
    gaps: GapDesk
    commands: CuratorCommands

    def handlers(self, joints: Joints) -> dict[str, Handler]:
        """What it does with requests of the inbox."""
        return {
            Kind.NEWCOMER: for_requests(self.cards.show),
            Kind.DECISION: for_requests(self.cards.decide),
            Kind.FAULT: for_requests(ProblemDesk(joints.delivery).handle),
            Kind.HAND_OVER: for_requests(self.hand_overs.ask),
            Kind.REPLY: for_requests(self.hand_overs.offer),
            Kind.OWN_ANSWER: for_requests(self.hand_overs.answer),
            Kind.HANDED_BACK: for_requests(self.hand_overs.hand_back),
            Kind.PIN: for_requests(self.pins.change),
            Kind.PIN_REVIEW: for_requests(self.pins.review),
            Kind.SYNONYM: for_requests(self.gaps.add),
            Kind.FEEDBACK: for_requests(partial(give_feedback, joints.store.curation.feedback)),
        }


def curating(joints: Joints, withdrawals: Withdrawals) -> CuratorParts:
    """All of it."""
    own = own_answering(joints)
    pins, gaps = pin_desk(joints, own), gap_desk(joints, own)
    commands = CuratorCommands(own.looked_after.is_curator, pins, gaps)
    return CuratorParts(
        own, cards(joints, withdrawals), hand_over_desk(joints, own), forms(joints, own), pins, gaps, commands
    )


def own_answering(joints: Joints) -> OwnAnswering:
    """What keeps what curators choose and write."""
    settings, store = joints.settings, joints.store
    return OwnAnswering(
        joints.library,
        store.curation.own_answers,
        LookedAfter(joints.access, joints.roles),
        store.audit,
        settings.curation.team,
        settings.digest.curators_channel,
        policy_of(settings),
    )


def cards(joints: Joints, withdrawals: Withdrawals) -> FeedCards:
    """What shows curators what comes and what goes, and does what they decide."""
    settings, candidates = joints.settings, withdrawals.candidates

    def may_decide(person: str, name: str, place: str | None) -> bool:
        waiting = candidates.find(name)
        source = next((each for each in settings.sources if waiting and waiting.feed in (each.feed, each.called)), None)
        return joints.roles.is_curator(person, source.belongs_to if source else None, place)

    return FeedCards(
        card=lambda name: card(name, candidates),
        file=lambda name: confirmed(name, withdrawals, lambda: CorpusWriter(roots_of(settings))),
        settle=candidates.settle,
        may_decide=may_decide,
        audit=joints.store.audit,
        delivery=joints.delivery,
    )


def hand_over_desk(joints: Joints, own: OwnAnswering) -> HandOverDesk:
    """What hands questions over to curators, and their answers back."""
    store = joints.store
    return HandOverDesk(
        store.curation.hand_overs,
        own.kept,
        store.inbox,
        store.posts,
        joints.delivery,
        joints.people,
        joints.access,
        own.channel,
        own.found,
        own.library.quoted,
        own.keep,
        own.looked_after.is_curator,
        joints.now,
        own.another_word,
    )


def forms(joints: Joints, own: OwnAnswering) -> CuratorForms:
    """The forms that curators answer in."""
    find, may_hide = joints.store.curation.hand_overs.find, joints.settings.curation.anonymous
    is_curator = own.looked_after.is_curator
    return CuratorForms(joints.people, find, is_curator, own.passages, own.answerable, may_hide, bool(own.channel))


def pin_desk(joints: Joints, own: OwnAnswering) -> PinDesk:
    """What shows pinned answers to curators, and changes them."""
    command = joints.settings.slack.command
    return PinDesk(own.pinned, own.kept, own.lay_out, joints.store.audit, joints.delivery, command, own.to_review)


def gap_desk(joints: Joints, own: OwnAnswering) -> GapDesk:
    """What shows curators the questions that got no answer."""
    reports = reporter(joints.store, joints.library)
    return GapDesk(
        lambda person, place: reports.report(joints.now(), DAYS, own.collections(person, place)),
        own.words_missing,
        own.looked_after.is_curator,
        own.kept,
        own.lay_out,
        joints.store.audit,
        joints.delivery,
    )
