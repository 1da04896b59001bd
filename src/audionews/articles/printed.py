"""What is printed around a page's title for readers: author, date, rubrique, the way down from the front page."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice

from audionews.articles.cleaning import fold
from audionews.articles.credits import Credits, credit_line
from audionews.articles.dates import ImpossibleDateError, date_within
from audionews.articles.dom import Node
from audionews.articles.names import named
from audionews.articles.rubriques import is_known_rubrique
from audionews.expressions import expression

_LONGEST = 160
"""Characters of a line that only credits."""

_MOST_LINES = 1_500
"""Short elements of a page that are read for credits; those stand near the title, or under the story."""

_BEFORE_RUBRIQUE = expression(r"(?:publié |classé )?dans\s*:?\s+|catégories?\s*:\s*", re.IGNORECASE)
_TO_RUBRIQUE = expression(r"/(?:rubriques?|categor(?:y|ies?)|sections?|themes?|topics?)/", re.IGNORECASE)
_UPDATE = expression(r"updated|modified|maj\b|mise-a-jour", re.IGNORECASE)


def printed_authors(root: Node) -> Iterator[str]:
    """Yield what may name the author, the likeliest first: marked so, in a box named so, or a line that reads so."""
    for node in root.all():
        if ("author" in node.get("rel").split() or "author" in node.get("itemprop").split()) and is_of_story(node):
            inner = next((each for each in node.all() if "name" in each.get("itemprop").split()), node)
            yield inner.get("content") or inner.text(_LONGEST)
    for node in root.all():
        text = _unlabelled(node) if named(node, "byline") else ""
        if len(text) > 2 and is_of_story(node) and not any(map(_is_byline, node.elements)):
            yield text
    for node, credit in _credited(root):
        if credit.authors and is_of_story(node):
            yield ", ".join(credit.authors)


def _is_byline(node: Node) -> bool:
    """Tell whether an element holds a byline and not only the word before it."""
    return (
        named(node, "byline") and re.fullmatch(r"\W*(?:par|by|de|auteure?s?)?\W*", _short(node), re.IGNORECASE) is None
    )


def printed_times(root: Node) -> Iterator[str]:
    """Yield the moments of <time> elements, those of publication first, none of updates or comments."""
    times = [node for node in root.all("time") if not _is_update(node) and is_of_story(node)]
    for node in sorted(times, key=lambda node: not ("pubdate" in node.attributes or named(node, "date"))):
        yield node.get("datetime") or node.text(_LONGEST)


def printed_date(root: Node, zone: tzinfo, near: datetime) -> datetime | None:
    """Return the first date that is printed as the article's, else None."""
    for node, credit in _credited(root, zone, near):
        if credit.published and is_of_story(node):
            return credit.published
    for node in root.all():
        text = (node.get("title") + " " + _short(node)) if named(node, "date") else ""
        if text.strip() and is_of_story(node) and (moment := date_within(text, zone, near=near)):
            return moment
    return None


def printed_rubriques(root: Node) -> Iterator[str]:
    """Yield what may be the rubrique, the likeliest first."""
    for node in root.all("a"):
        if ("category" in node.get("rel").split() or "articleSection" in node.get("itemprop")) and is_of_story(node):
            yield fold(node.text())
    for node in root.all():
        text = fold(node.text(80)) if named(node, "rubrique") else ""
        if 1 < len(text) <= 40 and is_of_story(node) and (is_known_rubrique(text) or not named(node, "hard")):
            links = [fold(link.text()) for link in node.all("a")]
            yield _BEFORE_RUBRIQUE.sub("", links[0] if links else text)
    titles = [*root.all("h1")] or [*root.all("h2")][:1]
    above = (before for title in titles for before in _just_above(title))
    yield from (text for text in above if is_known_rubrique(text))
    yield from _linked_rubriques(root)
    yield from (credit.category for node, credit in _credited(root) if credit.category and is_of_story(node))


def _just_above(title: Node) -> list[str]:
    around = title.parent.elements if title.parent else []
    return [fold(node.text(80)) for node in reversed(around[: around.index(title)])][:2] if around else []


def _linked_rubriques(root: Node) -> Iterator[str]:
    """Yield the lone links above the title that lead to a page of a rubrique, the nearest first."""
    found: list[str] = []
    for node in root.all("a", "h1"):
        if node.tag == "h1" and found:
            break
        alone = node.parent is not None and sum(1 for _ in node.parent.all("a")) == 1
        if node.tag == "a" and alone and _TO_RUBRIQUE.search(node.get("href")) and is_of_story(node):
            found.append(fold(node.text(80)))
    yield from (text for text in reversed(found) if 1 < len(text) <= 40)


def printed_trail(root: Node) -> list[str]:
    """Return the links from the front page down to this page."""
    for node in root.all():
        if named(node, "crumbs") or re.search("ariane|breadcrumb", node.get("aria-label"), re.IGNORECASE):
            links = [fold(link.text()) for link in node.all("a") if fold(link.text())]
            if links:
                return links
    return []


def is_of_story(node: Node) -> bool:
    """Tell whether an element may speak of the article: not of a comment, of the site or of other articles."""
    around = (node, *node.above())
    return not any(
        named(each, "comments") or each.tag in {"nav", "aside"} or (each.tag == "footer" and _is_page(each.parent))
        for each in around
    )


def _is_page(node: Node | None) -> bool:
    return node is None or node.tag in {"body", "#root"}


def _short(node: Node) -> str:
    """Return an element's text when it is short enough for a credit, else nothing; bars part its lines."""
    parts: list[str] = []
    length = 0
    waiting: list[Node | str] = [node]
    while waiting and length <= _LONGEST:
        top = waiting.pop()
        if isinstance(top, str):
            parts.append(top)
            length += len(top)
        elif top.tag == "br":
            parts.append(" | ")
        else:
            waiting.extend(reversed(top.children))
    text = fold("".join(parts))
    return text if len(text) <= _LONGEST else ""


def _unlabelled(node: Node) -> str:
    """Return a short text without the label that some programs put into a box of its own (``Auteur``)."""
    labels = [each for each in node.elements if re.search(r"(?:^|[\s_-])label\b", each.get("class"))]
    text = _short(Node(node.tag, node.attributes, list(_apart(node))))
    for label in labels:
        text = text.removeprefix(fold(label.text())).strip(" :")
    return text


def _apart(node: Node) -> Iterator[Node | str]:
    """Yield what is in an element, with a comma where style alone keeps a role from a name (``MartinJournaliste``)."""
    before = ""
    for child in node.children:
        text = child if isinstance(child, str) else child.text(_LONGEST)
        if before[-1:].islower() and text[:1].isupper():
            yield ", "
        yield child
        before = text


def _credited(
    root: Node, zone: tzinfo = UTC, near: datetime = datetime(2000, 1, 1, tzinfo=UTC)
) -> Iterator[tuple[Node, Credits]]:
    """Yield the elements that are one line of credits and nothing else."""
    told = ((node, _short(node)) for node in root.all("p", "span", "div", "li", "small", "address", "em", "i"))
    for node, text in islice(((node, text) for node, text in told if len(text) > 5), _MOST_LINES):
        try:
            credit = credit_line(text, zone, near=near)
        except ImpossibleDateError:
            continue
        if credit:
            yield node, credit


def _is_update(node: Node) -> bool:
    """Tell whether a time is one of an update, by the names around it or the words before it."""
    around = node.parent
    own = f"{node.get('class')} {node.get('itemprop')}"
    if re.search("published|entry-date", own, re.IGNORECASE) and "modified" not in own.lower():
        return False
    if _UPDATE.search(f"{own} {around.get('class') if around else ''}"):
        return True
    before = around.children[: around.children.index(node)] if around else []
    said = " ".join(each if isinstance(each, str) else each.text(_LONGEST) for each in before[-2:])
    return re.search(r"(?:mis|modifié|actualisé)[^.]*$", said, re.IGNORECASE) is not None
