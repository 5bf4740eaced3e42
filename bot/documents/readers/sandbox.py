"""Readers of hostile files in processes of their own, with limits on time, memory and what they may touch.

A few workers live on and read one file after the other, because to start Python and load a library takes longer than
to read most files. A worker gets the bytes on its standard input, sends JSON to its standard output, and has nothing
of ours: no secrets from the environment, no file to write to. Whatever becomes of it (too slow, too large, crashed) is
a fault of the file that it was reading; the next file gets a new worker.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import LifoQueue
from typing import IO, Any, cast

from bot.documents.faults import Faulty

PROGRAM = "bot.documents.readers.sandbox_worker"
ROOT = Path(__file__).parents[3]
# The processor's time is up: the kernel says so, and if that is not heard, ends it.
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
SIMPLER = "save it as plain text, or split it, and add that"
MOST_WORKERS = 2
# A worker is replaced after so many files, so that what they left behind in its memory does not add up.
MOST_TURNS = 500
# It ends by itself when it was idle for longer than this; well before that, nobody relies on it any more.
IDLE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a reader may go: `seconds` of processor time, `patience` in seconds by the clock, `memory` in bytes."""

    seconds: int = 60
    patience: float = 120
    memory: int = 1_000_000_000


BOUNDS = Bounds()


def call(kind: str, data: bytes, options: Mapping[str, str], bounds: Bounds = BOUNDS) -> dict[str, Any]:
    """What the reader of a kind of file makes of the bytes (see `formats`). Safe between threads. Raises Faulty."""
    return _workers().call(kind, data, options, bounds)


class Workers:
    """At most so many workers, started when they are needed. Safe between threads."""

    def __init__(self, most: int = MOST_WORKERS, program: str = PROGRAM, turns: int = MOST_TURNS) -> None:
        self._program, self._turns = program, turns
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(most):
            self._idle.put(None)

    def call(self, kind: str, data: bytes, options: Mapping[str, str], bounds: Bounds = BOUNDS) -> dict[str, Any]:
        """What the reader of a kind of file makes of the bytes. Raises Faulty."""
        order = {"kind": kind, "options": dict(options), "length": len(data), "idle": IDLE_SECONDS}
        order |= {"seconds": bounds.seconds, "memory": bounds.memory}
        worker = self._idle.get()
        try:
            if worker is None or worker.is_stale:
                worker = self._instead_of(worker)
            said = worker.ask(json.dumps(order).encode() + b"\n", data, bounds.patience)
            if said is None or worker.turns >= self._turns:
                worker.close()
            return _answer(said, worker, bounds)
        except OSError as error:
            raise Faulty(0, f"cannot be read just now ({error.strerror})", "try again later", passing=True) from error
        finally:
            self._idle.put(worker if worker and worker.is_alive else None)

    def close(self) -> None:
        """Ends the workers that are idle."""
        idle = [self._idle.get() for _ in range(self._idle.qsize())]
        for worker in idle:
            if worker:
                worker.close()
            self._idle.put(None)

    def _instead_of(self, worker: "_Worker | None") -> "_Worker":
        if worker:
            worker.close()
        return _Worker(self._program)


@cache
def _workers() -> Workers:
    workers = Workers()
    atexit.register(workers.close)
    return workers


class _Worker:
    """One process. `ended` is its exit status once it has ended; `late`: it was ended, because it took too long."""

    def __init__(self, program: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own program, with nothing in its arguments
            [sys.executable, "-P", "-B", "-W", "ignore", "-m", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self._used = time.monotonic()
        self.turns = 0
        self.late = False
        self.ended: int | None = None

    @property
    def is_alive(self) -> bool:
        return self.ended is None

    @property
    def is_stale(self) -> bool:
        return time.monotonic() - self._used > IDLE_SECONDS / 2

    def ask(self, order: bytes, data: bytes, patience: float) -> bytes | None:
        """Its answer to an order, a line of JSON; None if it ended without one."""
        timer = threading.Timer(patience, self._end_late)
        timer.daemon = True
        timer.start()
        line = b""
        try:
            with suppress(BrokenPipeError):  # it ended without hearing all: it is asked below how
                self._stdin.write(order)
                self._stdin.write(data)
                self._stdin.flush()
            line = self._stdout.readline()
        finally:
            timer.cancel()
        self.turns += 1
        self._used = time.monotonic()
        return line if line.endswith(b"\n") else None

    def close(self) -> None:
        """Ends it, and waits until it has ended."""
        with suppress(BrokenPipeError):
            self._stdin.close()
        try:
            self.ended = self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self.ended = self._process.wait()
        self._stdout.close()

    def _end_late(self) -> None:
        self.late = True
        self._process.kill()


def _environment() -> dict[str, str]:
    # Nothing of ours but what some installations need to start Python at all.
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PYTHONHOME") if name in os.environ}
    return {"PYTHONPATH": str(ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8", **needed}


def _answer(line: bytes | None, worker: _Worker, bounds: Bounds) -> dict[str, Any]:
    try:
        said = json.loads(line or b"")
    except (ValueError, RecursionError):
        said = None
        worker.close()  # what sends no JSON once is trusted no further
    match said:
        case {"read": dict() as read}:
            return read
        case {"fault": [int() as at, str() as what, str() as mend, bool() as passing]}:
            raise Faulty(at, what, mend, passing=passing)
        case {"short_of": "memory"}:
            worker.close()  # what it could not free would be missing for the next file
            raise Faulty(0, f"takes more than {bounds.memory // 1_000_000:,} MB to read", SIMPLER)
        case _ if worker.late:  # by the clock: that the machine was busy says nothing about the file
            raise Faulty(0, f"takes longer than {bounds.patience:g} seconds to read", SIMPLER, passing=True)
        case _ if worker.ended in OUT_OF_TIME:
            raise Faulty(0, f"takes longer than {bounds.seconds} seconds to read", SIMPLER)
        case _:
            raise Faulty(0, "brings down the program that reads it", SIMPLER)
