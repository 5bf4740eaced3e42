"""The program that reads one hostile file (see `sandbox`): an order and the file come in, JSON goes out.

{"kind": "pdf", "options": {}, "seconds": 60, "memory": 1000000000}⏎…bytes…  →  {"read": {…}} or {"fault": […]}
"""

import contextlib
import json
import os
import resource
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from bot.documents.faults import Faulty

# The module that reads a kind of file, the package that it needs, and the extra of ours that brings it. Only what is
# needed is loaded.
READERS = {
    "page": ("bot.documents.readers.html", "trafilatura", "pages"),
    "pdf": ("bot.documents.readers.pdf", "pypdf", "pdf"),
    "feed": ("bot.documents.readers.feed", "feedparser", "feeds"),
}
# How every fault of this kind begins: for a hundred files, one word about it is enough.
LACKING = "cannot be read without "


def main() -> None:
    """Reads the order, limits itself, and does what it was told."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library may print is no part of the answer
    order = json.loads(sys.stdin.buffer.readline())
    limit(order["seconds"], order["memory"])
    try:
        answer: dict[str, Any] = {"read": read(order["kind"], sys.stdin.buffer.read(), order["options"])}
    except Faulty as fault:
        answer = {"fault": [fault.line, fault.what, fault.mend]}
    except MemoryError:
        answer = {"short_of": "memory"}
    json.dump(answer, out)
    out.close()


def read(kind: str, data: bytes, options: Mapping[str, str]) -> dict[str, Any]:
    """What a file of a kind says, as plain values. Raises Faulty."""
    module, package, extra = READERS[kind]
    try:
        reader = import_module(module)
    except ImportError as error:
        raise Faulty(0, f"{LACKING}{package}", f"install it: pip install 'policybot[{extra}]'") from error
    said: dict[str, Any] = reader.read(data, **options).as_json()
    return said


def limit(seconds: int, memory: int) -> None:
    """Takes from this process what it does not need. Where the system knows no such limit, it goes without."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
