"""Feeds → entries in plain text: broken ones too, hostile ones harmlessly."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.faults import Faulty
from bot.documents.readers import feed
from bot.documents.readers.entries import Entry, FeedReading, reading_from_json

HERE = "https://example.org/news/feed"
ENTRY = Entry(
    id="tag:example.org,2024:1",
    title="Leave & pay: what <is> new",
    link="https://example.org/news/leave",
    author="Ada Okafor",
    summary="Sixteen weeks now. For all.",
    published=datetime(2024, 3, 1, 8, 0, tzinfo=UTC),
)
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Example Works</title>
<item><title>Leave &amp;amp; pay: what &amp;lt;is&amp;gt; new</title><link>leave#top</link>
<dc:creator>Ada Okafor</dc:creator>
<guid isPermaLink="false">tag:example.org,2024:1</guid><pubDate>Fri, 01 Mar 2024 09:00:00 +0100</pubDate>
<description>&lt;p&gt;Sixteen &lt;b&gt;weeks&lt;/b&gt; now.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;For all.&lt;/p&gt;
</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Works</title>
<entry><id>tag:example.org,2024:1</id><title type="text">Leave &amp; pay: what &lt;is&gt; new</title>
<link rel="alternate" href="/news/leave"/><author><name>Ada Okafor</name><email>ada@example.org</email></author>
<published>2024-03-01T08:00:00Z</published><summary type="html">Sixteen weeks now. &lt;i&gt;For&lt;/i&gt; all.</summary>
</entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Example Works", "items": [
{"id": "tag:example.org,2024:1", "url": "leave", "title": "Leave & pay: what <is> new",
 "content_html": "<p>Sixteen weeks now.</p><p>For all.</p>", "date_published": "2024-03-01T09:00:00+01:00",
 "authors": [{"name": "Ada Okafor"}]}, 5, {}]}"""


def read(data: str | bytes, **options: str) -> FeedReading:
    return feed.read(data.encode() if isinstance(data, str) else data, address=HERE, **options)


def refused(data: str | bytes) -> Faulty:
    with pytest.raises(Faulty) as caught:
        read(data)
    assert caught.value.mend
    return caught.value


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_an_entry_is_the_same_plain_text_in_every_kind_of_feed(feed: str) -> None:
    assert read(feed) == FeedReading("Example Works", (ENTRY,))


def test_the_time_of_a_change_is_told_where_the_feed_tells_it() -> None:
    changed = ATOM.replace("<published>", "<updated>2024-04-02T00:00:00+02:00</updated><published>")
    assert read(changed).entries[0].updated == datetime(2024, 4, 1, 22, 0, tzinfo=UTC)
    assert read(RSS).entries[0].updated is None


def item(inner: str, head: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>T</title><item>{inner}</item></channel></rss>'


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "file:///etc/passwd", "http://[", "mailto:a@example.org"])
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    assert read(item(f"<title>Leave</title><link>{link}</link>")).entries[0].link == ""


def test_an_entry_without_an_id_is_known_by_its_link_or_its_words() -> None:
    assert read(item("<title>Leave</title><link>/a</link>")).entries[0].id == "https://example.org/a"
    by_words = {read(item(f"<title>{title}</title>")).entries[0].id for title in ("Leave", "Leave", "Pay")}
    assert len(by_words) == 2


def test_an_entry_that_stands_twice_is_told_once_and_an_empty_one_never() -> None:
    feed = item("<title>A</title><guid>1</guid></item><item><title>B</title><guid>1</guid></item><item>")
    assert [entry.title for entry in read(feed).entries] == ["A"]


def test_no_more_entries_are_read_than_anybody_wants() -> None:
    items = "".join(f"<item><title>A</title><guid>{n}</guid></item>" for n in range(1_200))
    assert len(read(f'<rss version="2.0"><channel>{items}</channel></rss>').entries) == 1_000


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("</item>", ""),
        RSS.replace("</channel></rss>", ""),
        RSS.replace("<title>Example Works</title>", "<title>Example & Works</title><br>"),
        RSS.replace("utf-8", "no-such-encoding"),
        f"\n\n{RSS}",
        f"\ufeff{RSS}",
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_can_be(broken: str) -> None:
    assert read(broken).entries[0].id == ENTRY.id


def test_broken_encodings_are_read() -> None:
    latin = item("<title>café – pay</title><link>/a</link>", '<?xml version="1.0" encoding="utf-8"?>')
    assert read(latin.encode("cp1252")).entries[0].title.startswith("caf")
    declared = item("<title>café</title><link>/a</link>", '<?xml version="1.0" encoding="iso-8859-1"?>')
    assert read(declared.encode("latin-1")).entries[0].title == "café"


@pytest.mark.parametrize("data", ["<p>Leave</p>", "Leave", "{}", '{"version": 1}', "[1]", "{", "\0\0", "null"])
def test_what_is_no_feed_says_so(data: str) -> None:
    assert refused(data).what == "is no feed"
    assert refused(" ").what == "is empty"


def test_a_page_that_names_its_feed_is_a_hint() -> None:
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><p>News</p></html>'
    assert refused(page).mend == "the page names this feed: https://example.org/feed.xml"


def test_what_looks_like_a_file_or_an_address_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS, encoding="utf-8")
    for data in (str(file), file.as_uri(), "http://127.0.0.1:1/feed"):
        assert refused(data).what == "is no feed"


def test_entities_neither_open_files_nor_fill_the_memory(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    outside = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "secret" not in str(read(item("<title>a &x;</title>", outside)))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 7))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{laughs}]>'
    reading = read(item("<title>&l6; a</title>", bomb))
    assert len(str(reading)) < 5_000


@pytest.mark.parametrize(
    "hostile",
    [
        '<rss version="2.0"><channel>' + "<item>" * 500,
        '<rss version="2.0"><channel><item><title>' + "<b>" * 5_000,
        '<rss version="2.0"><channel><item><title>' + "&lt;" * 20_000,
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 50_000,
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1e999, "title": {}, "url": [], "authors": 5}]}',
        '{"version": "https://jsonfeed.org/version/1", "items": 5}',
        item("<title>a</title><pubDate>Fri, 99 Zzz 99999999999 99:99:99</pubDate>"),
        item("<title>a</title><pubDate>0000-00-00T00:00:00Z</pubDate>"),
        item(f"<title>a</title><guid>{'x' * 100_000}</guid>"),
    ],
)
def test_a_hostile_feed_ends_in_a_reading_or_a_fault(hostile: str) -> None:
    try:
        reading = read(hostile)
    except Faulty:
        return
    assert all(len(entry.id) <= 500 for entry in reading.entries)


def test_what_could_steer_a_terminal_is_not_read() -> None:
    feed = JSON.replace("Leave & pay", "Leave\\u001b[31m\\u2028 & pay")
    assert read(feed).entries[0].title == "Leave [31m & pay: what <is> new"


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_a_reading_can_be_written_down_and_read_back(feed: str) -> None:
    assert reading_from_json(read(feed).as_json()) == read(feed)


@given(st.data())
def test_no_bytes_whatever_make_it_raise_anything_but_a_fault(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([RSS, ATOM, JSON])).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=6))
    try:
        reading = read(bytes(whole))
    except Faulty:
        return
    assert reading_from_json(reading.as_json()) == reading
