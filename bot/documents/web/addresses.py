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
# Python's own tables changed from one patch release to the next, so these are ours: the special-purpose registries of
# IANA (RFC 6890 and its updates, as of 2025), and multicast and reserved addresses.
_SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# All that is given out of IPv6 lies in here; what lies outside is private, local, multicast or reserved.
_GLOBAL_IPV6 = IPv6Network("2000::/3")
# Protocols and tunnels (Teredo, ORCHID, 6to4), documentation, and an anycast service.
_SPECIAL_IPV6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")))


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
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _GLOBAL_IPV6 and not any(address in network for network in _SPECIAL_IPV6)
