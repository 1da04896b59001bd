"""On which terms articles are taken: from where, how large, and with how much patience."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from audionews import __version__
from audionews.settings import Settings, ShowTable

PRODUCT = "audionews"
Resolver = Callable[[str, int], Sequence[str]]
"""Returns the IP addresses of a host, for a port; raises OSError when there are none."""


class Terms(Struct, frozen=True, kw_only=True):
    """What is asked of an article before it is read.

    Attributes:
        bytes: Most that it may have, packed or not.
        timeout_s: Longest time without a byte from a server.
        whole_s: Longest time for a whole page, redirects included.
        redirects: How often a server may send us on.
        hosts: In one's own network, but may be asked.
        robots: Whether a site's robots.txt is obeyed.
        contact: Address of the show, so that a site knows who reads; empty when there is none.
        resolve: Who knows the addresses of hosts; None for this machine.
    """

    bytes: int = 10_000_000
    timeout_s: float = 20.0
    whole_s: float = 60.0
    redirects: int = 5
    hosts: frozenset[str] = frozenset()
    robots: bool = True
    contact: str = ""
    resolve: Resolver | None = None

    @property
    def agent(self) -> str:
        """What we call ourselves."""
        return f"{PRODUCT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


def terms_of(settings: Settings) -> Terms:
    """Return the terms that a show sets."""
    table = settings.articles
    return Terms(
        bytes=table.largest_mb * 1_000_000,
        timeout_s=table.timeout_s,
        whole_s=table.fetch_s,
        hosts=frozenset(table.hosts),
        robots=table.robots,
        contact=_contact(settings.show),
    )


def _contact(show: ShowTable) -> str:
    """Return the show's address, unless it is still the one on this machine, which tells a site nothing."""
    return "" if show.url == ShowTable().url or urlsplit(show.url).hostname is None else show.url
