"""The machine: whether anything is set up in this folder, room on the disk, and who may read and write what."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.doctor.finding import Finding
from bot.settings import Settings

# Bytes that should be free where the state is: below the first, the next index or a day of questions may fill it.
TOO_LITTLE, LITTLE = 200_000_000, 1_000_000_000
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_folder(settings: Settings, file: Path) -> Finding:
    """Whether there are settings, or else whether anything is set up here; `file` is where they are looked for."""
    if file.is_file():
        return Finding("settings", True, f"{file} can be read")
    if settings.corpus.is_dir() or settings.sources or settings.opensearch.follow:
        says = f"there is no {file}, so each setting has its default, or what the environment says"
        return Finding("settings", True, says, "policybot init writes one")
    return Finding("settings", False, f"nothing is set up in {Path.cwd()}", "run policybot init")


def check_machine(settings: Settings, environment: Mapping[str, str], secrets: tuple[str, ...]) -> Iterator[Finding]:
    """Disk and permissions. `secrets` are the variables whose `…_FILE` names a file with a secret."""
    yield _room(_existing(settings.state))
    yield from _writable(settings)
    named = [Path(environment[f"{name}_FILE"]) for name in secrets if environment.get(f"{name}_FILE")]
    for file in (Path(".env"), *named):
        if file.is_file() and file.stat().st_mode & OTHERS:
            says = f"others on this machine can read {file}, and it holds secrets"
            yield Finding("permissions", True, says, f"chmod 600 {file}")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:,.1f} GB are free where the state is ({folder})"
    remedy = "make room, or move `state`" if free < LITTLE else ""
    return Finding("disk", free >= TOO_LITTLE, says, remedy)


def _writable(settings: Settings) -> Iterator[Finding]:
    """Folders that whoever runs this must be able to write: the state, and the corpus where sources bring something."""
    user = f"user {os.geteuid()}"
    wanted = [(settings.state, "the state is kept there")]
    if any(source.kind in ("feed", "pages", "sitemap") for source in settings.followed_here):
        wanted.append((settings.corpus, "what sources bring is kept there"))
    for folder, why in wanted:
        if not os.access(_existing(folder), os.W_OK | os.X_OK):
            remedy = "let the user that policybot runs as write there"
            yield Finding("permissions", False, f"{user} cannot write {folder}, and {why}", remedy)
    if settings.state.is_dir() and settings.state.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        says = f"others on this machine can look into {settings.state}, where copies of the documents are"
        yield Finding("permissions", True, says, f"chmod 700 {settings.state}")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that there is."""
    here = folder.absolute()
    return next((each for each in (here, *here.parents) if each.is_dir()), Path("/"))
