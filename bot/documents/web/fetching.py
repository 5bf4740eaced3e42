"""A web address → what stands there, within limits of time, size and place. Whatever goes wrong is a value.

The answer may come from anybody: a server that never ends, packs gigabytes into kilobytes, or redirects to the
machines around the bot. The network address is judged at the moment of connecting, when nothing can be put in its
place any more, and again after every redirect. Proxies that the environment names are not used: a proxy would
look the name up itself, and that judgement would mean nothing.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib import metadata

import aiohttp
from yarl import URL

from bot.documents.faults import Faulty
from bot.documents.web.addresses import Network
from bot.documents.web.connecting import Gate, Resolve, look_up
from bot.documents.web.fetched import NO_STAMP, Fetched, Stamp, Trouble, Unchanged
from bot.documents.web.unpacking import BY_HAND, ENCODINGS, Unpacking

LATER = "try again later"
REDIRECTS = (301, 302, 303, 307, 308)
LASTING = (400, 401, 403, 404, 405, 406, 410, 414, 451)
LONGEST_ADDRESS = 2_000
LONGEST_STAMP = 500
LONGEST_WAIT = timedelta(days=366)
ACCEPTED = "text/html, application/xhtml+xml, application/pdf, text/plain, application/atom+xml, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch may go. `seconds` holds for all of it, redirects and body included; `size` is in bytes.

    `allowed` are networks that may be connected to though they are not of the open internet.
    """

    seconds: float = 30.0
    size: int = 20_000_000
    redirects: int = 5
    allowed: tuple[Network, ...] = ()


LIMITS = Limits()
Answered = Fetched | Unchanged | Trouble


def fetch(url: str, stamp: Stamp = NO_STAMP, *, limits: Limits = LIMITS, resolve: Resolve = look_up) -> Answered:
    """Fetches an address, and blocks meanwhile. Where an event loop runs, `fetch_soon` is the one to call."""
    return asyncio.run(fetch_soon(url, stamp, limits=limits, resolve=resolve))


async def fetch_soon(
    url: str, stamp: Stamp = NO_STAMP, *, limits: Limits = LIMITS, resolve: Resolve = look_up
) -> Answered:
    """Fetches an address. `resolve` looks host names up."""
    at = url
    try:
        async with asyncio.timeout(limits.seconds):
            for _ in range(limits.redirects + 1):
                got = await _get(at, stamp, limits, resolve)
                if isinstance(got, Trouble) and at != url:
                    return replace(got, url=url, what=f"redirects to {got.url[:200]}, which {got.what}")
                if not isinstance(got, _Redirect):
                    return got
                at = got.to
    except TimeoutError:
        return Trouble(url, f"takes longer than {limits.seconds:g} seconds", LATER)
    mend = "add the address that it ends at in a browser"
    return Trouble(url, f"redirects more than {limits.redirects} times", mend, lasting=True)


def agent() -> str:
    """How we introduce ourselves: policybot/VERSION."""
    try:
        return f"policybot/{metadata.version('policybot')}"
    except metadata.PackageNotFoundError:
        return "policybot"


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str


def _checked(url: str) -> URL | Trouble:
    """The address as it is asked for, without its fragment."""
    if len(url) > LONGEST_ADDRESS:
        return Trouble(url[:100] + "…", f"is longer than {LONGEST_ADDRESS:,} characters", "check it", lasting=True)
    try:
        parsed = URL(url.strip())
        host, named = parsed.host, parsed.user is not None or parsed.password is not None
    except ValueError:
        return Trouble(url, "is no web address", "write it as https://host/path", lasting=True)
    if parsed.scheme not in ("http", "https") or not host:
        return Trouble(url, "is no web address", "write it with http:// or https://", lasting=True)
    if named:
        # It would stand in the corpus as the source, for everybody to see: so it is not shown here either.
        return Trouble(f"{parsed.scheme}://…@{host}", "holds a name or password", "take it out", lasting=True)
    return parsed.with_fragment(None)


async def _get(address: str, stamp: Stamp, limits: Limits, resolve: Resolve) -> Answered | _Redirect:
    url = _checked(address)
    if isinstance(url, Trouble):
        return url
    gate = Gate(resolve, limits.allowed)
    try:
        async with (
            aiohttp.ClientSession(
                connector=gate.connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),  # the caller's holds for all redirects together
                trust_env=False,  # neither proxies nor passwords are taken from the environment
            ) as session,
            session.get(url, headers=_headers(stamp), allow_redirects=False) as response,
        ):
            return await _judged(response, stamp, limits.size)
    except Faulty as fault:
        return Trouble(address, fault.what, fault.mend)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if gate.refused:
            mend = "if it is meant, add its network to fetching.allow in the settings"
            return Trouble(address, f"leads to {gate.refused}, inside a private network", mend, lasting=True)
        return Trouble(address, *_told(error))


async def _judged(response: aiohttp.ClientResponse, stamp: Stamp, size: int) -> Answered | _Redirect:
    url, status = str(response.url), response.status
    if status == 304 and stamp != NO_STAMP:
        return Unchanged(url)
    if status in REDIRECTS and (to := response.headers.get("Location")):
        target = response.url.join(URL(to))
        if response.url.scheme == "https" and target.scheme == "http":
            mend = "add that address itself if you trust the way to it"
            return Trouble(url, f"redirects to {str(target)[:200]}, without encryption", mend, status)
        return _Redirect(str(target))
    if status != 200:
        return _refusal(response)
    unpacking = Unpacking(response.headers.get("Content-Encoding", ""), size)
    async for piece in response.content.iter_any():
        unpacking.take(piece)
    body = unpacking.body()
    if not body:
        return Trouble(url, "is empty", "open it in a browser to see whether it says something", status)
    seen = Stamp(_kept(response.headers.get("ETag")), _kept(response.headers.get("Last-Modified")))
    # aiohttp says application/octet-stream where the server says nothing, as RFC 9110 (8.3) advises.
    return Fetched(url, body, response.content_type.lower(), response.charset or "", seen)


def _refusal(response: aiohttp.ClientResponse) -> Trouble:
    status = response.status
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "whatever that means"
    mends = {404: "check the address", 410: "it is gone for good: take the address out"}
    lasting = status in LASTING
    return Trouble(
        str(response.url),
        f"is refused by its server ({status}, {phrase})",
        mends.get(status, BY_HAND if lasting else LATER),
        status,
        _retry_after(response),
        lasting,
    )


def _retry_after(response: aiohttp.ClientResponse) -> timedelta | None:
    """How long the server asks to wait (RFC 9110, 10.2.3): seconds, or a date, taken by the server's own clock."""
    said = response.headers.get("Retry-After", "").strip()
    try:
        if said.isascii() and said.isdigit():
            return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)


def _headers(stamp: Stamp) -> dict[str, str]:
    headers = {"User-Agent": agent(), "Accept": ACCEPTED, "Accept-Encoding": ", ".join(ENCODINGS)}
    if stamp.etag:
        headers["If-None-Match"] = stamp.etag
    if stamp.last_modified:
        headers["If-Modified-Since"] = stamp.last_modified
    return headers


def _kept(header: str | None) -> str:
    # It is sent back as it came, so it must be fit for a header, and short enough to be kept.
    return header if header and len(header) <= LONGEST_STAMP and header.isprintable() and header.isascii() else ""


def _told(error: Exception) -> tuple[str, str]:
    """What went wrong, and the mend. The words of the error are left out: parts of them come from the server."""
    return next((told for kinds, told in _TOLD if isinstance(error, kinds)), _UNHEARD_OF)


# The first that fits: some of aiohttp's errors are children of others.
_TOLD: tuple[tuple[tuple[type[Exception], ...], tuple[str, str]], ...] = (
    ((aiohttp.InvalidURL,), ("is no web address", "write it as https://host/path")),
    ((aiohttp.ClientSSLError,), ("cannot prove who it is (its certificate is not valid)", BY_HAND)),
    ((aiohttp.ClientConnectorDNSError,), ("names a host that nobody knows", "check the address")),
    ((aiohttp.ClientPayloadError,), ("ends too early, or is sent in a broken way", LATER)),
    (
        (aiohttp.ClientConnectorError,),
        ("cannot be reached", "check the address and the network; policybot uses no proxy"),
    ),
    ((aiohttp.ServerDisconnectedError, ConnectionError), ("breaks off before it says anything", LATER)),
)
_UNHEARD_OF = ("is answered with something that is no web page", BY_HAND)
