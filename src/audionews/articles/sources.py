"""Where articles are: files, folders, addresses and standard input → sources, each with the bytes of one article."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from msgspec import Struct

from audionews.articles.draft import Source
from audionews.articles.encoding import decode
from audionews.articles.terms import Terms
from audionews.articles.urls import is_address, without_password
from audionews.errors import ArticleError
from audionews.expressions import expression

if TYPE_CHECKING:
    from audionews.articles.web import Visitor

_KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xht": "html",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".rdf": "xml",
}
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
}
_NO_ARTICLES = frozenset(
    {"image", "audio", "video", "font", "model", "text/css", "text/csv", "text/javascript"}
    | {f"application/{name}" for name in ("pdf", "json", "javascript", "zip", "gzip", "msword", "rtf")}
)
"""Media types, whole or their first halves, that servers give for other things; what they do not know they may call
``application/octet-stream``."""

_FEED_ROOT = expression(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_HTML_START = expression(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype html|html|head|body|article|main|section|div|p|h1|header|meta|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_START = expression(r"\s*(?:---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)|\+\+\+[ \t]*\n|# \S)")
_PUBLISHED = (".site", "guids.jsonl", ".audionews.lock")
"""Names of files that only an output folder has."""


_NOTES = frozenset({"readme", "lisez-moi", "lisezmoi", "license", "licence", "changelog"})
"""Stems of files that speak of the others in a folder."""

_USUAL = Terms()


class _Read(Struct, frozen=True, kw_only=True):
    """Bytes, and what is known about them before they are looked at."""

    name: str
    data: bytes
    kind: str | None
    modified: datetime
    address: str | None = None
    charset: str | None = None


def find_sources(
    places: Sequence[str], *, now: datetime, stdin: BinaryIO, terms: Terms = _USUAL
) -> Iterator[Source | ArticleError]:
    """Yield the articles at some places, in order, each file once.

    A place that cannot be read is yielded as the error, so that the others go on.

    Args:
        places: Files, folders (searched to the bottom), http(s) addresses, ``-`` for standard input.
        now: The date of what has none.
        stdin: Where ``-`` is read from.
        terms: On which terms addresses are fetched.
    """
    finder = _Finder(terms, now, stdin)
    for place in places:
        try:
            for found in finder.at(place):
                yield from [found] if isinstance(found, ArticleError) else _sources(found)
        except ArticleError as error:
            yield error


class _Finder:
    """Finds the bytes at places, each file once.

    Args:
        terms: For all of them.
        now: The date of what has none.
        stdin: Where ``-`` is read from.
    """

    def __init__(self, terms: Terms, now: datetime, stdin: BinaryIO) -> None:
        self._terms = terms
        self._now = now
        self._stdin = stdin
        self._seen: set[str] = set()

    def at(self, place: str) -> Iterator[_Read | ArticleError]:
        """Yield what is at a place.

        Raises:
            ArticleError: It cannot be had.
        """
        if not place:
            message = "names nothing; give a file, a folder, an http(s) address, or - for standard input"
            raise ArticleError(f'"{place}"', message)
        if place == "-":
            yield _Read(name="-", data=_limited("-", self._stdin, self._terms.bytes), kind=None, modified=self._now)
        elif is_address(place):
            yield _fetched(place, self._visitor, self._now)
        elif Path(place).is_dir():
            yield from self._in_folder(Path(place))
        elif self._is_new(Path(place)):
            yield self._file(Path(place))

    @cached_property
    def _visitor(self) -> "Visitor":
        from audionews.articles.web import Visitor  # most articles are files

        return Visitor(self._terms)

    def _is_new(self, path: Path) -> bool:
        try:
            real = str(path.resolve())
        except RuntimeError as error:
            raise ArticleError(_shown(path), "cannot be found: a link that leads to itself") from error
        except (OSError, ValueError) as error:
            raise ArticleError(_shown(path), f"cannot be found: {getattr(error, 'strerror', None) or error}") from error
        if real in self._seen:
            return False
        self._seen.add(real)
        return True

    def _in_folder(self, folder: Path) -> Iterator[_Read | ArticleError]:
        """Yield a folder's articles by path; hidden files, other kinds of file and READMEs are left out."""
        faults: list[OSError] = []
        paths = sorted(_articles_under(folder, faults))
        for fault in faults:
            yield ArticleError(_shown(fault.filename), f"cannot be searched: {fault.strerror}")
        if not paths and not faults:
            message = f"no articles in it; there should be files ending in {' '.join(_KINDS)}"
            yield ArticleError(_shown(folder), message)
        for path in paths:
            try:
                if self._is_new(path):
                    yield self._file(path)
            except ArticleError as error:
                yield error

    def _file(self, path: Path) -> _Read:
        return _read_file(path, self._now, self._terms.bytes)


def _shown(path: Path | str) -> str:
    r"""Return a path as it can be printed, stored and told apart: a file's name may hold any byte, a line end too.

    >>> _shown("a\nb\udce9.txt")
    'a\\nb\\udce9.txt'
    """
    text = str(path)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _articles_under(folder: Path, faults: list[OSError]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = [name for name in folders if not name.startswith(".") and not _is_published(Path(place, name))]
        for name in files:
            path = Path(place, name)
            if path.suffix.lower() in _KINDS and not name.startswith(".") and path.stem.lower() not in _NOTES:
                yield path


def _is_published(folder: Path) -> bool:
    """Tell an output folder, whose pages are not articles; it often lies beside the articles it was made from."""
    return any((folder / name).is_file() for name in _PUBLISHED)


def _read_file(path: Path, now: datetime, most: int) -> _Read:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise ArticleError(_shown(path), "there is no such file") from error
    except (OSError, ValueError) as error:
        raise ArticleError(_shown(path), f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(_shown(path), "is not a file that can be read; an article is a regular file")
    try:
        with path.open("rb") as file:
            data = _limited(_shown(path), file, most)
    except OSError as error:
        raise ArticleError(_shown(path), f"cannot be read: {error.strerror}") from error
    modified = datetime.fromtimestamp(int(status.st_mtime), tz=now.tzinfo)
    return _Read(name=_shown(path), data=data, kind=_KINDS.get(path.suffix.lower()), modified=modified)


def _limited(name: str, file: BinaryIO, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise ArticleError(name, f"is larger than {most // 1_000_000} MB: not an article ([articles] largest_mb)")
    return data


def _fetched(place: str, visitor: "Visitor", now: datetime) -> _Read:
    page, name = visitor.fetch(place), without_password(place)
    if page.type.split("/")[0] in _NO_ARTICLES or page.type in _NO_ARTICLES or page.type.endswith("+json"):
        raise ArticleError(name, f"is {page.type}, not an article; an address should give a page, a feed or a text")
    return _Read(
        name=name,
        data=page.data,
        kind=_TYPES.get(page.type) or (_KINDS.get(_suffix(page.address)) if page.type in {"", "text/plain"} else None),
        modified=page.modified or now,
        address=page.address,
        charset=page.charset,
    )


def _suffix(address: str) -> str:
    return PurePosixPath(urlsplit(address).path).suffix.lower()


def _sources(read: _Read) -> Iterator[Source | ArticleError]:
    """Yield the articles in some bytes, or what is wrong with them: the files after a bad one are read all the same."""
    try:
        yield from _articles_in(read)
    except ArticleError as error:
        yield error


def _articles_in(read: _Read) -> Iterator[Source | ArticleError]:
    """Yield the articles in some bytes: as many as a feed has entries, else one."""
    if read.kind in {"text", "markdown"} and read.charset is None:
        yield Source(name=read.name, data=read.data, kind=read.kind, modified=read.modified, address=read.address)
        return
    text = decode(read.name, read.data, read.charset)
    kind = _kind(read.kind, text)
    data = read.data if read.charset is None else text.encode()
    if kind == "feed":
        from audionews.articles.feed import entries

        yield from entries(read.name, text, read.modified, read.address)
    elif kind == "xml":
        raise ArticleError(read.name, "is XML but neither RSS nor Atom; a feed begins with <rss>, <rdf:RDF> or <feed>")
    else:
        yield Source(name=read.name, data=data, kind=kind, modified=read.modified, address=read.address)


def _kind(told: str | None, text: str) -> str:
    """Return the kind of a text; a suffix or a server is believed, but feeds are often served as something else."""
    start = text[:4_000].lstrip("\ufeff \t\r\n")
    markup = start.startswith("<")
    if (
        markup
        and told in {None, "xml", "html"}
        and _FEED_ROOT.search(start)
        and not re.search("<html", start, re.IGNORECASE)
    ):
        return "feed"
    if told == "xml":
        return "html" if _HTML_START.match(start) else "xml"
    if told is not None:
        return told
    if markup and (_HTML_START.match(start) or re.search(r"<(?:html|p|div)\b", start, re.IGNORECASE)):
        return "html"
    if markup and start.startswith("<?xml"):
        return "xml"
    return "markdown" if _MARKDOWN_START.match(start) else "text"
