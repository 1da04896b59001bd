"""Markup → a small tree of our own: the owner of lxml for everything that is read.

lxml is used as a tokeniser that mends what authors break; its own trees drop text below some depth. What is nested
deeper than `DEEPEST` keeps its words and loses its boxes. Nothing outside the text is ever loaded: no entities, no
DTDs, no network.
"""

import html
import re
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct, field

from audionews.articles.cleaning import clean
from audionews.expressions import expression

_MOST_BREAKS = 3
"""Of <br> in a row, words excepted; more part nothing that these do not."""

_MOST_SAID = 200
"""Characters of what libxml2 complains of."""

DEEPEST = 120
"""Levels; newspapers' pages have 15 to 60, and recursion over a tree stays far from Python's limit."""

_LEAVES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "br", "script", "style"})
_OLD_REFERENCE = expression(r"&#(?:(1[2345]\d)|[xX](0*[89][0-9a-fA-F]));?")
_NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/xhtml": "",
}


class Node(Struct, eq=False):
    """An element: its tag in lower case, its attributes, and its text and elements in order.

    Attributes:
        meanings: What its names mean, once somebody has asked.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None
    meanings: frozenset[str] | None = None

    def get(self, name: str) -> str:
        """Return an attribute, empty when it is not there."""
        return self.attributes.get(name, "")

    @property
    def elements(self) -> list["Node"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Node)]

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield this element and those within, in document order; only those with one of the tags, if any are given."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not tags or node.tag in tags:
                yield node
            if node.children:
                stack.extend([child for child in reversed(node.children) if isinstance(child, Node)])

    def above(self) -> Iterator["Node"]:
        """Yield the elements around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self, longest: int | None = None) -> str:
        """Return all text within, as it stands; cut somewhere beyond ``longest`` characters, which spares time."""
        parts: list[str] = []
        length = 0
        stack: list[Node | str] = [self]
        while stack and (longest is None or length <= longest):
            top = stack.pop()
            if isinstance(top, str):
                parts.append(top)
                length += len(top)
            else:
                stack.extend(reversed(top.children))
        return "".join(parts)

    def remove(self) -> None:
        """Take this element out of its parent; the words around it stay apart."""
        if self.parent is not None:
            self.parent.children[self.parent.children.index(self)] = " "
            self.parent = None


_NO_ENTITIES = "declares XML entities, which are refused; send it without its DOCTYPE"


class MarkupError(ValueError):
    """XML that cannot be read, or must not be; says why in one line."""


class _Builder:
    """What lxml's parser calls for every tag and text."""

    def __init__(self) -> None:
        self.root = Node("#root")
        self._open = [self.root]
        self._levels = [0]
        self._breaks = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        node = Node(_name(tag), {_name(key): value for key, value in attributes.items()})
        self._breaks = self._breaks + 1 if node.tag == "br" else 0
        if self._breaks > _MOST_BREAKS:
            self._open.append(node)  # of no tree: whatever a <br> of XML may hold goes with it
            self._levels.append(self._levels[-1])
            return
        around, level = self._open[-1], self._levels[-1]
        if level < DEEPEST or (level < DEEPEST + 8 and node.tag in _LEAVES):
            node.parent = around
            around.children.append(node)
            around, level = node, level + 1
        elif around.children[-1:] != [" "]:
            around.children.append(" ")
        self._open.append(around)
        self._levels.append(level)

    def end(self, _tag: str) -> None:
        if len(self._open) > 1:
            self._open.pop()
            self._levels.pop()

    def data(self, text: str) -> None:
        if not text.isspace():
            self._breaks = 0
        elif self._breaks > _MOST_BREAKS:
            return
        self._open[-1].children.append(text)

    def comment(self, _text: str) -> None:
        pass

    def pi(self, _target: str, _data: str | None = None) -> None:
        pass

    def close(self) -> Node:
        return self.root


def _name(name: str) -> str:
    """Return ``dc:creator`` for lxml's ``{http://purl.org/dc/elements/1.1/}creator``."""
    if not name.startswith("{"):
        return name.lower()
    namespace, local = name[1:].split("}", 1)
    return _NAMESPACES.get(namespace, "other:") + local.lower()


def parse_html(text: str) -> Node:
    """Return the tree of a page or a piece of one, however broken."""
    parser = etree.HTMLParser(target=_Builder(), huge_tree=True, no_network=True)
    text = clean(_modern_references(text))
    if not text.strip():
        return Node("#root")
    try:
        parser.feed(text)
        root: Node = parser.close()
    except etree.XMLSyntaxError:  # nothing in it that could be an element
        return Node("#root", children=[html.unescape(text)])
    return root


def parse_xml(text: str) -> Node:
    """Return the tree of an XML document.

    Raises:
        MarkupError: It is not well formed, or it declares entities: those can read files and fill the memory.
    """
    root = re.search(r"<[^\W\d]", text)
    if "<!ENTITY" in text[: root.start() if root else None]:
        raise MarkupError(_NO_ENTITIES)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found.group().count("\n"), text, count=1)
    try:
        return _xml(text)
    except etree.XMLSyntaxError as first:
        try:
            return _xml(_mended(text))
        except etree.XMLSyntaxError:
            raise MarkupError(_in_our_words(first)) from first


def _in_our_words(error: etree.XMLSyntaxError) -> str:
    """Return libxml2's complaint with its place in front, where an editor looks for it."""
    line, _column = error.position
    said = " ".join(re.sub(r", line \d+, column \d+$", "", error.msg).split())  # it may quote lines of the text
    return f"line {line}: is not well-formed XML: {said[:_MOST_SAID]}"


def _xml(text: str) -> Node:
    parser = etree.XMLParser(
        target=_Builder(), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=True
    )
    parser.feed(clean(_modern_references(text)).rstrip().encode())
    root: Node = parser.close()
    return root


def _modern_references(text: str) -> str:
    """Read ``&#146;`` as browsers do: as a place in Windows-1252."""
    return _OLD_REFERENCE.sub(lambda found: chr(int(found[1]) if found[1] else int(found[2], 16)), text)


def _mended(text: str) -> str:
    """Return XML with HTML's entities written out and lone ampersands escaped, CDATA left alone."""
    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [_with_entities(text[at:start]), text[start : end + 3]]
        at = end + 3
    return "".join([*parts, _with_entities(text[at:])])


def _with_entities(text: str) -> str:
    text = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);)(\w+;)", lambda found: html.unescape(found.group()), text)
    return re.sub(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|\w+);)", "&amp;", text)
