"""What curators pinned and wrote, on the command line."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.core.answering.pins import Pin, PinState, state_of
from bot.core.audit import Action
from bot.core.changes.withdrawals import SourceDocument
from bot.core.curation.own_answers import WrittenAnswer
from bot.core.errors import ConfigurationError
from bot.documents.adding.written import as_file
from bot.library.library import Library, open_library, today
from bot.library.own_answers import lay_out
from bot.library.places import OF_CURATORS
from bot.settings import Settings
from bot.store.payloads import pin_as_json
from bot.store.sql import SqlStore
from bot.wiring.audit import record_of_command
from bot.wiring.state import open_state


@dataclass(frozen=True, slots=True)
class OwnAnswersListed:
    """What curators pinned, with how each stands today, what they wrote, and which synonyms they added."""

    pins: tuple[tuple[Pin, PinState], ...]
    documents: tuple[WrittenAnswer, ...]
    synonyms: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As plain values; who did it is nobody's business here."""
        pins = [{**pin_as_json(pin), "state": str(state)} for pin, state in self.pins]
        documents = [
            {"name": each.name, "title": each.title, "written": each.written.isoformat(), "by": each.by}
            for each in self.documents
        ]
        return {"pinned": pins, "documents": documents, "synonyms": list(self.synonyms)}


def listed(settings: Settings) -> OwnAnswersListed:
    """All of it. Raises ConfigurationError, StoreError."""
    with _opened(settings) as (store, library):
        pins = [each.pin for each in store.curation.own_answers.pins()]
        states = tuple((pin, state_of(pin, library.seen(None).corpus, today())[0]) for pin in pins)
        own = store.curation.own_answers
        return OwnAnswersListed(states, tuple(own.written()), tuple(own.synonyms()))


def export_answers(settings: Settings, folder: Path) -> tuple[int, int]:
    """Writes each document as a file that `policybot add` takes, and the pins as JSON. Returns how many of each.

    Raises ConfigurationError, StoreError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is not empty; name a folder that is, or that is not there yet")
    with _opened(settings) as (store, _):
        documents, pins = store.curation.own_answers.written(), store.curation.own_answers.pins()
        record_of_command(store.audit, Action.EXPORTED, "answers", folder=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for each in documents:
                (folder / f"{each.name}.md").write_bytes(as_file(each))
            plain = json.dumps([pin_as_json(each.pin) for each in pins], ensure_ascii=False, indent=2)
            (folder / "pinned.json").write_text(plain, encoding="utf-8")
            lines = "".join(f"{line}\n" for line in store.curation.own_answers.synonyms())
            (folder / "synonyms.txt").write_text(lines, encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(f"cannot write to {folder}: {error.strerror}") from error
    return len(documents), len(pins)


def withdraw_answer(settings: Settings, name: str) -> bool:
    """Takes a document away, and lets the digest say so; False if there is none of this name."""
    with _opened(settings) as (store, library):
        article = library.seen(None).corpus.article(name)
        if not store.curation.own_answers.withdraw(name):
            return False
        record_of_command(store.audit, Action.WITHDREW, name)
        if article and store.changes.first_seen([article.id]):
            gone = SourceDocument.of(OF_CURATORS, f"{name}.md", article.attribution)
            store.changes.withdraw([gone], datetime.now(UTC))
        _lay_out(store, library)
        return True


def unpin_answer(settings: Settings, name: str) -> bool:
    """Takes a pinned answer away; False if there is none by this id."""
    with _opened(settings) as (store, library):
        pin = store.curation.own_answers.find_pin(name)
        if pin is None or not store.curation.own_answers.unpin(name):
            return False
        record_of_command(store.audit, Action.UNPINNED, pin.article, pin=name)
        _lay_out(store, library)
        return True


def remove_synonym(settings: Settings, line: str) -> bool:
    """Takes a synonym away that a curator added; False if there is none like it."""
    with _opened(settings) as (store, library):
        if not store.curation.own_answers.remove_synonym(line):
            return False
        _lay_out(store, library)
        return True


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[SqlStore, Library]]:
    with closing(open_state(settings)) as store:
        library = open_library(settings)
        _lay_out(store, library)
        library.refresh()
        yield store, library


def _lay_out(store: SqlStore, library: Library) -> None:
    """The running bot would do so within half a minute."""
    try:
        lay_out(store.curation.own_answers, library.curated)
    except OSError as error:
        raise ConfigurationError(f"what curators wrote cannot be laid out: {error.strerror}") from error
