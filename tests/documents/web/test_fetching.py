"""Fetching from servers that mean no good: it ends, it stays small, it stays outside, and says what is wrong."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.web.addresses import networks
from bot.documents.web.connecting import Resolve
from bot.documents.web.fetched import NO_STAMP, Fetched, Stamp, Trouble, Unchanged
from bot.documents.web.fetching import Answered, Limits, agent, fetch
from tests.documents import hostile_server as hostile
from tests.documents.hostile_server import HostileServer

PAGE = "<p>One year of leave – für alle.</p>".encode()
BOMB_SIZE = 200
LOOPBACK = Limits(seconds=5, size=100_000, allowed=networks(["127.0.0.1"]))
HASTE = Limits(seconds=0.3, size=10_000_000_000, allowed=networks(["127.0.0.1"]))


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile.serving(BEHAVIOURS) as running:
        yield running


BEHAVIOURS = {
    "/page": hostile.page(PAGE, "text/HTML; charset=UTF-8"),
    "/untyped": hostile.page(PAGE, None),
    "/oddly-typed": hostile.page(PAGE, "; ;;charset"),
    "/conditional": hostile.conditional(PAGE, '"v1"', "Mon, 01 Jan 2024 00:00:00 GMT"),
    "/unasked-304": hostile.page(b"", status="304 Not Modified"),
    "/odd-stamp": hostile.page(PAGE, ETag="é" * 3, Last_Modified="x" * 1_000),
    "/moved": hostile.redirect("/page", "301 Moved Permanently"),
    "/moved-with-mark": hostile.redirect("page#part"),
    "/round": hostile.redirect("/round"),
    "/nowhere": hostile.page(b"", status="302 Found"),
    "/to-metadata": hostile.redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-loopback": hostile.redirect("http://127.0.0.2:1/"),
    "/to-loopback-6": hostile.redirect("http://[::1]:1/"),
    "/to-number": hostile.redirect("http://2130706434:1/"),
    "/to-hex": hostile.redirect("http://0x7f.2:1/"),
    "/to-file": hostile.redirect("file:///etc/passwd"),
    "/to-rubbish": hostile.redirect("http://["),
    "/to-name": hostile.redirect("http://somebody:secret@example.org/"),
    "/endless": hostile.endless,
    "/endless-headers": hostile.endless_headers,
    "/slow": hostile.slow,
    "/silent": hostile.silent,
    "/hang-up": hostile.hang_up,
    "/rubbish": hostile.rubbish,
    "/huge-header": hostile.huge_header,
    "/truncated": hostile.truncated,
    "/truncated-chunks": hostile.truncated_chunks,
    "/empty": hostile.page(b""),
    "/gzip": hostile.packed(gzip.compress(PAGE), "gzip"),
    "/x-gzip": hostile.packed(gzip.compress(PAGE), "X-GZip"),
    "/deflate": hostile.packed(zlib.compress(PAGE), "deflate"),
    "/bare-deflate": hostile.packed(zlib.compress(PAGE, wbits=-15), "deflate"),
    "/identity": hostile.packed(PAGE, "identity"),
    "/gzip-bomb": hostile.packed(hostile.gzip_bomb(BOMB_SIZE), "gzip"),
    "/deflate-bomb": hostile.packed(hostile.deflate_bomb(BOMB_SIZE), "deflate"),
    "/half-gzip": hostile.packed(gzip.compress(PAGE)[:-9], "gzip"),
    "/double-gzip": hostile.packed(gzip.compress(PAGE) * 2, "gzip"),
    "/no-gzip": hostile.packed(PAGE, "gzip"),
    "/brotli": hostile.packed(b"\x0b\x02\x80hello\x03", "br"),
    "/twice-packed": hostile.packed(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"),
    "/busy": hostile.page(b"", status="429 Too Many Requests", Retry_After="120"),
    "/away": hostile.page(
        b"", status="503 Service Unavailable", Retry_After="Mon, 01 Jan 2024 01:00:00 GMT",
        Date="Mon, 01 Jan 2024 00:00:00 GMT",
    ),
    "/away-for-ages": hostile.page(b"", status="503 Service Unavailable", Retry_After="9" * 400),
    "/away-for-no-time": hostile.page(b"", status="503 Service Unavailable", Retry_After="soon"),
    "/gone": hostile.page(b"", status="410 Gone"),
    "/odd-status": hostile.page(b"", status="299 Whatever \x1b[31m"),
}  # fmt: skip


def got(server: HostileServer, path: str, limits: Limits = LOOPBACK, stamp: Stamp = NO_STAMP) -> Answered:
    return fetch(server.url(path), stamp, limits=limits)


def fetched(server: HostileServer, path: str) -> Fetched:
    answer = got(server, path)
    assert isinstance(answer, Fetched), str(answer)
    return answer


def trouble(server: HostileServer, path: str, limits: Limits = LOOPBACK) -> Trouble:
    answer = got(server, path, limits)
    assert isinstance(answer, Trouble), str(answer)
    assert answer.mend
    assert str(answer).isprintable()
    return answer


def named(**hosts: list[str]) -> Resolve:
    """Looks names up in a list that stands for the name servers of the world."""

    async def resolve(host: str, port: int) -> list[str]:
        if host not in hosts:
            raise OSError("unknown")
        return hosts[host]

    return resolve


def test_a_page_comes_with_its_address_its_type_and_its_charset(server: HostileServer) -> None:
    page = fetched(server, "/page#part")
    assert (page.url, page.content_type, page.charset) == (server.url("/page"), "text/html", "UTF-8")
    assert page.body == PAGE


def test_we_say_who_we_are_and_send_nothing_else_of_ours(server: HostileServer) -> None:
    fetched(server, "/page")
    headers = server.asked[-1].headers
    assert headers["user-agent"] == agent()
    assert agent().startswith("policybot/")
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize("path", ["/untyped", "/oddly-typed"])
def test_a_page_of_unknown_type_is_octets(server: HostileServer, path: str) -> None:
    assert fetched(server, path).content_type == "application/octet-stream"


def test_what_has_not_changed_is_not_sent_again(server: HostileServer) -> None:
    first = fetched(server, "/conditional")
    assert first.stamp == Stamp('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert got(server, "/conditional", stamp=first.stamp) == Unchanged(server.url("/conditional"))
    assert server.asked[-1].headers["if-modified-since"] == first.stamp.last_modified


def test_a_server_that_says_unchanged_without_being_asked_is_not_believed(server: HostileServer) -> None:
    assert trouble(server, "/unasked-304").status == 304


def test_a_stamp_that_is_not_fit_to_be_sent_back_is_forgotten(server: HostileServer) -> None:
    assert fetched(server, "/odd-stamp").stamp == Stamp()


def test_redirects_are_followed_to_the_address_where_the_page_is(server: HostileServer) -> None:
    assert fetched(server, "/moved").url == server.url("/page")
    assert fetched(server, "/moved-with-mark").url == server.url("/page")


def test_a_circle_of_redirects_ends_after_five(server: HostileServer) -> None:
    before = len(server.asked)
    assert "redirects more than 5 times" in trouble(server, "/round").what
    assert len(server.asked) - before == 6


def test_a_redirect_to_nowhere_is_trouble(server: HostileServer) -> None:
    assert trouble(server, "/nowhere").status == 302


@pytest.mark.parametrize("path", ["/to-metadata", "/to-loopback", "/to-loopback-6", "/to-hex"])
def test_a_redirect_into_a_private_network_is_not_followed(server: HostileServer, path: str) -> None:
    answer = trouble(server, path)
    assert "inside a private network" in answer.what
    assert answer.url == server.url(path)
    assert answer.lasting


@pytest.mark.parametrize("path", ["/to-file", "/to-rubbish", "/to-number"])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(server: HostileServer, path: str) -> None:
    assert "no web" in trouble(server, path).what


def test_a_password_in_an_address_is_neither_sent_nor_shown(server: HostileServer) -> None:
    assert "secret" not in str(fetch("http://somebody:secret@example.org/", limits=LOOPBACK))
    assert "holds a name or password" in trouble(server, "/to-name").what
    assert "secret" not in str(trouble(server, "/to-name"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "①27.0.0.1"],
)
def test_nothing_private_is_connected_to_unless_it_is_allowed(server: HostileServer, host: str) -> None:
    before = len(server.asked)
    answer = fetch(server.url("/page", host), limits=Limits(seconds=5))
    assert isinstance(answer, Trouble)
    # The oddest ways to write it are no addresses at all.
    assert "private network" in answer.what or "no web address" in answer.what
    assert len(server.asked) == before


def test_what_is_private_says_how_to_allow_it(server: HostileServer) -> None:
    answer = fetch(server.url("/page"), limits=Limits(seconds=5))
    assert isinstance(answer, Trouble)
    assert answer.what == "leads to 127.0.0.1, inside a private network"
    assert "fetching.allow" in answer.mend


@pytest.mark.parametrize("host", ["localhost", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_what_is_allowed_is_connected_to_however_it_is_written(server: HostileServer, host: str) -> None:
    assert isinstance(fetch(server.url("/page", host), limits=LOOPBACK), Fetched)


def test_a_name_that_leads_to_a_private_address_is_not_connected_to(server: HostileServer) -> None:
    resolve = named(inside=["127.0.0.1"], inside6=["fd00::1", "::1"])
    for host in ("inside", "inside6"):
        answer = fetch(server.url("/page", host), limits=Limits(seconds=5), resolve=resolve)
        assert isinstance(answer, Trouble)
        assert "private network" in answer.what


def test_a_name_that_changes_its_address_between_two_looks_gains_nothing(server: HostileServer) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    async def rebinding(host: str, port: int) -> list[str]:
        return next(answers)

    # What is judged is the address that is connected to: the one of this very look.
    first = fetch(server.url("/page", "example.org"), limits=LOOPBACK, resolve=rebinding)
    second = fetch(server.url("/page", "example.org"), limits=LOOPBACK, resolve=rebinding)
    assert isinstance(first, Fetched)
    assert isinstance(second, Trouble)
    assert "leads to 127.0.0.2" in second.what


def test_of_several_addresses_of_a_name_only_fit_ones_are_tried(server: HostileServer) -> None:
    resolve = named(both=["10.1.2.3", "127.0.0.1"])
    assert isinstance(fetch(server.url("/page", "both"), limits=LOOPBACK, resolve=resolve), Fetched)


def test_a_name_that_nobody_knows_is_trouble(server: HostileServer) -> None:
    for resolve in (named(), named(**{"example.org": []})):
        answer = fetch("http://example.org/", limits=LOOPBACK, resolve=resolve)
        assert isinstance(answer, Trouble)
        assert answer.what == "names a host that nobody knows"


def test_a_name_server_that_never_answers_is_not_waited_for() -> None:
    with hostile.serving({}):

        async def never(host: str, port: int) -> list[str]:
            await asyncio.Event().wait()
            return []

        answer = fetch("http://example.org/", limits=HASTE, resolve=never)
    assert isinstance(answer, Trouble)
    assert "takes longer than 0.3 seconds" in answer.what


@pytest.mark.parametrize("path", ["/endless", "/slow", "/silent"])
def test_a_server_that_never_ends_is_left_in_time(server: HostileServer, path: str) -> None:
    assert "takes longer than 0.3 seconds" in trouble(server, path, HASTE).what


def test_a_body_without_end_is_left_when_it_is_too_long(server: HostileServer) -> None:
    assert "is longer than 100,000 bytes" in trouble(server, "/endless").what


@pytest.mark.parametrize("path", ["/gzip-bomb", "/deflate-bomb"])
def test_a_bomb_is_not_unpacked(server: HostileServer, path: str) -> None:
    tracemalloc.start()
    try:
        answer = trouble(server, path, Limits(seconds=20, size=1_000_000, allowed=LOOPBACK.allowed))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "is longer than 1,000,000 bytes" in answer.what
    assert most < BOMB_SIZE * 1_000_000 / 4


@pytest.mark.parametrize("path", ["/gzip", "/x-gzip", "/deflate", "/bare-deflate", "/identity"])
def test_what_is_packed_is_unpacked(server: HostileServer, path: str) -> None:
    assert fetched(server, path).body == PAGE


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/half-gzip", "ends too early"),
        ("/double-gzip", "packed as gzip and is not"),
        ("/no-gzip", "packed as gzip and is not"),
        ("/brotli", "packed as 'br', which nobody asked for"),
        ("/twice-packed", "which nobody asked for"),
        ("/truncated", "ends too early"),
        ("/truncated-chunks", "ends too early"),
        ("/empty", "is empty"),
        ("/hang-up", "breaks off"),
        ("/rubbish", "no web page"),
        ("/huge-header", "no web page"),
        ("/endless-headers", "no web page"),
    ],
)
def test_what_is_broken_on_the_way_is_never_half_an_article(server: HostileServer, path: str, what: str) -> None:
    assert what in trouble(server, path).what


def test_a_busy_server_says_how_long_to_wait(server: HostileServer) -> None:
    busy, away = trouble(server, "/busy"), trouble(server, "/away")
    assert (busy.status, busy.retry_after, busy.lasting) == (429, timedelta(minutes=2), False)
    assert (away.status, away.retry_after) == (503, timedelta(hours=1))
    assert trouble(server, "/away-for-ages").retry_after == timedelta(days=366)
    assert trouble(server, "/away-for-no-time").retry_after is None


def test_what_is_gone_for_good_is_told_apart(server: HostileServer) -> None:
    gone, missing = trouble(server, "/gone"), trouble(server, "/missing")
    assert (gone.status, gone.lasting, missing.status, missing.lasting) == (410, True, 404, True)
    assert trouble(server, "/odd-status").status == 299


def test_a_closed_door_is_trouble() -> None:
    with hostile.serving({}) as server:
        pass
    assert "cannot be reached" in trouble(server, "/page").what


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "ftp://a/b", "file:///etc/passwd", "http://", "https:///a", "http://[", "//a/b", "javascript:1",
        "http://a:99999/", "http://a b/", "http://" + "a" * 64 + ".org/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_trouble(url: str) -> None:
    answer = fetch(url, limits=Limits(seconds=5))
    assert isinstance(answer, Trouble)
    assert answer.mend


def test_a_very_long_address_is_not_repeated_at_length() -> None:
    answer = fetch("http://a/" + "x" * 100_000)
    assert isinstance(answer, Trouble)
    assert len(str(answer)) < 300


@given(st.text(max_size=40))
def test_no_text_whatever_makes_fetching_raise(text: str) -> None:
    for url in (text, f"http://{text}", f"http://a/{text}"):
        assert isinstance(fetch(url, limits=Limits(seconds=5), resolve=named()), Trouble)
