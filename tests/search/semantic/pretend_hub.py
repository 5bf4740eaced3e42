"""The hub that models come from, as its client sees it, on loopback: files of one repository at one revision."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class PretendHub:
    """`asked` are the requests: method, path, and the token that came along, if any."""

    address: str
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


@contextmanager
def serving(repository: str, revision: str, files: Mapping[str, bytes]) -> Iterator[PretendHub]:
    """Serves the files until the context ends; whatever else is asked for is not found."""
    there = {f"/{repository}/resolve/{revision}/{path}": content for path, content in files.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self.wfile.write(self._answer())

        def _answer(self) -> bytes:
            hub.asked.append((self.command, self.path, self.headers.get("Authorization")))
            content = there.get(self.path)
            self.send_response(404 if content is None else 200)
            if content is None:
                self.send_header("X-Error-Code", "EntryNotFound")
            else:
                self.send_header("X-Repo-Commit", revision)
                self.send_header("ETag", f'"{sha256(content).hexdigest()}"')
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            return content or b""

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub = PretendHub(f"http://127.0.0.1:{server.server_address[1]}")
        listening = Thread(target=server.serve_forever, args=(0.01,))
        listening.start()
        yield hub
        server.shutdown()
        listening.join()
