"""What articles said on earlier days, from the store, for callers that have not opened it."""

from contextlib import closing
from datetime import datetime

from bot.core.changes.history import History, Past
from bot.core.changes.revisions import Changes
from bot.core.errors import ConfigurationError, StoreError
from bot.settings import Settings
from bot.wiring.lazy_log import warn


def history_of(settings: Settings) -> History:
    """A history whose store is opened when somebody asks; where it cannot be, a warning says so, and it is empty."""

    def history(moment: datetime) -> Past:
        from bot.wiring.state import open_state  # noqa: PLC0415  # few ask about earlier days, and it takes a while

        try:
            with closing(open_state(settings)) as store:
                return past_of(store.changes, moment)
        except (ConfigurationError, StoreError) as error:
            warn("what articles said earlier is not known", reason=str(error))
            return Past()

    return history


def past_of(changes: Changes, moment: datetime) -> Past:
    """What is noted of a moment."""
    withdrawn = changes.withdrawn(moment)
    words = changes.words_of([each.document.article for each in withdrawn], moment)
    return Past(changes.revisions(moment), [(each, words.get(each.document.article, ())) for each in withdrawn])
