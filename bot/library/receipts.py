"""Answers that leave a receipt, and receipts that are played again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf

from bot.core.answering.pins import pins_of
from bot.core.answering.policy import Policy
from bot.core.answering.quoting import still_stands
from bot.core.answering.receipts import (
    Again,
    Receipt,
    canonical,
    read_otherwise,
    receipt_of,
    same_apart_from,
    same_but_for_figures,
)
from bot.core.changes.history import History
from bot.core.corpus import Corpus
from bot.core.errors import StoreError
from bot.core.lookup import corpus_and_model
from bot.core.model import Answer, Audience, Question, Quotation
from bot.library.library import Library, asking, today
from bot.library.live_corpus import FileCopy
from bot.settings import Settings
from bot.store.receipts import SqlReceipts

log = logging.getLogger(__name__)

# How far back a replica that has just begun to lead looks for what receipts lack, and how much further in any case.
FIRST_LOOK, MARGIN = timedelta(days=1), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a receipt: the articles it quotes, as they were, and whether the same answer comes out again."""

    receipt: Receipt
    pinned: dict[str, bytes | None]
    again: Again


def asking_on_record(
    library: Library, settings: Settings, receipts: SqlReceipts | None, history: History
) -> Callable[[Question], Answer]:
    """Like `asking`, but each answer leaves a receipt. A receipt that cannot be written holds up no answer."""
    ask = asking(library, settings, history)
    return lambda question: put_on_record(ask(question), library, receipts)


def put_on_record(answer: Answer, library: Library, receipts: SqlReceipts | None) -> Answer:
    """Keeps the receipt of an answer; the answer comes back without one if that was not possible."""
    if not (answer.answered and answer.receipt):
        return answer
    if receipts is None:
        return replace(answer, receipt="")
    names = {quotation.attribution.article for quotation in answer.quotations}
    # Of an article that has changed since the day that was asked about, no file says any more what is quoted.
    now = library.snapshot.corpus
    names -= {each.attribution.article for each in answer.quotations if not _stands(each, now)}
    try:
        copies = {name: copy for name in names if (copy := library.refresher.copy_of(name)) is not None}
        contents = {name: copy.data for name, copy in copies.items() if copy.data is not None}
        receipts.keep(receipt_of(answer, today(), {name: copy.hash for name, copy in copies.items()}), contents)
    except StoreError as error:
        log.warning("receipt not kept: %s", error)
        return replace(answer, receipt="")
    return answer


def replay(receipt: Receipt, library: Library, policy: Policy, receipts: SqlReceipts, history: History) -> Replay:
    """Answers the question of a receipt again, and compares byte for byte if the corpus, of that day, is the same.

    `policy` and `history` are those of answers today. Raises StoreError.
    """
    pinned = {name: receipts.pinned(content_hash) for name, content_hash in receipt.articles.items()}
    question = Question(receipt.question, Audience(collections=receipt.collections), receipt.as_of, receipt.earlier)
    unhurried = replace(policy, seconds=inf)
    again = library.answer(question, unhurried, receipt.day, history, pins_of(receipt))
    return Replay(receipt, pinned, _compared(receipt, again, library))


@dataclass(slots=True)
class ReceiptCopies:
    """Adds to receipts the files that they quote, where a replica has answered that has no files.

    `copy_of` gives the file of an article. What has changed since is not added.
    """

    receipts: SqlReceipts
    copy_of: Callable[[str], FileCopy | None]
    _since: datetime | None = field(init=False, default=None)

    def look(self, now: datetime) -> bool:
        """Adds what there is to add; there is never anything new in the inbox. `now` is by the clock of the receipts.

        Raises StoreError.
        """
        # A receipt is there a moment after the one that it has, since it is written in a transaction.
        for receipt in self.receipts.lacking((self._since or now - FIRST_LOOK) - MARGIN):
            copies = {name: copy for name in receipt.articles if (copy := self.copy_of(name)) is not None}
            found = {name: copy.data for name, copy in copies.items() if copy.data and copy.has(receipt.articles[name])}
            if found:
                self.receipts.complete(receipt, found)
        self._since = now
        return False


def _compared(receipt: Receipt, again: Answer, library: Library) -> Again:
    (corpus, model), (corpus_now, model_now) = map(corpus_and_model, (receipt.revision, again.revision))
    if corpus != corpus_now:
        return Again(same=None, reread=_reread(receipt, library))
    if model != model_now:
        return Again(same=None, lacks=model or "")
    if canonical(again) == receipt.answer:
        return Again(same=True)
    in_order = model is not None and same_but_for_figures(receipt, again)
    return Again(same=False, apart_from=same_apart_from(receipt, again), in_order=in_order)


def _reread(receipt: Receipt, library: Library) -> tuple[str, ...]:
    """The articles whose files are what they were, but not what is read in them."""
    otherwise = read_otherwise(receipt, library.snapshot.corpus)
    copies = {name: library.refresher.copy_of(name) for name in receipt.articles if name in otherwise}
    return tuple(name for name, copy in copies.items() if copy and copy.has(receipt.articles[name]))


def _stands(quotation: Quotation, corpus: Corpus) -> bool:
    return still_stands(quotation, corpus.article(quotation.attribution.article))
