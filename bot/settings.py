"""Every setting, read once: from a TOML file, and over it from the environment.

`POLICYBOT_DIGEST__TIME=08:30` sets `time` in `[digest]`. Secrets come from the environment alone, or from files
that it names: `SLACK_BOT_TOKEN` or `SLACK_BOT_TOKEN_FILE`. So does a database's address that holds a password.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time as TimeOfDay  # noqa: N812  # a setting is called `time`
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.configuration import Said, how_to_write, unknown_setting, unknown_variables
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
    floor: Annotated[float, Field(ge=0, le=1)] = 0.07
    weak: Annotated[float, Field(ge=0, le=1)] = 0.42
    next_floor: Annotated[float, Field(ge=0, le=1)] = 0.4
    receipt_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    longest_question: Annotated[int, Field(ge=20, le=1_200)] = 1_000
    seconds: Annotated[float, Field(ge=0.1, le=60)] = 3
    note_changes: bool = False
    note_changes_days: Annotated[int, Field(ge=1, le=365)] = 30
    note_changes_most: Annotated[int, Field(ge=1, le=1_000)] = 20


class Search(_Section):
    """What ranks."""

    engine: Literal["auto", "okapi", "postings"] = "auto"
    model: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None


class Slack(_Section):
    """How the bot stands in Slack."""

    mode: Literal["socket", "http"] = "socket"
    command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/policy"
    follow_threads: bool = True
    teams: tuple[Annotated[str, Field(pattern=r"^[TE][A-Z0-9]{2,20}$")], ...] = ()
    api_url: Annotated[str, Field(pattern=r"^https?://\S+/$")] = "https://slack.com/api/"
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    lease: Annotated[int, Field(ge=2, le=3_600)] = 15
    most_a_minute: Annotated[int, Field(ge=1, le=10_000)] = 20
    grace: Annotated[float, Field(ge=0, le=3_600)] = 45
    stop_within: Annotated[int, Field(ge=0, le=600)] = 10


class Http(_Section):
    """Where /slack/events answers in HTTP mode."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3000


class HealthSettings(_Section):
    """Where /readyz, /livez and /metrics answer; port 0 picks a free one."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3001


class Log(_Section):
    """How much is logged, and in which form: `auto` is lines on a terminal and JSON elsewhere."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class DigestSettings(_Section):
    """Who is told what is new, and when; and who may subscribe channels."""

    channels: tuple[Annotated[str, Field(pattern=r"^[CGD][A-Z0-9]{2,20}$")], ...] = ()
    time: Annotated[TimeOfDay, BeforeValidator(_time)] = TimeOfDay(9, 0)
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("UTC")
    subscribers: Literal["anyone", "curators"] = "anyone"
    curators_channel: Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{2,20})?$")] = ""
    heartbeat: Annotated[str, Field(pattern=r"^([CGD][A-Z0-9]{2,20})?$")] = ""


class Fetching(_Section):
    """How far web addresses are followed. `allow`: networks that may be connected to though they are private."""

    seconds: Annotated[float, Field(ge=1, le=600)] = 30
    megabytes: Annotated[int, Field(ge=1, le=1_000)] = 20
    megabytes_a_look: Annotated[int, Field(ge=1, le=10_000)] = 50
    allow: Annotated[tuple[str, ...], AfterValidator(_networks)] = ()


KINDS_OF_SOURCE = ("folder", "git", "pages", "sitemap", "feed")
# How many entries of a feed, or pages of a site, are taken at a time where nobody says so.
MOST_ENTRIES, MOST_PAGES = 20, 500
Address = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
Link = Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2_000)]


class SourceSettings(_Section):
    """A source that is followed: a folder, a git repository, web pages by name or by a sitemap, or a feed.

    What comes from it has its collection, publisher and topics, and the web address that `link` makes of its path.
    `path` is the part of the source that is meant. `trusted`: what is new, changed or gone needs no curator.
    """

    name: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")] = ""
    folder: Path | None = None
    git: Annotated[str, Field(max_length=2_000)] = ""
    pages: tuple[Address, ...] = ()
    sitemap: Address | None = None
    feed: Address | None = None
    path: str = ""
    branch: str = ""
    credentials: Path | None = None
    collection: str | None = None
    publisher: str | None = None
    topics: tuple[str, ...] = ()
    link: Link = ""
    trusted: bool | None = None
    every: Annotated[timedelta, BeforeValidator(_interval)] = timedelta(hours=1)
    most: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @property
    def kind(self) -> str:
        """One of KINDS_OF_SOURCE."""
        return next(kind for kind in KINDS_OF_SOURCE if getattr(self, kind))

    @property
    def place(self) -> str:
        """Where it is: a folder, or an address."""
        return self.pages[0] if self.pages else str(self.folder or self.git or self.sitemap or self.feed)

    @property
    def called(self) -> str:
        """Its name: the one that it was given, or else one made of its place."""
        if self.name:
            return self.name
        parts = urlsplit(self.place)
        is_site = self.kind in ("pages", "sitemap", "feed")
        words = str(parts.hostname) if is_site else parts.path.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return re.sub(r"[^a-z0-9]+", "-", words.casefold())[:40].strip("-") or self.kind

    @property
    def is_trusted(self) -> bool:
        """Whether it needs no curator: unless somebody says otherwise, folders and repositories do not."""
        return self.kind in ("folder", "git") if self.trusted is None else self.trusted

    @model_validator(mode="after")
    def _fits(self) -> "SourceSettings":
        given = [kind for kind in KINDS_OF_SOURCE if getattr(self, kind)]
        if len(given) != 1:
            named = " and ".join(given) or "none of them"
            raise ValueError(f"a source has one of {', '.join(KINDS_OF_SOURCE)}, and this one has {named}")
        if self.git and not re.match(r"https?://[^\s@]+$|file:///|/", self.git):
            raise ValueError("git is an address with https://, without a name in it, or the path of a repository here")
        for key, kinds in (("branch", "git"), ("credentials", "git"), ("path", "git sitemap"), ("link", "folder git")):
            if getattr(self, key) and given[0] not in kinds.split():
                raise ValueError(f"`{key}` means nothing for a source of kind {given[0]}")
        return self


SlackChannel = Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,20}$")]
SlackGroup = Annotated[str, Field(pattern=r"^S[A-Z0-9]{2,20}$")]
SlackPerson = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,20}$")]
PersonOrGroup = Annotated[str, Field(pattern=r"^[UWS][A-Z0-9]{2,20}$")]


class RoleSettings(_Section):
    """Who looks after the documents, where a collection does not name others: people and user groups."""

    curators: tuple[PersonOrGroup, ...] = ()
    administrators: tuple[PersonOrGroup, ...] = ()


class CollectionSettings(_Section):
    """Who may see a collection: channels, user groups and people by Slack's ids, or everybody, guests included.

    Documents are in it by their source, by their own `collection`, or because they lie in one of its `folders`.
    """

    name: Annotated[str, Field(pattern=r"^\S(.{0,78}\S)?$")]
    folders: tuple[str, ...] = ()
    channels: tuple[SlackChannel, ...] = ()
    groups: tuple[SlackGroup, ...] = ()
    people: tuple[SlackPerson, ...] = ()
    public: bool = False
    curators: tuple[PersonOrGroup, ...] = ()
    administrators: tuple[PersonOrGroup, ...] = ()

    @model_validator(mode="after")
    def _seen_by_somebody(self) -> "CollectionSettings":
        if not (self.public or self.channels or self.groups or self.people or self.curators):
            raise ValueError(f"nobody may see {self.name}: name channels, groups or people, or set public = true")
        return self


def _apart(collections: tuple[CollectionSettings, ...]) -> tuple[CollectionSettings, ...]:
    for what, names in (
        ("collections are called", [each.name for each in collections]),
        ("collections have the folder", [folder.strip("/") for each in collections for folder in each.folders]),
    ):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two {what} {twice}")
    return collections


def _named_apart(sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
    names = [source.called for source in sources]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f'two sources are called {twice}; give each a `name = "…"` of its own')
    return sources


class Settings(BaseSettings):
    """All settings. Paths are relative to the folder in which policybot is started."""

    model_config = SettingsConfigDict(env_prefix="POLICYBOT_", env_nested_delimiter="__", frozen=True, extra="forbid")

    corpus: Path = Path("corpus")
    state: Path = Path("var")
    database: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("")
    keep_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    audit_days: Annotated[int, Field(ge=1, le=36_500)] = 730
    boilerplate: Path = Path("config/boilerplate.txt")
    synonyms: Path = Path("config/synonyms.txt")
    small_talk: Path = Path("config/small_talk")
    answering: Answering = Answering()
    search: Search = Search()
    slack: Slack = Slack()
    http: Http = Http()
    health: HealthSettings = HealthSettings()
    log: Log = Log()
    digest: DigestSettings = DigestSettings()
    roles: RoleSettings = RoleSettings()
    fetching: Fetching = Fetching()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(_named_apart)] = ()
    collections: Annotated[tuple[CollectionSettings, ...], AfterValidator(_apart)] = ()

    @property
    def keepers(self) -> frozenset[str]:
        """Curators and administrators of whatever documents: people and user groups."""
        given: tuple[RoleSettings | CollectionSettings, ...] = (self.roles, *self.collections)
        return frozenset(named for each in given for named in (*each.curators, *each.administrators))

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
    said = read_said(file)
    chosen = said.file
    try:
        values: dict[str, Any] = tomllib.loads(said.text)
    except tomllib.TOMLDecodeError as error:
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
        field = re.search(r'field "(\w+)"', str(error))
        names = [name for name in os.environ if field and re.search(rf"_{field[1]}(__|$)", name, re.IGNORECASE)]
        which = " or ".join(names) or "a variable"
        raise ConfigurationError(f"{which} cannot be read; {mend}") from error
    except ValidationError as error:
        raise ConfigurationError("\n".join(_faults(error, said))) from error


def read_said(file: Path | None) -> Said:
    """The settings file as it is written, DEFAULT_FILE without a named one, and the environment.

    Raises ConfigurationError if the file cannot be read; that DEFAULT_FILE is not there is no error.
    """
    chosen = file or DEFAULT_FILE
    if not file and not chosen.exists():
        return Said(chosen, "", os.environ)
    try:
        return Said(chosen, chosen.read_text(encoding="utf-8"), os.environ)
    except OSError as error:
        raise ConfigurationError(f"{chosen} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{chosen} is not valid TOML: {error}") from error


def demand_known_variables(environment: Mapping[str, str]) -> None:
    """Raises ConfigurationError if a variable that begins with POLICYBOT_ says no setting."""
    if unknown := unknown_variables(environment, known_paths()):
        raise ConfigurationError("\n".join(unknown))


def known_paths(model: type[BaseModel] = Settings, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of each setting, and of each section of them; of lists, what one entry may hold."""
    paths = []
    for name, field in model.model_fields.items():
        path = (*above, name)
        kinds = [field.annotation, *get_args(field.annotation)]
        inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        paths += [path, *(known_paths(inner, path) if inner else ())]
    return paths


def told(settings: Settings, said: Said) -> Iterator[tuple[str, str, str]]:
    """Each setting by name, its value as TOML, and where that comes from. Passwords in it are hidden."""
    yield from _told_of(settings, (), said)


def _told_of(section: BaseModel, above: tuple[str | int, ...], said: Said) -> Iterator[tuple[str, str, str]]:
    in_list = bool(above) and isinstance(above[-1], int)
    for name in type(section).model_fields:
        value, path = getattr(section, name), (*above, name)
        if isinstance(value, BaseModel):
            yield from _told_of(value, path, said)
        elif isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
            for number, each in enumerate(value):
                yield from _told_of(each, (*path, number), said)
        elif not in_list or name in section.model_fields_set:
            yield ".".join(map(str, path)), _as_toml(value), said.origin(path) or "default"


def _as_toml(value: object) -> str:
    if isinstance(value, SecretStr):
        address = _parsed(value.get_secret_value())
        value = address.render_as_string(hide_password=True) if address else ""
    if isinstance(value, TimeOfDay):
        value = f"{value:%H:%M}"
    if isinstance(value, timedelta):
        value = f"{int(value.total_seconds() // 60)}m"
    plain = isinstance(value, bool | int | float | str | tuple)
    return json.dumps(value if plain else "" if value is None else str(value), ensure_ascii=False)


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
    """Whatever must not be shown: tokens, the database's passwords, queries of addresses, keys to repositories."""
    given = (tokens.bot_token, tokens.app_token, tokens.signing_secret)
    revealed = [secret.get_secret_value() for secret in given if secret]
    addresses = [each for source in settings.sources for each in (*source.pages, source.git, source.place)]
    queries = [urlsplit(address).query for address in addresses]
    keys = [key for source in settings.sources if source.credentials for key in _keys_in(source.credentials)]
    return [*revealed, *_passwords(settings.database.get_secret_value()), *filter(None, [*queries, *keys])]


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


def _secret_file(environ: Mapping[str, str], name: str) -> str:
    """What stands in the file that `NAME_FILE` names; empty without one. Raises ConfigurationError."""
    file = environ.get(f"{name}_FILE")
    try:
        return Path(file).read_text(encoding="utf-8-sig").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name}_FILE names {file}, which cannot be read") from error


def _faults(error: ValidationError, said: Said) -> list[str]:
    # Values are left out: somebody may have put a token where none belongs.
    faults = []
    for each in error.errors(include_url=False, include_input=False):
        path = each["loc"]
        where = ".".join(str(part) for part in path)
        what = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            what = unknown_setting(path, known_paths())
        elif each["type"] == "string_pattern_mismatch":
            what = how_to_write(path)
        if where == "feeds":
            what = 'is now written as a source: [[sources]] with feed = "https://…"'
        faults.append(f"{said.origin(path) or said.file}: {where}: {what}")
    return faults
