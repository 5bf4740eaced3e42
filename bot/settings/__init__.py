"""Every setting, read once: from a TOML file, and over it from the environment.

`POLICYBOT_DIGEST__TIME=08:30` sets `time` in `[digest]`. Secrets come from the environment alone, or from files
that it names: `SLACK_BOT_TOKEN` or `SLACK_BOT_TOKEN_FILE`. So does a database's address that holds a password.
"""

from bot.settings.access import CollectionSettings, RoleSettings
from bot.settings.secrets import SECRETS, Tokens, credentials_in, opensearch_password, read_tokens, secrets_of
from bot.settings.sections import (
    Answering,
    DigestSettings,
    Fetching,
    HealthSettings,
    Http,
    Log,
    OpenSearchSettings,
    Search,
    Slack,
)
from bot.settings.settings import Settings
from bot.settings.sources import MOST_ENTRIES, MOST_PAGES, SourceSettings

__all__ = [
    "MOST_ENTRIES",
    "MOST_PAGES",
    "SECRETS",
    "Answering",
    "CollectionSettings",
    "DigestSettings",
    "Fetching",
    "HealthSettings",
    "Http",
    "Log",
    "OpenSearchSettings",
    "RoleSettings",
    "Search",
    "Settings",
    "Slack",
    "SourceSettings",
    "Tokens",
    "credentials_in",
    "opensearch_password",
    "read_tokens",
    "secrets_of",
]
