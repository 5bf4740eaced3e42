"""A reader of hostile files in a process of its own, with limits on its time, its memory and what it may touch.

The process gets the bytes on its standard input, sends JSON to its standard output, and has nothing of ours: no
secrets from the environment, no file to write to. Whatever becomes of it (too slow, too large, crashed) is a fault.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.documents.faults import Faulty

PROGRAM = "bot.documents.readers.sandbox_worker"
ROOT = Path(__file__).parents[3]
# The processor's time is up: the kernel says so, and if that is not heard, ends it.
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
SIMPLER = "save it as plain text, or split it, and add that"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a reader may go: `seconds` of processor time, `patience` in seconds by the clock, `memory` in bytes."""

    seconds: int = 60
    patience: float = 120
    memory: int = 1_000_000_000


BOUNDS = Bounds()


def call(
    kind: str, data: bytes, options: Mapping[str, str], bounds: Bounds = BOUNDS, program: str = PROGRAM
) -> dict[str, Any]:
    """What the reader of a kind of file ("page", "pdf", "feed") makes of the bytes. Raises Faulty."""
    order = {"kind": kind, "options": dict(options), "seconds": bounds.seconds, "memory": bounds.memory}
    try:
        done = subprocess.run(  # noqa: S603  # our own program, with nothing in its arguments
            [sys.executable, "-P", "-B", "-W", "ignore", "-m", program],
            input=json.dumps(order).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=bounds.patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Faulty(0, f"takes longer than {bounds.patience:g} seconds to read", SIMPLER) from error
    except OSError as error:
        raise Faulty(0, f"cannot be read just now ({error.strerror})", "try again later") from error
    return _answer(done, bounds)


def _environment() -> dict[str, str]:
    # Nothing of ours but what some installations need to start Python at all.
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PYTHONHOME") if name in os.environ}
    return {"PYTHONPATH": str(ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8", **needed}


def _answer(done: subprocess.CompletedProcess[bytes], bounds: Bounds) -> dict[str, Any]:
    try:
        said = json.loads(done.stdout)
    except (ValueError, RecursionError):
        said = None
    match said:
        case {"read": dict() as read}:
            return read
        case {"fault": [int() as line, str() as what, str() as mend]}:
            raise Faulty(line, what, mend)
        case {"short_of": "memory"}:
            raise Faulty(0, f"takes more than {bounds.memory // 1_000_000:,} MB to read", SIMPLER)
        case _ if done.returncode in OUT_OF_TIME:
            raise Faulty(0, f"takes longer than {bounds.seconds} seconds to read", SIMPLER)
        case _:
            raise Faulty(0, "brings down the program that reads it", SIMPLER)
