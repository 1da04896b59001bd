"""Addresses of the web: what is meant as one, how it is asked for, and how it can be shown to anybody."""

import re
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from audionews.errors import ArticleError
from audionews.expressions import expression

_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?"
_NUMBERS = expression(r"[0-9a-f:.]+", re.IGNORECASE)


def is_address(place: str) -> bool:
    """Tell whether a place is meant as an address, of whatever scheme, not as a path."""
    return "://" in place[:12]


def without_password(address: str) -> str:
    """Return an address as it can be shown to anybody.

    >>> without_password("https://anne:secret@example.org/a")
    'https://…@example.org/a'
    """
    try:
        _ = urlsplit(address).port
    except ValueError:  # then a slash may be part of the password
        return re.sub(r"://.*@", "://…@", address, flags=re.DOTALL)
    return re.sub(r"://[^/?#]*@", "://…@", address)


def allowed(name: str, address: str) -> str:
    """Return an address in the form it is asked for.

    Args:
        name: What the user named, for the message.
        address: May hold letters with accents.

    Raises:
        ArticleError: It is not one that may be opened.
    """
    seen = without_password(address)
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise ArticleError(name, f"is not an address: {seen}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ArticleError(name, f"only http and https addresses can be read, not {seen}")
    if ":" in host and not _NUMBERS.fullmatch(host):  # a zone behind them names an interface of this machine
        raise ArticleError(name, f"is not an address: {seen}")
    if parts.username is not None or parts.password is not None:
        raise ArticleError(name, "an address with a user name or password in it is not opened")
    literal = f"[{host}]" if ":" in host else quote(host, safe="-._")
    return urlunsplit(
        (parts.scheme, literal + port, quote(parts.path, safe=_PATH) or "/", quote(parts.query, safe=_QUERY), "")
    )


def target_of(address: str) -> str:
    """Return what a server is asked for: path and query."""
    parts = urlsplit(address)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def joined(name: str, address: str, onward: str) -> str:
    """Return where a server sends us; headers are Latin-1, but many servers write UTF-8 into them."""
    with suppress(UnicodeError):
        onward = onward.encode("latin-1").decode()
    try:
        return urljoin(address, onward)
    except ValueError as error:
        raise ArticleError(name, f"sends us on to what is not an address: {without_password(onward)}") from error
