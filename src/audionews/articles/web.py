"""Pages fetched over http(s): one address in, one page out, within limits.

Every address that is opened, the first and each one a server sends us on to, goes through `Visitor._answer`: it must be
one that may be opened, lead to the public internet, and be one that its site lets programs read. We bring no cookie and
no password, to nobody.
"""

import logging
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from msgspec import Struct

from audionews.articles import robots
from audionews.articles.hosts import reachable, resolved
from audionews.articles.terms import PRODUCT, Terms
from audionews.articles.urls import allowed, joined, target_of, without_password
from audionews.articles.wire import Deadline, direct, port_of, proxy_for, through
from audionews.errors import ArticleError
from audionews.logs import fields

_log = logging.getLogger(__name__)
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/*;q=0.8"
)
_MOVED = frozenset({301, 302, 303, 307, 308})
_WHY = {
    401: "asks for a password",
    402: "asks for payment",
    403: "refuses to give it",
    404: "is not there; check the address",
    410: "is gone for good",
    429: "is asked too often; try later",
    451: "may not be given for legal reasons",
}
_PACKED = b"\x1f\x8b"
"""How gzip begins."""


class Page(Struct, frozen=True, kw_only=True):
    """What a server gave.

    Attributes:
        address: Where it came from in the end.
        data: The body, decompressed.
        type: Media type in lower case, without parameters; empty when not said.
        charset: The encoding that was claimed.
        modified: Aware, when the server says.
    """

    address: str
    data: bytes
    type: str
    charset: str | None
    modified: datetime | None


_Check = Callable[[str, str, Deadline], None]


class _RefusedError(Exception):
    """The server answers, but not with a page."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Visitor:
    """Fetches pages on some terms, and remembers what sites ask of programs.

    Args:
        terms: For all pages.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._rules: dict[str, tuple[robots.Rule, ...]] = {}

    def fetch(self, place: str) -> Page:
        """Return the page at an address.

        Raises:
            ArticleError: It cannot be had, or not within the limits; the message says which.
        """
        name, terms = without_password(place), self._terms
        deadline = Deadline(time.monotonic() + terms.whole_s, terms.timeout_s)
        try:
            page = self._page(name, place, deadline, self._check_robots if terms.robots else _as_it_is)
        except _RefusedError as error:
            why = _WHY.get(error.status, "cannot give it now")
            raise ArticleError(name, f"the server answers {error.status}: it {why}") from error
        except TimeoutError as error:
            raise ArticleError(name, self._impatience(deadline)) from error
        took_ms = round(1000 * (time.monotonic() - deadline.end + terms.whole_s))
        _log.info("%s: fetched", name, extra=fields("fetched", article=name, bytes=len(page.data), took_ms=took_ms))
        return page

    def _impatience(self, deadline: Deadline) -> str:
        if time.monotonic() >= deadline.end:
            return f"was not there whole within {self._terms.whole_s:g} s"
        return f"no answer within {self._terms.timeout_s:g} s"

    def _page(self, name: str, place: str, deadline: Deadline, check: _Check) -> Page:
        """Return a page, wherever the server sends us for it; each address is checked first."""
        address = allowed(name, place)
        for _ in range(self._terms.redirects + 1):
            check(name, address, deadline)
            with self._answer(name, address, deadline) as answer:
                onward = answer.headers.get("Location") if answer.status in _MOVED else None
                if onward is None:
                    return self._read(name, address, answer)
            address = allowed(name, joined(name, address, onward))
        raise ArticleError(name, f"sends us on more than {self._terms.redirects} times; give the final address")

    def _check_robots(self, name: str, address: str, deadline: Deadline) -> None:
        """Return when the site lets programs read an address.

        Raises:
            ArticleError: It asks them not to, or does not say now.
        """
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._rules_of(name, site, deadline)
        if not robots.allows(self._rules[site], target_of(address)):
            message = "its site asks programs not to read it (robots.txt)"
            raise ArticleError(name, f"{message}; if it is yours, say robots = false in [articles]")

    def _rules_of(self, name: str, site: str, deadline: Deadline) -> tuple[robots.Rule, ...]:
        try:
            page = self._page(name, f"{site}/robots.txt", deadline, _as_it_is)
        except _RefusedError as error:
            if error.status < 500:
                return ()  # there is none
            message = f"the server answers {error.status} when asked for its robots.txt; try later"
            raise ArticleError(name, f"{message}, or say robots = false in [articles]") from error
        text = page.data[: robots.LONGEST_BYTES].decode("utf-8", "replace")
        return robots.rules_for(PRODUCT, text)

    @contextmanager
    def _answer(self, name: str, address: str, deadline: Deadline) -> Iterator[HTTPResponse]:
        """Give a server's answer, of which the head has been read.

        Raises:
            _RefusedError: It has no page.
        """
        with _told(name, "cannot be reached"):
            connection, target, headers = self._connection(name, address, deadline)
        headers |= {"User-Agent": self._terms.agent, "Accept": _ACCEPT, "Accept-Language": "fr, *;q=0.5"}
        with closing(connection), _told(name, "the connection broke"):
            connection.request("GET", target, headers=headers | {"Accept-Encoding": "gzip", "Connection": "close"})
            with connection.getresponse() as answer:
                if answer.status not in _MOVED and not 200 <= answer.status < 300:
                    raise _RefusedError(answer.status)
                yield answer

    def _connection(self, name: str, address: str, deadline: Deadline) -> tuple[HTTPConnection, str, dict[str, str]]:
        """Return a connection that may be used for an address, what to ask for, and with which headers."""
        parts, terms = urlsplit(address), self._terms
        path, proxy = target_of(address), proxy_for(parts)
        try:
            addresses = reachable(name, parts.hostname or "", port_of(parts), terms.resolve or resolved, terms.hosts)
        except OSError:
            if proxy is None:
                raise
            addresses = ()  # behind a proxy, names of the world outside are often not known
        if proxy is None:
            return direct(parts, addresses, deadline), path, {}
        connection, headers = through(proxy, parts, deadline)
        return connection, address if parts.scheme == "http" else path, headers

    def _read(self, name: str, address: str, answer: HTTPResponse) -> Page:
        headers: Message = answer.headers
        return Page(
            address=address,
            data=_unpacked(name, _body(name, answer, self._terms.bytes), headers, self._terms.bytes),
            type=headers.get_content_type().lower() if "Content-Type" in headers else "",
            charset=headers.get_content_charset(),
            modified=_modified(headers.get("Last-Modified", "")),
        )


def _as_it_is(_name: str, _address: str, _deadline: Deadline) -> None:
    """Ask nobody first."""


@contextmanager
def _told(name: str, what: str) -> Iterator[None]:
    """Make one line about an address of what breaks on the way; `Visitor.fetch` speaks of time that is over."""
    try:
        yield
    except TimeoutError:
        raise
    except (OSError, HTTPException) as error:
        said = (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip()
        raise ArticleError(name, f"{what}: {said}") from error


def _body(name: str, answer: HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536):
        size += len(part)
        parts.append(part)
        if size > most:
            raise ArticleError(name, _too_large(most))
    if answer.length:
        raise ArticleError(name, f"the connection broke: {size} of {size + answer.length} bytes")
    return b"".join(parts)


def _unpacked(name: str, data: bytes, headers: Message, most: int) -> bytes:
    """Return the page decompressed, never more of it than may be."""
    packing = headers.get("Content-Encoding", "").strip()
    if packing.lower() in {"", "identity"}:
        return data
    if packing.lower() not in {"gzip", "x-gzip"}:
        raise ArticleError(name, f"is compressed as {packing}, which nobody asked for; only gzip can be read")
    plain = b""
    while True:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            plain += unpacker.decompress(data, most + 1 - len(plain))
        except zlib.error as error:
            raise ArticleError(name, f"is not compressed as the server says: {error}") from error
        if len(plain) > most:
            raise ArticleError(name, _too_large(most))
        if not unpacker.eof:
            raise ArticleError(name, "the connection broke: what is compressed has no end")
        data = unpacker.unused_data
        if not data.startswith(_PACKED):  # several may follow one another
            return plain


def _too_large(most: int) -> str:
    return f"is larger than {most // 1_000_000} MB: not an article"


def _modified(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
