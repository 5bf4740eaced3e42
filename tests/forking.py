"""A process that has loaded the libraries of `policybot`, and forks for each call of it.

To load them takes most of the time that a call takes. Nothing of `bot` is loaded here: each call loads that anew, and
is a process of its own, with its own arguments, environment, streams, exit status and end. `tests.program` asks for it.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import sys
import time

# They look at neither arguments nor environment while they are loaded. Numba does, and is left to who wants it.
LIBRARIES = """
    aiohttp alembic.command numpy pydantic_settings rank_bm25 rich.progress rich.table slack_bolt.async_app
    slack_sdk.models.blocks sqlalchemy starlette.applications Stemmer structlog typer uvicorn yaml
""".split()


def fork_at_each_call(line: socket.socket, patience: int) -> None:
    """Comes back in the new process alone, which is as `python -m bot` finds itself."""
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()  # no collection needs to look at them again
    while True:
        message, files, _, _ = socket.recv_fds(line, 1, 4)
        if not message:
            sys.exit()  # whoever called has ended
        child = os.fork()
        if child == 0:
            line.close()
            become(*files)
            signal.alarm(patience)
            return
        for file in files:
            os.close(file)
        line.sendall(struct.pack("i", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def become(order: int, *streams: int) -> None:
    """Takes over arguments, environment and the three streams."""
    with os.fdopen(order) as file:
        sys.argv[1:], environment = json.load(file)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


if __name__ == "__main__":
    fork_at_each_call(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
