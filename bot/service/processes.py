"""Processes by name: of one on this machine, another can tell whether it has ended."""

import os
from functools import cache
from pathlib import Path
from uuid import uuid4

_BOOT, _NAMESPACE = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")


def name_of_this() -> str:
    """A name for this process: another one each time."""
    return f"{_machine()} {os.getpid()} {uuid4().hex[:8]}"


def has_ended(name: str) -> bool:
    """Whether the process of this name has ended for certain: one of this machine, whose number nobody has by now."""
    machine, _, rest = name.partition(" ")
    if machine != _machine():
        return False
    try:
        os.kill(int(rest.partition(" ")[0]), 0)
    except OSError as error:  # any other says that it is there, and somebody else's
        return isinstance(error, ProcessLookupError)
    return False


@cache
def _machine() -> str:
    """Where process numbers mean the same: until the next boot, and inside one container."""
    try:
        return f"{_BOOT.read_text().strip()}/{_NAMESPACE.stat().st_ino}"
    except OSError:  # no Linux: nobody is taken for a neighbour
        return uuid4().hex
