"""JSON-LD in a page: what schema.org words say about its article, whatever shape a newsroom's program gave them."""

import json
import re
from collections.abc import Iterator, Mapping

from audionews.articles.dom import Node
from audionews.expressions import expression

Thing = Mapping[str, object]

_ARTICLE = expression(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)$")
_WRAPPED = expression(
    r"^\s*(?:/\*.*?\*/|//)?\s*(?:<!\[CDATA\[|<!--)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$", re.DOTALL
)
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")


def article_thing(root: Node) -> Thing:
    """Return what a page says about its article; empty when it says nothing."""
    found = [thing for thing in _all(root) if any(map(_ARTICLE.match, types(thing)))]
    return max(found, key=lambda thing: len(thing), default={})


def trail(root: Node) -> list[str]:
    """Return the names of the pages above this one, from the front page down."""
    for thing in _all(root):
        if "BreadcrumbList" in types(thing):
            steps = [step for step in listed(thing.get("itemListElement")) if isinstance(step, dict)]
            return [first_text(step.get("name")) or first_text(step.get("item"), "name") for step in steps]
    return []


def paid_parts(root: Node) -> frozenset[str]:
    """Return the class names of the boxes that a page calls the part of its article that is paid for."""
    parts = [part for thing in _all(root) for part in listed(thing.get("hasPart")) if isinstance(part, dict)]
    selectors = [text.strip() for part in parts for text in texts(part.get("cssSelector"))]
    return frozenset(text[1:] for text in selectors if re.fullmatch(r"\.[\w-]+", text))


def authors(root: Node, thing: Thing) -> list[Thing]:
    """Return an article's authors; one that is only referred to is looked up in the page."""
    known = {str(each["@id"]): each for each in _all(root) if "@id" in each and "name" in each}
    given = [each if isinstance(each, dict) else {"name": each} for each in listed(thing.get("author"))]
    return [known.get(str(each.get("@id")), each) for each in given]


def types(thing: Thing) -> list[str]:
    """Return a thing's types."""
    return [str(each) for each in listed(thing.get("@type"))]


def listed(value: object) -> list[object]:
    """Return a list where one value may stand for a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def texts(value: object, *keys: str) -> Iterator[str]:
    """Yield the texts in a value; of a table those under the first of the keys that has any."""
    for each in listed(value):
        if isinstance(each, dict):
            yield from next(filter(None, ([*texts(each.get(key))] for key in keys)), [])
        elif isinstance(each, str) and each.strip():
            yield each.strip()


def first_text(value: object, *keys: str) -> str:
    """Return the first of those texts, else an empty one."""
    return next(texts(value, *keys), "")


def _all(root: Node) -> Iterator[Thing]:
    for node in root.all("script"):
        if "ld+json" in node.get("type"):
            yield from _things(node.text())


def _things(text: str) -> Iterator[Thing]:
    try:
        data = json.loads(re.sub(r",(?=\s*[}\]])", "", _WRAPPED.sub("", text)), strict=False)
    except (ValueError, RecursionError):
        return
    waiting = [data]
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting[:0] = thing
        elif isinstance(thing, dict):
            yield thing
            waiting[:0] = [thing[key] for key in _INSIDE if isinstance(thing.get(key), list | dict)]
