"""A reader that goes wrong in the way that it is told: what the sandbox must live through."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.documents.readers.sandbox_worker import limit


def main() -> None:
    """Takes the orders of a real reader, limits itself as one, and misbehaves."""
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        sys.stdin.buffer.read(order["length"])
        limit(order["seconds"], order["memory"])
        misbehave(order)
        sys.stdout.flush()


def misbehave(order: dict[str, Any]) -> None:
    match order["kind"]:
        case "spin":
            while True:
                pass
        case "wait":
            signal.pause()
        case "eat":
            print(json.dumps({"read": {"length": len(bytearray(order["memory"]))}}))
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "rubbish":
            print("no JSON", "\x1b[31m")
        case "odd":
            print(json.dumps({"fault": ["first", None]}))
        case "silent":
            sys.exit()
        case "tell":
            told = {"environment": dict(os.environ), "folder": sys.path[0], "process": os.getpid()}
            print(json.dumps({"read": told}))
        case "write":
            Path(order["options"]["file"]).write_text("x" * 100, encoding="utf-8")


if __name__ == "__main__":
    main()
