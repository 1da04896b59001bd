"""Which hosts may be asked for articles: every address that a name leads to is looked at before anything is sent.

An article comes from the public internet. What lies in one's own network — this machine, a router's pages, the keys
that a cloud gives to its machines — is opened only where the settings name the host. A name is resolved once, and the
connection goes to the addresses that were looked at: a name that leads elsewhere a moment later leads nowhere.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from audionews.articles.terms import Resolver
from audionews.errors import ArticleError

_CLOSED = {
    ip_network(network): what
    for network, what in (
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's own network"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud's own service"),
        ("169.254.0.0/16", "the local link, where clouds keep their keys"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved for examples"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "reserved for tests"),
        ("198.51.100.0/24", "reserved for examples"),
        ("203.0.113.0/24", "reserved for examples"),
        ("224.0.0.0/4", "many machines at once"),
        ("240.0.0.0/4", "reserved"),
        ("::1/128", "this machine"),
        ("::/128", "this machine"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "the local link"),
        ("ff00::/8", "many machines at once"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "reserved for examples"),
        ("3fff::/20", "reserved for examples"),
    )
}
"""Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; 168.63.129.16 is Azure's."""
_PUBLIC = IPv6Network("2000::/3")
"""All that is given out; Source: IANA IPv6 Address Space."""
_CARRIED = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
"""Networks of IPv6 that carry an address of IPv4, and how many bits stand behind it: mapped, NAT64, 6to4."""


def resolved(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host as this machine knows them, in the order in which they should be tried.

    Raises:
        OSError: There are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def reachable(name: str, host: str, port: int, resolve: Resolver, hosts: frozenset[str]) -> tuple[str, ...]:
    """Return the addresses at which a host may be asked.

    Args:
        name: What the user named, for the message.
        host: In ASCII.
        port: 1 to 65535.
        resolve: Who knows addresses.
        hosts: Those in one's own network that may be asked all the same.

    Raises:
        ArticleError: One of its addresses is not public, or there is none.
        OSError: It is not known.
    """
    found = tuple(resolve(host, port))
    if is_named(host, hosts):
        return found
    for address in found:
        what = closed(address)
        if what is not None:
            raise ArticleError(name, f"{host} leads to {address}: {what}; say [articles] hosts if it may be read")
    return found


def is_named(host: str, hosts: frozenset[str]) -> bool:
    """Tell whether the settings name a host; case and a dot at the end say nothing."""
    return plain(host) in {plain(each) for each in hosts}


def plain(host: str) -> str:
    """Return a host as it is compared.

    >>> plain("[::1]"), plain("Intranet.Example.")
    ('::1', 'intranet.example')
    """
    return host.strip().strip("[]").rstrip(".").lower()


def closed(address: str) -> str | None:
    """Return what lies at an address that is not public; None when it is.

    >>> closed("::ffff:10.0.0.1"), closed("8.8.8.8")
    ('a private network', None)
    """
    number = ip_address(address.partition("%")[0])  # a zone after % belongs to the local link
    number = _carried(number) or number
    for network, what in _CLOSED.items():
        if number.version == network.version and number in network:
            return what
    return "reserved" if isinstance(number, IPv6Address) and number not in _PUBLIC else None


def _carried(number: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the address of IPv4 in which one of IPv6 ends."""
    for network, behind in _CARRIED:
        if isinstance(number, IPv6Address) and number in network:
            return IPv4Address(int(number) >> behind & 0xFFFF_FFFF)
    return None
