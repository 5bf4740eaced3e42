"""The bytes of a sitemap (sitemaps.org) → the addresses in it, and those of further sitemaps that it names."""

import gzip
import io
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from bot.documents.faults import Faulty

MOST_ADDRESSES = 50_000
LONGEST = 52_428_800  # bytes, unpacked: what the format allows
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SitemapReading:
    """The addresses of pages, and of further sitemaps, in their order."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"pages": list(self.pages), "sitemaps": list(self.sitemaps)}


def read(data: bytes) -> SitemapReading:
    """Reads the bytes of a sitemap, XML or text, packed or not. Raises Faulty."""
    try:
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LONGEST) if data.startswith(_GZIP) else data
    except (OSError, EOFError) as error:
        raise Faulty(0, "is packed in a broken way", "check the address of the sitemap") from error
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
        pages = [line for line in lines if line.startswith(("http://", "https://"))]
        if not pages:
            raise Faulty(0, "is no sitemap", "check its address; it is often /sitemap.xml")
        return SitemapReading(tuple(dict.fromkeys(pages[:MOST_ADDRESSES])), ())
    return _from_xml(data)


def _from_xml(data: bytes) -> SitemapReading:
    found: dict[str, dict[str, None]] = {"url": {}, "sitemap": {}}
    inside, root = "", ""
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end")):  # noqa: S314  # in the sandbox
            name = element.tag.rpartition("}")[2]
            root = root or name
            if event == "start":
                inside = name if name in found else inside
            elif name == "loc" and inside and element.text and len(found[inside]) < MOST_ADDRESSES:
                found[inside].setdefault(element.text.strip())
            else:
                element.clear()
    except ParseError as error:
        raise Faulty(0, "is a broken sitemap", "tell whoever keeps the site") from error
    if root not in ("urlset", "sitemapindex"):
        raise Faulty(0, "is no sitemap", "check its address; it is often /sitemap.xml")
    return SitemapReading(tuple(found["url"]), tuple(found["sitemap"]))
