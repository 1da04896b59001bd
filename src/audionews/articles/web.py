"""Pages fetched over http(s): one address in, one page out, within limits.

Every address that is opened, the first and each one a server sends us on to, goes through `allowed` before anything
is sent.
"""

import gzip
import http.client
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from audionews.errors import ArticleError

AGENT = "audionews (+https://pypi.org/project/audionews/)"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much patience there is for one page.

    Attributes:
        timeout_s: Seconds without a byte.
        whole_s: Seconds for the whole page, redirects included.
        bytes: Size, before and after decompression.
        redirects: How often a server may send us on.
    """

    timeout_s: float = 20.0
    whole_s: float = 60.0
    bytes: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
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


def is_address(place: str) -> bool:
    """Tell whether a place is meant as an address, of whatever scheme, not as a path."""
    return "://" in place[:12]


def allowed(name: str, address: str) -> str:
    """Return an address in the form it is asked for.

    Args:
        name: What the user named, for the message.
        address: May hold letters with accents.

    Raises:
        ArticleError: It is not one that may be opened.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise ArticleError(name, f"is not an address: {address}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ArticleError(name, f"only http and https addresses can be read, not {address}")
    if parts.username or parts.password:
        raise ArticleError(name, "an address with a user name or password in it is not opened")
    literal = f"[{host}]" if ":" in host else host
    return urlunsplit(
        (parts.scheme, literal + port, quote(parts.path, safe=_PATH) or "/", quote(parts.query, safe=_QUERY), "")
    )


_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?"


def fetch(name: str, limits: Limits = Limits()) -> Page:
    """Return the page at an address.

    Raises:
        ArticleError: It cannot be had, or not within the limits; the message says which.
    """
    address, end = allowed(name, name), time.monotonic() + limits.whole_s
    opener = _opener()
    for _ in range(limits.redirects + 1):
        with _opened(opener, name, address, limits) as answer:
            onward = answer.headers.get("Location") if answer.status in _MOVED else None
            if onward is None:
                return _page(name, address, answer, limits, end)
        address = allowed(name, urljoin(address, onward))
        if time.monotonic() > end:
            break
    raise ArticleError(name, f"sends us on more than {limits.redirects} times; give the final address")


def _opener() -> OpenerDirector:
    """Return an opener that knows HTTP and nothing else: no files, FTP, cookies or passwords, and follows nothing."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), _Answers(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener


class _Answers(HTTPErrorProcessor):
    """Hand a redirect back as an answer: `fetch` looks at where it leads first."""

    def http_response(self, request: Request, response: http.client.HTTPResponse) -> http.client.HTTPResponse:
        return response if response.status in _MOVED else super().http_response(request, response)

    https_response = http_response


def _opened(opener: OpenerDirector, name: str, address: str, limits: Limits) -> http.client.HTTPResponse:
    headers = {"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Accept-Language": "fr, *;q=0.5"}
    try:
        answer = opener.open(Request(address, headers=headers), timeout=limits.timeout_s)  # noqa: S310 - see `allowed`
    except HTTPError as error:
        error.close()
        raise ArticleError(
            name, f"the server answers {error.code}: it {_WHY.get(error.code, 'cannot give it now')}"
        ) from error
    except TimeoutError as error:
        raise ArticleError(name, f"no answer within {limits.timeout_s:g} s") from error
    except URLError as error:
        raise ArticleError(name, _reason(error.reason, limits)) from error
    except (OSError, http.client.HTTPException) as error:
        raise ArticleError(name, f"the connection broke: {_said(error)}") from error
    if not isinstance(answer, http.client.HTTPResponse):
        raise ArticleError(name, "gave no answer that can be read")
    return answer


def _reason(reason: str | BaseException, limits: Limits) -> str:
    if isinstance(reason, TimeoutError):
        return f"no answer within {limits.timeout_s:g} s"
    return f"cannot be reached: {_said(reason)}"


def _said(error: str | BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip()


def _page(name: str, address: str, answer: http.client.HTTPResponse, limits: Limits, end: float) -> Page:
    data = _body(name, answer, limits, end)
    headers: Message = answer.headers
    return Page(
        address=address,
        data=_unpacked(name, data, headers.get("Content-Encoding", ""), limits),
        type=headers.get_content_type().lower() if "Content-Type" in headers else "",
        charset=headers.get_content_charset(),
        modified=_modified(headers.get("Last-Modified", "")),
    )


def _body(name: str, answer: http.client.HTTPResponse, limits: Limits, end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while part := answer.read1(65_536):
            size += len(part)
            parts.append(part)
            if size > limits.bytes:
                raise ArticleError(name, _too_large(limits))
            if time.monotonic() > end:
                raise ArticleError(name, f"was not there whole within {limits.whole_s:g} s")
    except (OSError, http.client.HTTPException) as error:
        raise ArticleError(name, f"the connection broke: {_said(error)}") from error
    if answer.length:
        raise ArticleError(name, f"the connection broke: {size} of {size + answer.length} bytes")
    return b"".join(parts)


def _unpacked(name: str, data: bytes, packing: str, limits: Limits) -> bytes:
    """Return the page decompressed, never more of it than may be."""
    if packing.strip().lower() in {"", "identity"}:
        return data
    if packing.strip().lower() not in {"gzip", "x-gzip"}:
        raise ArticleError(name, f"is compressed as {packing.strip()}, which nobody asked for; only gzip can be read")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(data, limits.bytes + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ArticleError(name, f"is not compressed as the server says: {error}") from error
    if len(plain) > limits.bytes:
        raise ArticleError(name, _too_large(limits))
    if not unpacker.eof:
        raise ArticleError(name, "the connection broke: what is compressed has no end")
    return plain


def _too_large(limits: Limits) -> str:
    return f"is larger than {limits.bytes // 1_000_000} MB: not an article"


def _modified(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
