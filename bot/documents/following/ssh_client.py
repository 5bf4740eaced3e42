"""A git client by way of the system's ssh: to allowed addresses alone, to hosts whose key is known, within bounds.

Importing it needs dulwich, which is an extra.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from dulwich.client import SSHGitClient

from bot.documents.faults import Faulty
from bot.documents.following.git_client import Bounds, RefusedError
from bot.documents.following.ssh_address import PORT, SshAddress, SshKeys
from bot.documents.web.addresses import Network, may_connect

SSH = "ssh"
# It asks nobody, runs and forwards nothing, reads no settings of an account, and talks to known hosts alone.
STRICT = (
    "BatchMode=yes", "StrictHostKeyChecking=yes", "UpdateHostKeys=no", "IdentitiesOnly=yes", "ClearAllForwardings=yes",
    "PermitLocalCommand=no", "ServerAliveInterval=15", "ServerAliveCountMax=2",
)  # fmt: skip
LONGEST_CONNECT = 60
MOST_TOLD = 10_000
# What ssh says where it fails, and what that means.
FAILURES = (
    ("Host key verification failed", "is on a host whose key is not known", "add its key to `known_hosts`"),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "shows another key than it did", "ask who runs it before you go on"),
    ("UNPROTECTED PRIVATE KEY", "has a key that others may read", "let only policybot read the file (chmod 600)"),
    ("Permission denied", "lets nobody in with this key", "name a private key that it knows in `key`"),
    ("Connection timed out", "cannot be reached", "check the address and the network"),
    ("Connection refused", "cannot be reached", "check the address and the network"),
)


@contextmanager
def connected_by_ssh(
    address: SshAddress, keys: SshKeys, bounds: Bounds, allowed: Sequence[Network], program: str = SSH
) -> Iterator[SSHGitClient]:
    """A client of the server at an address, as long as the context lasts. Raises Faulty."""
    if shutil.which(program) is None:
        raise Faulty(0, "cannot be reached without ssh", "install OpenSSH's client (Debian: openssh-client)")
    with tempfile.TemporaryFile() as told:
        vendor = _Ssh([program, *_options(address, keys, _judged(address, allowed))], bounds, told)
        client = _Client(address.host, address.port, address.name, vendor=vendor, quiet=True)
        try:
            yield client
        except Faulty:
            raise
        except Exception as error:
            told.seek(0)
            said = told.read(MOST_TOLD).decode("utf-8", "replace")
            for words, what, mend in FAILURES:
                if words in said:
                    raise Faulty(0, what, mend) from error
            raise
        finally:
            client.end()


def _judged(address: SshAddress, allowed: Sequence[Network]) -> str:
    """The one IP address that will be connected to, so that its name cannot lead elsewhere meanwhile."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Faulty(0, "cannot be reached", "check the address and the network") from error
    ip = str(found[0][4][0])
    if not may_connect(ip, allowed):
        raise RefusedError(ip)
    return ip


def _options(address: SshAddress, keys: SshKeys, ip: str) -> list[str]:
    known_as = address.host if address.port == PORT else f"[{address.host}]:{address.port}"
    options = [*STRICT, f"HostName={ip}", f"HostKeyAlias={known_as}", f"ConnectTimeout={LONGEST_CONNECT}"]
    if keys.hosts:
        options += [f'UserKnownHostsFile="{keys.hosts}"', "GlobalKnownHostsFile=none"]
    own = ["-i", str(keys.own)] if keys.own else []
    return ["-F", "none", "-T", "-x", "-a", *own, *(part for option in options for part in ("-o", option))]


class _Client(SSHGitClient):
    """Closes what the library leaves open where a server fails."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._protocols: list[Any] = []

    def _connect(self, *arguments: Any, **options: Any) -> Any:
        connected = super()._connect(*arguments, **options)
        self._protocols.append(connected[0])
        return connected

    def end(self) -> None:
        """Ends all connections."""
        for each in self._protocols:
            each.close()


class _Ssh:
    """Runs ssh for the library, which calls it a vendor. `told` takes what ssh says of failures."""

    def __init__(self, command: Sequence[str], bounds: Bounds, told: IO[bytes]) -> None:
        self._command, self._bounds, self._told = command, bounds, told

    def run_command(
        self, host: str, command: bytes, username: str | None = None, port: int | None = None, **_: Any
    ) -> "_Pipes":
        """Runs a command on a host."""
        account = f"{username}@{host}" if username else host
        process = subprocess.Popen(  # noqa: S603  # no shell; host and account cannot be read as options
            [*self._command, *(("-p", str(port)) if port else ()), "--", account, command.decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._told,
            env={name: value for name in ("PATH", "HOME", "SSH_AUTH_SOCK") if (value := os.environ.get(name))},
        )
        return _Pipes(process, self._bounds)


class _Pipes:
    """What goes to a process, and comes from it, as the library wants it: as long and as much as the bounds allow."""

    stderr = None

    def __init__(self, process: subprocess.Popen[bytes], bounds: Bounds) -> None:
        self._process = process
        # A server that says nothing at all is waited for no longer than one that says too much.
        self._end = threading.Timer(bounds.seconds, process.kill)
        self._end.daemon = True
        self._end.start()
        self._in, self._out = process.stdin, process.stdout
        self.read = bounds.reading(self._read)

    def _read(self, size: int) -> bytes:
        return self._out.read(size) if self._out else b""

    def write(self, data: bytes) -> int:
        """Sends some bytes at once."""
        if self._in is None:
            return 0
        count = self._in.write(data)
        self._in.flush()
        return count

    def can_read(self) -> bool:
        """Whether there is something to read; the library then need not send more. It may always ask again."""
        return False

    def close(self, timeout: float | None = None) -> None:
        """Ends the process."""
        self._end.cancel()
        self._process.kill()
        for pipe in (self._in, self._out):
            if pipe and not pipe.closed:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent to a process that is gone
                    continue
        self._process.wait(timeout)
