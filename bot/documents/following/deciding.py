"""What waits for curators: how they see it, and what becomes of it when they say yes."""

from collections.abc import Callable
from urllib.parse import urlsplit

from bot.core.curation.feed_candidates import Card, FeedCandidates, Filed
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_card
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.following.arriving import accept
from bot.documents.following.pending import Pending
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.following.withdrawing import Withdrawals

DECIDED = "somebody has already decided on it"


def card(name: str, candidates: FeedCandidates) -> Card | None:
    """What curators see of what came or went, by its id; None if it is decided about."""
    waiting = candidates.find(name)
    if waiting is not None and asks_to_withdraw(waiting):
        return withdrawal_card(waiting)
    pending = WaitingRoom(candidates).find(name)
    return _card(pending) if pending else None


def confirmed(name: str, withdrawals: Withdrawals, writer: Callable[[], CorpusWriter]) -> Filed:
    """What came becomes a document, and what went is withdrawn; says which, or why not.

    Safe to be done again: the same text in the same file is left as it is.
    """
    waiting = withdrawals.candidates.find(name)
    if waiting is not None and asks_to_withdraw(waiting):
        withdrawals.confirm(name)
        return Filed(waiting.feed)
    pending = WaitingRoom(withdrawals.candidates).find(name)
    if pending is None:
        return Filed(trouble=DECIDED)
    try:
        return Filed(str(accept(pending, writer()).file))
    except Faulty as fault:
        return Filed(trouble=f"{pending.url or pending.entry.title} {fault.what}; {fault.mend}")


def _card(pending: Pending) -> Card:
    said = pending.draft.said if pending.draft else Metadata()
    return Card(
        id=pending.id,
        title=said.title or pending.entry.title,
        source=said.publisher or urlsplit(pending.url or pending.feed).hostname or "",
        link=pending.url or pending.entry.link,
        lead=pending.lead or pending.entry.summary,
        likeness=tuple(map(str, pending.like)),
        replaces=pending.replaces,
        trouble=pending.trouble if pending.draft is None else "",
    )
