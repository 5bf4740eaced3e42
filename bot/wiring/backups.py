"""`policybot backup` and `restore`: database and documents together."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.core.audit import Action
from bot.core.counting import some_of
from bot.core.errors import ConfigurationError
from bot.library.archive import Archive, Archived, opened_archive, write_archive
from bot.library.places import demand_documents
from bot.settings import Settings
from bot.store import backup as rows
from bot.store.backup_file import revision_of_backup
from bot.wiring.audit import record_backup, record_of_command
from bot.wiring.state import database, open_state

# How many of the files that are in the way are named.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows and documents' files came back, and where documents were moved that were in their way."""

    rows: int
    documents: int
    aside: Path | None


def back_up(settings: Settings, settings_file: Path, file: Path, *, replace: bool) -> Archived:
    """Writes a backup, and notes it in the audit log. Raises ConfigurationError."""
    demand_documents(settings)  # a backup without the documents would be none
    if file.exists() and not replace:
        raise ConfigurationError(f"{file} already exists; name another file, or replace it with --replace")
    if file.exists():
        with opened_archive(file):
            """Whatever is no backup is not replaced."""
    revision = ""

    def state(target: Path) -> int:
        nonlocal revision
        counts = rows.backup(database(settings), target)
        revision = revision_of_backup(target)
        return sum(counts.values())

    own = (settings_file, settings.synonyms, settings.boilerplate, settings.small_talk)
    archived = write_archive(file, state, settings.corpus, own)
    record_backup(settings, file, revision)
    return archived


def restore(settings: Settings, archive: Archive, *, replace: bool) -> Restored:
    """Puts rows and documents where the settings say, and notes it in the audit log. Raises ConfigurationError."""
    demand_documents(settings)
    _refuse_to_mix(archive.in_the_way(settings.corpus), settings.corpus, replace=replace)
    with archive.state() as state:
        counts = rows.restore(state, database(settings), replace=replace)
    documents, aside = archive.put_documents(settings.corpus, datetime.now(UTC).strftime("%Y%m%d-%H%M%S"))
    with closing(open_state(settings)) as store:
        record_of_command(store.audit, Action.RESTORED, "backup", file=str(archive.file))
    return Restored(sum(counts.values()), documents, aside)


def _refuse_to_mix(other: Sequence[str], corpus: Path, *, replace: bool) -> None:
    if other and not replace:
        what = f"{corpus} holds what the backup lacks or has otherwise ({some_of(other, MOST_NAMED)})"
        raise ConfigurationError(f"{what}; --replace moves it aside, and overwrites what the database holds")
