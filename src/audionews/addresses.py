"""Where things are published, as addresses that any client can fetch: ASCII, with every odd character encoded."""

from functools import lru_cache
from urllib.parse import quote, urlsplit

from audionews.characters import legal
from audionews.domain import Episode, Show

FEED = "feed.xml"
SHOW_COVER = "cover.jpg"
_KEPT = "%/:?#[]@!$&'()*+,;=~-._"


@lru_cache(maxsize=1_024)
def encoded(address: str) -> str:
    """Return an address in ASCII: the host in Punycode, the rest percent-encoded; what is encoded already stays.

    >>> encoded("https://pré.example/été 2025?a=%20")
    'https://xn--pr-cja.example/%C3%A9t%C3%A9%202025?a=%20'
    """
    address = legal(address).strip()
    try:
        host = urlsplit(address).hostname or ""
        ascii_host = host.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return quote(address, safe=_KEPT)
    if ascii_host != host.lower():
        address = address.replace(host, ascii_host, 1)
    return quote(address, safe=_KEPT)


def published(show: Show, name: str) -> str:
    """Return the address of a file at the top of the output folder."""
    return encoded(show.url) + quote(legal(name))


def page_url(show: Show, episode: Episode) -> str:
    """Return the address of an episode's page."""
    return f"{encoded(show.url)}episodes/{quote(legal(episode.slug))}/"


def file_url(show: Show, episode: Episode, purpose: str) -> str:
    """Return the address of one of an episode's files, by its purpose: ``audio``, ``vtt`` or ``cover``."""
    return page_url(show, episode) + quote(legal(episode.files[purpose].name))


def cover_url(show: Show) -> str:
    """Return the address of the show's cover: the editor's, or the one that is published beside the feed."""
    if show.image and show.image.startswith(("http://", "https://")):
        return encoded(show.image)
    return published(show, SHOW_COVER)
