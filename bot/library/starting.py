"""`policybot init`: what a folder needs in which somebody starts to use the bot."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.library.shipped import SHIPPED

SETTINGS, EXAMPLES, TOKENS = Path("config/policybot.toml"), Path("corpus/examples"), Path(".env.sample")
# What is written where, from where among the files that come with the program, and what it is.
FILES = (
    (SETTINGS, SETTINGS, "every setting, with its default"),
    (Path("config/slack-manifest.yaml"), Path("config/slack-manifest.yaml"), "creates the Slack app"),
    (Path("config/synonyms.txt"), Path("config/synonyms.txt"), "words that stand for each other"),
    (Path("config/boilerplate.txt"), Path("config/boilerplate.txt"), "what is left out of plain texts"),
    (Path("config/small_talk"), Path("config/small_talk"), "what is said to greetings and thanks"),
    (EXAMPLES, EXAMPLES, "ten articles to try; they step aside for your own documents"),
    (TOKENS, Path("config/env.sample"), "where the tokens go"),
)
# For a machine on which it is to run for good.
OF_DEPLOYMENT = (
    (Path("deploy/policybot.service"), "a unit for systemd, for this folder"),
    (Path("deploy/alerts.yaml"), "alert rules for Prometheus"),
    (Path("deploy/prometheus.yaml"), "a configuration of Prometheus that uses them"),
    (Path("deploy/grafana.json"), "a dashboard for Grafana"),
)
UNSURE = 'zone = "UTC"'
# Where the unit for systemd has the installation, as it comes.
PLACE, PROGRAM, CORPUS = "/srv/policybot", "/srv/policybot/.venv/bin/policybot", "/srv/policybot/corpus"


@dataclass(frozen=True, slots=True)
class Written:
    """A file or folder that is there now, what it is for, and whether it was there before."""

    path: Path
    what: str
    was_there: bool


def set_up(folder: Path, program: Path | None = None) -> Iterator[Written]:
    """Writes what is not there yet, and leaves alone what is.

    Where the `program` is named, also what is needed to run it for good.
    """
    more = [(name, name, what) for name, what in OF_DEPLOYMENT] if program else []
    for name, shipped, what in (*FILES, *more):
        target = folder / name
        was_there = (target.parent if name == EXAMPLES else target).exists()
        if not was_there:
            target.parent.mkdir(parents=True, exist_ok=True)
            if (SHIPPED / shipped).is_dir():
                shutil.copytree(SHIPPED / shipped, target)
            else:
                text = (SHIPPED / shipped).read_text(encoding="utf-8")
                target.write_text(_fitted(text, name, folder.resolve(), program), encoding="utf-8")
                if name == TOKENS:
                    target.chmod(0o600)  # and so is its copy, with the tokens in it
        yield Written(target, what, was_there)


def _fitted(text: str, name: Path, folder: Path, program: Path | None) -> str:
    """A file with what this machine is like."""
    if name == SETTINGS:
        return text.replace(UNSURE, f'zone = "{machine_zone()}"')
    if name.suffix == ".service" and program:
        here = {PROGRAM: _word(program), CORPUS: _word(folder / "corpus"), PLACE: str(folder)}
        text = re.sub("|".join(map(re.escape, here)), lambda path: here[path[0]], text)
        is_at_home = {"home", "root"} & set(folder.parts[1:2])
        return text.replace("ProtectHome=yes", "ProtectHome=read-only") if is_at_home else text
    return text


def _word(path: Path) -> str:
    """A path where systemd reads several words: in quotation marks, if there is a blank in it."""
    return f'"{path}"' if " " in str(path) else str(path)


def machine_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """The time zone of this machine, by its IANA name; UTC where it does not tell."""
    told = (os.environ.get("TZ", "").removeprefix(":"), str(localtime.resolve()).partition("zoneinfo/")[2])
    return next((name for name in told if name and _is_zone(name)), "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
