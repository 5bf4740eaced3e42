"""A sitemap gives addresses, whatever else it is."""

import gzip

import pytest

from bot.documents.faults import Faulty
from bot.documents.readers.sitemap import read

SPACE = b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PAGES = (
    b"<?xml version='1.0'?><urlset %s><url><loc> https://x.org/a </loc><lastmod>2024</lastmod></url><url><loc>https://x.org/b?c=1&amp;d=2</loc></url></urlset>"
    % SPACE
)


def test_the_addresses_of_pages_are_read_packed_or_not() -> None:
    assert read(PAGES).pages == ("https://x.org/a", "https://x.org/b?c=1&d=2")
    assert read(gzip.compress(PAGES)) == read(PAGES)


def test_an_index_names_further_sitemaps() -> None:
    index = b"<sitemapindex %s><sitemap><loc>https://x.org/1.xml</loc></sitemap></sitemapindex>" % SPACE
    assert (read(index).pages, read(index).sitemaps) == ((), ("https://x.org/1.xml",))


def test_a_text_with_an_address_a_line_is_one_too() -> None:
    assert read(b"https://x.org/a\r\n\nhttps://x.org/b\n").pages == ("https://x.org/a", "https://x.org/b")


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"<urlset><url>", b"no sitemap", b"\x1f\x8bbroken", b"<urlset>&bomb;</urlset>"]
)
def test_what_is_none_is_a_fault(data: bytes) -> None:
    with pytest.raises(Faulty) as caught:
        read(data)
    assert caught.value.mend
