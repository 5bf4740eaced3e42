"""Taking away what is kept of a person."""

import re
from contextlib import closing

from bot.core.audit import Action
from bot.core.errors import ConfigurationError
from bot.core.requests import Forgotten
from bot.settings import Settings
from bot.wiring.audit import record_of_command
from bot.wiring.state import open_state


def forget_person(person: str, settings: Settings) -> Forgotten:
    """Removes a person's rows, and the receipts that only their questions had. Raises ConfigurationError."""
    if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", person):
        remedy = "copy it from the person's profile in Slack: ⋮ → Copy member ID"
        raise ConfigurationError(f"{person} is not a person's ID; {remedy}")
    with closing(open_state(settings)) as store:
        record_of_command(store.audit, Action.FORGOT)  # whom, would be a trace of them
        gone = store.records.forget(person)
        store.receipts.remove(gone.receipts)
    return gone
