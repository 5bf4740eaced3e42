"""Questions, commands and the form, joined: whoever asks gets an answer from the documents, and it leaves a receipt."""

from datetime import timedelta
from functools import partial

from bot.core.model import Outcome
from bot.library.receipts import asking_on_record
from bot.service.amendments import Amendments, Limits
from bot.service.metrics import Metrics
from bot.slack.ask_form import FormAnswers
from bot.slack.asking import Asking
from bot.slack.commands import Commands
from bot.slack.curation.commands import CuratorCommands
from bot.slack.digests.amendments import Amending
from bot.slack.digests.subscriptions import Subscribing
from bot.slack.questions import Questions
from bot.wiring.history import past_of
from bot.wiring.joints import Joints

# A question may follow up on earlier ones with these outcomes, among this many of the person's last in the place.
GONE_ON_FROM = (Outcome.ANSWERED, Outcome.NOT_COVERED)
LOOKED_THROUGH = 30


def asking_of(joints: Joints, metrics: Metrics) -> Asking:
    """What makes a reply of a question."""
    settings, store = joints.settings, joints.store
    ask = asking_on_record(joints.library, settings, store.receipts, partial(past_of, store.changes))
    return Asking(
        ask=metrics.answering(ask),
        longest_question=settings.answering.longest_question,
        asked_by=store.inbox.asked_by,
        most_a_minute=settings.slack.most_a_minute,
        corpus=joints.library.corpus,
        access=joints.access,
        curators=bool(settings.digest.curators_channel),
    )


def questions_of(joints: Joints, asking: Asking, amendments: Amendments) -> Questions:
    """What answers messages, and says below an answer what has changed since."""
    store, delivery = joints.store, joints.delivery
    before = partial(store.records.asked_before, outcomes=GONE_ON_FROM, most=LOOKED_THROUGH)
    return Questions(asking, store.inbox.pending_after, delivery, Amending(amendments.changes, delivery), before)


def commands_of(joints: Joints, asking: Asking, subscribing: Subscribing, curators: CuratorCommands) -> Commands:
    """What answers the slash command."""
    verify, command = joints.library.verify, joints.settings.slack.command
    return Commands(asking, verify, subscribing.answer, joints.delivery, command, curators)


def form_answers_of(joints: Joints, asking: Asking) -> FormAnswers:
    """What answers the form."""
    return FormAnswers(asking, joints.delivery, joints.now)


def amendments_of(joints: Joints) -> Amendments:
    """What finds the answers whose quotations read otherwise now."""
    given, store = joints.settings.answering, joints.store
    return Amendments(
        store.inbox,
        store.records,
        store.changes,
        store.receipts.find,
        lambda asked: joints.library.corpus(joints.access.audience(asked.person, asked.place, private=asked.private)),
        Limits(timedelta(days=given.note_changes_days), given.note_changes_most),
    )
