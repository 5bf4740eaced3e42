"""Answers that leave a receipt, and receipts that are played again."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.core.answering.pins import pins_of
from bot.core.answering.quoting import still_stands
from bot.core.answering.receipts import (
    Again,
    Receipt,
    as_json,
    canonical,
    read_otherwise,
    receipt_of,
    same_apart_from,
    same_but_for_figures,
)
from bot.core.audit import Action
from bot.core.changes.history import History
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError, StoreError
from bot.core.lookup import corpus_and_model
from bot.core.model import Answer, Audience, Question, Quotation
from bot.library.library import Library, asking, policy_of, today
from bot.settings import Settings
from bot.store.receipts import Chosen, SqlReceipts, hash_of
from bot.wiring.audit import record_of_command
from bot.wiring.history import history_of
from bot.wiring.lazy_log import warn
from bot.wiring.state import open_state


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a receipt: the articles it quotes, as they were, and whether the same answer comes out again."""

    receipt: Receipt
    pinned: dict[str, bytes | None]
    again: Again


@contextmanager
def receipts_of(settings: Settings) -> Iterator[SqlReceipts]:
    """The receipts in the store. Raises ConfigurationError."""
    with closing(open_state(settings)) as store:
        yield store.receipts


@contextmanager
def receipts_if_any(settings: Settings) -> Iterator[SqlReceipts | None]:
    """The same, but a store that cannot be opened holds up nobody: then a warning tells of it, and there are none."""
    with ExitStack() as ends:
        found = None
        try:
            found = ends.enter_context(receipts_of(settings))
        except ConfigurationError as error:
            warn("no receipt is kept", reason=str(error))
        yield found


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
    contents = {name: content for name in names if (content := library.content(name)) is not None}
    hashes = {name: hash_of(content) for name, content in contents.items()}
    try:
        receipts.keep(receipt_of(answer, today(), hashes), contents)
    except StoreError as error:
        warn("receipt not kept", reason=str(error))
        return replace(answer, receipt="")
    return answer


def replay(receipt: Receipt, library: Library, settings: Settings, receipts: SqlReceipts) -> Replay:
    """Answers the question of a receipt again, and compares byte for byte if the corpus, of that day, is the same."""
    pinned = {name: receipts.pinned(content_hash) for name, content_hash in receipt.articles.items()}
    question = Question(receipt.question, Audience(collections=receipt.collections), receipt.as_of, receipt.earlier)
    unhurried = replace(policy_of(settings), seconds=inf)
    again = library.answer(question, unhurried, receipt.day, history_of(settings), pins_of(receipt))
    return Replay(receipt, pinned, _compared(receipt, again, library))


def export_receipts(settings: Settings, chosen: Chosen, file: Path) -> int:
    """Writes receipts as lines of JSON, and the documents that they quote, each named by its SHA-256, into a ZIP file.

    Only its owner may read it. Returns how many receipts it holds. Raises ConfigurationError, StoreError.
    """
    with closing(open_state(settings)) as store:
        said = {"since": str(chosen.since or ""), "until": str(chosen.until or ""), "document": chosen.document}
        record_of_command(store.audit, Action.EXPORTED, "receipts", file=str(file), **said)
        try:
            file.touch(0o600, exist_ok=False)
            with file.open("wb") as target:
                return _write(store.receipts, chosen, target)
        except OSError as error:
            raise ConfigurationError(f"cannot write {file}: {error.strerror}") from error


def _write(kept: SqlReceipts, chosen: Chosen, target: IO[bytes]) -> int:
    lines, written = list[str](), set[str]()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for receipt in kept.all(chosen):
            lines.append(json.dumps(as_json(receipt), ensure_ascii=False))
            for name in set(receipt.articles.values()) - written:
                written.add(name)
                if (content := kept.pinned(name)) is not None:
                    archive.writestr(f"documents/{name}", content)
        archive.writestr("receipts.jsonl", "".join(f"{line}\n" for line in lines))
    return len(lines)


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
    contents = {name: library.content(name) for name in receipt.articles if name in otherwise}
    return tuple(name for name, content in contents.items() if content and hash_of(content) == receipt.articles[name])


def _stands(quotation: Quotation, corpus: Corpus) -> bool:
    return still_stands(quotation, corpus.article(quotation.attribution.article))
