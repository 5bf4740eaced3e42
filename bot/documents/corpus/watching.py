"""Tells at once that corpus files have changed, so that nobody waits for the next regular look at them.

The system itself tells of changes (inotify, FSEvents), through watchfiles. That is for speed alone: whoever watches
looks at the files every now and then in any case, because no event comes of what another machine writes to a network
file system, nor of a change in a file that a link leads to. Where watching is not possible, that is said once, and it
is tried again.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.documents.corpus.listing import BESIDE_ENDINGS, is_hidden
from bot.documents.readers.registry import kind_of

# By this link Kubernetes swaps all files of a volume at once. It alone of all hidden names matters.
SWAPPED = "..data"


class Tell(Protocol):
    """Writes a warning, with the traceback of the exception that is being handled if `exc_info` says so."""

    def __call__(self, event: str, /, **facts: object) -> object: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon things are noticed, in milliseconds.

    Changes that come within `quiet` of each other are told together, but none waits for longer than `longest`: a
    checkout of a thousand files is a few looks, and an edit is seen within half a second. `check` is how often to see
    whether the folder is still the one that is watched; `retry`, how long to wait after it could not be watched.
    """

    quiet: int = 100
    longest: int = 400
    check: int = 200
    retry: int = 10_000


PACE = Pace()


async def watch(
    folder: Path, changed: Callable[[], object], tell: Tell, stop: asyncio.Event, pace: Pace = PACE
) -> None:
    """Calls `changed` whenever corpus files under a folder may have changed, until `stop` is set.

    It is called in a thread, once at a time, and first as soon as the folder is watched. Whatever goes wrong with it or
    with watching is told, and nothing is raised: a folder that is missing, or more folders than the system watches.
    Ends within a fraction of a second, or when the call that is under way does.
    """
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it would count all that happens in the folder
    ended = threading.Event()
    watching = asyncio.create_task(asyncio.to_thread(_watch, folder, changed, tell, ended, pace))
    try:
        await stop.wait()
    finally:
        ended.set()
        await watching


def _watch(folder: Path, changed: Callable[[], object], tell: Tell, ended: threading.Event, pace: Pace) -> None:
    told = ""
    while not ended.is_set():
        try:
            for number, _ in enumerate(_moments(folder, ended, pace)):
                told = told if number == 0 else ""  # once more than the first look, it works
                _look(changed, tell)
        except Exception as error:  # whatever it is, it only makes the bot see changes later
            if isinstance(error, FileNotFoundError) and _identity(folder):
                ended.wait(pace.check / 1_000)  # only a folder within it has gone, while the watch was set up
                continue
            if (mend := _mend(error)) != told:
                told = mend
                tell("changes of the corpus are seen only at the regular looks", reason=str(error), mend=mend)
            ended.wait(pace.retry / 1_000)


def _look(changed: Callable[[], object], tell: Tell) -> None:
    try:
        changed()
    except Exception:  # the next look may go well
        tell("a look at the changed corpus failed; there will be another", exc_info=True)


def _moments(folder: Path, ended: threading.Event, pace: Pace) -> Iterator[None]:
    """The moments to look at a folder: as soon as it is watched, and whenever corpus files in it have changed.

    They end when its folders are no longer the same, for each is watched by itself: hidden ones and those behind links,
    which are not read, are not watched either. Raises OSError and others if the folder cannot be watched.
    """
    import watchfiles  # noqa: PLC0415  # without it, too, the bot runs

    identity, watched = _identity(folder), _folders(folder)
    events = watchfiles.watch(
        *watched,
        watch_filter=None,
        recursive=False,
        debounce=pace.longest,
        step=pace.quiet,
        rust_timeout=pace.check,
        yield_on_timeout=True,
        stop_event=ended,
        raise_interrupt=False,
    )
    with closing(events):
        begun = False
        for changes in events:
            paths = {path for _, path in changes}
            if not begun or any(concerns(Path(path).name) for path in paths):
                yield
            # A folder that came while the watch was set up was not told of.
            others = _identity(folder) != identity or (not begun and _folders(folder) != watched)
            if others or any(_is_folder(path, watched) for path in paths):
                return
            begun = True


def concerns(name: str) -> bool:
    """Whether a file of this name is read for articles, or brings others that are."""
    is_read = kind_of(name) is not None or name.lower().endswith(BESIDE_ENDINGS)
    return (is_read and not is_hidden(name)) or name == SWAPPED


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from any other that may take its place; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _folders(folder: Path) -> tuple[str, ...]:
    """The folders that are read for articles; the first is the folder itself, in any case."""
    root = os.path.realpath(folder)
    found = {root: None}
    for place, below, _ in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found[place] = None
    return tuple(found)


def _is_folder(path: str, watched: tuple[str, ...]) -> bool:
    """Whether a path that something has happened to is that of a folder, or was until then."""
    place = Path(path)
    try:
        return path in watched or (not place.name.startswith(".") and place.is_dir() and not place.is_symlink())
    except OSError:
        return False


def _mend(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "make the folder; until then it is tried again and again"
    if isinstance(error, PermissionError):
        return "let the bot read the folder"
    if isinstance(error, ImportError):
        return "pip install watchfiles, and start anew"
    if isinstance(error, UnicodeError) or "decode" in str(error):  # watchfiles knows no other names
        return "rename what is named there, so that its name is UTF-8 text"
    if "limit" in str(error) or "Too many open files" in str(error):
        return "allow more: sysctl fs.inotify.max_user_watches, and fs.inotify.max_user_instances"
    return "nothing is lost; if it is to be sooner, see the reason"
