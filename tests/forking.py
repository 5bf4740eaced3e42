"""A process that has loaded what `policybot` needs, and forks for each call of it.

To load that takes most of the time that a call takes, and what is compiled and looked up once most of the rest. The
commands are loaded by each call anew: while they are, they look at the terminal and the environment. A call is a
process of its own, with its own folder, arguments, environment, streams and exit status. `tests.program` asks for it.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NoReturn

from bot.core.model import Question
from bot.library.library import asking, open_library
from bot.library.receipts import put_on_record
from bot.settings import Settings
from bot.wiring.receipts import receipts_if_any

BOT = Path(__file__).parent.parent / "bot"

# What commands call, and so nearly all of `bot`; but for the demo, which brings a server.
ROOMS = ("wiring", "terminal", "library")
NOT_LOADED = "bot.wiring.demo"
# They look at neither arguments nor environment while they are loaded. Numba does, and is left to those that want it.
LIBRARIES = """
    aiohttp alembic.command numpy pydantic_settings rank_bm25 rich.progress rich.table slack_bolt.async_app
    slack_sdk.models.blocks sqlalchemy starlette.applications Stemmer structlog typer uvicorn yaml
""".split()


def fork_at_each_call(line: socket.socket, patience: int) -> None:
    """Comes back in the new process alone, which is as `python -m bot` finds itself."""
    for library in LIBRARIES:
        importlib.import_module(library)
    for room in ROOMS:
        for _, name, _ in pkgutil.iter_modules([str(BOT / room)], f"bot.{room}."):
            if name != NOT_LOADED:
                importlib.import_module(name)
    ask_once()
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


def ask_once() -> None:
    """Has the shipped articles and lists read, their patterns compiled and tables made, in a state that goes again."""
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(corpus=BOT.parent / "corpus", state=Path(state))
        library = open_library(settings)
        with receipts_if_any(settings) as receipts:
            put_on_record(asking(library, settings)(Question("Who is exempt from the pause?")), library, receipts)


def become(order: int, *streams: int) -> None:
    """Takes over folder, arguments, environment and the three streams."""
    with os.fdopen(order) as file:
        folder, sys.argv[1:], environment = json.load(file)
    os.chdir(folder)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def end(status: object) -> NoReturn:
    """Ends as Python does, but takes nothing apart before: for all that is loaded that takes longer than most calls."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    fork_at_each_call(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as exiting:
        if isinstance(exiting.code, str):
            raise
        end(exiting.code)
