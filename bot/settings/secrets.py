"""What must never be shown: Slack's secrets, passwords and keys; how they are read, and which there are."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.core.errors import ConfigurationError
from bot.settings.database import passwords
from bot.settings.settings import Settings

OPENSEARCH = "OPENSEARCH_PASSWORD"
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


class Tokens(BaseModel):
    """What Slack gives an app to prove itself with. None of it is ever printed."""

    model_config = ConfigDict(frozen=True)

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None


def read_tokens(environment: Mapping[str, str] | None = None) -> Tokens:
    """Reads Slack's secrets from the environment, or from the files that it names. Raises ConfigurationError."""
    environ = os.environ if environment is None else environment
    found = {}
    for name in SECRETS:
        if value := environ.get(name, "").strip() or secret_file(environ, name):
            if not re.fullmatch(r"[!-~]+", value):
                remedy = "it is one word without white space: see that the variable, or its file, holds nothing else"
                raise ConfigurationError(f"{name} is not a Slack secret; {remedy}")
            found[name.removeprefix("SLACK_").lower()] = SecretStr(value)
    return Tokens(**found)


def secrets_of(settings: Settings, tokens: Tokens) -> list[str]:
    """Whatever must not be shown: tokens, passwords of database and cluster, queries of addresses, keys to sources."""
    given = (tokens.bot_token, tokens.app_token, tokens.signing_secret)
    revealed = [secret.get_secret_value() for secret in given if secret]
    addresses = [each for source in settings.sources for each in (*source.pages, source.git, source.place)]
    queries = [urlsplit(address).query for address in addresses]
    keys = [key for source in settings.sources if source.credentials for key in _keys_in(source.credentials)]
    other = [*passwords(settings.database.get_secret_value()), opensearch_password(os.environ)]
    return [*revealed, *filter(None, [*other, *queries, *keys])]


def opensearch_password(environ: Mapping[str, str]) -> str:
    """The password of the search cluster's user; empty without one. Raises ConfigurationError."""
    password = environ.get(OPENSEARCH, "").strip() or secret_file(environ, OPENSEARCH)
    if not password.isprintable():
        remedy = "it is one line: see that the variable, or its file, holds nothing else"
        raise ConfigurationError(f"{OPENSEARCH} does not hold a password; {remedy}")
    return password


def credentials_in(file: Path) -> tuple[str, str]:
    """Name and password, or a token alone (with a name that servers take for one), as `name:password` in a file.

    Raises ConfigurationError.
    """
    try:
        said = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}, which a source names as its credentials, cannot be read") from error
    if not re.fullmatch(r"[!-~]+", said):
        raise ConfigurationError(f"{file} holds no credentials; write name:password or a token, in one line")
    name, colon, password = said.partition(":")
    return (name, password) if colon else ("x-access-token", said)


def _keys_in(file: Path) -> list[str]:
    try:
        return [credentials_in(file)[1]]
    except ConfigurationError:  # whoever uses it will say so
        return []


def secret_file(environ: Mapping[str, str], name: str) -> str:
    """What stands in the file that `NAME_FILE` names; empty without one. Raises ConfigurationError."""
    file = environ.get(f"{name}_FILE")
    try:
        return Path(file).read_text(encoding="utf-8-sig").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name}_FILE names {file}, which cannot be read") from error
