"""Talks to the cluster, and says in one sentence what is wrong where it does not answer."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConflictError,
    NotFoundError,
    TransportError,
)
from opensearchpy.exceptions import (
    ConnectionError as LostConnectionError,
)

from bot.core.errors import ConfigurationError, SearchError

# A node that hangs costs a question this long, and then the next node is asked: measured with one of two nodes hung.
SECONDS, RETRIES = 2.0, 4
# What makes an index may take longer than what asks one.
LONG_SECONDS = 120.0
# So long after no node answered, nobody else waits for one: many who ask would all wait, one after the other.
LOST_SECONDS = 1.0
# The server may be too busy, or on its way from one manager to the next.
PASSING = (429, 500, 502, 503, 504)
AT_ONCE = 16
LOST = "the search cluster cannot be reached"

Body = Mapping[str, Any] | str | None


class AbsentError(SearchError):
    """The cluster has no such index, or no longer."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the cluster is, and how it is spoken to. Without a `ca` file the system's authorities are trusted."""

    hosts: Sequence[str]
    ca: Path | None = None
    user: str = ""
    password: str = ""


class Connection:
    """Requests to any node of a cluster that answers. All methods raise SearchError; they may be called at once."""

    def __init__(self, access: Access, now: Callable[[], float] = time.monotonic) -> None:
        if access.ca is not None and not access.ca.is_file():
            raise ConfigurationError(
                f"there is no file {access.ca}; search.opensearch.ca names the cluster's authority"
            )
        # No sniffing: nodes that come and go are no news to a list of all hosts, and a node that hangs holds it up.
        self._client = OpenSearch(
            hosts=list(access.hosts),
            http_auth=(access.user, access.password) if access.user else None,
            ca_certs=str(access.ca) if access.ca else None,
            verify_certs=True,
            timeout=SECONDS,
            max_retries=RETRIES,
            retry_on_timeout=True,
            retry_on_status=PASSING,
            maxsize=AT_ONCE,
        )
        self._pool = ThreadPoolExecutor(AT_ONCE, "opensearch")
        self._now, self._lost_until = now, 0.0

    def call(
        self,
        method: str,
        path: str,
        body: Body = None,
        seconds: float = SECONDS,
        fine: tuple[int, ...] = (),
    ) -> Any:
        """What the cluster answers, as JSON; an error with one of the statuses in `fine` is an answer, too."""
        if self._now() < self._lost_until:
            raise SearchError(LOST)
        try:
            return self._client.transport.perform_request(method, path, body=body, timeout=seconds, ignore=fine)
        except ConflictError:
            raise
        except NotFoundError as error:
            raise AbsentError(f"the search cluster has nothing at {path}") from error
        except (AuthenticationException, AuthorizationException) as error:
            raise SearchError("the search cluster refuses the user that the settings name") from error
        except LostConnectionError as error:
            self._lost_until = self._now() + LOST_SECONDS
            raise SearchError(LOST) from error
        except TransportError as error:
            if error.status_code in PASSING:
                raise SearchError(f"the search cluster cannot answer now (status {error.status_code})") from error
            raise

    def put_first(self, path: str, body: Body, conditions: Mapping[str, str]) -> bool:
        """Writes a document under these conditions; False if another one was first."""
        try:
            self.call("PUT", f"{path}?{urlencode(conditions)}", body)
        except ConflictError:
            return False
        return True

    def search(self, index: str, body: Body, seconds: float = SECONDS, **parameters: str) -> Any:
        """What is found in all of an index. What only some of its shards answer is no answer."""
        asked = urlencode({"allow_partial_search_results": "false", **parameters})
        return _whole(self.call("POST", f"/{index}/_search?{asked}", body, seconds))

    def counts(self, counted: Sequence[tuple[str, Mapping[str, Any]]]) -> list[int]:
        """How many documents each query matches in its index, in one request."""
        if not counted:
            return []
        lines: list[str] = []
        for index, query in counted:
            lines.append(json.dumps({"index": index.split(","), "allow_partial_search_results": False}))
            lines.append(json.dumps({"size": 0, "track_total_hits": True, "query": query}))
        answers = self.call("POST", "/_msearch?max_concurrent_searches=64", "\n".join([*lines, ""]))["responses"]
        return [int(_whole(each)["hits"]["total"]["value"]) for each in answers]

    def later(self, ask: Any, *arguments: Any, **named: Any) -> "Future[Any]":
        """Asks at the same time as whoever calls this goes on."""
        return self._pool.submit(ask, *arguments, **named)

    def bulk(self, lines: Iterable[str]) -> None:
        """Writes documents: an action and its document are two lines."""
        answer = self.call("POST", "/_bulk?filter_path=errors,items.*.error", "".join(lines), LONG_SECONDS)
        if answer.get("errors"):
            wrong = next(each for item in answer["items"] for each in item.values() if "error" in each)
            raise SearchError(f"the search cluster does not take a document: {wrong['error'].get('reason')}")

    def close(self) -> None:
        """Ends what is under way."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._client.close()


def _whole(answer: Any) -> Any:
    """An answer that comes from every shard."""
    if "error" in answer:
        kind = answer["error"].get("type") if isinstance(answer["error"], dict) else answer["error"]
        if kind == "index_not_found_exception":
            raise AbsentError("the search cluster has no such index any more")
        raise SearchError(f"the search cluster cannot answer now ({kind})")
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise SearchError("only a part of the search cluster answers")
    return answer
