"""Talks to the cluster: to whichever node answers, and again where that may help."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, NotFoundError, TransportError
from opensearchpy.exceptions import ConnectionError as LostConnectionError

from bot.core.errors import ConfigurationError, SearchError
from bot.search.opensearch.refusals import why

log = logging.getLogger(__name__)

# A node that hangs costs a question this long, and then the next node is asked: measured with one of two nodes hung.
SECONDS, RETRIES = 2.0, 4
# What makes an index may take longer than what asks one.
LONG_SECONDS = 120.0
# A node that did not answer is left out for so long, however often it did not: else, where none is left, the one that
# failed just now would be tried again and again before another one that failed some minutes ago.
DEAD_SECONDS = 30
# How long after no node answered nobody else waits for one: many callers would all wait, one after the other.
LOST_SECONDS = 1.0
# A node may be too busy, or the cluster on its way from one manager to the next: what it cannot answer now it can after
# a moment.
PASSING = (429, 500, 502, 503, 504)
MOMENTS = (0.05, 0.2, 0.5, 1.0)
# A node whose memory is full of what it was given to index needs longer, and whoever makes an index can wait.
LONG_MOMENTS = (*MOMENTS, 2.0, 4.0, 8.0, 15.0)
# How many of a question's requests are under way at once, and how many connections to a node are kept: each worker
# needs one more (`slack.workers`).
AT_ONCE, KEPT = 16, 16 + 64
# A node asks its own copy first. Else it asks any node, and for as long as the cluster has not noticed that one hangs,
# it asks that one again and again: what never answers is never slow.
OWN_COPY = "_local"

Body = Mapping[str, Any] | str | None
T = TypeVar("T")


class AbsentError(SearchError):
    """The cluster has no such index, or no longer."""


class PassingError(SearchError):
    """The cluster, or a part of it, cannot answer at this moment."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the cluster is, and how it is spoken to. Without a `ca` file the system's authorities are trusted."""

    hosts: Sequence[str]
    ca: Path | None = None
    user: str = ""
    password: str = ""


class Connection:
    """Requests to any node of a cluster that answers. All methods raise SearchError; they may be called at once."""

    def __init__(
        self,
        access: Access,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if access.ca is not None and not access.ca.is_file():
            raise ConfigurationError(f"there is no file {access.ca}; opensearch.ca names the cluster's authority")
        # What it would log of each try, with a traceback, is said here once, and in a sentence.
        logging.getLogger("opensearch").setLevel(logging.ERROR)
        # No sniffing: nodes that come and go are no news to a list of all hosts, and a node that hangs holds it up.
        self._client = OpenSearch(
            hosts=list(access.hosts),
            http_auth=(access.user, access.password) if access.user else None,
            ca_certs=str(access.ca) if access.ca else None,
            verify_certs=True,
            timeout=SECONDS,
            max_retries=RETRIES,
            retry_on_timeout=True,
            retry_on_status=(),
            dead_timeout=DEAD_SECONDS,
            timeout_cutoff=0,
            pool_maxsize=KEPT,
        )
        self._pool = ThreadPoolExecutor(AT_ONCE, "opensearch")
        self._access, self._now, self._wait = access, now, wait
        self._lost_until, self._told = 0.0, ""

    def call(
        self,
        method: str,
        path: str,
        body: Body = None,
        seconds: float = SECONDS,
        fine: tuple[int, ...] = (),
    ) -> Any:
        """What the cluster answers, as JSON; an error with one of the statuses in `fine` is an answer, too."""
        moments = MOMENTS if seconds < LONG_SECONDS else LONG_MOMENTS
        return self._again(partial(self._once, method, path, body, seconds, fine), moments)

    def _again(self, ask: Callable[[], T], moments: Sequence[float] = MOMENTS) -> T:
        """Asks until there is an answer, or none after some moments."""
        for moment in moments:
            try:
                return ask()
            except PassingError:
                self._wait(moment)
        return ask()

    def _once(self, method: str, path: str, body: Body, seconds: float, fine: tuple[int, ...]) -> Any:
        if self._now() < self._lost_until:
            raise SearchError(self._told)
        try:
            answer = self._client.transport.perform_request(method, path, body=body, timeout=seconds, ignore=fine)
        except ConflictError:
            raise
        except NotFoundError as error:
            raise AbsentError(f"the search cluster has nothing at {path}") from error
        except TransportError as error:
            if error.status_code in PASSING:
                raise PassingError(f"the search cluster cannot answer now (status {error.status_code})") from error
            if reason := why(error, self._access.hosts):
                raise self._lost(reason, for_all=isinstance(error, LostConnectionError)) from error
            raise
        if self._told:
            self._told = ""
            log.info("the search cluster answers again")
        return answer

    def _lost(self, reason: str, *, for_all: bool) -> SearchError:
        """Nobody answers for this reason: said in the log when that begins, or is another one than it was."""
        if for_all:
            self._lost_until = self._now() + LOST_SECONDS
        if reason != self._told:
            self._told = reason
            log.warning("%s. Questions are kept until it can be asked", reason)
        return SearchError(reason)

    def put_first(self, path: str, body: Body, conditions: Mapping[str, str]) -> bool:
        """Writes a document under these conditions; False if another one was first."""
        try:
            self.call("PUT", f"{path}?{urlencode(conditions)}", body)
        except ConflictError:
            return False
        return True

    def search(self, index: str, body: Body, seconds: float = SECONDS, **parameters: str) -> Any:
        """What is found in all of an index. What only some of its shards answer is no answer."""
        asked = {"allow_partial_search_results": "false", "preference": OWN_COPY, **parameters}
        path = f"/{index}/_search?{urlencode(asked)}"
        return self._again(lambda: _whole(self._once("POST", path, body, seconds, ())))

    def counts(self, counted: Sequence[tuple[str, Mapping[str, Any]]]) -> list[int]:
        """How many documents each query matches in its index, in one request."""
        if not counted:
            return []
        lines: list[str] = []
        for index, query in counted:
            head = {"index": index.split(","), "allow_partial_search_results": False, "preference": OWN_COPY}
            lines.append(json.dumps(head))
            lines.append(json.dumps({"size": 0, "track_total_hits": True, "query": query}))
        body, path = "\n".join([*lines, ""]), "/_msearch?max_concurrent_searches=64"

        def ask() -> list[int]:
            answers = self._once("POST", path, body, SECONDS, ())["responses"]
            return [int(_whole(each)["hits"]["total"]["value"]) for each in answers]

        return self._again(ask)

    def later(self, ask: Any, *arguments: Any, **named: Any) -> "Future[Any]":
        """Asks at the same time as whoever calls this goes on."""
        return self._pool.submit(ask, *arguments, **named)

    def bulk(self, lines: Iterable[str]) -> None:
        """Writes documents: an action and its document are two lines."""
        answer = self.call("POST", "/_bulk?filter_path=errors,items.*.error", "".join(lines), LONG_SECONDS)
        if answer.get("errors"):
            wrong = next(each for item in answer["items"] for each in item.values() if "error" in each)
            raise SearchError(f"the search cluster does not take a document: {wrong['error'].get('reason')}")

    def silent(self) -> Mapping[str, str]:
        """Why hosts cannot be asked, of those that cannot: while others answer, nobody else would notice."""
        found: dict[str, str] = {}
        for host in self._access.hosts:
            alone = Connection(replace(self._access, hosts=(host,)), self._now, self._wait)
            try:
                alone.call("GET", "/")
            except SearchError as error:
                found[host] = str(error)
            finally:
                alone.close()
        return found

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
        raise PassingError(f"the search cluster cannot answer now ({kind})")
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise PassingError("only a part of the search cluster answers")
    return answer
