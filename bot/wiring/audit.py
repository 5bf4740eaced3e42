"""The audit log: acts of the command line, rights that have changed, and what auditors ask for."""

import getpass
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.core.audit import Act, Action, Audit
from bot.core.errors import ConfigurationError, StoreError
from bot.settings import Settings
from bot.store.upgrading import known_revisions
from bot.wiring.lazy_log import warn
from bot.wiring.state import open_state

RIGHTS = "rights"


def record_of_command(audit: Audit, action: Action, about: str = "", **details: object) -> None:
    """Keeps what the user of the operating system does now on the command line. Raises StoreError."""
    audit.record(Act(uuid4().hex, datetime.now(UTC), f"system:{system_user()}", action, about, details))


def system_user() -> str:
    """Who runs this program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may know no names
        return f"uid {os.getuid()}"


def record_backup(settings: Settings, file: Path, revision: str) -> None:
    """Keeps that a backup was taken. In an older program's database, by its revision, nothing is changed."""
    if revision != known_revisions()[-1]:
        return
    try:
        with closing(open_state(settings)) as store:
            record_of_command(store.audit, Action.EXPORTED, "backup", file=str(file))
    except (ConfigurationError, StoreError) as error:
        warn("the audit log does not have this backup", reason=str(error))


def note_rights(settings: Settings, audit: Audit) -> None:
    """Keeps the rights of the settings where they are not those that were kept last. No trouble holds up the bot."""
    now = rights_of(settings)
    try:
        last = audit.last(Action.CHANGED_RIGHTS)
        if now != (last.details[RIGHTS] if last else rights_of(Settings.model_construct())):
            record_of_command(audit, Action.CHANGED_RIGHTS, "settings", **{RIGHTS: now})
    except StoreError as error:
        warn("the audit log cannot be written", reason=str(error))


def rights_of(settings: Settings) -> dict[str, Any]:
    """Who may see and do what, by the settings, as JSON values: what is not said is left out."""
    collections = [each.model_dump(mode="json", exclude_defaults=True) for each in settings.collections]
    sources = {each.called: each.belongs_to for each in settings.sources}
    said = {
        "collections": collections,
        "roles": settings.roles.model_dump(mode="json", exclude_defaults=True),
        "sources": sources,
        "subscribers": settings.digest.subscribers,
        "curators_channel": settings.digest.curators_channel,
        "teams": list(settings.slack.teams),
    }
    return {name: value for name, value in said.items() if value}


def acts(settings: Settings, since: datetime, until: datetime | None) -> Iterator[Act]:
    """What was done in that time, the oldest first. Raises ConfigurationError, StoreError."""
    with closing(open_state(settings)) as store:
        yield from store.audit.acts(since, until)
