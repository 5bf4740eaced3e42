"""An app's side of the wire, written by hand: an HTTP endpoint and a Socket Mode connection."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from slack_playground.workspace import Workspace

LONG = 20.0  # seconds, for a machine that has much else to do


@dataclass(frozen=True)
class Request:
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: str = ""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@contextlib.contextmanager
def endpoint(handle: Callable[[Request], Answer]) -> Iterator[str]:
    """Serve ``handle`` on loopback; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = handle(Request({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def socket(workspace: Workspace) -> Iterator[ClientConnection]:
    """One Socket Mode connection, past its hello."""
    opened = WebClient(base_url=f"{workspace.base_url}/api/").apps_connections_open(app_token=workspace.app_token)
    with connect(opened["url"], proxy=None) as connection:
        hello = receive(connection)
        assert hello["type"] == "hello"
        yield connection


def receive(connection: ClientConnection) -> Any:
    return json.loads(connection.recv(timeout=LONG))


def acknowledge(connection: ClientConnection, envelope: Any, payload: Any = None) -> None:
    answer = {"envelope_id": envelope["envelope_id"]}
    connection.send(json.dumps(answer if payload is None else answer | {"payload": payload}))
