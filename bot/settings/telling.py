"""Settings as they are in force, and where each comes from."""

import json
from collections.abc import Iterator
from datetime import time as TimeOfDay  # noqa: N812  # a setting is called `time`
from datetime import timedelta

from pydantic import BaseModel, SecretStr

from bot.settings.database import parse_address
from bot.settings.said import Said
from bot.settings.settings import Settings


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
        address = parse_address(value.get_secret_value())
        # Its options may hold a password, too, each in a way of its own.
        value = f"{address.set(query={}).render_as_string()}{'?…' if address.query else ''}" if address else ""
    if isinstance(value, TimeOfDay):
        value = f"{value:%H:%M}"
    if isinstance(value, timedelta):
        value = f"{int(value.total_seconds() // 60)}m"
    plain = isinstance(value, bool | int | float | str | tuple)
    return json.dumps(value if plain else "" if value is None else str(value), ensure_ascii=False)
