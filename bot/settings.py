"""Every setting, read once: from a TOML file, and over it from the environment.

`POLICYBOT_DIGEST__TIME=08:30` sets `time` in `[digest]`. Secrets come from the environment alone, or from files
that it names: `SLACK_BOT_TOKEN` or `SLACK_BOT_TOKEN_FILE`. So does a database's address that holds a password.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import time as TimeOfDay  # noqa: N812  # a setting is called `time`
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.core.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy import URL

DEFAULT_FILE = Path("config/policybot.toml")
DATABASE = "POLICYBOT_DATABASE"
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
# Options of libpq that hold one.
PASSWORDS = {"password", "sslpassword"}


def _time(value: object) -> object:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value) if isinstance(value, str) else None
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError("not a time of day; write it as HH:MM, from 00:00 to 23:59")
    return TimeOfDay(int(match[1]), int(match[2]))


def _zone(value: object) -> object:
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not a time zone; write an IANA name such as Europe/Berlin") from None


def _database(url: SecretStr) -> SecretStr:
    address = url.get_secret_value()
    if not re.match(r"postgresql(\+psycopg)?://|$", address):
        raise ValueError("not an address of PostgreSQL; write postgresql://user@host/name, or leave it empty")
    parsed = _parsed(address) if address else None
    # SQLAlchemy ends the password at the first "@": the rest of it would then be taken for the host, and be shown.
    if address and (parsed is None or re.search(r"[@\s]", f"{parsed.host}{parsed.database}")):
        raise ValueError("cannot be understood; in a password, write @ as %40, / as %2F, : as %3A and % as %25")
    return url


def _parsed(address: str) -> "URL | None":
    from sqlalchemy import make_url  # noqa: PLC0415  # seldom needed
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        return make_url(address)
    except (ArgumentError, ValueError):
        return None


def _passwords(address: str) -> list[str]:
    """The passwords in a database's address, wherever they stand in it."""
    parsed = _parsed(address) if address else None
    if parsed is None:
        return []
    options = [str(value) for name, value in parsed.query.items() if name in PASSWORDS]
    return [*filter(None, [parsed.password and str(parsed.password)]), *options]


def _networks(words: tuple[str, ...]) -> tuple[str, ...]:
    from bot.documents.web.addresses import networks  # noqa: PLC0415  # seldom needed

    try:
        networks(words)
    except ValueError:
        raise ValueError("not a network; write an address such as 10.1.2.3, or a range such as 10.0.0.0/8") from None
    return words


def _interval(value: object) -> object:
    match = re.fullmatch(r"([1-9]\d{0,5})\s*([mhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("not a length of time; write 30m, 1h or 2d")
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[match[2]]: int(match[1])})


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Answering(_Section):
    """How answers are made."""

    quotations: Annotated[int, Field(ge=1, le=10)] = 3
    floor: Annotated[float, Field(ge=0, le=1)] = 0.13
    weak: Annotated[float, Field(ge=0, le=1)] = 0.45
    next_floor: Annotated[float, Field(ge=0, le=1)] = 0.4
    receipt_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    longest_question: Annotated[int, Field(ge=20, le=1_200)] = 1_000
    note_changes: bool = False
    note_changes_days: Annotated[int, Field(ge=1, le=365)] = 30
    note_changes_most: Annotated[int, Field(ge=1, le=1_000)] = 20


class Search(_Section):
    """What ranks."""

    engine: Literal["auto", "okapi", "postings"] = "auto"


class Slack(_Section):
    """How the bot stands in Slack."""

    mode: Literal["socket", "http"] = "socket"
    command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/policy"
    api_url: Annotated[str, Field(pattern=r"^https?://\S+/$")] = "https://slack.com/api/"
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    lease: Annotated[int, Field(ge=2, le=3_600)] = 15
    most_a_minute: Annotated[int, Field(ge=1, le=10_000)] = 20
    grace: Annotated[float, Field(ge=0, le=3_600)] = 45
    stop_within: Annotated[int, Field(ge=0, le=600)] = 10


class Http(_Section):
    """Where /health answers, and in HTTP mode /slack/events."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3000


class DigestSettings(_Section):
    """Who is told what is new, and when; who may subscribe channels; and who the curators are."""

    channels: tuple[Annotated[str, Field(pattern=r"^[CGD][A-Z0-9]{2,20}$")], ...] = ()
    time: Annotated[TimeOfDay, BeforeValidator(_time)] = TimeOfDay(9, 0)
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("UTC")
    subscribers: Literal["anyone", "curators"] = "anyone"
    curators: tuple[Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,20}$")], ...] = ()
    curators_channel: Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{2,20})?$")] = ""
    heartbeat: Annotated[str, Field(pattern=r"^([CGD][A-Z0-9]{2,20})?$")] = ""


class Fetching(_Section):
    """How far web addresses are followed. `allow`: networks that may be connected to though they are private."""

    seconds: Annotated[float, Field(ge=1, le=600)] = 30
    megabytes: Annotated[int, Field(ge=1, le=1_000)] = 20
    allow: Annotated[tuple[str, ...], AfterValidator(_networks)] = ()


class FeedSettings(_Section):
    """A feed that is followed. What it tells of has its publisher and topics."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
    publisher: str | None = None
    topics: tuple[str, ...] = ()
    trusted: bool = False
    every: Annotated[timedelta, BeforeValidator(_interval)] = timedelta(hours=1)
    most: Annotated[int, Field(ge=1, le=200)] = 20


class Settings(BaseSettings):
    """All settings. Paths are relative to the folder in which policybot is started."""

    model_config = SettingsConfigDict(env_prefix="POLICYBOT_", env_nested_delimiter="__", frozen=True, extra="forbid")

    corpus: Path = Path("corpus")
    state: Path = Path("var")
    database: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("")
    keep_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    boilerplate: Path = Path("config/boilerplate.txt")
    synonyms: Path = Path("config/synonyms.txt")
    answering: Answering = Answering()
    search: Search = Search()
    slack: Slack = Slack()
    http: Http = Http()
    digest: DigestSettings = DigestSettings()
    fetching: Fetching = Fetching()
    feeds: tuple[FeedSettings, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # What is passed in comes from the file, and the environment goes before it.
        return env_settings, init_settings


class Tokens(BaseModel):
    """What Slack gives an app to prove itself with. None of it is ever printed."""

    model_config = ConfigDict(frozen=True)

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None


def read_settings(file: Path | None) -> Settings:
    """Reads the settings; without a named file, from DEFAULT_FILE if it is there. Raises ConfigurationError."""
    chosen = file or DEFAULT_FILE
    values: dict[str, Any] = {}
    if file or chosen.exists():
        try:
            values = tomllib.loads(chosen.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigurationError(f"{chosen} cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{chosen} is not valid TOML: {error}") from error
    if _passwords(str(values.get("database", ""))):
        mend = f"write the address into the environment ({DATABASE}), or into a file that {DATABASE}_FILE names"
        raise ConfigurationError(f"{chosen} holds a password in `database`, where it does not belong; {mend}")
    if not os.environ.get(DATABASE) and (address := _secret_file(os.environ, DATABASE)):
        values["database"] = address
    try:
        return Settings(**values)
    except SettingsError as error:
        # pydantic-settings reads lists and sections in the environment as JSON.
        mend = "write lists as JSON, for example POLICYBOT_DIGEST__CHANNELS='[\"C0123456789\"]'"
        raise ConfigurationError(f"the environment holds a setting that cannot be read ({error}); {mend}") from error
    except ValidationError as error:
        raise ConfigurationError("; ".join(_faults(error, chosen))) from error


def read_tokens(environment: Mapping[str, str] | None = None) -> Tokens:
    """Reads Slack's secrets from the environment, or from the files that it names. Raises ConfigurationError."""
    environ = os.environ if environment is None else environment
    found = {}
    for name in SECRETS:
        if value := environ.get(name, "").strip() or _secret_file(environ, name):
            if not re.fullmatch(r"[!-~]+", value):
                mend = "it is one word without white space: see that the variable, or its file, holds nothing else"
                raise ConfigurationError(f"{name} is no secret of Slack's; {mend}")
            found[name.removeprefix("SLACK_").lower()] = SecretStr(value)
    return Tokens(**found)


def secrets_of(settings: Settings, tokens: Tokens) -> list[str]:
    """Whatever must not be shown: tokens, the database's passwords, and the queries of feeds, which may hold a key."""
    given = (tokens.bot_token, tokens.app_token, tokens.signing_secret)
    revealed = [secret.get_secret_value() for secret in given if secret]
    queries = (urlsplit(feed.url).query for feed in settings.feeds)
    return [*revealed, *_passwords(settings.database.get_secret_value()), *filter(None, queries)]


def _secret_file(environ: Mapping[str, str], name: str) -> str:
    """What stands in the file that `NAME_FILE` names; empty without one. Raises ConfigurationError."""
    file = environ.get(f"{name}_FILE")
    try:
        return Path(file).read_text(encoding="utf-8-sig").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name}_FILE names {file}, which cannot be read") from error


def _faults(error: ValidationError, file: Path) -> list[str]:
    # Values are left out: somebody may have put a token where none belongs.
    told = []
    for each in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in each["loc"])
        unknown = each["type"] == "extra_forbidden"
        what = "there is no such setting" if unknown else each["msg"].removeprefix("Value error, ")
        told.append(f"{where} (in {file} or the environment): {what}")
    return told
