"""A web server on loopback that behaves as badly as it is told to, byte by byte."""

import contextlib
import gzip
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

MILLION = 1_000_000


@dataclass(frozen=True)
class Asked:
    """A request as it came in; the names of headers in lower case."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Line:
    """The way to the one who asked. `over` is set when the server closes."""

    socket: socket.socket
    asked: Asked
    over: threading.Event

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)


Behaviour = Callable[[Line], None]


@dataclass
class HostileServer:
    """Where it listens, and what it was asked so far."""

    port: int
    host: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"http://{host or self.host}:{self.port}{path}"


@contextlib.contextmanager
def serving(behaviours: Mapping[str, Behaviour]) -> Iterator[HostileServer]:
    """Serves each path by its behaviour, one thread per connection; what is not listed is not found."""
    over = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = HostileServer(listening.getsockname()[1])

        def attend(connection: socket.socket) -> None:
            # Whoever is fed rubbish hangs up at some point.
            with connection, contextlib.suppress(OSError):
                asked = _read(connection)
                server.asked.append(asked)
                behaviours.get(asked.path, page(b"none", status="404 Not Found"))(Line(connection, asked, over))

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    thread = threading.Thread(target=attend, args=(connection,), daemon=True)
                    threads.append(thread)
                    thread.start()

        door = threading.Thread(target=listen, daemon=True)
        door.start()
        try:
            yield server
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
            for thread in (door, *threads):
                thread.join(timeout=5)


def _read(connection: socket.socket) -> Asked:
    came = b""
    while b"\r\n\r\n" not in came:
        piece = connection.recv(65_536)
        if not piece:
            raise OSError("hung up")
        came += piece
    first, *lines = came.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Asked(first.split(" ")[1], {name.lower(): value for name, value in headers.items()})


def page(body: bytes, content_type: str | None = "text/html", *, status: str = "200 OK", **headers: str) -> Behaviour:
    """An honest answer. Underscores in the names of headers stand for hyphens."""

    def answer(line: Line) -> None:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if content_type is not None:
            said["Content-Type"] = content_type
        line.send(_head(status, said | {"Content-Length": str(len(body))}) + body)

    return answer


def redirect(to: str, status: str = "302 Found") -> Behaviour:
    return page(b"", status=status, Location=to)


def conditional(body: bytes, etag: str, last_modified: str) -> Behaviour:
    """Sends its body only to those who do not have it yet."""

    def answer(line: Line) -> None:
        known = {"ETag": etag, "Last-Modified": last_modified}
        if line.asked.headers.get("if-none-match") == etag:
            line.send(_head("304 Not Modified", known))
        else:
            line.send(_head("200 OK", known | {"Content-Length": str(len(body))}) + body)

    return answer


def endless(line: Line) -> None:
    """A body without an end, as fast as it is taken."""
    line.send(_head("200 OK", {"Content-Type": "text/html"}))
    while not line.over.is_set():
        line.send(b"<p>and on</p>" * 5_000)


def endless_headers(line: Line) -> None:
    line.send(b"HTTP/1.1 200 OK\r\n")
    while not line.over.is_set():
        line.send(b"X-More: and on\r\n" * 1_000)


def slow(line: Line) -> None:
    """A body of one byte at a time."""
    line.send(_head("200 OK", {"Content-Type": "text/html"}))
    while not line.over.wait(0.02):
        line.send(b"x")


def silent(line: Line) -> None:
    line.over.wait()


def hang_up(_: Line) -> None:
    """Says nothing and closes."""


def rubbish(line: Line) -> None:
    line.send(b"\x00\xff this is no web server \r\n\r\n")


def huge_header(line: Line) -> None:
    line.send(_head("200 OK", {"Content-Type": "text/html", "X-Large": "x" * 100_000}) + b"<p>text</p>")


def truncated(line: Line) -> None:
    line.send(_head("200 OK", {"Content-Type": "text/html", "Content-Length": "1000"}) + b"<p>half a sen")


def truncated_chunks(line: Line) -> None:
    line.send(_head("200 OK", {"Transfer-Encoding": "chunked"}) + b"10\r\n<p>half a sen")


def packed(data: bytes, encoding: str) -> Behaviour:
    """A body that says it is packed in some way."""
    return page(data, Content_Encoding=encoding)


def gzip_bomb(megabytes: int) -> bytes:
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(bytes(MILLION), check)
    size = megabytes * MILLION
    return gzip.compress(b"", mtime=0)[:10] + _squeezed_zeros(megabytes) + struct.pack("<II", check, size)


def deflate_bomb(megabytes: int) -> bytes:
    # Adler's sum of n zeros is 1 below and n above.
    size = megabytes * MILLION
    return b"\x78\xda" + _squeezed_zeros(megabytes) + struct.pack(">I", (size % 65_521) << 16 | 1)


def _squeezed_zeros(megabytes: int) -> bytes:
    """One megabyte, squeezed once and repeated: to squeeze hundreds takes seconds."""
    squeezing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one = squeezing.compress(bytes(MILLION)) + squeezing.flush(zlib.Z_FULL_FLUSH)
    return one * megabytes + squeezing.flush()


def _head(status: str, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n".encode("latin-1")
