"""Requests to a cluster, answered by a pretend node."""

import base64
import json
import logging
import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.core.errors import ConfigurationError, SearchError
from bot.doctor.cluster import check_cluster
from bot.settings import OpenSearchSettings
from tests.opensearch.front import PASSWORD, USER, authority, fronted

connecting = pytest.importorskip("bot.search.opensearch.connecting", reason="the extra opensearch is not installed")
health = pytest.importorskip("bot.search.opensearch.health")

WHOLE = {"timed_out": False, "_shards": {"failed": 0}, "hits": {"total": {"value": 3}, "hits": []}}


class PretendNode:
    """Gives its answers in turn, the last one for ever, and keeps what was asked."""

    def __init__(self, *answers: tuple[int, Any], port: int = 0) -> None:
        self.answers, self.asked = list(answers), list[tuple[str, str | None]]()
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # http.server calls it so
                self.do_POST()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                node.asked.append((self.path, self.headers.get("Authorization")))
                status, body = node.answers.pop(0) if len(node.answers) > 1 else node.answers[0]
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def nodes() -> Iterator[list[PretendNode]]:
    started: list[PretendNode] = []
    yield started
    for node in started:
        node.close()


def pretend(nodes: list[PretendNode], *answers: tuple[int, Any]) -> PretendNode:
    nodes.append(PretendNode(*answers))
    return nodes[-1]


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def search(*hosts: str, user: str = "", password: str = "") -> Any:
    access = connecting.Access(hosts, user=user, password=password)
    connection = connecting.Connection(access, wait=lambda _: None)
    try:
        return connection.search("index", "{}")
    finally:
        connection.close()


@pytest.mark.parametrize(
    "part", [{**WHOLE, "timed_out": True}, {**WHOLE, "_shards": {"failed": 1}}], ids=["timed out", "a shard failed"]
)
def test_what_only_a_part_of_the_cluster_answers_is_asked_again_and_is_no_answer(
    nodes: list[PretendNode], part: object
) -> None:
    node = pretend(nodes, (200, part))
    with pytest.raises(SearchError, match="only a part"):
        search(node.address)
    assert "allow_partial_search_results=false" in node.asked[0][0]
    assert search(pretend(nodes, (200, part), (200, WHOLE)).address) == WHOLE


def test_a_node_is_asked_for_its_own_copy_so_that_no_other_that_hangs_is_waited_for(nodes: list[PretendNode]) -> None:
    node = pretend(nodes, (200, WHOLE))
    search(node.address)
    assert "preference=_local" in node.asked[0][0]


def test_another_node_is_asked_where_one_is_gone(nodes: list[PretendNode]) -> None:
    assert search(nobody(), pretend(nodes, (200, WHOLE)).address) == WHOLE


def test_hosts_that_cannot_be_asked_are_known_although_another_answers(nodes: list[PretendNode]) -> None:
    gone, there = nobody(), pretend(nodes, (200, WHOLE)).address
    connection = connecting.Connection(connecting.Access([gone, there]))
    (found,) = connection.silent().items()
    assert found == (gone, f"the search cluster cannot be reached; see that {gone} runs, and can be reached from here")
    connection.close()


def test_a_busy_node_is_asked_again(nodes: list[PretendNode]) -> None:
    node = pretend(nodes, (503, {}), (429, {}), (200, WHOLE))
    assert search(node.address) == WHOLE
    assert len(node.asked) == 3


def test_a_node_that_has_too_much_to_index_is_given_time(nodes: list[PretendNode]) -> None:
    node = pretend(nodes, *[(429, {})] * 8, (200, {}))
    waited: list[float] = []
    connection = connecting.Connection(connecting.Access((node.address,)), wait=waited.append)
    connection.bulk(['{"index": {}}\n', "{}\n"])
    connection.close()
    assert len(node.asked) == 9
    assert sum(waited) > 20


def test_where_none_is_left_the_node_that_failed_first_is_tried_first_however_often_it_did() -> None:
    connection = connecting.Connection(connecting.Access(["http://one:1", "http://two:2"]))
    pool = connection._client.transport.connection_pool
    often, once = pool.connections
    for _ in range(3):
        pool.mark_dead(often, now=1.0)
        pool.resurrect()
    pool.mark_dead(often)
    pool.mark_dead(once)
    assert pool.get_connection() is often
    connection.close()


def test_connections_are_kept_for_all_who_ask_at_once(nodes: list[PretendNode]) -> None:
    connection = connecting.Connection(connecting.Access([pretend(nodes, (200, WHOLE)).address]))
    (pool,) = (each.pool for each in connection._client.transport.connection_pool.connections)
    assert pool.pool.maxsize == connecting.KEPT
    connection.close()


def test_a_cluster_that_is_gone_or_stays_busy_is_said_to_be_so(nodes: list[PretendNode]) -> None:
    with pytest.raises(SearchError, match="cannot be reached"):
        search(nobody())
    with pytest.raises(SearchError, match="cannot answer now"):
        search(pretend(nodes, (503, {})).address)


def test_nobody_waits_for_a_cluster_that_was_gone_just_now(nodes: list[PretendNode]) -> None:
    moment, address = [0.0], nobody()
    connection = connecting.Connection(connecting.Access([address]), now=lambda: moment[0])
    with pytest.raises(SearchError, match="cannot be reached"):
        connection.search("index", "{}")
    nodes.append(PretendNode((200, WHOLE), port=int(address.rpartition(":")[2])))
    with pytest.raises(SearchError, match="cannot be reached"):
        connection.search("index", "{}")
    assert nodes[0].asked == []
    moment[0] += 1.5
    assert connection.search("index", "{}") == WHOLE
    connection.close()


def test_the_user_gives_a_password_that_no_error_tells(nodes: list[PretendNode]) -> None:
    node = pretend(nodes, (200, WHOLE))
    search(node.address, user="policybot", password="a secret")
    assert node.asked[0][1] == f"Basic {base64.b64encode(b'policybot:a secret').decode()}"
    with pytest.raises(SearchError, match="refuses the user") as told:
        search(pretend(nodes, (401, {"error": "no"})).address, user="policybot", password="a secret")
    assert "a secret" not in str(told.value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("authority", "from no authority that is trusted here; name the file of its authority in opensearch.ca"),
        ("name", "for another name; name the nodes in opensearch.hosts as their certificates do"),
        ("day", "has expired; renew it"),
        ("password", "refuses the user or the password; see opensearch.user and OPENSEARCH_PASSWORD"),
        ("no TLS", "hangs up; see that"),
        ("TLS", "without it, opensearch.hosts begin with http://"),
    ],
)
def test_what_is_wrong_on_the_way_to_a_cluster_is_said_with_what_to_do_and_without_the_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wrong: str, said: str
) -> None:
    ours, other = authority(tmp_path / "ours.pem"), authority(tmp_path / "other.pem")
    host, until = ("search.example" if wrong == "name" else "127.0.0.1"), timedelta(days=-1 if wrong == "day" else 1)
    certificate = ours.certify(tmp_path / "node.pem", host, until)
    caplog.set_level(logging.WARNING)
    with fronted(nobody(), None if wrong == "TLS" else certificate) as address:
        scheme = "http" if wrong == "no TLS" else "https"
        hosts = (f"{scheme}://{address.partition('://')[2]}",)
        ca, password = (other if wrong == "authority" else ours).file, PASSWORD[1:] if wrong == "password" else PASSWORD
        connection = connecting.Connection(connecting.Access(hosts, ca, USER, password))
        (found,) = check_cluster(OpenSearchSettings(hosts=hosts), lambda: health.health(connection, "policybot"))
        for _ in range(2):
            with pytest.raises(SearchError):
                connection.search("index", "{}")
        connection.close()
    assert not found.sound
    assert found.remedy
    assert "questions are kept" in found.says
    # Once, however many ask.
    (logged,) = caplog.messages
    assert said in logged
    assert found.remedy in logged
    assert password not in f"{caplog.text} {found}"


def test_the_file_of_an_authority_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match="no file nowhere"):
        connecting.Connection(connecting.Access(["https://one:9200"], ca=Path("nowhere.pem")))
