"""`policybot sources`: how sources stand, a look at them now, and withdrawals that a curator confirms."""

from contextlib import closing
from uuid import uuid4

from bot.core.audit import Action
from bot.core.curation.feed_candidates import Followed
from bot.core.curation.listings import SourceStatus
from bot.core.curation.withdrawal_questions import withdrawal_card
from bot.core.errors import ConfigurationError
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.library.library import now, open_library
from bot.library.places import demand_documents
from bot.library.source_status import Statuses
from bot.library.sources import feed_of
from bot.settings import Settings, SourceSettings
from bot.store.sql import SqlStore
from bot.wiring.audit import record_of_command
from bot.wiring.sources import LEASE, followed_sources, withdrawals_in
from bot.wiring.state import open_state


def statuses(settings: Settings) -> list[SourceStatus]:
    """Every source of the settings, in order. Raises ConfigurationError, StoreError."""
    library = open_library(settings)
    with closing(open_state(settings)) as store:
        known = Statuses(library, CorpusWriter(library.refresher.roots), withdrawals_in(store, now))
        return list(known.of(settings.sources))


def look_now(settings: Settings, name: str | None = None) -> None:
    """Looks at the sources, or at one of them, whether they are due or not. Raises ConfigurationError."""
    demand_documents(settings)
    chosen = [_source(settings, name)] if name else list(settings.sources)
    keys = {feed_of(source).url for source in chosen}
    holder = f"command-{uuid4().hex[:8]}"
    with closing(open_state(settings)) as store:
        candidates, withdrawals = store.curation.candidates, withdrawals_in(store, now)
        for source in followed_sources(settings, withdrawals):
            moment = now()
            if source.key not in keys:
                continue
            if not candidates.claim_feed(source.key, holder, moment, moment + LEASE):
                raise ConfigurationError(f"{source.key} is being looked at by the running bot; try again later")
            known = candidates.feeds().get(source.key)
            found = source.look(known, moment, lambda: True)
            candidates.note_feed(found or known or Followed(source.key), holder)


def asked_of(settings: Settings, name: str, store: SqlStore) -> list[tuple[str, str]]:
    """The withdrawals of a source that wait for a curator: the id of each, and what it is about."""
    _source(settings, name)
    cards = [withdrawal_card(each) for each in withdrawals_in(store, now).questions(name)]
    return [(card.id, f"{card.title}: {card.lead}") for card in cards]


def confirm(name: str, store: SqlStore) -> None:
    """A curator has confirmed a withdrawal."""
    if waiting := store.curation.candidates.find(name):
        record_of_command(store.audit, Action.WITHDREW, waiting.feed, documents=withdrawal_card(waiting).gone)
    withdrawals_in(store, now).confirm(name)
    store.curation.candidates.settle(name)


def _source(settings: Settings, name: str) -> SourceSettings:
    found = next((source for source in settings.sources if source.called == name), None)
    if found is None:
        named = ", ".join(source.called for source in settings.sources) or "none"
        raise ConfigurationError(f"there is no source {name} in the settings; there are: {named}")
    return found
