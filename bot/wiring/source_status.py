"""The sources of the settings as they stand: what each brings, when it was last looked at, and with what outcome."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bot.core.audit import Action
from bot.core.curation.feed_candidates import Followed
from bot.core.curation.withdrawal_questions import withdrawal_card
from bot.core.errors import ConfigurationError
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.web.addresses import shown_address
from bot.library.library import open_library
from bot.settings import Settings, SourceSettings
from bot.store.sql import SqlStore
from bot.wiring.audit import record_of_command
from bot.wiring.sources import LEASE, feed_of, followed_sources, withdrawals_in
from bot.wiring.state import open_state


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source as it stands. `looked` is when a look last went well, `told` what it brought, `trouble` why the last one
    failed, if it did; `waiting` counts what waits for a curator, `asks` says which withdrawal does."""

    name: str
    kind: str
    place: str
    trusted: bool
    documents: int
    faults: int
    looked: datetime | None
    told: str
    trouble: str
    waiting: int
    asks: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "name": self.name,
            "kind": self.kind,
            "place": self.place,
            "trusted": self.trusted,
            "documents": self.documents,
            "faults": self.faults,
            "looked": self.looked.isoformat(timespec="seconds") if self.looked else None,
            "told": self.told,
            "trouble": self.trouble,
            "waiting": self.waiting,
            "asks": self.asks,
        }


def statuses(settings: Settings) -> Iterator[SourceStatus]:
    """Every source of the settings, in order."""
    library = open_library(settings)
    snapshot, writer = library.snapshot, CorpusWriter(library.refresher.roots)
    paths = snapshot.inventory.paths
    with closing(open_state(settings)) as store:
        known, waiting = store.curation.candidates.feeds(), store.curation.candidates.waiting()
        withdrawals = withdrawals_in(store, _now)
        for source in settings.sources:
            name, key = source.called, feed_of(source).url
            followed = known.get(key, Followed(key))
            prefix = f"{name}{OF_SOURCE}"
            has_folder = source.kind in ("folder", "git")
            own = [path for path in paths if path.startswith(prefix)] if has_folder else writer.brought_by(name)
            faults = sum(len(found) for path, found in snapshot.faults_by_file.items() if path.startswith(prefix))
            questions = withdrawals.questions(name)
            looked, trouble = followed.looked, followed.trouble
            if source.folder:
                looked = store.marks.find("alive")
                trouble = "" if source.folder.is_dir() else "there is no such folder; see that it is there"
            told = followed.told or ("read where it lies" if source.folder else "")
            counted = sum(each.feed == key for each in waiting) - (len(questions) if key == name else 0)
            asks = "; ".join(withdrawal_card(each).title for each in questions)
            yield SourceStatus(
                name, source.kind, shown_address(source.place), source.is_trusted, len(own), faults, looked, told,
                trouble, counted, asks,
            )  # fmt: skip


def look_now(settings: Settings, name: str | None = None) -> None:
    """Looks at the sources, or at one of them, whether they are due or not. Raises ConfigurationError."""
    chosen = [_source(settings, name)] if name else list(settings.sources)
    keys = {feed_of(source).url for source in chosen}
    holder = f"command-{uuid4().hex[:8]}"
    with closing(open_state(settings)) as store:
        candidates, withdrawals = store.curation.candidates, withdrawals_in(store, _now)
        for source in followed_sources(settings, withdrawals):
            now = _now()
            if source.key not in keys:
                continue
            if not candidates.claim_feed(source.key, holder, now, now + LEASE):
                raise ConfigurationError(f"{source.key} is looked at just now by the running bot; try again later")
            known = candidates.feeds()[source.key]
            candidates.note_feed(source.look(known, now, lambda: True) or known, holder)


def asked_of(settings: Settings, name: str, store: SqlStore) -> list[tuple[str, str]]:
    """The withdrawals of a source that wait for a curator: the id of each, and what it is about."""
    _source(settings, name)
    cards = [withdrawal_card(each) for each in withdrawals_in(store, _now).questions(name)]
    return [(card.id, f"{card.title}: {card.lead}") for card in cards]


def confirm(name: str, store: SqlStore) -> None:
    """A curator has confirmed a withdrawal."""
    if waiting := store.curation.candidates.find(name):
        record_of_command(store.audit, Action.WITHDREW, waiting.feed, documents=withdrawal_card(waiting).gone)
    withdrawals_in(store, _now).confirm(name)
    store.curation.candidates.settle(name)


def _source(settings: Settings, name: str) -> SourceSettings:
    found = next((source for source in settings.sources if source.called == name), None)
    if found is None:
        named = ", ".join(source.called for source in settings.sources) or "none"
        raise ConfigurationError(f"there is no source {name} in the settings; there are: {named}")
    return found


def _now() -> datetime:
    return datetime.now(UTC)
