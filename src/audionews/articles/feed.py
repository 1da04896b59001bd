"""Feeds: RSS 0.91–2.0, RSS 1.0 (RDF) and Atom, whose entries carry their whole text; one article an entry.

An entry is handed on in a form of our own, JSON with sorted keys: it holds what the article is made of and nothing
that changes when the rest of the feed does.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from urllib.parse import urljoin

from audionews.articles.bylines import names
from audionews.articles.cleaning import clean, fold
from audionews.articles.credits import without_credits
from audionews.articles.dates import ImpossibleDateError, impossible, machine_date
from audionews.articles.dom import MarkupError, Node, parse_xml
from audionews.articles.draft import Block, Draft, Source
from audionews.articles.forms import Form, settled
from audionews.articles.furniture import is_teaser, without_furniture
from audionews.articles.page import fragment_forms
from audionews.errors import ArticleError
from audionews.expressions import expression

_TEASER_BELOW = 200
"""Characters of text below which an entry without a body of its own is taken for a teaser."""

_MARKUP = expression(r"<(?:[a-zA-Z][\w-]*[\s/>]|!--|/[a-zA-Z])|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


_SUBMITTED = expression(r"\d{2}/\d{2}/\d{4} - \d{2}:\d{2}$")
_LONGEST_SUBMITTED = 80
"""Characters of an account and a day."""


def entries(name: str, text: str, modified: datetime, address: str | None) -> Iterator[Source | ArticleError]:
    """Yield a source for each entry of a feed, in its order; an entry that comes twice is yielded as an error.

    Args:
        name: The feed, as the user named it.
        text: The feed.
        modified: The date of an entry that has none.
        address: Where it came from.

    Raises:
        ArticleError: It is not a feed, or it has no entries.
    """
    try:
        root = parse_xml(text)
    except MarkupError as error:
        raise ArticleError(name, str(error)) from error
    found = list(root.all("item", "entry"))
    if not found:
        raise ArticleError(name, "a feed without entries; each article is an <item> or an <entry>")
    channel = next(root.all("channel", "feed"), root)
    seen: set[str] = set()
    for number, node in enumerate(found, 1):
        entry = _entry(node, channel, address or "")
        label = f"{name}: {fold(_plain(str(entry['title']))) or entry['id'] or f'entry {number}'}"
        key = str(entry["id"] or entry["url"])
        if key and key in seen:
            yield ArticleError(label, f"comes twice: another entry has the guid {key}; every article needs its own")
            continue
        seen.add(key)
        data = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode("utf-8", errors="replace")
        yield Source(name=label, data=data, kind="entry", modified=modified, address=None)


def read_entry(source: Source, zone: tzinfo) -> Draft:
    """Return what an entry of a feed holds.

    Raises:
        ArticleError: It carries a teaser only.
    """
    entry: Mapping[str, str] = json.loads(source.data)
    title = fold(_plain(entry["title"]))
    try:
        found, credit = without_credits(_body(source.name, entry, title), zone, source.modified)
    except ImpossibleDateError as error:
        raise ArticleError(source.name, impossible(error)) from error
    authors = tuple(dict.fromkeys(name for author in entry["authors"] for name in names(_plain(author))))
    return Draft(
        title=title,
        category=_plain(entry["category"]) or credit.category,
        authors=authors or credit.authors,
        published=machine_date(entry["date"], zone) or credit.published,
        blocks=without_furniture(settled(found), title, repeats=False),
        id=entry["id"] or entry["url"] or None,
        url=entry["url"] if re.match("https?://", entry["url"]) else None,
        image=entry["image"] or None,
        language=entry["language"] or None,
    )


def _entry(node: Node, channel: Node, address: str) -> dict[str, object]:
    """Return what an article is made of, as text, under fixed keys."""
    told = (each.get("xml:base") for each in (node, *node.above()))
    base = next(filter(None, told), "") or address or _link(channel)
    url = _link(node)
    return {
        "id": _text(node, "guid", "id") or node.get("rdf:about"),
        "title": _markup_of(_child(node, "title")),
        "url": urljoin(base, url) if url else "",
        "category": next(iter(_categories(node)), ""),
        "authors": _authors(node) or _authors(channel),
        "date": _text(
            node,
            "pubdate",
            "dc:date",
            "published",
            "issued",
            "dcterms:created",
            "dcterms:issued",
            "date",
            "updated",
            "modified",
        ),
        "content": max(
            (_markup_of(each) for each in _children(node, "content:encoded", "content", "body")), key=len, default=""
        ),
        "description": max(
            (_markup_of(each) for each in _children(node, "description", "summary")), key=len, default=""
        ),
        "image": _image(node, base),
        "language": node.get("xml:lang")
        or _text(node, "dc:language", "language")
        or _text(channel, "language", "dc:language")
        or channel.get("xml:lang"),
    }


def _children(node: Node, *tags: str) -> Iterator[Node]:
    return (child for child in node.elements if child.tag in tags)


def _child(node: Node, *tags: str) -> Node | None:
    return next((child for tag in tags for child in _children(node, tag)), None)


def _text(node: Node, *tags: str) -> str:
    return next((text for tag in tags for child in _children(node, tag) if (text := fold(child.text()))), "")


def _link(node: Node) -> str:
    """Return the address of the article's page: RSS writes it as text, Atom as an attribute."""
    links = [child for child in _children(node, "link") if child.get("rel") in {"", "alternate"}]
    for link in links:
        if found := (fold(link.text()) or link.get("href")):
            return found
    guid = _child(node, "guid")
    permanent = (
        guid is not None and guid.get("ispermalink").lower() != "false" and re.match("https?://", fold(guid.text()))
    )
    return fold(guid.text()) if guid is not None and permanent else ""


def _categories(node: Node) -> Iterator[str]:
    for child in _children(node, "category", "dc:subject"):
        text = fold(child.text()) or child.get("label") or child.get("term")
        if text and text.lower() not in {"non classé", "uncategorized"}:
            yield text


def _authors(node: Node) -> list[str]:
    """Return the authors as printed; RSS's own element holds ``address (name)``."""
    found = [text for child in _children(node, "dc:creator") if (text := fold(child.text()))]
    if not found:
        for child in _children(node, "author", "itunes:author"):
            text = _text(child, "name") or fold(child.text())
            inner = re.fullmatch(r"\S+@\S+\s*\((.+)\)", text)
            found.append(inner[1] if inner else text)
    return [text for text in found if text and not re.fullmatch(r"\S+@\S+", text)]


def _markup_of(node: Node | None) -> str:
    """Return an element's content as HTML, whether it is escaped, in CDATA, plain, or XHTML itself."""
    if node is None:
        return ""
    if node.elements:
        return "".join(
            html.escape(child, quote=False) if isinstance(child, str) else _written(child) for child in node.children
        )
    if node.get("type") not in {"text", "text/plain"}:
        return node.text()
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", node.text()))


def _written(node: Node) -> str:
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
    inner = "".join(
        html.escape(child, quote=False) if isinstance(child, str) else _written(child) for child in node.children
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _image(node: Node, base: str) -> str:
    for child in node.all("media:content", "media:thumbnail", "enclosure", "itunes:image", "link"):
        kind = child.get("type") or child.get("medium")
        is_picture = kind.startswith("image") or child.tag in {"media:thumbnail", "itunes:image"}
        if is_picture and (child.tag != "link" or child.get("rel") == "enclosure"):
            return urljoin(base, child.get("url") or child.get("href"))
    return ""


def _plain(text: str) -> str:
    """Return a short text without the markup and references that titles of feeds are full of, escaped once or twice."""
    for _ in range(2):
        if not _MARKUP.search(text):
            break
        text = re.sub(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", "", html.unescape(text) if "<" not in text else text)
        text = html.unescape(text)
    return fold(clean(text))


def _body(name: str, entry: Mapping[str, str], title: str) -> list[Form]:
    """Return what is written in an entry: its content, or a description that is no teaser."""
    content, description = (_without_head(_forms(entry[key]), title) for key in ("content", "description"))
    length = _length(description, title)
    if content and _length(content, title) >= length:
        return content
    if is_teaser(_plain(entry["description"])) or (length < _TEASER_BELOW and len(description) < 2):
        raise ArticleError(name, "holds only a teaser; the whole text belongs in <content:encoded> or <content>")
    return description


def _without_head(found: list[Form], title: str) -> list[Form]:
    """Return what is written without a first line of title, account and day, as Drupal's feeds begin."""
    first = found[0].block.text if found else ""
    submitted = first.startswith(title) and len(first) <= len(title) + _LONGEST_SUBMITTED
    return found[1:] if submitted and _SUBMITTED.search(first) else found


def _forms(text: str) -> list[Form]:
    if not _MARKUP.search(text):
        return [
            Form(Block("body", part), bold=False, linked=0.0) for part in re.split(r"\n\s*\n", text) if part.strip()
        ]
    if not re.search(r"<[a-zA-Z]", text) and re.search(r"&lt;\w", text):
        text = html.unescape(text)  # escaped twice
    return fragment_forms(text)


def _length(found: Sequence[Form], title: str) -> int:
    return sum(len(block.text) for block in without_furniture(settled(found), title, repeats=False))
