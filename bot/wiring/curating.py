"""What waits for curators, in the store and in Slack: shown to them, and done as they decide."""

from urllib.parse import urlsplit

from bot.core.audit import Audit
from bot.core.curation.feed_candidates import Card, FeedCandidates, Filed
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_card
from bot.core.roles import Roles
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.following.arriving import accept
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.following.withdrawing import Withdrawals
from bot.library.library import roots_of
from bot.settings import Settings
from bot.slack.api.delivery import Delivery
from bot.slack.curation.feed_cards import Curation
from bot.wiring.access import collection_of


def curation(settings: Settings, withdrawals: Withdrawals, roles: Roles, audit: Audit, delivery: Delivery) -> Curation:
    """What shows curators what comes and what goes, and does what they decide."""
    candidates = withdrawals.candidates

    def may_decide(person: str, name: str, place: str | None) -> bool:
        waiting = candidates.find(name)
        source = next((each for each in settings.sources if waiting and waiting.feed in (each.feed, each.called)), None)
        return roles.is_curator(person, collection_of(source) if source else None, place)

    def file(name: str) -> Filed:
        waiting = candidates.find(name)
        if waiting is not None and asks_to_withdraw(waiting):
            withdrawals.confirm(name)
            return Filed(waiting.feed)
        return accepted(name, settings, candidates)

    return Curation(
        card=lambda name: card(name, candidates),
        file=file,
        settle=candidates.settle,
        may_decide=may_decide,
        audit=audit,
        delivery=delivery,
    )


def card(name: str, candidates: FeedCandidates) -> Card | None:
    """What curators see of what came or went; None if it is decided about."""
    waiting = candidates.find(name)
    if waiting is not None and asks_to_withdraw(waiting):
        return withdrawal_card(waiting)
    pending = WaitingRoom(candidates).find(name)
    if pending is None:
        return None
    said = pending.draft.said if pending.draft else Metadata()
    return Card(
        id=name,
        title=said.title or pending.entry.title,
        source=said.publisher or urlsplit(pending.url or pending.feed).hostname or "",
        link=pending.url or pending.entry.link,
        lead=pending.lead or pending.entry.summary,
        likeness=tuple(map(str, pending.like)),
        replaces=pending.replaces,
        trouble=pending.trouble if pending.draft is None else "",
    )


def accepted(name: str, settings: Settings, candidates: FeedCandidates) -> Filed:
    """Makes a newcomer an article. Safe to be done again: the same text in the same file is left as it is."""
    pending = WaitingRoom(candidates).find(name)
    if pending is None:
        return Filed(trouble="somebody has already decided on it")
    try:
        return Filed(str(accept(pending, CorpusWriter(roots_of(settings))).file))
    except Faulty as fault:
        return Filed(trouble=f"{pending.url or pending.entry.title} {fault.what}; {fault.mend}")
