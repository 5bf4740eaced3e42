"""Answers that leave a receipt, and receipts that are played again."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.core.model import Answer, Audience, Question
from bot.core.receipts import Receipt, canonical, receipt_of
from bot.settings import Settings
from bot.store.receipts import ReceiptFiles, hash_of
from bot.wiring.library import Library, asking, policy_of, today

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a receipt: the articles it quotes, as they were, and whether the same answer comes out again.

    `same` is None where the corpus has changed since, so that nothing can be compared.
    """

    receipt: Receipt
    pinned: dict[str, bytes | None]
    same: bool | None


def receipts_in(settings: Settings) -> ReceiptFiles:
    """The receipts of the state folder."""
    return ReceiptFiles(settings.state / "receipts")


def asking_on_record(library: Library, settings: Settings) -> Callable[[Question], Answer]:
    """Like `asking`, but each answer leaves a receipt. A receipt that cannot be written holds up no answer."""
    ask, files = asking(library, settings), receipts_in(settings)

    def on_record(question: Question) -> Answer:
        answer = ask(question)
        if answer.answered:
            names = {quotation.attribution.article for quotation in answer.quotations}
            contents = {name: content for name in names if (content := library.content(name)) is not None}
            hashes = {name: hash_of(content) for name, content in contents.items()}
            try:
                files.keep(receipt_of(answer, today(), hashes), contents)
            except OSError as error:
                log.error("receipt not kept", reason=error.strerror)
                return replace(answer, receipt="")
        return answer

    return on_record


def replay(receipt: Receipt, library: Library, settings: Settings) -> Replay:
    """Answers the question of a receipt again, if the corpus is still the same, and compares byte for byte."""
    files = receipts_in(settings)
    pinned = {name: files.pinned(content_hash) for name, content_hash in receipt.articles.items()}
    if library.snapshot.corpus.revision != receipt.revision:
        return Replay(receipt, pinned, None)
    question = Question(receipt.question, Audience(collections=receipt.collections), receipt.as_of)
    again = library.answer(question, policy_of(settings), receipt.day)
    return Replay(receipt, pinned, canonical(again) == receipt.answer)
