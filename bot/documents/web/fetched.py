"""What comes of fetching a web address, as values. Whoever needs only these is spared the network."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a server said of the state of an address. Sent along the next time, it spares both sides what is known."""

    etag: str = ""
    last_modified: str = ""


NO_STAMP = Stamp()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at an address. `url`: where it was found, after all redirects.

    `content_type` is in lower case and without parameters; `charset` is what the server said, "" if nothing.
    """

    url: str
    body: bytes
    content_type: str
    charset: str = ""
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing is new at an address since it was stamped."""

    url: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an address could not be fetched, and the mend. `status` is the server's (0 if it did not come to that).

    `retry_after` is how long the server asked to be left alone; `lasting` says that trying again will not help.
    """

    url: str
    what: str
    mend: str
    status: int = 0
    retry_after: timedelta | None = None
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.url}: {self.what}; {self.mend}"


class Fetch(Protocol):
    """Gets what stands at an address; never raises for what a server does."""

    def __call__(self, url: str, stamp: Stamp = ...) -> Fetched | Unchanged | Trouble: ...
