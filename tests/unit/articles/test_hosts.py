"""Which hosts may be asked: by every address they lead to, with a resolver of our own."""

import pytest

from audionews.articles.hosts import closed, reachable, resolved
from audionews.errors import ArticleError

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - nobody listens
        "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "100::1", "2001::1",
        "2001:db8::1", "3fff::1", "5f00::1", "4000::1", "64:ff9b:1::1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.1.2.3", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::1", "2002:a00:1::", "2002:c0a8:101::5",
    ],
)  # fmt: skip
def test_what_is_not_public_is_closed(address: str) -> None:
    assert closed(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "168.63.129.17", "169.253.0.1",
        "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.1.1", "223.255.255.255", "2606:4700::1111", "2a01:e0a::1",
        "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
    ],
)  # fmt: skip
def test_what_is_public_is_open(address: str) -> None:
    assert closed(address) is None


def test_one_closed_address_among_open_ones_is_enough() -> None:
    with pytest.raises(
        ArticleError, match=r"^x: site\.example leads to 10\.0\.0\.7: a private network; say \[articles\]"
    ):
        reachable("x", "site.example", 80, lambda *_: ("1.1.1.1", "10.0.0.7"), NONE)


def test_a_host_that_the_settings_name_may_be_asked() -> None:
    for named in ("Intranet.Example", "intranet.example."):
        found = reachable("x", "intranet.example", 80, lambda *_: ("10.0.0.7",), frozenset({named}))
        assert found == ("10.0.0.7",)
    assert reachable("x", "::1", 80, lambda *_: ("::1",), frozenset({"[::1]"})) == ("::1",)
    with pytest.raises(ArticleError):
        reachable("x", "other.intranet.example", 80, lambda *_: ("10.0.0.7",), frozenset({"intranet.example"}))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost", "::ffff:7f00:1"])
def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    with pytest.raises(ArticleError, match="this machine"):
        reachable("x", host, 80, resolved, NONE)
