"""Receipts in the store, opened for a command: found there, kept, and exported for auditors."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bot.core.audit import Action
from bot.core.errors import ConfigurationError
from bot.settings import Settings
from bot.store.receipts import Chosen, SqlReceipts, write_archive
from bot.wiring.audit import record_of_command
from bot.wiring.lazy_log import warn
from bot.wiring.state import open_state


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
                return write_archive(store.receipts, chosen, target)
        except OSError as error:
            raise ConfigurationError(f"cannot write {file}: {error.strerror}") from error
