"""`policybot init`: what a folder needs in which somebody starts to use the bot."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.library.shipped import SHIPPED

SETTINGS, EXAMPLES = Path("config/policybot.toml"), Path("corpus/examples")
# What is written where, from where among the files that come with the program, and what it is.
FILES = (
    (SETTINGS, SETTINGS, "every setting, with its default"),
    (Path("config/slack-manifest.yaml"), Path("config/slack-manifest.yaml"), "creates the Slack app"),
    (Path("config/synonyms.txt"), Path("config/synonyms.txt"), "words that stand for each other"),
    (Path("config/boilerplate.txt"), Path("config/boilerplate.txt"), "what is left out of plain texts"),
    (Path("config/small_talk"), Path("config/small_talk"), "what is said to greetings and thanks"),
    (EXAMPLES, EXAMPLES, "ten articles to try; they step aside for your own documents"),
    (Path(".env.sample"), Path("config/env.sample"), "where the tokens go"),
)
UNSURE = 'zone = "UTC"'


@dataclass(frozen=True, slots=True)
class Written:
    """A file or folder that is there now, what it is for, and whether it was there before."""

    path: Path
    what: str
    was_there: bool


def set_up(folder: Path) -> Iterator[Written]:
    """Writes what is not there yet, and leaves alone what is."""
    zone = machine_zone()
    for name, shipped, what in FILES:
        target = folder / name
        was_there = (target.parent if name == EXAMPLES else target).exists()
        if not was_there:
            target.parent.mkdir(parents=True, exist_ok=True)
            if (SHIPPED / shipped).is_dir():
                shutil.copytree(SHIPPED / shipped, target)
            else:
                text = (SHIPPED / shipped).read_text(encoding="utf-8")
                target.write_text(
                    text.replace(UNSURE, f'zone = "{zone}"') if name == SETTINGS else text, encoding="utf-8"
                )
        yield Written(target, what, was_there)


def machine_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """The time zone of this machine, by its IANA name; UTC where it does not tell."""
    told = (os.environ.get("TZ", "").removeprefix(":"), str(localtime.resolve()).partition("zoneinfo/")[2])
    return next((name for name in told if name and _is_zone(name)), "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
