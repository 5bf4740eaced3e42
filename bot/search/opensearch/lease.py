"""Who may publish: one process at a time, by a document in the cluster that only one can make."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.errors import SearchError
from bot.search.opensearch.connecting import LONG_SECONDS, AbsentError, Connection

# Who publishes says so at least this often, or else another one takes it over.
LEASE_SECONDS = 60


@dataclass(slots=True)
class Lease:
    """The right to publish a revision, for LEASE_SECONDS: a document that only one can make."""

    connection: Connection
    index: str
    name: str
    now: Callable[[], float]
    _owner: str = field(default_factory=lambda: uuid.uuid4().hex)
    _until: float = 0.0
    # What whoever has it said last, and since when this process knows.
    _heard: tuple[Mapping[str, Any], float] | None = None

    def take(self) -> bool:
        """Whether this process has it by now."""
        try:
            self._write(op_type="create")
        except _TakenError:
            return self._take_over()
        return True

    def renew(self) -> None:
        """Keeps it, where a third of it is over."""
        if self.now() > self._until - LEASE_SECONDS * 2 / 3:
            self._write()

    def give(self) -> None:
        """Gives it back, if that can be; else it runs out."""
        try:
            self.connection.call("DELETE", f"/{self.index}/_doc/{self.name}")
        except SearchError:
            return

    def _take_over(self) -> bool:
        try:
            found = self.connection.call("GET", f"/{self.index}/_doc/{self.name}")
            # The answer to a request that came through may have been lost, and the request sent again.
            if found["_source"]["owner"] == self._owner:
                return True
            if found["_source"]["until"] > self.now() and not self._is_silent(found["_source"]):
                return False
            self._write(if_seq_no=str(found["_seq_no"]), if_primary_term=str(found["_primary_term"]))
        except (AbsentError, _TakenError):
            return False
        return True

    def _is_silent(self, said: Mapping[str, Any]) -> bool:
        """Whether who has it has said nothing for so long that it has ended, whatever its clock was."""
        if self._heard is None or self._heard[0] != said:
            self._heard = said, self.now()
        return self.now() - self._heard[1] >= LEASE_SECONDS

    def _write(self, **parameters: str) -> None:
        until = self.now() + LEASE_SECONDS
        body = json.dumps({"owner": self._owner, "until": until})
        path = f"/{self.index}/_doc/{self.name}"
        try:
            self._put(path, body, parameters)
        except AbsentError:
            # The index is not there yet; whoever comes second is told so, and goes on.
            settings = {
                "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                "mappings": {"dynamic": False},
            }
            self.connection.call("PUT", f"/{self.index}", json.dumps(settings), seconds=LONG_SECONDS, fine=(400,))
            self._put(path, body, parameters)
        self._until = until

    def _put(self, path: str, body: str, parameters: Mapping[str, str]) -> None:
        if not self.connection.put_first(path, body, parameters):
            raise _TakenError


class _TakenError(Exception):
    """Another one was first."""
