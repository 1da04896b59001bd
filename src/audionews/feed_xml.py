"""Owner of lxml for writing: XML straight to a file, element by element, so that memory does not grow with the feed.

Names are written as in the feed, ``itunes:author``. Nothing that comes through here can make broken XML: markup is
escaped, and characters that XML cannot hold are dropped.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, Self

from lxml import etree

from audionews.characters import legal

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
_INDENT = "  "


class XmlWriter:
    """Writes one document; ``XmlWriter.to(file)`` opens it and its root element."""

    def __init__(self, stream: Any, file: BinaryIO) -> None:
        self._stream = stream
        self._file = file
        self._depth = 1

    @classmethod
    @contextmanager
    def to(cls, file: BinaryIO, root: str, attributes: Mapping[str, str], *, note: str = "") -> Iterator[Self]:
        """Write a whole document around what is done inside the ``with``.

        Args:
            file: Open for writing bytes.
            root: Name of the root element.
            attributes: Of the root element.
            note: A comment at the beginning of the root element.
        """
        with etree.xmlfile(file, encoding="utf-8", close=False) as stream:
            stream.write_declaration()
            with stream.element(root, attrib=dict(attributes), nsmap=NAMESPACES):
                if note:
                    stream.write("\n", etree.Comment(legal(note)))
                yield cls(stream, file)
                stream.write("\n")

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str | None] | None = None) -> Iterator[None]:
        """Write an element around what is done inside the ``with``."""
        self._break()
        with self._stream.element(_qualified(name), attrib=_given(attributes)):
            self._depth += 1
            yield
            self._depth -= 1
            self._break()

    def leaf(self, name: str, text: str = "", attributes: Mapping[str, str | None] | None = None) -> None:
        """Write an element that holds text alone; attributes without a value are left out."""
        self._break()
        with self._stream.element(_qualified(name), attrib=_given(attributes)):
            if text:
                self._stream.write(legal(text))

    def verbatim(self, xml: bytes) -> None:
        """Write what this class has written before, in the same place of another document."""
        self._stream.flush()
        self._file.write(xml)

    def length(self) -> int:
        """Return how many bytes there are so far."""
        self._stream.flush()
        return self._file.tell()

    def _break(self) -> None:
        self._stream.write("\n" + _INDENT * self._depth)


def _qualified(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def _given(attributes: Mapping[str, str | None] | None) -> dict[str, str]:
    return {name: legal(value) for name, value in (attributes or {}).items() if value}
