"""A git client that connects to allowed addresses alone, follows no redirect, and takes no more than it may.

Importing it needs dulwich, which is an extra.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import urllib3
from dulwich import errors
from dulwich.client import HTTPUnauthorized, Urllib3HttpGitClient
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, ResponseError

from bot.documents.faults import Faulty
from bot.documents.web.addresses import Network, may_connect

# What goes wrong, by the error that says so: the first that fits.
KINDS = (
    (HTTPUnauthorized, "wants a name and a password", "name a file with them in `credentials`"),
    (errors.NotGitRepository, "is no git repository, or shows none to us", "check the address and its credentials"),
    (ResponseError, "leads elsewhere", "write the address at which it ends"),
    (NewConnectionError, "cannot be reached", "check the address and the network; policybot uses no proxy"),
    ((HTTPError, OSError, errors.HangupException), "breaks off before all of it is there", "try again later"),
)


class RefusedError(OSError):
    """An address that may not be connected to."""

    def __init__(self, ip: str) -> None:
        super().__init__("refused")
        self.ip = ip


@dataclass(slots=True)
class Bounds:
    """How much a look may take: bytes as sent, and seconds from now on."""

    size: int
    seconds: float
    spent: int = 0
    since: float = field(default_factory=time.monotonic)

    def reading(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """The same, but it raises Faulty where too much comes, or for too long."""

        def bounded(size: int) -> bytes:
            data = read(size)
            self.spent += len(data)
            if self.spent > self.size:
                raise Faulty(0, f"sends more than {self.size // 1_000_000:,} MB", "follow a smaller repository")
            if time.monotonic() - self.since > self.seconds:
                raise Faulty(0, f"takes longer than {self.seconds:g} seconds", "try again later", passing=True)
            return data

        return bounded


@contextmanager
def connected(
    place: str, credentials: tuple[str, str] | None, bounds: Bounds, allowed: Sequence[Network]
) -> Iterator[Urllib3HttpGitClient]:
    """A client of the server at an address, as long as the context lasts."""
    pools = _Pools(allowed, max(1.0, min(60.0, bounds.seconds)))
    name, password = credentials or (None, None)
    parts = urlsplit(place)
    try:
        yield _Client(
            bounds, f"{parts.scheme}://{parts.netloc}", pool_manager=pools, username=name, password=password, quiet=True
        )
    finally:
        pools.clear()


@contextmanager
def told_as_faults() -> Iterator[None]:
    """What goes wrong, as a fault. The words of an error are left out: parts of them come from the server."""
    try:
        yield
    except Faulty:
        raise
    except Exception as error:  # whatever a server may send
        chain = list(_causes(error))
        refused = next((each.ip for each in chain if isinstance(each, RefusedError)), "")
        if refused:
            mend = "if it is meant, add its network to fetching.allow in the settings"
            raise Faulty(0, f"leads to {refused}, inside a private network", mend) from error
        for kind, what, mend in KINDS:
            if any(isinstance(each, kind) for each in chain):
                raise Faulty(0, what, mend) from error
        raise Faulty(0, "does not speak git as we know it", "see whether `git clone` takes it") from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and all that it came of, as Python and urllib3 tell it."""
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop()
        if isinstance(found, BaseException):
            yield found
            waiting += [getattr(found, "reason", None), found.__cause__ or found.__context__, *found.args]


class _Client(Urllib3HttpGitClient):
    def __init__(self, bounds: Bounds, base_url: str, **options: Any) -> None:
        super().__init__(base_url, **options)
        self._bounds = bounds

    def _http_request(self, *arguments: Any, **options: Any) -> Any:
        response, read = super()._http_request(*arguments, **options)
        return response, self._bounds.reading(read)


class _Pools(urllib3.PoolManager):
    """Connections that are judged, and closed with all that came over them."""

    def __init__(self, allowed: Sequence[Network], seconds: float) -> None:
        super().__init__(retries=urllib3.Retry(total=0), timeout=seconds)
        self._responses: list[Any] = []
        self._kinds = {"http": _judged(HTTPConnection, allowed), "https": _judged(HTTPSConnection, allowed)}

    def _new_pool(self, scheme: str, *arguments: Any, **options: Any) -> Any:
        pool = super()._new_pool(scheme, *arguments, **options)
        pool.ConnectionCls = self._kinds[scheme]
        return pool

    def urlopen(self, *arguments: Any, **options: Any) -> Any:
        response = super().urlopen(*arguments, **options)
        self._responses.append(response)
        return response

    def clear(self) -> None:
        for response in self._responses:
            response.close()
        super().clear()


def _judged(kind: type[HTTPConnection], allowed: Sequence[Network]) -> type[HTTPConnection]:
    """A kind of connection whose address is judged as it was connected to, and before a byte is sent."""

    class Judged(kind):  # type: ignore[valid-type, misc]
        def _new_conn(self) -> Any:
            made = super()._new_conn()
            ip = str(made.getpeername()[0])
            if not may_connect(ip, allowed):
                made.close()
                raise RefusedError(ip)
            return made

    return Judged
