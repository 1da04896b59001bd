"""Web pages: the story's title, lead, headings and paragraphs, and none of what stands around them."""

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo

from msgspec.structs import replace

from audionews.articles import opinion
from audionews.articles.blocks import forms
from audionews.articles.cleaning import fold
from audionews.articles.container import around_texts, lead_above, story
from audionews.articles.credits import without_credits
from audionews.articles.dates import ImpossibleDateError, impossible
from audionews.articles.dom import Node, parse_html
from audionews.articles.draft import Block, Draft, Source
from audionews.articles.encoding import decode
from audionews.articles.forms import Form, settled
from audionews.articles.furniture import comparable, without_furniture
from audionews.articles.metadata import Metadata, metadata
from audionews.articles.names import named
from audionews.articles.pruning import prune
from audionews.errors import ArticleError
from audionews.expressions import expression

_CHARSET = expression(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LEAST_TITLE = 8
_LONGEST_TITLE = 250
_UNMARKED = ("p", "div", "span", "font", "b", "strong", "big", "center")
_BETWEEN = expression(r"\s+[|–—•·»:-]\s+")
_LEAST = 250
"""Characters: a body with less was perhaps not found."""


def read_html(source: Source, zone: tzinfo) -> Draft:
    """Return what a web page, or a piece of one, holds.

    Raises:
        ArticleError: It is no text.
    """
    label = _CHARSET.search(source.data[:4_096])
    root = parse_html(decode(source.name, source.data, label[1].decode() if label else None))
    title = title_heading(root)
    about = metadata(root, title, zone, address=source.address, near=source.modified)
    name = _words(title) if title else next(iter(about.titles), "")
    prune(root, title)
    try:
        told = [form for form in _story(root, title, about) if comparable(form.block.text) != comparable(name)]
        found, credit = without_credits(told, zone, source.modified)
    except ImpossibleDateError as error:
        raise ArticleError(source.name, impossible(error)) from error
    return Draft(
        title=name,
        category=about.category or credit.category,
        authors=about.authors or credit.authors,
        published=about.published or credit.published or credit.updated,
        blocks=without_furniture(settled(found), name, repeats=False),
        id=about.url,
        url=about.url,
        image=about.image,
        language=about.language,
    )


def _words(title: Node) -> str:
    """Return a heading's words without the rubrique or the hidden ones that some pages put into it."""
    parts = [
        child if isinstance(child, str) else child.text()
        for child in title.children
        if isinstance(child, str) or not (named(child, "rubrique") or named(child, "hard"))
    ]
    return fold("".join(parts)) or fold(title.text())


def fragment_forms(markup: str) -> list[Form]:
    """Return what is written in a piece of markup that is all story, as feeds and Markdown carry it."""
    root = parse_html(markup)
    prune(root, None)
    return forms(root)


def title_heading(root: Node) -> Node | None:
    """Return the heading that is the article's title; a site's name is often an <h1> too."""
    headings = [node for node in root.all("h1", "h2") if fold(node.text()) and not _is_site_name(node)]
    told = [comparable(text) for text in _told_titles(root)]
    if (third := _third_heading(root)) is not None:
        return third
    tests: tuple[Callable[[Node], bool], ...] = (
        lambda node: "headline" in node.get("itemprop") and node.tag == "h1",
        lambda node: any(_is_told(node, text) for text in told),
        lambda node: node.tag == "h1" and named(node, "title"),
        lambda node: node.tag == "h1",
        lambda node: named(node, "title"),
    )
    found = next((node for shows in tests for node in headings if shows(node)), None)
    return found or _unmarked_title(root) or (headings[0] if len(headings) == 1 else None)


def _third_heading(root: Node) -> Node | None:
    """Return an <h3> that is named the title and told as such: on blogs the site and the day stand in those before."""
    named_so = [node for node in root.all("h3") if named(node, "title")]
    parts = (
        {comparable(part) for text in _told_titles(root) for part in (text, *_BETWEEN.split(text))} if named_so else ()
    )
    return next((node for node in named_so if comparable(node.text()) in parts), None)


def _unmarked_title(root: Node) -> Node | None:
    """Return what is the title though no heading: named so, or all the words of <title> but the site's name."""
    told = {comparable(part) for text in _told_titles(root) for part in (text, *_BETWEEN.split(text))}
    told = {part for part in told if len(part) >= _LEAST_TITLE}
    lines = [node for node in root.all(*_UNMARKED) if len(node.text(_LONGEST_TITLE)) < _LONGEST_TITLE]
    named_so = (node for node in lines if named(node, "title") and node.tag in {"p", "div"})
    same = [node for node in lines if comparable(node.text()) in told and not any(node.all("a"))]
    return next(named_so, same[-1] if same else None)


def _told_titles(root: Node) -> list[str]:
    metas = [node.get("content") for node in root.all("meta") if node.get("property") == "og:title"]
    return [*metas, *(node.text() for node in root.all("title"))]


def _is_told(node: Node, told: str) -> bool:
    """Tell whether a heading is the title that the page tells elsewhere; behind that the site's name may stand."""
    own = comparable(node.text())
    return own == told or (node.tag == "h1" and len(own) >= _LEAST_TITLE and told.startswith(own))


def _is_site_name(node: Node) -> bool:
    if re.search(
        r"site-(?:title|name|logo)|logo|sr-only|screen-reader", f"{node.get('class')} {node.get('id')}", re.IGNORECASE
    ):
        return True
    return any(
        link.get("rel") == "home" or re.fullmatch(r"(?:https?://[^/]+)?/", link.get("href")) for link in node.all("a")
    )


def _story(root: Node, title: Node | None, about: Metadata) -> list[Form]:
    body, sure = story(root, title)
    found = _forms(root, body, title)
    if not sure or _length(found) < _LEAST:
        found = _after_doubt(root, title, body, found)
    if about.body and 2 * _length(found) < len(about.body):
        if re.search(r"<(?:p|br|div|h\d)\b", about.body):
            return fragment_forms(about.body)
        return [Form(Block("body", text), bold=False, linked=0.0) for text in about.body.split("\n") if text.strip()]
    return found


def _after_doubt(root: Node, title: Node | None, body: Node, found: list[Form]) -> list[Form]:
    """Ask for a second opinion: if it sees paragraphs that we missed, or only some of ours, the story is there."""
    texts = opinion.paragraphs(root)
    ours = comparable(" ".join(form.block.text for form in found))
    missed = sum(len(text) for text in texts if comparable(text) not in ours)
    if 2 * missed < _length(found) and 3 * sum(map(len, texts)) > _length(found):
        return found
    other = around_texts(root, texts)
    return found if other is None or other is body else _forms(root, other, title)


def _forms(root: Node, body: Node, title: Node | None) -> list[Form]:
    """Return what is written in the lead above the body and in the body, from the title on."""
    found = forms(body)
    if title is not None and (place := _place(found, fold(title.text()))) is not None:
        found = found[place + 1 :]
    leads = [
        replace(form, block=Block("body", form.block.text), bold=False)
        for node in lead_above(root, body, title)
        for form in forms(node)
    ]
    return [*leads, *_with_lead(found)]


def _with_lead(found: list[Form]) -> list[Form]:
    """Return what is written, the first heading as the lead where it ends as a sentence does."""
    if not found or not found[0].marked or not re.search(r"[.…]$", found[0].block.text):
        return found
    return [replace(found[0], block=Block("body", found[0].block.text), bold=False, marked=False), *found[1:]]


def _place(found: Sequence[Form], title: str) -> int | None:
    key = comparable(title)
    return next((index for index, form in enumerate(found) if comparable(form.block.text) == key), None)


def _length(found: Sequence[Form]) -> int:
    return sum(len(form.block.text) for form in found if form.block.kind != "heading")
