"""The open internet, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.web.addresses import may_connect, networks


@pytest.mark.parametrize("ip", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_open_internet_may_be_connected_to(ip: str) -> None:
    assert may_connect(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.1",
        "192.0.0.1", "192.0.0.9", "192.0.0.255", "192.88.99.1", "192.31.196.1", "198.51.100.7", "203.0.113.7",
        "3fff::1", "2001:20::1", "2620:4f:8000::1", "5f00::1", "100::1", "4000::1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "ff0e::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::a00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:808:808::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_what_is_private_special_or_a_tunnel_may_not(ip: str) -> None:
    assert not may_connect(ip)


@pytest.mark.parametrize("ip", ["127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_what_is_allowed_may_in_each_way_to_write_it(ip: str) -> None:
    assert may_connect(ip, networks(["127.0.0.0/8"]))
    assert not may_connect(ip, networks(["10.0.0.0/8", "::1"]))


def test_an_allowed_network_allows_nothing_beside_it() -> None:
    assert not may_connect("127.0.0.2", networks(["127.0.0.1"]))
    assert not may_connect("::1", networks(["0.0.0.0/0"]))


@given(st.text())
def test_what_is_no_address_may_not(text: str) -> None:
    try:
        networks([text])
    except ValueError:
        assert not may_connect(text)


@given(st.ip_addresses())
def test_every_address_gets_an_answer(ip: object) -> None:
    assert may_connect(str(ip)) in (True, False)
