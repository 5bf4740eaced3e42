"""Settings, read from a TOML file, and over it from the environment; and what is wrong with them."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_settings import SettingsError

from bot.core.errors import ConfigurationError
from bot.settings.database import passwords
from bot.settings.said import Said, how_to_write, unknown_setting, unknown_variables
from bot.settings.secrets import secret_file
from bot.settings.settings import Settings

DEFAULT_FILE = Path("config/policybot.toml")
DATABASE = "POLICYBOT_DATABASE"


def read_settings(file: Path | None) -> Settings:
    """Reads the settings; without a named file, from DEFAULT_FILE if it is there. Raises ConfigurationError."""
    said = read_said(file)
    chosen = said.file
    try:
        values: dict[str, Any] = tomllib.loads(said.text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(_said_twice(said) or f"{chosen} is not valid TOML: {error}") from error
    if passwords(str(values.get("database", ""))):
        remedy = f"write the address into the environment ({DATABASE}), or into a file that {DATABASE}_FILE names"
        raise ConfigurationError(f"{chosen} holds a password in `database`, where it does not belong; {remedy}")
    if not os.environ.get(DATABASE) and (address := secret_file(os.environ, DATABASE)):
        values["database"] = address
    try:
        return Settings(**values)
    except SettingsError as error:
        # pydantic-settings reads lists and sections in the environment as JSON.
        remedy = "write lists as JSON, for example POLICYBOT_DIGEST__CHANNELS='[\"C0123456789\"]'"
        field = re.search(r'field "(\w+)"', str(error))
        names = [name for name in os.environ if field and re.search(rf"_{field[1]}(__|$)", name, re.IGNORECASE)]
        which = " or ".join(names) or "a variable"
        raise ConfigurationError(f"{which} cannot be read; {remedy}") from error
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


def _said_twice(said: Said) -> str | None:
    """What to do where a list of tables (`[[sources]]`) also stands as `sources = []`: TOML names no line of it."""
    for name in re.findall(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", said.text, re.MULTILINE):
        if line := next(
            (at for at, text in enumerate(said.text.split("\n"), 1) if re.match(rf"\s*{name}\s*=", text)), 0
        ):
            return f"{said.file}:{line}: {name}: is also written as [[{name}]]; take this line out"
    return None


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
        faults.append(": ".join(filter(None, (str(said.origin(path) or said.file), where, what))))
    return faults
