"""Addresses of repositories that SSH reaches, as git knows them: ssh://name@host:port/path, and name@host:path."""

import re
from dataclasses import dataclass
from pathlib import Path

PORT = 22
HOST = r"(?P<host>[A-Za-z0-9][\w.-]{0,252})"
NAME = r"(?:(?P<name>[A-Za-z0-9_][\w.-]{0,63})@)"
ADDRESS = re.compile(rf"ssh://{NAME}?{HOST}(?::(?P<port>\d{{1,5}}))?/(?P<path>[^\s?#]+)")
SHORT = re.compile(rf"{NAME}{HOST}:(?P<path>[^\s/:][^\s:]*)")


@dataclass(frozen=True, slots=True)
class SshAddress:
    """Where a repository is: whose account, on which machine and port, and its path there."""

    host: str
    path: str
    name: str | None = None
    port: int = PORT


@dataclass(frozen=True, slots=True)
class SshKeys:
    """Files by which both sides are known: a private key of ours, and the keys of hosts; without one, ssh's usual."""

    own: Path | None = None
    hosts: Path | None = None


def ssh_address(place: str) -> SshAddress | None:
    """What an address names; None if it is none by SSH."""
    match = ADDRESS.fullmatch(place)
    if match:
        return SshAddress(match["host"], f"/{match['path']}", match["name"], int(match["port"] or PORT))
    match = SHORT.fullmatch(place)
    return SshAddress(match["host"], match["path"], match["name"]) if match else None
