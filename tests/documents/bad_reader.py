"""A reader that goes wrong in the way that it is told: what `bounded` must live through."""

import json
import os
import signal
import sys
from pathlib import Path

from bot.documents.readers.sandbox_worker import limit


def main() -> None:
    """Takes the order of a real reader, limits itself as one, and misbehaves."""
    order = json.loads(sys.stdin.buffer.readline())
    limit(order["seconds"], order["memory"])
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
            pass
        case "tell":
            print(json.dumps({"read": {"environment": dict(os.environ), "folder": sys.path[0]}}))
        case "write":
            Path(order["options"]["file"]).write_text("x" * 100, encoding="utf-8")


if __name__ == "__main__":
    main()
