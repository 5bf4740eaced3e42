"""Calls `policybot` as a program of its own, often: `tests.forking` loads its libraries once for all calls."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START = [sys.executable, "-W", "error", "-m"]
PATIENCE = 60  # seconds
# Numpy would start threads, and from Python 3.12 on it is a fault to fork beside them.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Outcome:
    """What a call printed, and its exit status."""

    code: int
    out: str
    err: str


class Program:
    """`policybot`, run in a folder, or in another one that a call names. Only one call at a time."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """`environment` is what its libraries are loaded in; each call brings its own."""
        self._folder = folder
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed in the end
        self._line, theirs = socket.socketpair()
        with theirs:
            self._forking = subprocess.Popen(
                [*START, "tests.forking", str(theirs.fileno()), str(PATIENCE)],
                cwd=folder, env={**environment, **ONE_THREAD}, stderr=self._errors, pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def call(
        self, arguments: Sequence[str], environment: Mapping[str, str], stdin: bytes, folder: Path | None = None
    ) -> Outcome:
        """Runs it to its end."""
        with contextlib.ExitStack() as ends:
            order, given, out, err = (ends.enter_context(tempfile.TemporaryFile()) for _ in range(4))
            place = str(folder or self._folder)
            _write(order, json.dumps([place, list(arguments), dict(environment)]).encode())
            _write(given, stdin)
            answer = b""
            with contextlib.suppress(ConnectionError):
                socket.send_fds(self._line, [b"!"], [file.fileno() for file in (order, given, out, err)])
                answer = self._line.recv(4)
            if not answer:
                raise RuntimeError(f"tests.forking has ended:\n{_whole(self._errors)}")
            (code,) = struct.unpack("i", answer)
            if code == -signal.SIGALRM:
                raise TimeoutError(f"policybot {' '.join(arguments)} did not end within {PATIENCE} seconds")
            return Outcome(code, _whole(out), _whole(err))

    def close(self) -> None:
        """Ends the process that forks."""
        self._line.close()
        self._forking.wait(PATIENCE)
        self._errors.close()


class PlainProgram:
    """The same where no process can fork: each call loads everything."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder

    def call(
        self, arguments: Sequence[str], environment: Mapping[str, str], stdin: bytes, folder: Path | None = None
    ) -> Outcome:
        """Runs it to its end."""
        ended = subprocess.run(
            [*START, "bot", *arguments], input=stdin, capture_output=True, cwd=folder or self._folder,
            env=environment, timeout=PATIENCE, check=False,
        )  # fmt: skip
        return Outcome(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def close(self) -> None:
        """Nothing is open."""


def program(folder: Path, environment: Mapping[str, str]) -> Program | PlainProgram:
    """The quicker of the two that works here."""
    return Program(folder, environment) if hasattr(os, "fork") else PlainProgram(folder, environment)


def _write(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.seek(0)


def _whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
