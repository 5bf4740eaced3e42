"""What stands before the nodes of a house: a door that speaks TLS, asks for a password, and hands on to a node."""

import base64
import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE, USER, PASSWORD = "127.0.0.1", "policybot", "a secret of the cluster"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Who vouches for certificates: its own lies in `file`."""

    key: ec.EllipticCurvePrivateKey
    name: x509.Name
    file: Path

    def certify(self, file: Path, host: str = HERE, until: timedelta = DAY) -> Path:
        """Writes a key and a certificate for a host, which ends so long from now; returns the file."""
        key = ec.generate_private_key(ec.SECP256R1())
        of = x509.IPAddress(ip_address(host)) if host == HERE else x509.DNSName(host)
        made = _certificate(_name(host), self.name, key, until)
        made = made.add_extension(x509.SubjectAlternativeName([of]), critical=False)
        file.write_bytes(_pem(key) + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return file


def authority(file: Path) -> Authority:
    """A new authority, whose certificate is written to the file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name(file.stem)
    made = _certificate(name, name, key, DAY).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    usage = x509.KeyUsage(*[each in {5, 6} for each in range(9)])  # it signs certificates, and lists of revoked ones
    signed = made.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return Authority(key, name, file)


@contextmanager
def fronted(node: str, certificate: Path | None) -> Iterator[str]:
    """The address of a door before a node; without a certificate it speaks no TLS."""
    wanted, to = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}", urlsplit(node).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (OSError, ssl.SSLError):  # who asked has hung up, or does not like the certificate
                self.close_connection = True

        def hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != wanted:
                self._answer(401, "text/plain", b"Unauthorized")
                return
            node = http.client.HTTPConnection(to, timeout=60)
            kept = {"Content-Type": kind} if (kind := self.headers.get("Content-Type")) else {}
            node.request(self.command, self.path, body, kept)
            answer = node.getresponse()
            self._answer(answer.status, answer.headers.get("Content-Type", ""), answer.read())
            node.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = hand_on  # noqa: N815  # http.server calls them so

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer((HERE, 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # The handshake is made where a connection is read from: one that fails holds up no other.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http{'s' if certificate else ''}://{HERE}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _certificate(
    whose: x509.Name, signer: x509.Name, key: ec.EllipticCurvePrivateKey, until: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(signer, whose, key.public_key(), x509.random_serial_number())
    return made.not_valid_before(now - 3 * DAY).not_valid_after(now + until)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    nobody = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, nobody)
