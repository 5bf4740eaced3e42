"""`policybot remove`: a document is taken out of the corpus folder, and the store hears of it."""

from contextlib import closing
from datetime import UTC, datetime

from bot.core.audit import Action
from bot.core.changes.withdrawals import SourceDocument
from bot.core.errors import ConfigurationError
from bot.core.model import Article
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.faults import Faulty
from bot.library.places import roots_of
from bot.settings import Settings
from bot.wiring.audit import record_of_command
from bot.wiring.state import open_state


def remove(article: Article, path: str, settings: Settings) -> None:
    """Takes a document away, and lets the digest say so. Raises ConfigurationError."""
    try:
        CorpusWriter(roots_of(settings)).remove(path)
    except Faulty as fault:
        raise ConfigurationError(f"{article.id} {fault.what}; {fault.mend}") from fault
    with closing(open_state(settings)) as store:
        record_of_command(store.audit, Action.WITHDREW, article.id)
        gone = SourceDocument.of("", path, article.attribution)
        if store.changes.first_seen([article.id]):
            store.changes.withdraw([gone], datetime.now(UTC))
