"""The program that reads hostile files (see `sandbox`): orders and files come in, JSON goes out, a line a file.

{"kind": "pdf", "options": {}, "length": 9, "seconds": 60, "memory": 1000000000, "idle": 60}⏎…bytes…
→  {"read": {…}} or {"fault": [line, what, mend, passing]} or {"short_of": "memory"}
"""

import contextlib
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from typing import Any

from bot.documents.faults import Faulty
from bot.documents.readers.formats import reader_of


def main() -> None:
    """Reads orders, limits itself, and does what it is told, until nobody tells it any more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library may print is no part of the answer
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        data = sys.stdin.buffer.read(order["length"])
        signal.alarm(0)
        limit(order["seconds"], order["memory"])
        print(json.dumps(answer(order["kind"], data, order["options"])), file=out, flush=True)
        signal.alarm(order["idle"])


def answer(kind: str, data: bytes, options: Mapping[str, str]) -> dict[str, Any]:
    """What is said about a file of a kind: its content as plain values, or why there is none."""
    try:
        return {"read": reader_of(kind)(data, options)}
    except Faulty as fault:
        return {"fault": [fault.line, fault.what, fault.mend, fault.passing]}
    except MemoryError:
        return {"short_of": "memory"}


def limit(seconds: int, memory: int) -> None:
    """Takes from this process what the next file does not need. Where the system knows no such limit, it goes without.

    The time that earlier files took does not count.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most, hard))


if __name__ == "__main__":
    main()
