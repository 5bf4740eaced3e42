"""Which network addresses may be connected to: those of the open internet, and what is allowed on top.

A web address that somebody sends, or that a page redirects to, must not become a key to the machines around the
bot: its own loopback, the private network, the metadata service of a cloud (169.254.169.254).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

# A network of IPv6 alone reaches IPv4 through these (RFC 6052); the last four bytes are where it ends up.
_NAT64 = IPv6Network("64:ff9b::/96")


def may_connect(ip: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether a numeric IP address is one of the open internet, or lies in an allowed network.

    An IPv6 address that stands for an IPv4 address is judged as that. What is no IP address may not be connected to.
    """
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or (IPv4Address(address.packed[-4:]) if address in _NAT64 else address)
    return any(address in network for network in allowed) or _is_open(address)


def shown_address(url: str) -> str:
    """A web address for people to read: its query may hold a key, and what stands before an "@" a password."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="…" if parts.query else "", fragment="")
    return bare.geturl()


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks as somebody writes them: `10.0.0.0/8`, `127.0.0.1`, `fd00::/8`. Raises ValueError."""
    return tuple(ip_network(word) for word in words)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address.sixtofour or address.teredo or address.is_site_local):
        return False  # tunnels, long out of use, that lead to the IPv4 address inside; and an old private range
    return address.is_global and not (address.is_multicast or address.is_reserved)
