"""The body of a web answer, unpacked as it comes in, and never more of it than allowed."""

import zlib

from bot.documents.faults import Faulty

# What we can unpack, and so what we ask for (`Accept-Encoding`).
ENCODINGS = ("gzip", "deflate")
BY_HAND = "open it in a browser, save it, and add the file"
_GZIP = 16 + zlib.MAX_WBITS


class Unpacking:
    """Takes a packed body piece by piece; `limit` is in bytes, of the body as it comes and as it is unpacked.

    A few kilobytes can unpack to gigabytes: no piece is ever unpacked further than the limit goes. Raises Faulty.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding`: what the header `Content-Encoding` says; "" for none."""
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in (*ENCODINGS, "", "identity"):
            raise Faulty(0, f"comes packed as {encoding[:40]!r}, which nobody asked for", BY_HAND)
        self._limit = limit
        self._came = 0
        self._body = bytearray()
        self._unpacker = zlib.decompressobj(_GZIP) if self._encoding == "gzip" else None

    def take(self, piece: bytes) -> None:
        """Unpacks the next piece."""
        self._came += len(piece)
        if self._came > self._limit:
            raise self._too_long()
        if self._encoding in ("", "identity"):
            self._body += piece
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise Faulty(0, f"comes packed as {self._encoding} and is not", BY_HAND) from error

    def body(self) -> bytes:
        """The whole body, once the last piece is taken."""
        if self._unpacker is not None and self._came and not self._unpacker.eof:
            raise Faulty(0, "ends too early", "try again later")
        return bytes(self._body)

    def _unpack(self, piece: bytes) -> None:
        if self._unpacker is None:
            # `deflate` means zlib's format, but some servers send it bare (RFC 9110, 8.4.1.2).
            looks_wrapped = piece[:1] and piece[0] & 0x0F == zlib.DEFLATED
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS if looks_wrapped else -zlib.MAX_WBITS)
        while piece and not self._unpacker.eof:
            room = self._limit - len(self._body)
            self._body += self._unpacker.decompress(piece, room + 1)
            if len(self._body) > self._limit:
                raise self._too_long()
            piece = self._unpacker.unconsumed_tail
        if self._unpacker.eof and (piece or self._unpacker.unused_data).strip(b"\0"):
            # A second part, or rubbish: either way this is not all of what was meant.
            raise zlib.error("something after the end")

    def _too_long(self) -> Faulty:
        return Faulty(0, f"is longer than {self._limit:,} bytes", "save the part that matters, and add that")
